"""Published tables as Parquet: the same rows give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sitrep.schemas import arrow_schema
from sitrep.tables.geoparquet import with_points
from sitrep.tables.rows import in_order

ROW_GROUP = 122_880  # rows; what DuckDB reads in one piece a thread


class OlderContract(ValueError):
    """The file's columns are not the contract's."""


def write(table: pa.Table, name: str, path: Path, metadata: Mapping[str, str] | None = None) -> None:
    """Write the table `name` to `path`, sorted by its contract's key; events as GeoParquet.

    `metadata` is added to the file's key-value metadata as it is given, so it must not hold a clock time.
    Raises ValueError when the table is not the contract's or has a null where none may be.
    """
    schema = arrow_schema(name)
    if not table.schema.equals(schema):
        raise ValueError(f"{_difference(schema, table.schema)} in table {name}; build it with tables.from_rows({name!r}, rows)")
    for field in schema:
        if not field.nullable and (nulls := table[field.name].null_count):
            where = f"table {name}, column {field.name}"
            raise ValueError(f"{where}: {nulls} null where none may be; run validate() first, it moves such rows to rejects")
    table = in_order(name, table.replace_schema_metadata({**schema.metadata, **_encoded(metadata or {})}))
    if name == "events":
        table = with_points(table)
    pq.write_table(table, path, compression="zstd", compression_level=3, use_dictionary=True,
                   row_group_size=ROW_GROUP, write_page_index=True, write_statistics=True)  # fmt: skip


def read(name: str, path: Path) -> pa.Table:
    """The table as the contract has it, from a file that `write` made; without the geometry column.

    Raises OlderContract when columns are missing or of another type: the file is of another version and must be rebuilt.
    """
    schema = arrow_schema(name)
    stored = pq.read_schema(path)
    other = [f.name for f in schema if f.name not in stored.names or stored.field(f.name).type != f.type]
    if other:
        raise OlderContract(f"{path} is of another version ({', '.join(other)} missing or of another type); delete it and run again")
    return pq.read_table(path, columns=schema.names, partitioning=None).cast(schema)


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
