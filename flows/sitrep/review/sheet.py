"""The least certain rows as a sheet for a second look: a CSV that goes out with each row's sentence and comes back edited."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.edition import Edition
from sitrep.review import corrections, safe_csv
from sitrep.review.apply import apply
from sitrep.review.corrections import RIGHT, ROW, WRONG, Correction, corrigible
from sitrep.review.decide import DecisionError, decide
from sitrep.review.rows import Row, Rows
from sitrep.review.values import as_text
from sitrep.schemas import contract

REVIEWED = ("events", "statements", "casualties")  # tables whose rows carry a confidence
ABOUT = ("verdict", "why", "table", "row_id", "confidence", "title", "sentence", "words")
CELLS = tuple(dict.fromkeys(chain.from_iterable(corrigible()[name]["may"] for name in REVIEWED)))
STATE = "as_exported"  # digest of the cells: tells an edit from a row that another run has changed
COLUMNS = (*ABOUT, *CELLS, STATE)


def write_sheet(out: Path, path: Path, n: int = 50, tables: Sequence[str] = REVIEWED) -> int:
    """Write the `n` least certain rows that nobody has reviewed, as many of each of `tables`; gives how many there were.

    Raises FileNotFoundError when nothing is published in `out`.
    """
    now = _published(out)
    titles = dict(zip(now["articles"]["article_id"].to_pylist(), now["articles"]["title"].to_pylist(), strict=True))
    ranked = [[(name, row) for row in _least_certain(now[name], name, n)] for name in tables]
    chosen = [entry for entry in chain.from_iterable(zip_longest(*ranked)) if entry is not None][:n]
    safe_csv.write(path, COLUMNS, [_line(name, row, titles) for name, row in chosen])
    return len(chosen)


def read_sheet(out: Path, path: Path, who: str | None = None, why: str | None = None) -> list[Correction]:
    """Take the decisions of an edited sheet: cells that are other than they went out, and verdicts `right` or `wrong`.

    `why` is the reason of lines that give none. All decisions are written down, or none. Raises safe_csv.SheetError for a file
    that is no sheet, DecisionError with a line for each decision that cannot be taken.
    """
    rows = {name: Rows(name, table) for name, table in _published(out).items()}
    lines = safe_csv.read(path, ("table", "row_id", "verdict", "why", STATE))
    problems = [f"{path}, line {n}: {fault}" for n, line in lines if (fault := _fault(line, rows))]
    if problems:
        raise DecisionError("\n".join(problems))
    return decide(out, ((f"{path}, line {n}", wish) for n, line in lines for wish in _wishes(line, rows, why or "")), who)


def _published(out: Path) -> dict[str, pa.Table]:
    """The tables as they are published, corrections in them."""
    if not (out / "articles.parquet").exists():
        raise FileNotFoundError(f"no tables in {out}; make them with `sitrep run SOURCE --out {out}`")
    standing = Edition.open(out).standing.tables()
    return apply(standing, corrections.read(out / corrections.FILE)).tables


def _least_certain(table: pa.Table, name: str, n: int) -> list[Row]:
    key = contract(name).primary_key
    open_ = table.filter(pc.equal(pc.list_value_length(table["reviewed"]), 0))
    ranks = zip(open_["confidence"].to_pylist(), open_[key].to_pylist(), range(open_.num_rows), strict=True)
    return open_.take(pa.array([i for *_, i in heapq.nsmallest(n, ranks)], pa.int64())).to_pylist()


def _line(name: str, row: Row, titles: Mapping[str, str]) -> dict[str, str]:
    about = {
        "table": name,
        "row_id": row[contract(name).primary_key],
        "confidence": f"{row['confidence']:.2f}",
        "title": titles.get(row["article_id"], ""),
        "sentence": row["evidence"],
        "words": corrections.words_of(row),
    }
    cells = _cells(name, row)
    return {**about, **cells, STATE: _digest(cells)}


def _cells(name: str, row: Mapping[str, Any]) -> dict[str, str]:
    return {column: as_text(row[column]) for column in corrigible()[name]["may"]}


def _digest(cells: Mapping[str, str]) -> str:
    return hashlib.sha256(repr(sorted(cells.items())).encode()).hexdigest()[:12]


def _fault(line: Mapping[str, str], rows: Mapping[str, Rows]) -> str | None:
    if line["table"] not in REVIEWED:
        return f"there is no table {line['table']!r} on a review sheet"
    if line["verdict"].strip().lower() not in ("", RIGHT, WRONG):
        return f"the verdict may be {RIGHT}, {WRONG} or empty, not {line['verdict']!r}"
    row = rows[line["table"]].get(line["row_id"])
    if row is None:
        return f"{line['table']} has no row {line['row_id']} any more: export the sheet again"
    if line[STATE] != _digest(_cells(line["table"], row)):
        return f"{line['row_id']} has changed since the sheet was written: export it again"
    return None


def _wishes(line: Mapping[str, str], rows: Mapping[str, Rows], why: str) -> Iterator[dict[str, str]]:
    row = rows[line["table"]][line["row_id"]]
    reason, verdict = line["why"].strip() or why, line["verdict"].strip().lower()
    wish = {"table": line["table"], "row_id": line["row_id"], "why": reason}
    if verdict:
        yield wish | {"column": ROW, "new": verdict, "why": reason or ("read and found right" if verdict == RIGHT else "")}
    if verdict != WRONG:
        for column, now in _cells(line["table"], row).items():
            if column in line and line[column].strip() != now:
                yield wish | {"column": column, "new": line[column]}
