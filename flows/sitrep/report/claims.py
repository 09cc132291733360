"""Casualty claims side by side: who says how many, for each event and kind of harm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

KINDS = {"killed": "fatalities", "injured": "injured"}  # kind of claim → columns of the event with the derived range
OPEN = 1.25  # how much longer than its low a claim is drawn that is open upwards
DRAWN = 92  # per cent of the column that the largest claim reaches; the rest is for the width of a claim of one number

Row = dict[str, Any]


def claim_groups(claims: Sequence[Row], rows: Mapping[str, Row], actors: Mapping[str, Row]) -> list[Row]:
    """Claims of one event and kind together, in the order of the text, each with its source's name and a bar to compare them.

    `rows`: key → row of events and statements, with their anchors; `actors`: key → row.
    """
    groups: defaultdict[tuple[str | None, str], list[Row]] = defaultdict(list)
    for claim in claims:
        groups[claim["event_id"], claim["kind"]].append(claim)
    return [_group(rows.get(event), kind, found, rows, actors) for (event, kind), found in groups.items()]


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
    sources = {claim["attributed_to_id"] for claim in claims}
    figures = {(claim["count_low"], claim["count_high"]) for claim in claims}
    return {"event": event, "kind": kind, "claims": claims, "derived": derived, "differ": len(sources) > 1 and len(figures) > 1}


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
