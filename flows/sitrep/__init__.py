"""Sitrep: news articles in, analysis-ready tables of events, actors and statements out."""

__version__ = "0.1.0"
