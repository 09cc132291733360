"""CAMEO, ACLED, quad class and intensity of an event, from its PLOVER type, mode and participants.

`knowledge/codes.csv` has one line for each legal type and mode. CAMEO codes are strings: they keep their leading zeros.
DISASTER lies outside PLOVER and CAMEO: its code is "000", its quad class "Neutral". Intensity follows the Goldstein-like
scale of PLOVER, from -10 (attack) to +10 (cooperation). ACLED's Battles need armed actors on both sides.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

CODES_FILE = Path(__file__).parent.parent / "knowledge" / "codes.csv"
ARMED = {"MIL", "COP", "REB", "UAF", "PRM", "SPY"}
CLASHES = {None, "firearms", "heavy-weapons", "primitive"}  # modes that are a battle when both sides are armed
STATE = {"MIL", "COP", "GOV", "PRM"}


REGAINED = "192"  # CAMEO "occupy territory": an armed side seizes from another
BY_SIDES = {("COERCE", "seize"): (REGAINED,)}  # codes that the participants decide, beside those of codes.csv


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one event; `acled_*` are None where ACLED has no place for it."""

    cameo_code: str
    acled_event_type: str | None
    acled_sub_event_type: str | None
    quad_class: str
    intensity: float


@functools.cache
def table() -> dict[tuple[str, str | None], Codes]:
    with open(CODES_FILE, encoding="utf-8", newline="") as f:
        return {
            (row["event_type"], row["event_mode"] or None): Codes(
                row["cameo_code"],
                row["acled_event_type"] or None,
                row["acled_sub_event_type"] or None,
                row["quad_class"],
                float(row["intensity"]),
            )
            for row in csv.DictReader(f)
        }


def _vocabulary() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for event_type, mode in table():
        found.setdefault(event_type, [])
        if mode is not None:
            found[event_type].append(mode)
    return {event_type: tuple(modes) for event_type, modes in found.items()}


EVENT_MODES: dict[str, tuple[str, ...]] = _vocabulary()  # CODEBOOK "Events": each type's modes
EVENT_TYPES: tuple[str, ...] = tuple(EVENT_MODES)


def codes(
    event_type: str, mode: str | None, modality: str = "actual", actors: Iterable[str | None] = (), recipients: Iterable[str | None] = ()
) -> Codes:
    """Codes of an event; `actors` and `recipients` are the sectors of its participants (PLOVER's, with IGO and NGO).

    Only an actual event has an ACLED type: ACLED codes what happened.
    Raises ValueError for a type and mode that the codebook does not have.
    """
    found = table().get((event_type, mode))
    if found is None:
        legal = ", ".join(EVENT_MODES.get(event_type, ())) or "none"
        raise ValueError(f"no event type {event_type!r} with mode {mode!r} (modes of this type: {legal}); see knowledge/codes.csv")
    if modality != "actual":
        return replace(found, acled_event_type=None, acled_sub_event_type=None)
    return _by_sides(event_type, mode, found, list(actors), list(recipients))


def _by_sides(event_type: str, mode: str | None, found: Codes, actors: list[str | None], recipients: list[str | None]) -> Codes:
    """ACLED's type depends on who meets whom: armed against armed is a battle, police against protesters excessive force."""
    armed_actors = [s for s in actors if s in ARMED]
    if event_type == "ASSAULT" and mode in CLASHES:
        if len(armed_actors) > 1 or (armed_actors and any(s in ARMED for s in recipients)):
            return replace(found, acled_event_type="Battles", acled_sub_event_type="Armed clash")
        if mode == "heavy-weapons":
            return found
    if event_type == "COERCE" and mode == "seize" and armed_actors and any(s in ARMED or s == "GOV" for s in recipients):
        by_state = any(s in STATE for s in actors)
        return replace(
            found,
            cameo_code=REGAINED,
            acled_event_type="Battles",
            acled_sub_event_type="Government regains territory" if by_state else "Non-state actor overtakes territory",
        )
    return found
