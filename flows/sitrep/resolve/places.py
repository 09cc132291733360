"""Places of an article: toponyms found, resolved to the gazetteer, with the precision that the words allow.

What a mention is lies in `place_mentions`, which place it means in `place_ranking`, borders in `place_borders`, the gazetteer in
`place_gazetteer`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Doc

from sitrep.resolve.date_dateline import dateline
from sitrep.resolve.place_borders import Border, find_borders
from sitrep.resolve.place_gazetteer import Entry, country_entries, country_names, demonyms
from sitrep.resolve.place_mentions import Mention, find_mentions
from sitrep.resolve.place_ranking import rank

__all__ = ["Place", "country_context", "find_places", "outside_dateline", "places_record"]

# Gazetteer kind → where_precision of UCDP GED (codebook 23.1): 1 exact, 2 near, 3 admin2, 4 admin1, 5 linear or fuzzy, 6 country, 7 beyond.
PRECISION = {"city": 1, "facility": 1, "adm2": 3, "adm1": 4, "region": 5, "border": 5, "water": 5, "country": 6, "world": 7}


@dataclass(frozen=True, slots=True)
class Place:
    """One toponym, as the text names it, and what it means. Degrees WGS 84; None where a point would be invented.

    `kind` is country, adm1, adm2, city, region, border, facility or water; `country` ISO 3166-1 alpha-3, None for a border or what spans
    several (then `countries` has them); `precision` UCDP GED's where_precision.
    """

    start: int
    end: int
    text: str
    name: str
    kind: str
    country: str | None
    countries: tuple[str, ...] = ()
    admin1: str | None = None
    admin1_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    precision: int = 7


def find_places(doc: Doc, *, publisher_country: str | None = None, datelines: bool = False) -> list[Place]:
    """All places of an article in text order. Adjectives ("Iraqi") are not places, nor is that of a dateline unless `datelines`.

    A name that the reader calls a place and the gazetteer does not know stays one, of kind `city` or what its noun says, in the country
    where most of the article's places lie if there is one, and without a point.
    """
    text = doc.text
    locations = _locations(doc)
    others = [(e.start_char, e.end_char) for e in doc.ents if e.label_ in {"PER", "ORG", "NORP", "MISC", "EVENT", "WEAPON", "VEHICLE"}]
    mentions = find_mentions(text, locations, others, read=bool(doc.ents))
    borders = find_borders(text)
    entries = rank(mentions, country_context(text), publisher_country)
    head = dateline(text)
    places = [_border(text, b) for b in borders]
    for mention, entry in zip(mentions, entries, strict=True):
        if any(b.start <= mention.start and mention.end <= b.end for b in borders):
            continue
        if head and head.start <= mention.start < head.end and not datelines:
            continue
        if entry is not None:
            places.append(_place(text, mention, entry))
        elif mention.read:
            places.append(_unknown(text, mention))
    home = _home(places)
    places = [
        replace(p, country=home, countries=(home,)) if home and p.country is None and not p.countries and p.kind == "city" else p
        for p in places
    ]
    return sorted(places, key=lambda p: (p.start, p.end))


def outside_dateline(places: Sequence[Place], text: str) -> list[Place]:
    """The places without that of the dateline, which is where a report was filed."""
    head = dateline(text)
    return [p for p in places if head is None or not head.start <= p.start < head.end]


def _locations(doc: Doc) -> list[tuple[int, int]]:
    """The reader's places, and the countries that it takes for bodies ("Israel said")."""
    return [(e.start_char, e.end_char) for e in doc.ents if e.label_ == "LOC" or e.label_ == "ORG" and e.text in country_names()]


def country_context(text: str) -> Counter:
    """How often a text names each country by adjective or people: "Iraqi", "Syrians" → ISO alpha-3."""
    return Counter(country for _, _, country in demonym_spans(text))


def demonym_spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, ISO alpha-3) of every adjective or people of a country, in text order."""
    return [(*match.span(), demonyms()[match.group()]) for match in _demonym_pattern().finditer(text)]


@cache
def _demonym_pattern() -> re.Pattern[str]:
    words = sorted((d for d in demonyms() if d not in country_names()), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def _place(text: str, mention: Mention, entry: Entry) -> Place:
    start, end = mention.phrase
    precision, kind = PRECISION[entry.kind], entry.kind
    latitude, longitude = entry.latitude, entry.longitude
    if mention.part and entry.kind in {"country", "adm1", "region", "world"}:
        precision, kind, latitude, longitude = (5 if entry.kind != "world" else 7), "region", None, None
    elif mention.near and precision == 1:
        precision = 2
    if entry.kind in {"country", "world", "border"}:
        latitude = longitude = None
    return Place(
        start,
        end,
        text[start:end],
        entry.name,
        "region" if kind == "world" else kind,
        entry.country,
        entry.countries,
        entry.admin1 if entry.kind != "country" else None,
        entry.admin1_code,
        latitude,
        longitude,
        entry.geonames_id,
        precision,
    )


def _unknown(text: str, mention: Mention) -> Place:
    start, end = mention.phrase
    kind = mention.kind or "city"
    return Place(start, end, text[start:end], mention.name, kind, None, precision=PRECISION[kind] if kind in PRECISION else 7)


def _home(places: list[Place]) -> str | None:
    """The country in which at least six of ten of the places lie that have one; None if there is no such country."""
    counts = Counter(p.country for p in places if p.country)
    if not counts:
        return None
    country, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return country if most >= 0.6 * counts.total() else None


def _border(text: str, border: Border) -> Place:
    return Place(
        border.start,
        border.end,
        text[border.start : border.end],
        text[border.start : border.end],
        "border",
        None,
        border.countries,
        precision=5,
    )


def places_record(doc: Doc, *, publisher_country: str | None = None) -> dict[str, Any]:
    """`{"toponyms": [{start, end, text, lat, lon}]}` for scoring geoparsing: bare names, datelines and adjectives too, all with a point."""
    text = doc.text
    locations = _locations(doc)
    others = [(e.start_char, e.end_char) for e in doc.ents if e.label_ in {"PER", "ORG", "MISC", "EVENT", "WEAPON", "VEHICLE"}]
    mentions = find_mentions(text, locations, others, read=bool(doc.ents))
    entries = rank(mentions, country_context(text), publisher_country)
    rows = []
    for mention, entry in zip(mentions, entries, strict=True):
        start, end = mention.start, mention.end
        if mention.kind in {"adm1", "adm2"} and mention.phrase[1] > end and text[end + 1].isupper():
            end = mention.phrase[1]
        if entry is not None or mention.read:
            rows.append(
                {"start": start, "end": end, "text": text[start:end], "lat": entry and entry.latitude, "lon": entry and entry.longitude}
            )
    taken = {(r["start"], r["end"]) for r in rows}
    for match in _demonym_pattern().finditer(text):
        country = country_entries().get(demonyms()[match.group()])
        if country and not any(a <= match.start() < b for a, b in taken):
            rows.append(
                {"start": match.start(), "end": match.end(), "text": match.group(), "lat": country.latitude, "lon": country.longitude}
            )
    return {"toponyms": sorted(rows, key=lambda r: (r["start"], r["end"]))}
