"""CSV that a spreadsheet opens without running anything, and that comes back as it was.

A cell that begins with = + - @ tab or carriage return is a formula to a spreadsheet: it gets an apostrophe in front, which
is taken away again when it is read (OWASP, "CSV Injection"). Files begin with a byte order mark, by which Excel knows UTF-8.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
csv.field_size_limit(2**30)  # a sentence may be longer than the 128 KiB that csv takes by default


class SheetError(ValueError):
    """A file that is not the CSV it should be; the message says which line and what to do."""


def write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows of text; what lies at `path` is replaced at once."""
    part = path.with_name(path.name + ".part")
    with open(part, "w", encoding="utf-8-sig", newline="") as f:
        writer = csv.writer(f, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([_guarded(row.get(c) or "") for c in columns] for row in rows)
    os.replace(part, path)


def read(path: Path, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """(line number, cells by column) of every row; blank rows are passed over, a missing cell is "".

    Comma or semicolon, whichever the header uses more. Raises SheetError when the file is no CSV in UTF-8 or lacks one of the
    columns `needed`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")  # as it is: reading as text would change line ends inside cells
    except UnicodeDecodeError as error:
        raise SheetError(f"{path} is not UTF-8 ({error.reason} at byte {error.start}): save it as CSV UTF-8") from None
    if "\0" in text:
        raise SheetError(f"{path} holds a NUL character, so it is no CSV: save it as CSV UTF-8")
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        columns = [c.strip() for c in next(reader, [])]
        missing = [c for c in needed if c not in columns]
        if missing:
            raise SheetError(f"{path}, line 1: no column {', '.join(missing)}; the columns must be {', '.join(needed)}")
        rows = []
        for cells in reader:
            if len(cells) > len(columns) and any(c.strip() for c in cells[len(columns) :]):
                raise SheetError(f"{path}, line {reader.line_num}: {len(cells)} cells for {len(columns)} columns; quote what holds commas")
            row = dict.fromkeys(columns, "") | dict(zip(columns, map(_plain, cells), strict=False))
            if any(c.strip() for c in row.values()):
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise SheetError(f"{path}, line {reader.line_num}: {error}; save it as CSV UTF-8") from None
    return rows


def _guarded(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
