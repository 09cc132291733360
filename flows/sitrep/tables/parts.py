"""Rows on their way: Arrow files that one process writes and another reads, never published."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa


def write_part(table: pa.Table, path: Path) -> None:
    """Write `table` to `path` as an Arrow file."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def read_part(path: Path) -> pa.Table:
    """The table that `write_part` wrote, memory-mapped."""
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()
