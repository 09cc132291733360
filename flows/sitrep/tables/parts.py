"""The tables of a batch under way, as Arrow files: rows as they are, neither sorted nor checked."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa


def write_part(table: pa.Table, path: Path) -> None:
    """Write rows as they are, for `read_part`."""
    with pa.ipc.new_file(path, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as file:
        file.write_table(table)


def read_part(path: Path) -> pa.Table:
    """The rows that `write_part` wrote."""
    with pa.OSFile(str(path)) as source:
        return pa.ipc.open_file(source).read_all()
