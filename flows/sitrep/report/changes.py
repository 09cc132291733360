"""What is other than in the edition that stood before: rows added, removed and changed, and what the tables know more or less of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sitrep.report.figures import Row, Tables
from sitrep.report.gaps import GAPS, Gap
from sitrep.schemas import contract
from sitrep.validate.failures import key

WHEN = ("coded_by", "ingested_at")  # when a row was coded is no content
CODED = ("articles", "events", "actors", "statements", "casualties", "mentions")
RUNS = 20  # earlier runs that are listed
NAMED = 30  # new articles that are named

Pieces = Mapping[str, Iterable[pa.Table]]


def changes(tables: Tables, stood: Tables, now: Pieces, before: Pieces) -> Row | None:
    """Rows by table, shares of gaps and new articles against the edition `before`; None where nothing stood.

    `tables` and `stood` are the overviews of `now` and `before`, which have the whole rows of CODED piece by piece.
    """
    if not stood["articles"].num_rows:
        return None
    new = tables["articles"].filter(pc.invert(_in(tables["articles"]["article_id"], stood["articles"]["article_id"])))
    return {
        "tables": [_table(name, _digests(name, now[name]), _digests(name, before[name])) for name in CODED],
        "shares": [share for gap in GAPS if (share := _share(gap, tables, stood))],
        "new": new.slice(0, NAMED).select(["article_id", "title", "source_uri"]).to_pylist(),
        "n_new": new.num_rows,
    }


def turned(results: Iterable[Any], before: Mapping[tuple[Any, ...], int] | None) -> list[Row] | None:
    """Expectations whose failing rows are more or fewer than in the edition before, those that turned first; None where that is unknown."""
    if before is None:
        return None
    rows = [
        {"table": r.table, "expectation": r.expectation, "severity": r.severity, "was": before.get(key(r), 0), "now": r.n_failed}
        | {"turn": "mended" if r.success else "newly fails" if key(r) not in before else "fails as before"}
        for r in results
        if key(r) in before or not r.success
    ]
    order = ("newly fails", "mended", "fails as before")
    return sorted(rows, key=lambda row: (order.index(row["turn"]), row["table"], row["expectation"]))


def earlier(history: pa.Table | None) -> list[Row]:
    """The last runs, the latest first, without their clock times: the same input gives the same report."""
    if history is None:
        return []
    columns = ["run_number", "version", "verdict", "articles_new", "articles_rejected", "coded_events", "undated_share", "unplaced_share"]
    rows = history.select([*columns, "critical_failed", "warning_failed"]).sort_by([("run_number", "descending")])
    return rows.slice(0, RUNS).to_pylist()


@dataclass(frozen=True, slots=True)
class _Digests:
    """64 bits of each row: of its key, of what it holds, and of what reviewers decided about it."""

    keys: np.ndarray
    rows: np.ndarray
    reviewed: np.ndarray


def _digests(name: str, pieces: Iterable[pa.Table]) -> _Digests:
    found: tuple[list[np.ndarray], ...] = ([], [], [])
    for piece in pieces:
        table = piece.drop_columns([column for column in WHEN if column in piece.column_names])
        reviewed = table["reviewed"].to_pylist() if "reviewed" in table.column_names else [None] * table.num_rows
        rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
        columns = (table[contract(name).primary_key].to_pylist(), map(repr, rows), map(repr, reviewed))
        for into, values in zip(found, columns, strict=True):
            into.append(np.fromiter(map(hash, values), np.int64, table.num_rows))
    return _Digests(*(np.concatenate(parts) if parts else np.zeros(0, np.int64) for parts in found))


def _table(name: str, now: _Digests, before: _Digests) -> Row:
    """How many rows came, went and differ, and about how many of these a reviewer decided otherwise than before."""
    _, here, there = np.intersect1d(now.keys, before.keys, return_indices=True)
    return {
        "name": name,
        "before": len(before.keys),
        "added": len(now.keys) - len(here),
        "removed": len(before.keys) - len(there),
        "changed": int((now.rows[here] != before.rows[there]).sum()),
        "reviewed": int((now.reviewed[here] != before.reviewed[there]).sum()),
        "now": len(now.keys),
    }


def _share(gap: Gap, tables: Tables, before: Tables) -> Row | None:
    counts = [(pc.sum(gap.rows(t).mask).as_py() or 0, t[gap.table].num_rows) for t in (before, tables)]
    if not all(of for _, of in counts):
        return None
    was, now = (n / of for n, of in counts)
    return {"what": gap.what, "before": was, "now": now, "by": now - was}


def _in(values: pa.ChunkedArray, others: pa.ChunkedArray) -> pa.Array:
    found = pc.is_in(values, value_set=others.combine_chunks())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
