"""Rows ↔ Arrow tables: typing by the contract, writing, merging, publishing, loading."""

from sitrep.tables.actors import merge_actors, merge_parts, merge_rows
from sitrep.tables.descriptors import describe
from sitrep.tables.load import Tables, load, to_pandas
from sitrep.tables.parquet import OlderContract, Stored, read, write, write_in_pieces
from sitrep.tables.parts import append_part, read_part, read_parts, write_part, write_parts
from sitrep.tables.publish import publish, stage
from sitrep.tables.rows import RowError, from_rows, in_order, merge_tables

__all__ = [
    "OlderContract", "RowError", "Stored", "Tables", "append_part", "describe", "from_rows", "in_order", "load", "merge_actors",
    "merge_parts", "merge_rows", "merge_tables", "publish", "read", "read_part", "read_parts", "stage", "to_pandas", "write",
    "write_in_pieces", "write_part", "write_parts",
]  # fmt: skip
