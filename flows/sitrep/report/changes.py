"""What is other than in the edition that stood before: rows added, removed and changed, and what the tables know more or less of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.report.figures import Row, Tables
from sitrep.report.gaps import GAPS
from sitrep.schemas import contract
from sitrep.validate.failures import key

CODED = ("articles", "events", "actors", "statements", "casualties", "mentions")
RUNS = 20  # earlier runs that are listed
NAMED = 30  # new articles that are named


def changes(tables: Tables, before: Tables | None) -> Row | None:
    """Rows by table, shares of gaps and new articles against `before`; None where nothing stood."""
    if before is None or not before["articles"].num_rows:
        return None
    new = tables["articles"].filter(pc.invert(_in(tables["articles"]["article_id"], before["articles"]["article_id"])))
    return {
        "tables": [_table(name, tables[name], before[name]) for name in CODED],
        "shares": [share for gap in GAPS if (share := _share(gap, tables, before))],
        "new": new.slice(0, NAMED).select(["article_id", "title", "source_uri"]).to_pylist(),
        "n_new": new.num_rows,
    }


def turned(results: Iterable[Any], before: Mapping[tuple, int] | None) -> list[Row] | None:
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


def _table(name: str, now: pa.Table, before: pa.Table) -> Row:
    key = contract(name).primary_key
    kept, stood = _in(now[key], before[key]), _in(before[key], now[key])
    return {
        "name": name,
        "before": before.num_rows,
        "added": now.num_rows - (pc.sum(kept).as_py() or 0),
        "removed": before.num_rows - (pc.sum(stood).as_py() or 0),
        **_changed(now.filter(kept).sort_by(key), before.filter(stood).sort_by(key)),
        "now": now.num_rows,
    }


def _changed(now: pa.Table, before: pa.Table) -> Row:
    """How many rows of one key differ in a column that both have, and how many of them because a reviewer decided otherwise than before.

    When a row was coded is no content.
    """
    if not now.num_rows or now.num_rows != before.num_rows:
        return {"changed": 0, "reviewed": 0}
    other = pa.array([False] * now.num_rows)
    for column in now.column_names:
        if column in before.column_names and column not in {"coded_by", "ingested_at"}:
            other = pc.or_(other, _differ(now[column], before[column]))
    columns = ("reviewed" in now.column_names) and ("reviewed" in before.column_names)
    reviewed = pc.sum(_differ(now["reviewed"], before["reviewed"])).as_py() if columns else 0
    return {"changed": pc.sum(other).as_py() or 0, "reviewed": reviewed or 0}


def _differ(now: pa.ChunkedArray, before: pa.ChunkedArray) -> pa.Array:
    if now.type != before.type or pa.types.is_nested(now.type):
        return pa.array([a != b for a, b in zip(now.to_pylist(), before.to_pylist(), strict=True)])
    same = pc.or_(pc.fill_null(pc.equal(now, before), False), pc.and_(now.is_null(), before.is_null()))
    return pc.invert(same).combine_chunks()


def _share(gap, tables: Tables, before: Tables) -> Row | None:
    counts = [(pc.sum(gap.rows(t).mask).as_py() or 0, t[gap.table].num_rows) for t in (before, tables)]
    if not all(of for _, of in counts):
        return None
    was, now = (n / of for n, of in counts)
    return {"what": gap.what, "before": was, "now": now, "by": now - was}


def _in(values: pa.ChunkedArray, others: pa.ChunkedArray) -> pa.Array:
    found = pc.is_in(values, value_set=others.combine_chunks())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
