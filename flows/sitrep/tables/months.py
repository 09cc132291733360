"""Large tables as folders of files by month of publication: events.parquet/2023-03.parquet.

DuckDB, polars, pyarrow, pandas and GeoPandas read such a folder under the name that the file of a small table has. A month in which
nothing changed is not written again: its file is linked into the new version.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

VERSION = b"sitrep.version"


def files(path: Path) -> list[Path]:
    """The files of a table."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


def n_rows(path: Path) -> int:
    """Rows of a table, as its files say."""
    return sum(pq.read_metadata(file).num_rows for file in files(path))


def link(before: Path, path: Path, version: str, rows: Iterable[pa.Table]) -> bool:
    """Have the file `before` of a month in which no article came or went under `path` too. Not when it is not there, is of another
    version of the code, or rows were rejected meanwhile."""
    if not before.exists():
        return False
    stored = pq.read_metadata(before)
    if stored.metadata.get(VERSION) != version.encode() or stored.num_rows != sum(piece.num_rows for piece in rows):
        return False
    try:
        os.link(before, path)
    except OSError:  # a file system without links
        shutil.copyfile(before, path)
    return True
