"""Casualty claims side by side: who says how many, for each event and kind of harm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.report.figures import Tables, rows_in

KINDS = {"killed": "fatalities", "injured": "injured"}  # kind of claim → columns of the event with the derived range
OPEN = 1.25  # how much longer than its low a claim is drawn that is open upwards
DRAWN = 92  # per cent of the column that the largest claim reaches; the rest is for the width of a claim of one number

COMPARED = 12  # events whose claims stand side by side
SQL = (
    "select event_id, kind, count(*) as claims, count(distinct coalesce(attributed_to_id, '')) as sources, "
    "min(count_low) as lowest, max(count_high) as highest from 'casualties.parquet' where event_id is not null "
    "group by event_id, kind having claims > 1 order by sources desc, claims desc, event_id, kind"
)

Row = dict[str, Any]


def side_by_side(slices: Iterable[Tables], actors: pa.Table) -> Row | None:
    """The events with the most sources that claim numbers of people hurt, and how many such events there are; None where there are none."""
    most: list[tuple[tuple[Any, ...], list[Row]]] = []
    n = 0
    for one in slices:
        several = [(key, rows) for key, rows in _groups(one["casualties"]).items() if len(rows) > 1]
        n += len(several)
        most += [((-_n_sources(rows), -len(rows), key), rows) for key, rows in several]
        most = sorted(most, key=lambda group: group[0])[:COMPARED]
    if not n:
        return None
    shown = [row for _, rows in most for row in rows]
    rows = {row["event_id"]: row for row in _named_by(shown, slices, "events", "event_id")}
    rows |= {row["statement_id"]: row for row in _named_by(shown, slices, "statements", "statement_id")}
    sources = {row["actor_id"]: row for row in rows_in([{"actors": actors}], "actors", "actor_id", (r["attributed_to_id"] for r in shown))}
    groups = claim_groups(shown, rows, sources)
    titles = {row["article_id"]: row for row in _named_by(shown, slices, "articles", "article_id")}
    return {
        "groups": [{**group, "article": titles.get(group["claims"][0]["article_id"])} for group in groups],
        "n": n,
        "table": [_line(key[-1], rows) for key, rows in most],
        "sql": SQL,
    }


def _groups(claims: pa.Table) -> dict[tuple[str, str], list[Row]]:
    """Claims about one event and kind of harm; an event's are all in one slice."""
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in claims.filter(pc.is_valid(claims["event_id"])).to_pylist():
        found[row["event_id"], row["kind"]].append(row)
    return found


def _line(key: tuple[str, str], rows: Sequence[Row]) -> tuple[Any, ...]:
    bounds = [[row[column] for row in rows if row[column] is not None] for column in ("count_low", "count_high")]
    return (*key, len(rows), _n_sources(rows), min(bounds[0], default=None), max(bounds[1], default=None))


def _n_sources(rows: Sequence[Row]) -> int:
    return len({row["attributed_to_id"] for row in rows})


def _named_by(rows: Sequence[Row], slices: Iterable[Tables], name: str, key: str) -> list[Row]:
    return rows_in(slices, name, key, (row[key] for row in rows))


def claim_groups(claims: Sequence[Row], rows: Mapping[str, Row], actors: Mapping[str, Row]) -> list[Row]:
    """Claims of one event and kind together, in the order of the text, each with its source's name and a bar to compare them.

    `rows`: key → row of events and statements, with their anchors; `actors`: key → row.
    """
    groups: defaultdict[tuple[str | None, str], list[Row]] = defaultdict(list)
    for claim in claims:
        groups[claim["event_id"], claim["kind"]].append(claim)
    return [_group(rows.get(event) if event else None, kind, found, rows, actors) for (event, kind), found in groups.items()]


def _group(event: Row | None, kind: str, claims: list[Row], rows: Mapping[str, Row], actors: Mapping[str, Row]) -> Row:
    top = max((_end(claim) for claim in claims), default=0) or 1
    for claim in claims:
        source = claim["attributed_to_id"]
        claim["source"] = (actors.get(source) or {"name": source})["name"] if source else None
        claim["statement"] = rows.get(claim["statement_id"])
        claim["figure"] = figure(claim["count_low"], claim["count_high"])
        low = claim["count_low"] or 0
        claim["bar"] = {"left": round(DRAWN * low / top, 1), "width": round(DRAWN * (_end(claim) - low) / top, 1)}
    column = KINDS.get(kind)
    derived = {bound: event[f"{column}_{bound}"] for bound in ("low", "best", "high")} if event and column else None
    span = _span(derived, top) if derived else None
    sources = {claim["attributed_to_id"] for claim in claims}
    figures = {(claim["count_low"], claim["count_high"]) for claim in claims}
    return {
        "event": event,
        "kind": kind,
        "claims": claims,
        "derived": derived,
        "span": span,
        "differ": len(sources) > 1 and len(figures) > 1,
    }


def _span(derived: Mapping[str, int | None], top: float) -> Row | None:
    """The bar of the derived range, on the scale of the claims."""
    low, high = derived["low"], derived["high"]
    if low is None and high is None:
        return None
    end = min(top, high if high is not None else max(1, (low or 0) * OPEN))
    start = min(low or 0, end)
    return {"left": round(DRAWN * start / top, 1), "width": round(DRAWN * (end - start) / top, 1)}


def figure(low: int | None, high: int | None) -> str:
    """The bounds of a claim: 5, 4–?, ?–10, 20–30. An unknown bound is a question mark and never zero."""
    if low == high and low is not None:
        return str(low)
    return f"{'?' if low is None else low}–{'?' if high is None else high}"


def _end(claim: Row) -> float:
    """Where a claim's bar ends."""
    if claim["count_high"] is not None:
        return claim["count_high"]
    return max(1, (claim["count_low"] or 0) * OPEN)
