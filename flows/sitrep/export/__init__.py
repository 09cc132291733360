"""Published tables → other formats: CSV, XLSX, GeoJSON, JSON-LD, one file a format with one function `write(tables, folder)`."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

FORMATS = ("csv", "xlsx", "geojson", "jsonld")


def export(out: Path, form: str, to: Path, names: Sequence[str] = ()) -> list[Path]:
    """Write the tables published in `out`, or those in `names`, to the folder `to` in one of `FORMATS`; gives the files.

    The same tables give the same bytes. Raises FileNotFoundError when nothing is published in `out`, ImportError when a
    package for the format is missing, and ValueError when the format cannot hold the tables.
    """
    from sitrep.tables.load import published

    tables = published(out)
    to.mkdir(parents=True, exist_ok=True)
    writer = importlib.import_module(f"sitrep.export.{form}_file")
    files: list[Path] = writer.write({name: table for name, table in tables.items() if name in (names or tables)}, to)
    return files
