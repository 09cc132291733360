"""Which place a name means: every candidate of the gazetteer gets a score from its size, its name and what else the article names.

A linear ranker over a few features, applied twice: the second time with the places of the first as neighbours. One name means one place
in an article unless its own phrase says otherwise ("Paris, Texas"). Weights: `knowledge/places_ranker.yaml`. Candidates have a fixed
order, so equal input gives equal output.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from sitrep.knowledge.lexicon import lexicon as read_lexicon
from sitrep.resolve.place_gazetteer import Entry, Hit, abbreviations, admin1_names, country_names, lookup
from sitrep.resolve.place_mentions import Mention

FEATURES = (
    "population",
    "country",
    "adm1",
    "adm2",
    "hand",
    "capital",
    "alternate",
    "kind_agrees",
    "kind_differs",
    "shadowed",
    "contained",
    "not_contained",
    "country_share",
    "country_named",
    "admin1_share",
    "admin1_named",
    "near",
    "publisher",
    "largest",
    "exact",
)
# Only the most populous readings of a name are worth ranking: "San José" has hundreds.
CANDIDATES = 40
KM = 6371.0


@dataclass(slots=True)
class Evidence:
    """What an article says about where it plays: countries and units by how often they are named, points of places already resolved."""

    countries: Counter = field(default_factory=Counter)
    admin1: Counter = field(default_factory=Counter)
    points: list[tuple[str, float, float]] = field(default_factory=list)  # name, degrees
    publisher: str | None = None


@cache
def weights() -> dict[str, float]:
    return read_lexicon("places_ranker")["weights"]


def rank(mentions: Sequence[Mention], context: Counter, publisher: str | None = None) -> list[Entry | None]:
    """The place that each mention means, None if the gazetteer has none. `context`: how often the article names countries by adjective."""
    evidence = Evidence(Counter(context), Counter(), [], publisher)
    keys = [(m.name, m.kind, m.container) for m in mentions]
    for key, count in sorted(Counter(keys).items(), key=str):
        _add_certain(evidence, candidates(key[0]), key, count)
    chosen: dict[tuple, Entry | None] = {}
    for _ in range(2):
        chosen = {key: _best(key, evidence) for key in sorted(set(keys), key=str)}
        _share_senses(chosen, evidence)
        evidence.points = [
            (k[0], e.latitude, e.longitude)
            for k, e in sorted(chosen.items(), key=lambda i: str(i[0]))
            if e and e.latitude is not None and e.kind in {"city", "adm2", "facility"}
        ]
    return [chosen[key] for key in keys]


def candidates(name: str) -> tuple[Hit, ...]:
    """The readings of a name worth ranking; "D.C." and "W.Va." are read as what they stand for."""
    hits = lookup(name)
    if not hits and name in abbreviations():
        hits = lookup(admin1_names().get(abbreviations()[name], name))
    return hits[:CANDIDATES]


def _add_certain(evidence: Evidence, hits: Sequence[Hit], key: tuple, count: int) -> None:
    """Count what a name says whatever it means: countries by name, units that only one country has, what phrases contain."""
    name, _, container = key
    if name in country_names() and not any(h.entry.kind == "adm1" for h in hits):
        evidence.countries[country_names()[name]] += 2 * count
    elif hits:
        first = hits[0].entry
        rest = max((h.entry.population for h in hits[1:] if h.entry.countries != first.countries), default=0)
        if first.country and (len({h.entry.countries for h in hits}) == 1 or first.population > 20 * max(rest, 500)):
            evidence.countries[first.country] += count
            if first.kind == "adm1" and first.admin1_code:
                evidence.admin1[first.admin1_code] += count
    if container and "-" in container:
        evidence.admin1[container] += count
        inside = next((h.entry.country for h in hits if h.entry.admin1_code == container), None)
        if inside:
            evidence.countries[inside] += count


def _share_senses(chosen: dict[tuple, Entry | None], evidence: Evidence) -> None:
    """A name without a container takes the sense of the same name with one: "Athens, Ga." … "Athens"."""
    told = {
        key[0]: entry
        for key, entry in sorted(chosen.items(), key=lambda i: str(i[0]))
        if key[2] and entry and entry.kind in {"city", "adm2"}
    }
    for key, entry in chosen.items():
        if not key[2] and key[0] in told and entry and entry.kind == told[key[0]].kind:
            chosen[key] = told[key[0]]


def _best(key: tuple, evidence: Evidence) -> Entry | None:
    hits = candidates(key[0])
    if not hits:
        return None
    table = weights()
    scores = [sum(table[name] * value for name, value in features(hit, hits, key, evidence).items()) for hit in hits]
    return hits[max(range(len(hits)), key=lambda i: (scores[i], -i))].entry


def features(hit: Hit, hits: Sequence[Hit], key: tuple, evidence: Evidence) -> dict[str, float]:
    """The features of one candidate; those left out are 0."""
    name, kind, container = key
    entry = hit.entry
    total, units = max(1, sum(evidence.countries.values())), max(1, sum(evidence.admin1.values()))
    values = {
        "population": math.log10(entry.population + 10),
        "largest": float(entry.population == max(h.entry.population for h in hits)),
        "exact": float(entry.name == name),
        "alternate": float(hit.alternate),
        "capital": float(entry.capital and not hit.alternate),
        "publisher": float(evidence.publisher in entry.countries),
        "country_share": max((evidence.countries[c] for c in entry.countries), default=0) / total,
        "country_named": float(any(evidence.countries[c] for c in entry.countries)),
        "admin1_share": evidence.admin1[entry.admin1_code] / units if entry.admin1_code and entry.kind != "adm1" else 0.0,
        "admin1_named": float(bool(entry.admin1_code and entry.kind != "adm1" and evidence.admin1[entry.admin1_code])),
        "near": _near(entry, name, evidence),
    }
    group = entry.kind if entry.kind in {"country", "adm1", "adm2"} else None if entry.kind == "city" else "hand"
    if group:
        values[group] = 1.0
    if entry.kind == "adm1" and kind != "adm1" and any(h.entry.kind == "city" and h.entry.admin1_code == entry.admin1_code for h in hits):
        values["shadowed"] = 1.0  # "Aleppo" without a noun is the city
    if kind:
        same = entry.kind == kind or {entry.kind, kind} <= {"region", "facility", "water", "border"}
        values["kind_agrees" if same else "kind_differs"] = 1.0
    if container:
        values["contained" if _inside(entry, container) else "not_contained"] = 1.0
    return values


def _inside(entry: Entry, container: str) -> bool:
    """Whether a place lies in what a phrase names: a country, a unit's code, or a name of either."""
    if container == entry.admin1_code or container in entry.countries:
        return entry.kind not in {"country"} and not (entry.kind == "adm1" and container == entry.admin1_code)
    if container in country_names():
        if country_names()[container] in entry.countries and entry.kind != "country":
            return True
    if "-" in container and container[2] == "-":
        return False
    return any(
        h.entry.kind == "adm1"
        and h.entry.admin1_code == entry.admin1_code
        and entry.kind != "adm1"
        or h.entry.kind == "adm2"
        and entry.kind == "city"
        and h.entry.admin1_code == entry.admin1_code
        for h in candidates(container)
        if h.entry.admin1_code
    )


def _near(entry: Entry, name: str, evidence: Evidence) -> float:
    """1 beside another place of the article, falling off with the distance to the nearest (200 km: 0.37)."""
    if entry.latitude is None or entry.kind not in {"city", "adm2", "adm1", "facility"}:
        return 0.0
    best = min((distance(entry.latitude, entry.longitude, a, b) for other, a, b in evidence.points if other != name), default=None)
    return 0.0 if best is None else math.exp(-best / 200)


def distance(a: float, b: float, c: float, d: float) -> float:
    """Great-circle distance in km of two points in degrees."""
    p, q = math.radians(a), math.radians(c)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(d - b) / 2) ** 2
    return 2 * KM * math.asin(min(1.0, math.sqrt(h)))
