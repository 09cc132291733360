"""Sitrep: news articles in, analysis-ready tables of events, actors and statements out.

`sitrep.load("output/")` gives the published tables as typed pandas frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitrep.tables import Tables, load

__version__ = "0.1.0"
__all__ = ["Tables", "__version__", "load"]


def __getattr__(name: str) -> Any:
    """`load` and `Tables` on first use: importing the package alone must cost nothing."""
    if name in {"load", "Tables"}:
        import sitrep.tables

        return getattr(sitrep.tables, name)
    raise AttributeError(f"module 'sitrep' has no attribute {name!r}")
