"""CSV: UTF-8, comma, one file a table, lists as JSON, null as nothing; safe to open in a spreadsheet.

A spreadsheet runs a cell that begins like a formula, and what is exported here was written by strangers. Such text gets an
apostrophe before it, as OWASP recommends (owasp.org/www-community/attacks/CSV_Injection). Numbers are left alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width signs count for Excel in Japanese


def write(tables: Mapping[str, pa.Table], folder: Path) -> list[Path]:
    """Write NAME.csv for each table; gives the files."""
    files = []
    for name, table in tables.items():
        path = folder / f"{name}.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.column_names)
            writer.writerows([_cell(v) for v in row.values()] for row in rows(table))
        files.append(path)
    return files


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows, a batch at a time in memory; single-precision numbers with the seven digits that they have."""
    single = [f.name for f in table.schema if pa.types.is_float32(f.type)]
    for batch in table.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            yield row | {name: float(f"{row[name]:.7g}") for name in single if row[name] is not None}


def plain(value: Any) -> Any:
    """A value as JSON has it: dates and times as ISO 8601."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def flat(value: Any) -> Any:
    """A value as one cell has it: lists and spans as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else plain(value)


def _cell(value: Any) -> Any:
    value = flat(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS) else value
