"""The gazetteer at run time: a name → the places that it may name. Loaded once, about 0.1 s; see `knowledge/gazetteer.py` for the file."""

from __future__ import annotations

import csv
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from sitrep.resolve.place_names import key, name_hash, without_article

FILE = Path(str(files("sitrep.knowledge") / "gazetteer.bin"))
KINDS = ("adm1", "adm2", "city")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer. `countries` are ISO alpha-3; a sea or a part of the world may have none. Degrees WGS 84."""

    name: str
    kind: str  # country, adm1, adm2, city, region, facility, water, border, world
    countries: tuple[str, ...]
    admin1: str | None
    admin1_code: str | None
    latitude: float | None
    longitude: float | None
    population: int = 0
    geonames_id: int | None = None
    capital: bool = False

    @property
    def country(self) -> str | None:
        return self.countries[0] if len(self.countries) == 1 else None


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry as a name found it: by its main name or by an alternative one."""

    entry: Entry
    alternate: bool


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (files("sitrep.knowledge") / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def iso3() -> dict[str, str]:
    """ISO alpha-2 → alpha-3."""
    return {row["iso2"]: row["iso3"] for row in _rows("countries.csv")}


@cache
def country_entries() -> dict[str, Entry]:
    """ISO alpha-3 → the country, at its representative point (CIA World Factbook)."""
    points = {row["iso3"]: (float(row["latitude"]), float(row["longitude"])) for row in _rows("places_countries.csv")}
    people = _country_populations()
    return {
        row["iso3"]: Entry(
            row["name"], "country", (row["iso3"],), None, None, *points.get(row["iso3"], (None, None)), people.get(row["iso3"], 0)
        )
        for row in _rows("countries.csv")
    }


@cache
def country_names() -> dict[str, str]:
    """A country's name or alias, as written → ISO alpha-3."""
    return {name: row["iso3"] for row in _rows("countries.csv") for name in [row["name"], *row["aliases"].split(";")] if name}


@cache
def demonyms() -> dict[str, str]:
    """ "Iraqi", "Iraqis" → ISO alpha-3."""
    return {name: row["iso3"] for row in _rows("countries.csv") for name in (row["adjectives"] + ";" + row["people"]).split(";") if name}


@cache
def abbreviations() -> dict[str, str]:
    """What follows a comma after a city: "Ala.", "AL", "Ont." → ISO 3166-2."""
    short = {}
    for row in _rows("places_admin1.csv"):
        country, code = row["iso_code"].split("-")
        short |= {alias: row["iso_code"] for alias in row["aliases"].split(";") if alias.endswith(".")}
        if country in {"US", "CA", "AU"} and code.isalpha():
            short[code] = row["iso_code"]
    return short


@cache
def _by_hand() -> dict[str, list[Hit]]:
    """Name key → places of `places.csv` and countries."""
    found: dict[str, list[Hit]] = defaultdict(list)
    for row in _rows("places.csv"):
        countries = tuple(c for c in row["countries"].split(";") if c)
        code = row["admin1_code"] or None
        entry = Entry(row["name"], row["kind"], countries, admin1_names().get(code), code, float(row["latitude"]), float(row["longitude"]))
        for n, name in enumerate([row["name"], *filter(None, row["aliases"].split(";"))]):
            found[key(name)].append(Hit(entry, n > 0))
    for name, code in country_names().items():
        entry = country_entries()[code]
        found[key(name)].append(Hit(entry, name != entry.name))
    return dict(found)


@cache
def columns() -> dict[str, Any]:
    """The columns of the gazetteer file."""
    data = FILE.read_bytes()
    at = data.index(b"\n") + 1
    header = json.loads(data[:at])
    result: dict[str, Any] = {}
    for name, kind, size in header["columns"]:
        block = zlib.decompress(data[at : at + size])
        at += size
        if kind == "text":
            result[name] = block
        else:
            planes = np.frombuffer(block, np.uint8).reshape(np.dtype(kind).itemsize, -1)
            result[name] = np.ascontiguousarray(planes.T).view(kind).ravel()
    result["hash"] = np.cumsum(result["hash"], dtype=np.uint64)
    newlines = np.flatnonzero(np.frombuffer(result["name"], np.uint8) == 10)
    result["name_start"] = np.concatenate([[0], newlines + 1])
    result["name_end"] = np.concatenate([newlines, [len(result["name"])]])
    for name in ("countries", "admin1_codes", "admin1_names"):
        result[name] = result[name].decode().split("\n")
    return result


@cache
def admin1_names() -> dict[str, str]:
    """ISO 3166-2 → name."""
    return {code: name for code, name in zip(columns()["admin1_codes"], columns()["admin1_names"], strict=True) if code}


@cache
def _country_populations() -> dict[str, int]:
    table = columns()
    cities = table["kind"] == 2
    totals = np.bincount(table["country"][cities], weights=table["population"][cities], minlength=len(table["countries"]))
    return {iso3().get(code, code): int(total) for code, total in zip(table["countries"], totals, strict=True)}


@lru_cache(maxsize=50_000)
def entry(row: int) -> Entry:
    """The entry in a row of the file."""
    table = columns()
    country = iso3().get(table["countries"][table["country"][row]])
    admin1 = table["admin1"][row]
    return Entry(
        table["name"][table["name_start"][row] : table["name_end"][row]].decode(),
        KINDS[table["kind"][row]],
        (country,) if country else (),
        table["admin1_names"][admin1] or None,
        table["admin1_codes"][admin1] or None,
        float(table["latitude"][row]) / 1e4,
        float(table["longitude"][row]) / 1e4,
        int(table["population"][row]),
        int(table["geonames_id"][row]) or None,
        bool(table["capital"][row]),
    )


@lru_cache(maxsize=50_000)
def lookup(name: str) -> tuple[Hit, ...]:
    """All places that a name may mean, the most populous first; without its Arabic article if it is unknown with it."""
    name_key = key(name)
    hits = _find(name_key)
    if not hits and (short := without_article(name_key)):
        hits = _find(short)
    best: dict[Entry, Hit] = {}
    for hit in hits:
        if hit.entry not in best or best[hit.entry].alternate:
            best[hit.entry] = hit
    return tuple(
        sorted(
            best.values(),
            key=lambda h: (h.entry.kind != "country", -h.entry.population, h.alternate, h.entry.name, h.entry.geonames_id or 0),
        )
    )


def is_region(name: str) -> bool:
    """Is this the name of a region, a sea or a border: "the West Bank", "the Black Sea"?"""
    return any(hit.entry.kind in {"region", "water"} and hit.entry.name == name for hit in lookup(name))


def _find(name_key: str) -> list[Hit]:
    hits = list(_by_hand().get(name_key, ()))
    table, wanted = columns(), np.uint64(name_hash(name_key))
    low = int(np.searchsorted(table["hash"], wanted, "left"))
    while low < len(table["hash"]) and table["hash"][low] == wanted:
        hits.append(Hit(entry(int(table["row"][low])), bool(table["alternate"][low])))
        low += 1
    return hits
