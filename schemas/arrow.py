"""The contract as Arrow schemas."""

from __future__ import annotations

import functools

import pyarrow as pa

from sitrep.schemas.contracts import Column, contract

SPAN = pa.struct([pa.field("start", pa.int32(), nullable=False), pa.field("end", pa.int32(), nullable=False)])

TYPES = {
    "string": pa.string(),
    "int32": pa.int32(),
    "float32": pa.float32(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date32": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "span": SPAN,
    "list<string>": pa.list_(pa.field("element", pa.string(), nullable=False)),
    "list<span>": pa.list_(pa.field("element", SPAN, nullable=False)),
    "counts": pa.map_(pa.string(), pa.int32()),
}


@functools.cache
def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of a table, a description on every field, title and contract version in its metadata."""
    table = contract(name)
    metadata = {"title": table.title, "description": table.description, "grain": table.grain,
                "primary_key": table.primary_key, "contract": f"sitrep/{name}/{table.version}"}  # fmt: skip
    return pa.schema([_field(c) for c in table.columns], metadata=metadata)


def empty(name: str) -> pa.Table:
    """The table without rows."""
    return arrow_schema(name).empty_table()


def _field(column: Column) -> pa.Field:
    metadata = {"description": column.description}
    if column.unit:
        metadata["unit"] = column.unit
    if column.values and column.vocabulary != "country":
        metadata["values"] = "|".join(column.values)
    return pa.field(column.name, TYPES[column.type], nullable=column.nullable, metadata=metadata)
