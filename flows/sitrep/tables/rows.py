"""Rows (dicts) ↔ Arrow tables, by the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from sitrep.schemas import arrow_schema, contract
from sitrep.schemas.contracts import Column, Contract


class RowError(ValueError):
    """A row that does not fit its table's contract."""


def from_rows(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The table of these rows, typed by the contract, in their order.

    A column that a row lacks is null, or an empty list for a list column. Spans may be given as (start, end) pairs.
    A null where none may be is let through: validation makes a reject of the row, and `write` refuses it.
    Raises RowError, naming table, column, row and remedy, for an unknown column or a value of another type.
    """
    rows = list(rows)
    table = contract(name)
    known = set(table.column_names)
    for row in rows:
        if not known.issuperset(row):
            unknown = ", ".join(sorted(set(row) - known))
            raise RowError(f"table {name}, {_which(table, row)}: no column {unknown}; add it to schemas/{name}.yaml or leave it out")
    schema = arrow_schema(name)
    arrays = [_array(table, column, field, rows) for column, field in zip(table.columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def merge_tables(name: str, tables: Sequence[pa.Table]) -> pa.Table:
    """The rows of several tables of one contract in the contract's order, whatever order they come in."""
    schema = arrow_schema(name)
    if not tables:
        return schema.empty_table()
    return in_order(name, pa.concat_tables([t.cast(schema) for t in tables]))


def in_order(name: str, table: pa.Table) -> pa.Table:
    """The same rows sorted by the contract's key; nulls come last."""
    return table.sort_by([(column, "ascending") for column in contract(name).sort_key])


def _array(table: Contract, column: Column, field: pa.Field, rows: list[Mapping[str, Any]]) -> pa.Array:
    values = [row.get(column.name) for row in rows]
    if column.is_list:
        values = [[] if v is None else v for v in values]
    try:
        return pa.array(_spans(column, values), type=field.type, from_pandas=True)  # NaN is null
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise RowError(_mismatch(table, column, field, rows, values, error)) from error


def _spans(column: Column, values: list[Any]) -> list[Any]:
    """Span columns with each (start, end) pair as the struct that Arrow wants."""
    if column.type == "span":
        return [_span(v) for v in values]
    if column.type == "list<span>":
        return [[_span(v) for v in spans] for spans in values]
    return values


def _span(value: Any) -> Mapping[str, int] | None:
    if value is None or isinstance(value, Mapping):
        return value
    start, end = value
    return {"start": start, "end": end}


def _mismatch(table: Contract, column: Column, field: pa.Field, rows: list[Mapping[str, Any]], values: list[Any], error: Exception) -> str:
    """Name the first row whose value is the trouble."""
    for row, value in zip(rows, values, strict=True):
        try:
            pa.array(_spans(column, [value]), type=field.type)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            return (f"table {table.name}, column {column.name}, {_which(table, row)}: {value!r} is {type(value).__name__}, "
                    f"the contract says {column.type}; convert it before the row is made")  # fmt: skip
    return f"table {table.name}, column {column.name}: {error}; the contract says {column.type}"


def _which(table: Contract, row: Mapping[str, Any]) -> str:
    return f"row {row.get(table.primary_key)!r}"
