"""Published tables as Parquet: the same rows give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sitrep.schemas import arrow_schema, empty
from sitrep.tables.geoparquet import Box, box_around, with_points
from sitrep.tables.months import files
from sitrep.tables.rows import in_order

ROW_GROUP = 122_880  # rows; what DuckDB reads in one piece a thread


class OlderContract(ValueError):
    """The file's columns are not the contract's."""


def write(table: pa.Table, name: str, path: Path, metadata: Mapping[str, str] | None = None) -> None:
    """Write the table `name` to `path`, sorted by its contract's key; events as GeoParquet.

    `metadata` is added to the file's key-value metadata as it is given, so it must not hold a clock time.
    Raises ValueError when the table is not the contract's or has a null where none may be.
    """
    write_in_pieces([table], name, path, metadata)


def write_in_pieces(pieces: Iterable[pa.Table], name: str, path: Path, metadata: Mapping[str, str] | None = None) -> None:
    """As `write`, for a table that comes in pieces; each is sorted by itself, and begins a new row group. `pieces` are gone through
    twice."""
    metadata = {**arrow_schema(name).metadata, **_encoded(metadata or {})}
    box = None
    for piece in pieces:
        _check(name, piece)
        box = box_around(piece, box) if name == "events" else None
    first, *_ = _prepared([empty(name)], name, metadata, box)
    with pq.ParquetWriter(path, first.schema, compression="zstd", compression_level=3, use_dictionary=True,
                          write_page_index=True, write_page_checksum=True, write_statistics=True) as writer:  # fmt: skip
        for piece in _prepared(pieces, name, metadata, box):
            writer.write_table(piece, row_group_size=ROW_GROUP)


def _prepared(pieces: Iterable[pa.Table], name: str, metadata: Mapping[str, str], box: Box | None) -> Iterator[pa.Table]:
    for piece in pieces:
        piece = in_order(name, piece.replace_schema_metadata(metadata))
        yield with_points(piece, box) if name == "events" else piece


def _check(name: str, table: pa.Table) -> None:
    schema = arrow_schema(name)
    if not table.schema.equals(schema):
        raise ValueError(f"{_difference(schema, table.schema)} in table {name}; build it with tables.from_rows({name!r}, rows)")
    for field in schema:
        if not field.nullable and (nulls := table[field.name].null_count):
            where = f"table {name}, column {field.name}"
            raise ValueError(f"{where}: {nulls} null where none may be; run validate() first, it moves such rows to rejects")


def read(name: str, path: Path) -> pa.Table:
    """The table as the contract has it, from what `write` made, a file or a folder of files by month; without the geometry column.

    Raises OlderContract when columns are missing or of another type: the file is of another version and must be rebuilt.
    """
    return pa.concat_tables([empty(name), *Stored(name, path)])


@dataclass(frozen=True, slots=True)
class Stored:
    """The same table a row group at a time, as often as it is gone through; only some columns where they are named."""

    name: str
    path: Path
    columns: Sequence[str] | None = None

    def __iter__(self) -> Iterator[pa.Table]:
        for path in files(self.path):
            yield from self._read(path)

    def _read(self, path: Path) -> Iterator[pa.Table]:
        schema = arrow_schema(self.name)
        file = pq.ParquetFile(path, page_checksum_verification=True)
        stored = file.schema_arrow
        other = [f.name for f in schema if f.name not in stored.names or stored.field(f.name).type != f.type]
        if other:
            missing = ", ".join(other)
            raise OlderContract(f"{path} is of another version ({missing} missing or of another type); delete it and run again")
        wanted = pa.schema([f for f in schema if self.columns is None or f.name in self.columns], metadata=schema.metadata)
        for number in range(file.num_row_groups):
            yield file.read_row_group(number, columns=wanted.names).cast(wanted)


def _encoded(metadata: Mapping[str, object]) -> dict[str, str]:
    return {k: v if isinstance(v, str) else json.dumps(v, sort_keys=True, ensure_ascii=False) for k, v in sorted(metadata.items())}


def _difference(wanted: pa.Schema, given: pa.Schema) -> str:
    for field in wanted:
        if field.name not in given.names:
            return f"column {field.name} is missing"
        theirs = given.field(field.name)
        if theirs.type != field.type or theirs.nullable != field.nullable:
            kind, expected = (f"{f.type}{'' if f.nullable else ' not null'}" for f in (theirs, field))
            return f"column {field.name} is {kind}, not {expected}"
    extra = [n for n in given.names if n not in wanted.names]
    return f"columns {', '.join(extra)} are too many" if extra else "the columns' order differs"
