"""When two mentions cannot be one event: other days, other places, a day's deed and what goes on (CODEBOOK "Events")."""

from __future__ import annotations

import math
from collections.abc import Iterable

from spacy.tokens import Token

from sitrep.extract.phrases import children, relation
from sitrep.resolve.event_grounding import Grounded
from sitrep.resolve.event_times import disagree

SPANS = {"day", "week", "month", "year", "decade", "fortnight"}


def lasts_apart(group: list[Grounded], event: list[Grounded]) -> bool:
    """What goes on, or is counted over months, is not one day's deed, unless that has no time and is the headline, or refers back."""
    ours, theirs = any(g.lasting for g in group), any(e.lasting for e in event)
    if ours and theirs:
        begins, began = ({g.time.first for g in side if g.time} for side in (group, event))
        return bool(begins and began) and not begins & began
    if ours == theirs:
        return False
    day = event if ours else group
    if any(g.time or g.unresolved for g in day):
        return True
    return any(e.sentence > 0 for e in event) if ours else not any(g.mention.definite for g in group)


def dates_clash(group: Iterable[Grounded], event: Iterable[Grounded]) -> bool:
    return any(
        g.time.first > e.time.last or g.time.last < e.time.first
        for g in group
        if g.time
        for e in event
        if e.time and g.time.last and e.time.last
    ) or any(
        disagree(mine, theirs)
        for g in group
        if (mine := g.time or g.unresolved)
        for e in event
        if (theirs := e.time or e.unresolved) and (g.unresolved or e.unresolved)
    )


def told_apart(group: Iterable[Grounded], event: Iterable[Grounded]) -> bool:
    """One happened so long after or before the other: "were killed in a gunfight, days after a teacher was shot"."""
    group, event = list(group), list(event)
    return any(_so_long_after(g.head, e.head) or _so_long_after(e.head, g.head) for g in group for e in event if g.sentence == e.sentence)


def _so_long_after(clause: Token, other: Token) -> bool:
    """Is `clause` set off from `other`, above it, by a span of time: "three days after", "a week before"?"""
    verb = clause
    while relation(verb) in {"conj", "xcomp"} and verb.head != verb:
        verb = verb.head
    mark = next((m for m in children(verb, "mark") if m.lower_ in {"after", "before"}), None)
    if relation(verb) != "advcl" or mark is None or mark.i == 0 or not verb.head.is_ancestor(other) and verb.head != other:
        return False
    span = mark.nbor(-1)
    return span.lemma_.lower() in SPANS and not verb.is_ancestor(other)


def places_clash(group: list[Grounded], event: list[Grounded]) -> bool:
    """Other countries, or two towns of one country neither of which is said to lie in the other."""
    mine, theirs = countries_of(group), countries_of(event)
    if mine and theirs and not mine & theirs:
        return True
    towns, others = (
        [p for p in places_of(side) if p.kind in {"city", "facility", "adm2"} and p.latitude is not None] for side in (group, event)
    )
    return bool(towns and others) and all(_far(a, b) for a in towns for b in others)


def _far(a, b) -> bool:
    """More than about fifty kilometres apart."""
    return abs(a.latitude - b.latitude) > 0.45 or abs(a.longitude - b.longitude) * math.cos(math.radians(a.latitude)) > 0.45


def places_of(side: Iterable[Grounded]) -> list:
    return [p for g in side for p in g.places]


def countries_of(side: Iterable[Grounded]) -> frozenset[str]:
    return frozenset().union(*(g.countries for g in side))
