"""Tables under way, as Arrow files: rows as they are, neither sorted nor checked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa


def write_part(table: pa.Table, path: Path) -> None:
    """Write rows as they are, for `read_part`."""
    write_parts([table], path, table.schema)


def write_parts(tables: Iterable[pa.Table], path: Path, schema: pa.Schema) -> None:
    """The same for a table that comes in pieces, each a record batch."""
    with pa.ipc.new_file(path, schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as file:
        for table in tables:
            file.write_table(table.combine_chunks())


def read_part(path: Path) -> pa.Table:
    """The rows that `write_part` wrote."""
    with pa.OSFile(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def append_part(table: pa.Table, path: Path) -> None:
    """Add rows to a file for `read_parts`: one Arrow stream after the other."""
    with open(path, "ab") as file, pa.ipc.new_stream(file, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_table(table)


def read_parts(path: Path, schema: pa.Schema) -> pa.Table:
    """All rows that were appended to a file; none where there is no file."""
    tables = [schema.empty_table()]
    if path.exists():
        size = path.stat().st_size
        with pa.OSFile(str(path)) as source:
            while source.tell() < size:
                tables.append(pa.ipc.open_stream(source).read_all())
    return pa.concat_tables(tables)
