"""Numbers of the report, each with the DuckDB query that it equals; run in the output folder, the query gives the number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.schemas import contract, empty

Tables = Mapping[str, pa.Table]
Row = dict[str, Any]

# Kinds of events in the order and with the class that colours them; a DISASTER is `none`.
QUADS = {
    "Material Conflict": "mc",
    "Verbal Conflict": "vc",
    "Verbal Cooperation": "vp",
    "Material Cooperation": "mp",
    "Neutral": "none",
}


# Columns of all rows, which figures are made of; memory holds them. Whole rows, with their words, are read slice by slice.
COLUMNS = {
    "articles": ("article_id", "title", "source_uri", "published_at"),
    "events": ("event_id", "article_id", "event_type", "modality", "quad_class", "actor_ids", "recipient_ids", "attributed_to_ids",
               "event_date_start", "date_precision", "date_text", "place_text", "place_name", "admin1", "country", "latitude", "longitude",
               "where_precision"),
    "statements": ("statement_id", "article_id", "speaker_id", "speaker_resolution"),
    "casualties": ("casualty_id", "event_id", "count_low", "count_high"),
    "mentions": ("mention_id",),
}  # fmt: skip


def overview(pieces: Mapping[str, Iterable[pa.Table]]) -> dict[str, pa.Table]:
    """Tables of which there are COLUMNS with no others, the rest whole, from their pieces."""
    tables = {}
    for name, some in pieces.items():
        columns = COLUMNS.get(name, contract(name).column_names)
        tables[name] = pa.concat_tables([empty(name).select(columns), *(piece.select(columns) for piece in some)])
    return tables


def rows_in(slices: Iterable[Tables], name: str, column: str, values: Iterable[Any]) -> list[Row]:
    """The whole rows of a table whose column has one of the values."""
    wanted = pa.array(sorted(v for v in set(values) if v is not None), pa.string())
    if not len(wanted):
        return []
    return [row for one in slices for row in one[name].filter(pc.is_in(one[name][column], value_set=wanted)).to_pylist()]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the query that gives it."""

    value: int
    sql: str


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a table that satisfy a condition, said twice: as a mask of Arrow and in SQL."""

    mask: pa.Array
    sql: str

    def __and__(self, other: Part) -> Part:
        return Part(pc.and_(self.mask, other.mask), f"{self.sql} and {other.sql}")

    def __invert__(self) -> Part:
        return Part(pc.invert(self.mask), f"not ({self.sql})")


def count(table: str, part: Part | None, tables: Tables) -> Figure:
    """How many rows of the table are in the part; all where there is none."""
    if part is None:
        return Figure(tables[table].num_rows, f"select count(*) from '{table}.parquet'")
    return Figure(pc.sum(part.mask).as_py() or 0, f"select count(*) from '{table}.parquet' where {part.sql}")


def null(table: pa.Table, column: str) -> Part:
    return Part(_whole(table[column].is_null()), f"{column} is null")


def equal(table: pa.Table, column: str, value: Any) -> Part:
    """Rows whose column has the value; null has none."""
    return Part(_whole(pc.fill_null(pc.equal(table[column], value), False)), f"coalesce({column} = {literal(value)}, false)")


def no_items(table: pa.Table, column: str) -> Part:
    """Rows whose list is empty."""
    return Part(_whole(pc.equal(pc.fill_null(pc.list_value_length(table[column]), 0), 0)), f"coalesce(len({column}), 0) = 0")


def among(table: pa.Table, column: str, values: Sequence[Any], sql: str) -> Part:
    """Rows whose column is one of the values; `sql` gives the values."""
    return Part(_whole(pc.is_in(table[column], value_set=pa.array(values, table.schema.field(column).type))), f"{column} in ({sql})")


def _whole(mask: pa.ChunkedArray | pa.Array) -> pa.Array:
    return mask.combine_chunks() if isinstance(mask, pa.ChunkedArray) else mask


def literal(value: Any) -> str:
    """A value as SQL writes it."""
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
