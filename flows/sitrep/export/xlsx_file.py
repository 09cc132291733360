"""XLSX: one workbook, a sheet a table; text is written as text, so that no cell is ever a formula or a link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from sitrep.export.csv_file import flat, rows

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767  # what a sheet and a cell hold (Excel specifications and limits)
CUT = " … [cut; the Parquet file has it whole]"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(tables: Mapping[str, pa.Table], folder: Path) -> list[Path]:
    """Write sitrep.xlsx; text longer than a cell holds is cut and says so."""
    try:
        import xlsxwriter
    except ImportError:
        raise ImportError('XLSX needs the package XlsxWriter; install it with `pip install "sitrep[xlsx]"`, or export csv') from None
    for name, table in tables.items():
        if table.num_rows >= MOST_ROWS:
            raise ValueError(
                f"{name} has {table.num_rows:,} rows and a sheet holds {MOST_ROWS - 1:,}; export csv, or read the Parquet file"
            )
    path = folder / "sitrep.xlsx"
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # no clock time: the same tables, the same bytes
        formats = {"bold": book.add_format({"bold": True}), "day": book.add_format({"num_format": "yyyy-mm-dd"})}
        for name, table in tables.items():
            _sheet(book.add_worksheet(name), table, formats)
    return [path]


def _sheet(sheet: Any, table: pa.Table, formats: Mapping[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(table.column_names):
        sheet.write_string(0, column, name, formats["bold"])
    for number, row in enumerate(rows(table), 1):
        for column, value in enumerate(row.values()):
            _write(sheet, number, column, value, formats)


def _write(sheet: Any, row: int, column: int, value: Any, formats: Mapping[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats["day"])
    else:
        text = NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(flat(value)))
        sheet.write_string(row, column, text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - len(CUT)] + CUT)
