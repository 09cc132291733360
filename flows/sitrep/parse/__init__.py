"""Bytes to articles: decoded, furniture removed, offsets fixed for good."""

from sitrep.parse.article import parse, parse_text
from sitrep.parse.duplicates import Deduplicator, text_key
from sitrep.parse.signatures import Signatures

__all__ = ["Deduplicator", "Signatures", "parse", "parse_text", "text_key"]
