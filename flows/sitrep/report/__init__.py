"""The report of a run: one HTML file that opens offline, for whoever has to trust the tables."""

from sitrep.report.page import Whole, write_report

__all__ = ["Whole", "write_report"]
