"""The readings of a name as arrays: what each place is by itself, whatever the article says. Cached, for a name's readings never change."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from sitrep.resolve.place_gazetteer import Entry, Hit, abbreviations, admin1_names, lookup

# Only the most populous readings of a name are worth ranking: "San José" has hundreds.
MOST = 40
KM = 6371.0
KINDS = ("country", "adm1", "adm2", "city", "region", "facility", "water", "border", "world")


@dataclass(frozen=True, slots=True)
class Readings:
    """A name's readings, the most populous first. `vectors` are points on the unit sphere, zero without a point."""

    entries: tuple[Entry, ...]
    vectors: np.ndarray  # n × 3
    fixed: np.ndarray  # n × len(FIXED)
    countries: np.ndarray  # number of the country, 0 for none or several
    admin1: np.ndarray  # number of the ISO 3166-2 code, 0 for none


FIXED = (
    "people",
    "of the largest",
    "largest",
    "only",
    *KINDS,
    "capital",
    "alternate",
    "exact",
    "unit beside city",
    "city beside unit",
    "long",
)
_AT = {name: i for i, name in enumerate(FIXED)}
_PLAIN = [i for i, name in enumerate(FIXED) if name not in KINDS]


@lru_cache(maxsize=20_000)
def readings(name: str) -> Readings | None:
    """What a name may mean, None if the gazetteer does not have it; "D.C." and "W.Va." are read as what they stand for."""
    hits: tuple[Hit, ...] = ()
    if name in abbreviations():
        code = abbreviations()[name]
        hits = tuple(h for h in lookup(admin1_names().get(code, name)) if h.entry.kind == "adm1" and h.entry.admin1_code == code)
    hits = (hits or lookup(name))[:MOST]
    if not hits:
        return None
    entries = tuple(h.entry for h in hits)
    return Readings(
        entries,
        np.array([vector(e) for e in entries]),
        _fixed(hits, name),
        np.array([number(e.country) for e in entries]),
        np.array([number(e.admin1_code) for e in entries]),
    )


def vector(entry: Entry) -> tuple[float, float, float]:
    """A place as a point on the unit sphere; the origin when it has no point."""
    if entry.latitude is None or entry.longitude is None:
        return (0.0, 0.0, 0.0)
    return on_sphere(entry.latitude, entry.longitude)


def on_sphere(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Degrees → the point on the unit sphere."""
    p, q = math.radians(latitude), math.radians(longitude)
    return (math.cos(p) * math.cos(q), math.cos(p) * math.sin(q), math.sin(p))


@cache
def _numbers() -> dict[str | None, int]:
    return {None: 0}


def number(code: str | None) -> int:
    """A number for a country or unit, the same for the same code while the process lives; 0 for None."""
    return _numbers().setdefault(code, len(_numbers()))


def _fixed(hits: tuple[Hit, ...], name: str) -> np.ndarray:
    most = max(h.entry.population for h in hits)
    with_city = {h.entry.admin1_code for h in hits if h.entry.kind == "city"}
    with_unit = {h.entry.admin1_code for h in hits if h.entry.kind in {"adm1", "adm2"}}
    values = np.zeros((len(hits), len(FIXED)))
    for row, hit in zip(values, hits, strict=True):
        entry = hit.entry
        row[_AT[entry.kind]] = 1.0
        row[_PLAIN] = (
            math.log10(entry.population + 10),
            math.log10((entry.population + 100) / (most + 100)),
            entry.population == most,
            len(hits) == 1,
            entry.capital and not hit.alternate,
            hit.alternate,
            entry.name == name,
            entry.kind in {"adm1", "adm2"} and entry.admin1_code in with_city,
            entry.kind == "city" and entry.admin1_code in with_unit,
            " " in name,
        )
    return values


def distance(a: float, b: float, c: float, d: float) -> float:
    """Great-circle distance in km of two points in degrees."""
    p, q = math.radians(a), math.radians(c)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(d - b) / 2) ** 2
    return 2 * KM * math.asin(min(1.0, math.sqrt(h)))
