"""What follows from a correction: columns that other columns decide, in the row and in the rows that hang on it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from sitrep.resolve.casualty_ranges import Figure, derive
from sitrep.resolve.codes import EVENT_MODES, codes
from sitrep.review.rows import Row, Rows

FIGURES = {"fatalities": "killed", "injured": "injured"}
POINT = ("place_name", "admin1", "admin1_code", "latitude", "longitude", "geonames_id")
CODED_BY = {"event_type", "event_mode", "modality", "actor_ids", "recipient_ids"}
COUNTED_BY = {"event_id", "kind", "count_low", "count_high", "victim_group", "attributed_to_id"}


def follow(rows: Mapping[str, Rows], table: str, key: str, before: Row, given: Set[str]) -> None:
    """Make everything agree with a row in which the columns `given` were set by a reviewer; `before` is the row as it was."""
    {"actors": _actor, "events": _event, "statements": _statement, "casualties": _claim}.get(table, _nothing)(rows, key, before, given)


def forget(rows: Mapping[str, Rows], table: str, key: str) -> None:
    """Nothing refers to a row that a reviewer took out; an event without the claim has the figures of those that are left."""
    before = rows[table][key]
    rows[table].drop(key)
    for other, column in {"events": [("statements", "event_id"), ("casualties", "event_id")],
                          "statements": [("events", "statement_id"), ("casualties", "statement_id")]}.get(table, ()):  # fmt: skip
        for k in rows[other].where(column, key):
            rows[other].set(k, **{column: None})
    if table == "casualties":
        _count(rows, before["event_id"])


def _nothing(*_: Any) -> None:
    """The row's other columns do not depend on each other."""


def _actor(rows: Mapping[str, Rows], key: str, before: Row, given: Set[str]) -> None:
    name = rows["actors"][key]["name"]
    for statement in rows["statements"].where("speaker_id", key):
        rows["statements"].set(statement, speaker_name=name)
    for event in {*rows["events"].where("actor_ids", key), *rows["events"].where("recipient_ids", key)}:
        _name_parties(rows, event)
        if "sector" in given:
            _code(rows, event)


def _event(rows: Mapping[str, Rows], key: str, before: Row, given: Set[str]) -> None:
    events, row = rows["events"], rows["events"][key]
    if "event_type" in given and "event_mode" not in given and row["event_mode"] not in EVENT_MODES.get(row["event_type"], ()):
        events.set(key, event_mode=None)  # a mode of the type that it was
    events.set(key, **_dates(row, before, given))
    if "country" in given and row["country"] != before["country"] and not given & {*POINT, "where_precision"}:
        events.set(key, **dict.fromkeys(POINT), where_precision=6 if row["country"] else None)  # the point lay in another country
    if given & {"actor_ids", "recipient_ids"}:
        _name_parties(rows, key)
    if given & CODED_BY:
        _code(rows, key)


def _dates(row: Row, before: Row, given: Set[str]) -> dict[str, Any]:
    """A date needs an end and a precision, and an unknown one has neither."""
    if "event_date_start" not in given:
        return {}
    start, follows = row["event_date_start"], {}
    if "event_date_end" not in given and (start is None or before["event_date_end"] in (None, before["event_date_start"])):
        follows["event_date_end"] = start
    if "date_precision" not in given and (start is None or row["date_precision"] == "unknown"):
        follows["date_precision"] = "unknown" if start is None else "day"
    return follows


def _statement(rows: Mapping[str, Rows], key: str, before: Row, given: Set[str]) -> None:
    if "speaker_id" not in given:
        return
    old, new = before["speaker_id"], rows["statements"][key]["speaker_id"]
    rows["statements"].set(key, speaker_name=rows["actors"][new]["name"])
    for claim in rows["casualties"].where("statement_id", key):  # the statement's speaker makes its claims
        row = rows["casualties"][claim]
        if row["attributed_to_id"] == old:
            rows["casualties"].set(claim, attributed_to_id=new)
            _count(rows, row["event_id"])
    for event in rows["events"].where("statement_id", key):
        ids = rows["events"][event]["attributed_to_ids"]
        rows["events"].set(event, attributed_to_ids=list(dict.fromkeys(new if i == old else i for i in ids)))


def _claim(rows: Mapping[str, Rows], key: str, before: Row, given: Set[str]) -> None:
    if given & COUNTED_BY:
        for event in {before["event_id"], rows["casualties"][key]["event_id"]}:
            _count(rows, event)


def _count(rows: Mapping[str, Rows], event: str | None) -> None:
    """The event's figures from its claims."""
    if event is None or event not in rows["events"]:
        return
    claims = [rows["casualties"][k] for k in rows["casualties"].where("event_id", event)]
    for prefix, kind in FIGURES.items():
        made = (Figure(c["count_low"], c["count_high"], c["attributed_to_id"], c["victim_group"]) for c in claims if c["kind"] == kind)
        rows["events"].set(event, **dict(zip((f"{prefix}_{b}" for b in ("low", "best", "high")), derive(made), strict=True)))


def _name_parties(rows: Mapping[str, Rows], event: str) -> None:
    """Name, country and sector of the first actor and the first recipient."""
    row = rows["events"][event]
    for role in ("actor", "recipient"):
        first = rows["actors"].get(next(iter(row[f"{role}_ids"]), None)) or {}
        rows["events"].set(event, **{f"{role}_{c}": first.get(c) for c in ("name", "country", "sector")})


def _code(rows: Mapping[str, Rows], event: str) -> None:
    """CAMEO, ACLED, quad class and intensity."""
    row = rows["events"][event]
    if row["event_mode"] is not None and row["event_mode"] not in EVENT_MODES.get(row["event_type"], ()):
        return  # the mode is not one of the type's: validation says so
    sectors = ([(rows["actors"].get(i) or {}).get("sector") for i in row[column]] for column in ("actor_ids", "recipient_ids"))
    code = codes(row["event_type"], row["event_mode"], row["modality"], *sectors)
    names = ("cameo_code", "acled_event_type", "acled_sub_event_type", "quad_class", "intensity")
    rows["events"].set(event, **{name: getattr(code, name) for name in names})
