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
from sitrep.resolve.date_dateline import dateline
from sitrep.resolve.place_candidates import readings
from sitrep.resolve.place_gazetteer import Entry, country_names, iso3
from sitrep.resolve.place_mentions import Mention
from sitrep.resolve.place_ranking import Choice

KNOWN = 300_000  # inhabitants from which a city is meant without further words
MOST = 0.6  # share of what an article says of countries that makes one its own
MANY = 0.4  # the same where no other country is said half as often
QUARTER = r"(?:neighbou?rhood|quarter|street|avenue|district|suburb|hamlet|canton|farm|ranch|square|road|highway|bridge|school|hospital)"
QUARTERS = re.compile(rf"{QUARTER}s?$")
WORD = r"(?:[A-Z][\w’'-]+|del?|l[ao]s?|el)"  # of a name in English or Spanish
NAMES = rf"(?:{WORD}(?:\s+{WORD}){{0,4}}(?:,\s+(?:and\s+)?|\s+and\s+)){{0,8}}"  # of a list, in front of a name or after it
LIST_AFTER = re.compile(rf"(?:,\s+(?:and\s+)?|\s+and\s+){NAMES}(?:{WORD}\s){{1,5}}{QUARTER}s\b")
LIST_BEFORE = re.compile(rf"\b{QUARTER}s\s+of\s+{NAMES}(?:{WORD}\s){{0,4}}$")
REACH = 160  # characters of such a list


def settle(mentions: Sequence[Mention], choices: Sequence[Choice], adjectives: Mapping[str, int], text: str) -> list[Choice]:
    """The choices, with those that nothing speaks for read as places in the article's own country: one of that name there if the
    gazetteer has it, else none. `adjectives` says how often the article names each country by its adjective."""
    named = Counter(adjectives) + Counter(c.entry.country for c in choices if c.entry is not None and c.entry.kind == "country")
    head = dateline(text)
    filed = head.place if head is not None else (0, 0)
    choices = [_filed(m, c) if filed[0] <= m.start < filed[1] else c for m, c in zip(mentions, choices, strict=True)]
    here = next((c.entry.country for m, c in zip(mentions, choices, strict=True) if filed[0] <= m.start < filed[1] and c.entry), None)
    choices = [_capital(m, c, named) for m, c in zip(mentions, choices, strict=True)]
    quarters = {m.name for m in mentions if _is_quarter(m, text)}
    said, sure, lies = Counter(adjectives), Counter(adjectives), {}
    for mention, choice in zip(mentions, choices, strict=True):
        if choice.entry is not None and choice.entry.country and mention.name not in quarters:
            said[choice.entry.country] += 1
            sure[choice.entry.country] += not _is_small(choice.entry)
            lies.setdefault(mention.name, choice.entry.country)
    out = []
    for mention, choice in zip(mentions, choices, strict=True):
        entry, own = choice.entry, sum(m.name == mention.name for m in mentions) if mention.name not in quarters else 0
        home = _own(said - Counter({entry.country: own}) if entry is not None and entry.country else said)
        if home is None and mention.name in quarters:
            home = here
        if entry is None or home is None or entry.country == home:
            out.append(choice)
        elif not _is_doubtful(mention, entry, sure[entry.country] > 0, mention.name in quarters, _country_of(mention.container, lies)):
            out.append(choice)
        else:
            there = [e for e in _entries(mention.name) if e.country == home]
            out.append(replace(choice, entry=there[0] if there else None))
    return out


def _is_doubtful(mention: Mention, entry: Entry, spoken_for: bool, quarter: bool, within: str | None) -> bool:
    """Whether a small place is taken for meant though nothing else speaks for its country (`spoken_for`; two hamlets do not for each
    other), or a quarter for the country or city that it is called after. `within`: the country of what the text says it lies in."""
    if entry.kind == "country":
        return quarter and mention.name in country_names()
    if entry.kind not in {"city", "adm2", "facility", "adm1"} or within == entry.country:
        return False
    return quarter or not spoken_for and _is_small(entry) or within is not None and entry.population < KNOWN


def _is_small(entry: Entry) -> bool:
    return entry.kind != "country" and entry.population < KNOWN


def _is_quarter(mention: Mention, text: str) -> bool:
    """Has the name a quarter's noun beside it, or stands in a list that has: "the Eastgate, Milltown and Old Port neighborhoods"? "A Lima
    neighborhood" is one of Lima."""
    if re.search(r"\b[Aa]n? $", text[max(0, mention.start - 3) : mention.start]):
        return False
    if mention.phrase[1] > mention.end and QUARTERS.search(text[mention.start : mention.phrase[1]].lower()):
        return True
    before = text[max(0, mention.start - REACH) : mention.start]
    return bool(LIST_AFTER.match(text, mention.end, mention.end + REACH) or LIST_BEFORE.search(before))


def _country_of(container: str | None, lies: Mapping[str, str]) -> str | None:
    """The country of a place that the article names, or of a code ("SV-MO", "SLV")."""
    if container is None:
        return None
    known = lies.get(container) or iso3().get(container.partition("-")[0]) or country_names().get(container)
    return known or (container if container in iso3().values() else None)


def _filed(mention: Mention, choice: Choice) -> Choice:
    """Reports are filed from towns that are known: from the one of a dateline's name, if all of that name are in one country."""
    found = _entries(mention.name) if choice.entry is None else ()
    return replace(choice, entry=found[0]) if len({e.country for e in found}) == 1 else choice


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
    if best is None or counts[best] < 2:
        return None
    alone = all(2 * n <= counts[best] for c, n in counts.items() if c != best)
    return best if counts[best] >= (MANY if alone else MOST) * sum(counts.values()) else None


def _entries(name: str) -> Sequence[Entry]:
    found = readings(name)
    return found.entries if found else ()
