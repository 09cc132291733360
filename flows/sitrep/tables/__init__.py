"""Rows ↔ Arrow tables: typing by the contract, writing, merging, publishing, loading."""

from sitrep.tables.actors import merge_actors
from sitrep.tables.load import Tables, load, to_pandas
from sitrep.tables.parquet import read, write
from sitrep.tables.publish import publish, stage
from sitrep.tables.rows import RowError, from_rows, in_order, merge_tables

__all__ = [
    "RowError", "Tables", "from_rows", "in_order", "load", "merge_actors", "merge_tables", "publish", "read", "stage", "to_pandas", "write",
]  # fmt: skip
