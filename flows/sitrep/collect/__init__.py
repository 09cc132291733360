"""Where articles come from: each source yields raw documents with their provenance, and rejects for what it cannot read."""

from sitrep.collect.sources import SourceError, collect

__all__ = ["SourceError", "collect"]
