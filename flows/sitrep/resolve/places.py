"""Places of an article: toponyms found, resolved to the gazetteer, with the precision that the words allow.

What a mention is lies in `place_mentions`, which place it means in `place_ranking`, borders in `place_borders`, the gazetteer in
`place_gazetteer`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Doc

from sitrep.extract.doc_parts import text_of
from sitrep.resolve.date_dateline import dateline
from sitrep.resolve.place_borders import Border, find_borders
from sitrep.resolve.place_doubts import settle
from sitrep.resolve.place_gazetteer import Entry, country_entries, country_names, demonyms
from sitrep.resolve.place_mentions import Mention, find_mentions, given_mentions
from sitrep.resolve.place_publishers import home_of
from sitrep.resolve.place_ranking import rank
from sitrep.resolve.place_words import words as place_words
from sitrep.resolve.registry import registry

__all__ = ["Place", "country_context", "demonym_spans", "find_places", "outside_dateline", "places_record"]

# Gazetteer kind → where_precision of UCDP GED (codebook 23.1): 1 exact, 2 near, 3 admin2, 4 admin1, 5 linear or fuzzy, 6 country, 7 beyond.
PRECISION = {"city": 1, "facility": 1, "adm2": 3, "adm1": 4, "region": 5, "border": 5, "water": 5, "country": 6, "world": 7}

SMALL = 20_000  # people: a town that is less well known than a body of its name
INSIDE = {"city", "adm1", "adm2", "facility"}  # lie in one country


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


def find_places(doc: Doc, *, url: str | None = None, datelines: bool = False) -> list[Place]:
    """All places of an article in text order, without adjectives ("Iraqi"), places in the names of bodies ("Texas Department of
    Transportation") and, unless `datelines`, that of a dateline. `url`: where the article was published.

    A name that the gazetteer does not know stays one, of kind `city` or what its noun says, in the country where most of the article's
    places lie if there is one, and without a point.
    """
    text = text_of(doc)
    mentions = find_mentions(text, entities_of(doc))
    borders = find_borders(text)
    adjectives = country_context(text)
    choices = settle(mentions, rank(mentions, adjectives, home_of(url)), adjectives, text)
    lies = {m.name: c.entry.country for m, c in zip(mentions, choices, strict=True) if c.entry is not None}
    head = dateline(text)
    places = [_border(text, b) for b in borders]
    for mention, choice in zip(mentions, choices, strict=True):
        if (
            not mention.literal
            or _is_body(text[mention.start : mention.end], choice.entry)
            or choice.entry is None
            and is_short_name(text, mention.name)
            or any(m.start < mention.start and mention.end <= m.phrase[1] for m in mentions)
            or any(b.start <= mention.start and mention.end <= b.end for b in borders)
        ):
            continue
        if head and head.start <= mention.start < head.end and not datelines:
            continue
        places.append(_place(text, mention, choice.entry) if choice.entry else _unknown(text, mention, lies.get(mention.container)))
    places += [t for t in _territories(text) if not any(p.start < t.end and t.start < p.end for p in places)]
    home = _home(places, adjectives) or _home(outside_dateline(places, text)) or _home(places)
    places = [
        replace(p, country=home, countries=(home,)) if home and p.country is None and not p.countries and p.kind in INSIDE else p
        for p in places
    ]
    return sorted(places, key=lambda p: (p.start, p.end))


def entities_of(doc: Doc) -> list[tuple[int, int, str]]:
    """The reader's names. A country that it takes for a body ("Israel said") or a person is a place."""
    return [(e.start_char, e.end_char, "LOC" if e.label_ in {"ORG", "PER"} and e.text in country_names() else e.label_) for e in doc.ents]


def outside_dateline(places: Sequence[Place], text: str) -> list[Place]:
    """The places without that of the dateline, which is where a report was filed."""
    head = dateline(text)
    return [p for p in places if head is None or not head.start <= p.start < head.end]


def is_unlisted(place: Place) -> bool:
    """Whether the gazetteer does not have it: its country, if any, is that in which the article's other places lie."""
    return place.kind in INSIDE and place.latitude is None


def country_context(text: str) -> Counter:
    """How often a text names each country by adjective or people: "Iraqi", "Syrians" → ISO alpha-3."""
    return Counter(country for _, _, country in demonym_spans(text))


def demonym_spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, ISO alpha-3) of every adjective or people of a country, in text order."""
    found, at = [], 0
    for match in _CAPITAL.finditer(text):
        start = match.start()
        for word in _demonyms_from().get(match.group(), ()) if start >= at else ():
            end = start + len(word)
            if text.startswith(word, start) and not (text[end : end + 1].isalnum() or text[end : end + 1] == "_"):
                if word in demonyms():
                    found.append((start, end, demonyms()[word]))
                at = end
                break
    return found


_CAPITAL = re.compile(r"(?<!\w)[^\W\d_a-z]\w*")


@cache
def _demonyms_from() -> dict[str, list[str]]:
    """First word → the demonyms that begin with it, the longest first; among them those of regions ("Central American")."""
    words: dict[str, list[str]] = {}
    regional = [form for word in place_words()["regional"] for form in (word, f"{word}s")]
    for word in sorted((*(d for d in demonyms() if d not in country_names()), *regional), key=lambda w: (-len(w), w)):
        words.setdefault(re.match(r"\w+", word)[0], []).append(word)
    return words


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


def country_place(code: str, start: int, end: int, words: str) -> Place:
    """A country that the text names by other words: "their homeland", "Chilean territory". `code` is ISO alpha-3."""
    entry = country_entries().get(code)
    return Place(start, end, words, entry.name if entry else words, "country", code, (code,), precision=PRECISION["country"])


def _territories(text: str) -> list[Place]:
    """ "Chilean territory", "Swiss airspace"."""
    if _TERRITORY.search(text) is None:
        return []
    found = [(start, _TERRITORY.match(text, end), country) for start, end, country in demonym_spans(text)]
    return [country_place(country, start, after.end(), text[start : after.end()]) for start, after, country in found if after]


_TERRITORY = re.compile(r"\s+(?:territory|soil|airspace|(?:territorial\s+)?waters)\b")


def _unknown(text: str, mention: Mention, country: str | None) -> Place:
    """A place that the gazetteer does not have, in the country of what the text says it lies in."""
    start, end = mention.phrase
    kind = mention.kind or "city"
    countries = (country,) if country and kind in INSIDE else ()
    precision = PRECISION[kind] if kind in PRECISION else 7
    return Place(start, end, text[start:end], mention.name, kind, next(iter(countries), None), countries, precision=precision)


def _home(places: list[Place], adjectives: Mapping[str, int] | None = None) -> str | None:
    """The country of at least six of ten of the places that have one; None if there is no such country. Two of the `adjectives` of a
    country with a place count as one more."""
    lie = Counter(p.country for p in places if p.country)
    counts = Counter({c: 2 * lie[c] + (adjectives or {}).get(c, 0) for c in {*lie, *(adjectives or {})}})
    if not counts:
        return None
    country, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return country if country in lie and most >= 0.6 * counts.total() else None


def _is_body(words: str, entry: Entry | None) -> bool:
    """Whether words are the name of a known body, and of no place but perhaps a small one: "Hamas", "Red Cross"."""
    if entry is not None and (entry.kind != "city" or (entry.population or 0) >= SMALL):
        return False
    known = registry().lookup(words)
    return known is not None and known.kind == "organization"


def is_short_name(text: str, name: str) -> bool:
    """ "The United Dock Workers Federation (Udwof)": a name in brackets after a longer one is that body's, not an unknown town's."""
    return re.search(rf"[a-z] [\[(]{re.escape(name)}[\])]", text) is not None


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


def places_record(doc: Doc, *, url: str | None = None, spans: Sequence[tuple[int, int]] | None = None) -> dict[str, Any]:
    """`{"toponyms": [{start, end, text, lat, lon, basis}]}` for scoring geoparsing: bare names; datelines, adjectives, names of bodies too.

    `basis` says where the point comes from: `gazetteer`, or `nearby` for a name that the gazetteer does not have, put where the
    article's other places are. `url`: where the article was published. With `spans` these are resolved, and no others looked for.
    """
    text = text_of(doc)
    mentions = find_mentions(text, entities_of(doc)) if spans is None else given_mentions(text, spans)
    rows = []
    for mention, choice in zip(mentions, rank(mentions, country_context(text), home_of(url)), strict=True):
        latitude, longitude = choice.point or (None, None)
        basis = "gazetteer" if choice.entry else "nearby" if choice.point else None
        start, end = mention.start, mention.end
        rows.append({"start": start, "end": end, "text": text[start:end], "lat": latitude, "lon": longitude, "basis": basis})
    return {"toponyms": with_demonyms(text, rows) if spans is None else rows}


def with_demonyms(text: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows and those of adjectives and peoples ("Iraqi"), which stand for their country."""
    rows = list(rows)
    for start, end, code in demonym_spans(text):
        country = country_entries().get(code)
        if country and not any(r["start"] < end and start < r["end"] for r in rows):
            rows.append(
                {
                    "start": start,
                    "end": end,
                    "text": text[start:end],
                    "lat": country.latitude,
                    "lon": country.longitude,
                    "basis": "gazetteer",
                }
            )
    return sorted(rows, key=lambda r: (r["start"], r["end"]))
