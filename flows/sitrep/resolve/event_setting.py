"""Place, country and date of an event from its mentions, and the split of one that two countries suffered apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sitrep.extract.event_words import classes
from sitrep.resolve.dates import Time
from sitrep.resolve.event_day_of_news import PHYSICAL
from sitrep.resolve.event_grounding import SPEECH, Grounded

HAPPENS = {"ASSAULT", "DISASTER"}  # wherever those who take part come from
DOMESTIC = {"COERCE", "PROTEST", "SANCTION", "DISASTER", "CONCEDE"}  # happen at home when all who take part are of one country


def find_place(mentions: Sequence[Grounded], passage: str | None = None):
    """The narrowest place of the country that most mentions name, of as many the one of most places, else the one that the passage tells
    of (`passage`); None when the text says none."""
    places = [p for g in mentions for p in g.places] if mentions[0].event_type not in SPEECH else []
    places = places or [g.scene.places[0] for g in mentions if g.scene is not None]
    if not places:
        return None
    votes = {c: sum(c in g.countries for g in mentions) for g in mentions for c in g.countries}
    named = Counter(c for p in places for c in _countries_of(p))
    country = max(sorted(votes), key=lambda c: (votes[c], named[c], c == passage)) if votes else None
    fitting = [p for p in places if country is None or country in _countries_of(p)] or places
    return min(fitting, key=lambda p: p.precision if p.precision else 9)


def _countries_of(place) -> tuple[str, ...]:
    return place.countries or ((place.country,) if place.country else ())


def find_country(
    place, event_type: str, event_mode: str | None, doers: Sequence[str | None], sufferers: Sequence[str | None], passage: str | None
) -> str | None:
    """The place's country; without a place the one that the passage tells of, else that of a domestic event's participants.

    `doers` and `sufferers` are the countries of the participants. A border has no country (CODEBOOK "place").
    """
    if place is not None and (place.country or place.countries or place.kind in {"border", "water", "region"}):
        return place.country
    known = {c for c in (*doers, *sufferers) if c}
    if passage is not None and (event_type in HAPPENS or event_type in PHYSICAL and known <= {passage}):
        return passage
    domestic = event_type in DOMESTIC and not (event_type == "SANCTION" and event_mode not in {"convict", "expel"})
    if len(known) == 1 and (domestic or (event_type == "ASSAULT" and any(sufferers))):
        return next(iter(known))
    return None


def find_time(mentions: Sequence[Grounded]) -> Time | None:
    """The first time of day precision that a mention has, else the first of any, else the passage's day; never the publication date."""
    timed = [g.time for g in mentions if g.time is not None] or [g.running for g in mentions if g.running is not None]
    exact = [t for t in timed if t.precision == "day" and t.first == t.last]
    return (exact or timed or [None])[0]


def split_by_country(mentions: list[Grounded]) -> list[list[Grounded]]:
    """One event, or one for each country whose consequences the article tells apart (CODEBOOK "Events").

    Consequences are told apart when two countries each have a mention of its own that says who was hurt there;
    mentions that name both countries, or none, belong to both events; a toll without a place follows the one before it.
    """
    own: dict[str, list[Grounded]] = {}
    for g in mentions:
        if len(g.countries) == 1:
            own.setdefault(next(iter(g.countries)), []).append(g)
    told = sorted(c for c, group in own.items() if any(_tells_harm(g, mentions) for g in group))
    if len(told) < 2:
        return [mentions]
    where = _followed(mentions)
    return [[g for g in mentions if country in where.get(g.index, g.countries or told)] for country in told]


def _followed(mentions: Sequence[Grounded]) -> dict[int, frozenset[str]]:
    """Tolls without a place → the country of the toll told just before."""
    found: dict[int, frozenset[str]] = {}
    last: Grounded | None = None
    for g in sorted(mentions, key=lambda g: g.index):
        if len(g.countries) == 1 and _tells_harm(g, mentions):
            last = g
        elif not g.countries and last is not None and g.sentence - last.sentence <= 2 and g.head.lemma_.lower() in classes()["hurting"]:
            found[g.index] = last.countries
    return found


def _tells_harm(g: Grounded, mentions: Sequence[Grounded]) -> bool:
    """The mention itself speaks of the hurt, or its verb does ("the strikes in Anbar killed four")."""
    lemmas = {g.head.lemma_.lower(), g.head.head.lemma_.lower()}
    return bool(lemmas & classes()["hurting"])
