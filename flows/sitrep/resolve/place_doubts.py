"""Readings of a name that nothing else in the article speaks for: a hamlet of that name on another continent is not meant.

"San Ramon" in a report on El Salvador is somewhere in El Salvador, also where the gazetteer has only its namesakes abroad.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from sitrep.knowledge.lexicon import HERE
from sitrep.knowledge.load import rows
from sitrep.resolve.place_candidates import readings
from sitrep.resolve.place_gazetteer import Entry, country_names
from sitrep.resolve.place_mentions import Mention
from sitrep.resolve.place_ranking import Choice

KNOWN = 300_000  # inhabitants from which a city is meant without further words
MOST = 0.6  # share of what an article says of countries that makes one its own
QUARTERS = re.compile(
    r"(?:neighbou?rhood|quarter|street|avenue|district|suburb|hamlet|canton|farm|ranch|square|road|highway|bridge|school|hospital)s?$"
)


def settle(mentions: Sequence[Mention], choices: Sequence[Choice], adjectives: Mapping[str, int], text: str) -> list[Choice]:
    """The choices, with those that nothing speaks for read as places in the article's own country: one of that name there if the
    gazetteer has it, else none. `adjectives` says how often the article names each country by its adjective."""
    choices = [_capital(m, c, adjectives) for m, c in zip(mentions, choices, strict=True)]
    said = Counter(adjectives)
    for choice in choices:
        if choice.entry is not None and choice.entry.country:
            said[choice.entry.country] += 1
    out = []
    for mention, choice in zip(mentions, choices, strict=True):
        entry, own = choice.entry, sum(m.name == mention.name for m in mentions)
        home = _own(said - Counter({entry.country: own}) if entry is not None and entry.country else said)
        if entry is None or home is None or entry.country == home:
            out.append(choice)
        elif not _is_doubtful(mention, entry, said[entry.country] - own, text):
            out.append(choice)
        else:
            there = [e for e in _entries(mention.name) if e.country == home]
            out.append(replace(choice, entry=there[0] if there else None))
    return out


def _is_doubtful(mention: Mention, entry: Entry, said: int, text: str) -> bool:
    """Whether a small place is taken for meant though the article names its country nowhere else (`said` times), or a quarter for the
    country that it is called after."""
    quarter = mention.phrase[1] > mention.end and bool(QUARTERS.search(text[mention.start : mention.phrase[1]].lower()))
    if entry.kind == "country":
        return quarter and mention.name in country_names()
    if mention.container or entry.kind not in {"city", "adm2", "facility", "adm1"}:
        return False
    return said <= 0 and (quarter or entry.population < KNOWN)


def _capital(mention: Mention, choice: Choice, adjectives: Mapping[str, int]) -> Choice:
    """A capital's name means the capital where the article speaks of its country: not its namesake in the country of the report."""
    country = _capitals().get(mention.name)
    if choice.entry is None or not country or choice.entry.country == country or not adjectives.get(country) or mention.container:
        return choice
    cities = [e for e in _entries(mention.name) if e.country == country and e.kind == "city"]
    return replace(choice, entry=cities[0]) if cities else choice


@cache
def _capitals() -> dict[str, str]:
    return {row["capital"]: row["iso3"] for row in rows(HERE / "countries.csv") if row["capital"]}


def _own(said: Mapping[str, int]) -> str | None:
    """The country that an article tells of by what it says; None if there is no such country."""
    counts = {c: n for c, n in said.items() if n > 0}
    best = min(counts, key=lambda c: (-counts[c], c), default=None)
    return best if best is not None and counts[best] >= 2 and counts[best] >= MOST * sum(counts.values()) else None


def _entries(name: str) -> Sequence[Entry]:
    found = readings(name)
    return found.entries if found else ()
