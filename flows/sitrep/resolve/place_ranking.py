"""Which place a name means: every reading gets a score from its size, its name, and what else the article names.

A conditional logit over the readings of a name, applied twice: first by what the article says outright (countries, units, containers, where
it is published), then again by how near each reading lies to what the other names probably mean. One reading is always "a place that the
gazetteer does not have, near the article's others". Weights: `knowledge/places_weights.yaml`, made by `python -m sitrep.train.places`.
Readings have a fixed order, so equal input gives equal output.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from sitrep.knowledge.lexicon import lexicon as read_lexicon
from sitrep.resolve.place_candidates import FIXED, KM, Readings, distance, number, readings
from sitrep.resolve.place_gazetteer import Entry, country_names
from sitrep.resolve.place_mentions import Mention
from sitrep.resolve.place_publishers import Home

SAID = (
    "kind agrees",
    "kind differs",
    "no kind and county",
    "contained",
    "not contained",
    "country share",
    "country named",
    "unit share",
    "unit named",
    "home country",
    "other country",
    "home unit",
    "home 50 km",
    "home 200 km",
    "in the publisher's name",
)
NEAR = (
    "near 30 km",
    "near 150 km",
    "nearest 30 km",
    "nearest 150 km",
    "country mass",
    "unit mass",
    "told elsewhere",
    "first place",
    "home seen",
)
FEATURES = (
    *FIXED,
    *SAID,
    *NEAR,
    "unlisted",
    "unlisted water",
    "unlisted facility",
    "unlisted of a listed name",
    "unlisted of a known name",
)
AT = {name: i for i, name in enumerate(FEATURES)}
NEARNESS = [
    AT[name] for name in ("near 30 km", "nearest 30 km", "near 150 km", "nearest 150 km", "first place", "country mass", "unit mass")
]
REACH = (30.0, 150.0)  # km at which nearness falls to 1/e
LIKELY = 6  # readings of a name that others are compared with
PASSES = 2
TOGETHER = 16  # names whose readings are compared at once
AROUND = 100.0  # km between a city and the middle of its unit
SHARING = {"adm1", "adm2", "city"}
UNLISTED = 0.5  # chance from which a name means none of its readings
HOST_COUNTS = 2.0  # mentions that a name in the publisher's own is worth


@dataclass(frozen=True, slots=True)
class Key:
    """What readings of a mention depend on, beside the article."""

    name: str
    kind: str | None
    container: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a mention means. `entry` None: a place that the gazetteer does not have; then `point` (degrees) is where the others are."""

    entry: Entry | None
    point: tuple[float, float] | None
    chance: float


@dataclass(slots=True)
class Article:
    """What an article says about where it plays, and the readings of its names."""

    keys: list[Key]
    counts: list[int]
    readings: list[Readings | None]
    values: list[np.ndarray]  # readings + 1 × features; the last row stands for a place that the gazetteer does not have
    focus: np.ndarray | None = None


@cache
def weights() -> tuple[np.ndarray, np.ndarray]:
    """Of the first pass and of the second."""
    table = read_lexicon("places_weights")["ranking"]
    alone, together = (np.array([table[name].get(f, 0.0) for f in FEATURES]) for name in ("alone", "together"))
    return alone, together


def rank(mentions: Sequence[Mention], context: Mapping[str, int], home: Home | None = None) -> list[Choice]:
    """What each mention means. `context`: how often the article names countries by adjective; `home`: where it is published."""
    return choose(mentions, look(mentions, context, home), home, weights()) if mentions else []


def choose(mentions: Sequence[Mention], article: Article, home: Home | None, table: tuple[np.ndarray, np.ndarray]) -> list[Choice]:
    """The likeliest reading of each mention under given weights."""
    alone, together = table
    chances = [softmax(v @ alone) for v in article.values] if mentions else []
    for _ in range(PASSES if mentions else 0):
        compare(article, chances, home)
        chances = [softmax(v @ together) for v in article.values]
    chosen = {key: _choice(article, i, chances[i]) for i, key in enumerate(article.keys)} if mentions else {}
    return [chosen[key_of(m)] for m in mentions]


def key_of(mention: Mention) -> Key:
    return Key(mention.name, mention.kind, mention.container)


def softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


def _choice(article: Article, i: int, chances: np.ndarray) -> Choice:
    found = article.readings[i]
    if found is None or chances[-1] > UNLISTED:
        return Choice(None, None if article.focus is None else _degrees(article.focus), float(chances[-1]))
    best = int(np.argmax(chances[:-1]))
    entry = _settled(found.entries[best], found, article.keys[i].kind)
    return Choice(entry, None if entry.latitude is None else (entry.latitude, entry.longitude), float(chances[best]))


def _settled(entry: Entry, found: Readings, kind: str | None) -> Entry:
    """Of a city and the unit around it that share a name: what the noun beside it says, without a noun the city ("Aleppo")."""
    if entry.kind not in SHARING:
        return entry
    wanted = kind if kind in SHARING else "city"
    if entry.kind == wanted:
        return entry
    here = [e for e in found.entries if e.kind == wanted and e.admin1_code == entry.admin1_code and e.country == entry.country]
    same = [e for e in here if distance(e.latitude, e.longitude, entry.latitude, entry.longitude) <= AROUND]
    same = [e for e in same if kind or _named_alike(e, entry)]
    return same[0] if same else entry


def _named_alike(city: Entry, unit: Entry) -> bool:
    return city.name.split()[-1] in unit.name or unit.name.split()[0] in city.name


def _degrees(vector: np.ndarray) -> tuple[float, float]:
    x, y, z = vector / np.linalg.norm(vector)
    return math.degrees(math.asin(z)), math.degrees(math.atan2(y, x))


@dataclass(slots=True)
class _Said:
    """Countries and units by how often the article names them."""

    countries: Counter = field(default_factory=Counter)
    units: Counter = field(default_factory=Counter)


def look(mentions: Sequence[Mention], context: Mapping[str, int], home: Home | None) -> Article:
    """The readings of an article's names with the features of the first pass."""
    counts = Counter(map(key_of, mentions))
    keys = list(counts)
    found = [readings(k.name) for k in keys]
    said = _Said(Counter(context))
    for key, readings_ in zip(keys, found, strict=True):
        _add_certain(said, readings_, key, counts[key])
    values = [_said_values(key, readings_, said, home) for key, readings_ in zip(keys, found, strict=True)]
    return Article(keys, [counts[k] for k in keys], found, values)


def _add_certain(said: _Said, found: Readings | None, key: Key, count: int) -> None:
    """Count what a name says whatever it means: countries by name, units that only one country has, what phrases contain."""
    entries = found.entries if found else ()
    if key.name in country_names() and not any(e.kind == "adm1" for e in entries):
        said.countries[country_names()[key.name]] += 2 * count
    elif entries:
        first = entries[0]
        rest = max((e.population for e in entries[1:] if e.countries != first.countries), default=0)
        if first.country and (len({e.countries for e in entries}) == 1 or first.population > 20 * max(rest, 500)):
            said.countries[first.country] += count
            if first.kind == "adm1" and first.admin1_code:
                said.units[first.admin1_code] += count
    if key.container and "-" in key.container:
        said.units[key.container] += count
        inside = next((e.country for e in entries if e.admin1_code == key.container), None)
        if inside:
            said.countries[inside] += count


def _said_values(key: Key, found: Readings | None, said: _Said, home: Home | None) -> np.ndarray:
    entries = found.entries if found else ()
    values = np.zeros((len(entries) + 1, len(FEATURES)))
    if found:
        values[:-1, : len(FIXED)] = found.fixed
    total, units = max(1, sum(said.countries.values())), max(1, sum(said.units.values()))
    for i, entry in enumerate(entries):
        row = values[i]
        named = max((said.countries[c] for c in entry.countries), default=0)
        row[AT["country share"]], row[AT["country named"]] = named / total, named > 0
        if entry.admin1_code and entry.kind != "adm1" and (named := said.units[entry.admin1_code]):
            row[AT["unit share"]], row[AT["unit named"]] = named / units, 1.0
        if key.kind:
            same = entry.kind == key.kind or {entry.kind, key.kind} <= {"region", "facility", "water", "border"}
            row[AT["kind agrees" if same else "kind differs"]] = 1.0
        elif entry.kind == "adm2" and entry.name != key.name:
            row[AT["no kind and county"]] = 1.0
        if key.container:
            row[AT["contained" if inside(entry, key.container) else "not contained"]] = 1.0
    if home:
        _home_values(values, found, key, home)
    last = values[-1]
    last[AT["unlisted"]] = 1.0
    if key.kind in {"water", "facility"}:
        last[AT[f"unlisted {key.kind}"]] = 1.0
    last[AT["unlisted of a listed name"]] = float(bool(entries))
    last[AT["unlisted of a known name"]] = float(any(e.kind in {"country", "world", "adm1", "region", "water"} for e in entries))
    return values


def _home_values(values: np.ndarray, found: Readings | None, key: Key, home: Home) -> None:
    if found is None:
        return
    if home.country:
        same = found.countries == number(home.country)
        values[:-1, AT["home country"]], values[:-1, AT["other country"]] = same, ~same
    if home.admin1_code:
        values[:-1, AT["home unit"]] = found.admin1 == number(home.admin1_code)
    if home.vector is not None:
        km = _km(found.vectors @ home.vector)
        values[:-1, AT["home 50 km"]], values[:-1, AT["home 200 km"]] = np.exp(-km / 50), np.exp(-km / 200)
    values[:-1, AT["in the publisher's name"]] = float(key.name.casefold() in home.names)


def _km(cosines: np.ndarray) -> np.ndarray:
    """Distance in km by the chord, near enough within some hundred km; places without a point (cosine 0) are far away."""
    return KM * np.sqrt(np.clip(2 - 2 * cosines, 0, None))


def compare(article: Article, chances: Sequence[np.ndarray], home: Home | None = None) -> None:
    """Fill in the features that say how near each reading lies to what the other names probably mean."""
    sources = [_likely(r, p) if r else None for r, p in zip(article.readings, chances, strict=True)]
    names = [k.name for k in article.keys]
    weight = 1 + np.log(np.array(article.counts, float))
    if home is not None and home.readings is not None:
        sources.append((home.readings.vectors, home.readings.countries, home.readings.admin1, _home_chances(article, home, chances)))
        names.append("")
        weight = np.append(weight, HOST_COUNTS)
    used = [i for i, s in enumerate(sources) if s is not None]
    if not used:
        return
    owner = np.concatenate([np.full(len(sources[i][3]), i) for i in used])
    vectors, countries, units, p = (np.concatenate([sources[i][n] for i in used]) for n in range(4))
    pointed = np.abs(vectors).sum(axis=1) > 0
    article.focus = _focus(vectors[pointed], p[pointed] * weight[owner[pointed]])
    numbers = {name: n for n, name in enumerate(dict.fromkeys(names))}
    called = np.array([numbers[name] for name in names])
    listed = [i for i, r in enumerate(article.readings) if r is not None]
    for n in range(0, len(listed), TOGETHER):
        some = listed[n : n + TOGETHER]
        apart = called[some][:, None] != called[used]
        total = (apart * weight[used]).sum(axis=1)
        some, total = [i for i, t in zip(some, total, strict=True) if t > 0], total[total > 0]
        if some:
            likely = _Likely(vectors, countries, units, p, p * weight[owner], called[owner], owner == listed[0])
            _near_values(article, some, called[some], total, likely)
    if listed:
        article.values[listed[0]][:-1, AT["first place"]] = 0.0  # nothing is near itself
    contained = [(other, q) for other, q in zip(article.keys, chances, strict=True) if other.container]
    for i in listed:
        _told_elsewhere(article, i, contained)
    if home is not None and home.readings is not None:
        for values in article.values:
            values[:, AT["home seen"]] = 1.0 * values[:, AT["in the publisher's name"]] * values[:, AT["near 150 km"]]


@dataclass(frozen=True, slots=True)
class _Likely:
    """The likeliest readings of an article's names, one an entry: what each is, its chance, that times the weight of its name (`mass`),
    the number of the name, and whether it is of the first name."""

    vectors: np.ndarray
    countries: np.ndarray
    units: np.ndarray
    p: np.ndarray
    mass: np.ndarray
    called: np.ndarray
    first: np.ndarray


def _near_values(article: Article, some: Sequence[int], called: np.ndarray, total: np.ndarray, likely: _Likely) -> None:
    """The features of nearness of the readings of some names, all at once; `called` numbers the names, `total` is the others' weight."""
    found = [article.readings[i] for i in some]
    sizes = [len(r.entries) for r in found]
    name, total = np.repeat(called, sizes), np.repeat(total, sizes)
    others = name[:, None] != likely.called
    km = _km(np.concatenate([r.vectors for r in found]) @ likely.vectors.T)
    columns = []
    for reach in REACH:
        close = np.exp(-km / reach) * others
        columns += [close @ likely.mass / total, (close * likely.p).max(axis=1)]
    columns.append((close * likely.first) @ likely.p)
    for attribute, theirs in (("countries", likely.countries), ("admin1", likely.units)):
        own = np.concatenate([getattr(r, attribute) for r in found])
        columns.append(((own[:, None] == theirs) & (theirs > 0) & others) @ likely.mass / total)
    ends = np.cumsum(sizes)[:-1]
    for i, values in zip(some, np.split(np.stack(columns, axis=1), ends), strict=True):
        article.values[i][:-1, NEARNESS] = values


def _likely(found: Readings, chances: np.ndarray) -> tuple[np.ndarray, ...]:
    """The likeliest readings of a name: their points, countries, units and chances."""
    top = np.argsort(-chances[:-1], kind="stable")[:LIKELY]
    return found.vectors[top], found.countries[top], found.admin1[top], chances[top]


def _home_chances(article: Article, home: Home, chances: Sequence[np.ndarray]) -> np.ndarray:
    """How likely each reading of the name in the publisher's own is: as in the article if it has the name, else by its country."""
    for key, p in zip(article.keys, chances, strict=True):
        if key.name.casefold() in home.names and not key.container and len(p) - 1 == len(home.readings.entries):
            return p[:-1]
    return np.full(len(home.readings.entries), 1 / len(home.readings.entries))


def _focus(vectors: np.ndarray, mass: np.ndarray) -> np.ndarray | None:
    """The place with the most of the article's mass around it."""
    if not len(vectors):
        return None
    top = np.argsort(-mass, kind="stable")[:60]
    close = np.exp(-_km(vectors[top] @ vectors[top].T) / 80) @ mass[top]
    return vectors[top[int(np.argmax(close))]]


def _told_elsewhere(article: Article, i: int, contained: Sequence[tuple[Key, np.ndarray]]) -> None:
    """ "Athens, Ga." … "Athens": a name takes the sense of the same name with a container."""
    key, found = article.keys[i], article.readings[i]
    for other, p in contained if not key.container else ():
        if other.name == key.name and len(p) == len(found.entries) + 1:
            article.values[i][:-1, AT["told elsewhere"]] = np.maximum(article.values[i][:-1, AT["told elsewhere"]], p[:-1])


def inside(entry: Entry, container: str) -> bool:
    """Whether a place lies in what a phrase names: a country, a unit's code, or a name of either."""
    if container == entry.admin1_code or container in entry.countries:
        return entry.kind not in {"country"} and not (entry.kind == "adm1" and container == entry.admin1_code)
    if container in country_names():
        if country_names()[container] in entry.countries and entry.kind != "country":
            return True
    if "-" in container and container[2] == "-":
        return False
    found = readings(container)
    return any(
        e.kind == "adm1"
        and e.admin1_code == entry.admin1_code
        and entry.kind != "adm1"
        or e.kind == "adm2"
        and entry.kind == "city"
        and e.admin1_code == entry.admin1_code
        for e in (found.entries if found else ())
        if e.admin1_code
    )
