"""`corrections.csv`: what reviewers decided, one cell a line; it lies in the output folder and is the reviewers' own.

A line names table, row and column and the value that is right. `row` in place of a column stands for the row as a whole:
`right` confirms it, `wrong` takes it out of its table. Row ids count within an article and may change with the code, so a line
also keeps where in the article the row's words lie: it is found again by them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from sitrep.review import safe_csv
from sitrep.review.rows import Row, Rows
from sitrep.review.values import as_text, from_text
from sitrep.schemas import contract

FILE = "corrections.csv"
NEEDED = ("table", "row_id", "column", "new", "why")
ROW, RIGHT, WRONG = "row", "right", "wrong"
WORDS = ("trigger", "content", "count_text", "name", "title")  # the first that a row has tells a person what it is about


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision, in the columns of the file. `old` is the value as coded when it was made."""

    table: str
    row_id: str
    column: str
    old: str
    new: str
    why: str
    who: str = ""
    when: str = ""
    article_id: str = ""
    char_start: str = ""
    char_end: str = ""
    words: str = ""

    @property
    def cell(self) -> tuple[str, str, str]:
        return self.table, self.row_id, self.column


COLUMNS = tuple(f.name for f in fields(Correction))


def read(path: Path) -> list[tuple[int, Correction]]:
    """(line number, correction) of a file; none where there is no file. Raises safe_csv.SheetError when it is no such file."""
    if not path.exists():
        return []
    blank = dict.fromkeys(COLUMNS, "")
    return [(n, Correction(**blank | {c: v.strip() for c, v in row.items() if c in COLUMNS})) for n, row in safe_csv.read(path, NEEDED)]


def add(out: Path, new: Iterable[Correction]) -> None:
    """Write decisions into the file of `out`. A later decision about one cell takes the place of the earlier one."""
    cells = {c.cell: c for _, c in read(out / FILE)}
    for correction in new:
        before = cells.pop(correction.cell, None)
        cells[correction.cell] = replace(correction, old=before.old) if before else correction
    safe_csv.write(out / FILE, COLUMNS, (dict(zip(COLUMNS, astuple(c), strict=True)) for c in cells.values()))


def make(rows: Mapping[str, Rows], table: str, row_id: str, column: str, new: str, **about: str) -> Correction:
    """A correction of a row that stands, with what it needs to be found again. `about`: why, who, when.

    Raises ValueError, saying what is possible, when there is no such row or column or the contract does not allow the value.
    """
    if table not in corrigible():
        raise ValueError(f"rows of {table!r} are not corrected; the tables are {', '.join(corrigible())}")
    row = rows[table].get(row_id)
    if row is None:
        raise ValueError(f"no row {row_id!r} in {table}; `sitrep review` lists rows with their ids")
    correction = Correction(table, row_id, column, as_text(row.get(column)), new.strip(), **about, **_anchor(row))
    value(correction, rows)
    if not correction.why.strip():
        raise ValueError("a correction needs a reason: say why")
    return correction


def value(correction: Correction, rows: Mapping[str, Rows]) -> Any:
    """The new value, typed. Raises ValueError when the contract does not allow it or an id is in no table."""
    table, name = correction.table, correction.column
    rules = corrigible().get(table, {})
    if name == ROW:
        options = [RIGHT, WRONG] if rules.get("may_be_wrong") else [RIGHT]
        if correction.new not in options:
            raise ValueError(f"a row of {table} as a whole may be {' or '.join(options)}, not {correction.new!r}")
        return correction.new
    if name not in rules.get("may", ()):
        hint = rules.get("instead", {}).get(name)
        other = f"no column {name!r} of {table} is corrected; these are: {', '.join((*rules.get('may', ()), ROW))}"
        raise ValueError(f"{table}.{name} is not corrected: {hint}" if hint else other)
    column = contract(table)[name]
    found = from_text(column, correction.new)
    if column.references:
        other = column.references.split(".")[0]
        unknown = [i for i in (found if isinstance(found, list) else [found]) if i is not None and i not in rows[other]]
        if unknown:
            raise ValueError(f"{name} may not be {unknown[0]!r}: no such row in {other}")
    return found


def find(correction: Correction, rows: Mapping[str, Rows]) -> str | None:
    """Key of the row that a decision is about: the one of its id, if its words lie where they lay; else the only row of the
    article whose words lie there; None when there is none."""
    here = rows.get(correction.table)
    if here is None:
        return None
    row = here.get(correction.row_id)
    if row is not None and (not correction.char_start or _anchor(row).items() >= _place(correction).items()):
        return correction.row_id
    if not correction.char_start or "char_start" not in contract(correction.table).column_names:
        return None
    there = [k for k in here.where("article_id", correction.article_id) if _anchor(here[k]).items() >= _place(correction).items()]
    return there[0] if len(there) == 1 else None


@functools.cache
def corrigible() -> Mapping[str, Mapping[str, Any]]:
    """Table → columns that a reviewer may set, and where a decision about another column belongs."""
    return yaml.safe_load(resources.files("sitrep.review").joinpath("corrigible.yaml").read_text("utf-8"))


def _anchor(row: Row) -> dict[str, str]:
    return {**{c: as_text(row.get(c)) for c in ("article_id", "char_start", "char_end")}, "words": words_of(row)}


def words_of(row: Row) -> str:
    """The words of the article that a row is about, or its name."""
    return next((str(row[c]) for c in WORDS if row.get(c)), "")


def _place(correction: Correction) -> dict[str, str]:
    return {c: getattr(correction, c) for c in ("article_id", "char_start", "char_end")}


def latest(corrections: Sequence[tuple[int, Correction]]) -> list[tuple[int, Correction]]:
    """One decision a cell, the last of the file."""
    return list({c.cell: (n, c) for n, c in corrections}.values())
