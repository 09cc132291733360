"""The map of events: places as points by precision, countries shaded where nothing closer is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import pyarrow.compute as pc

from sitrep.report import outline
from sitrep.report.figures import QUADS, Figure, Row, Tables, count, equal, null
from sitrep.report.outline import View
from sitrep.schemas.contracts import countries as known_countries

WIDTH = 960
TALLEST, FLATTEST = 0.62, 0.42  # height to width
WORLD = View(-170, -56, 190, 78, WIDTH)
NARROWEST = 14  # degrees of longitude
MARGIN = 0.18  # of the span, on each side
LISTED = 100  # places in the table
DRAWN = 1500  # places on the map
EXAMPLES = 8  # events that a place leads to
LABELLED = 10
PRECISION = {
    1: "exact place",
    2: "near a place",
    3: "district",
    4: "first-order division",
    5: "line or fuzzy feature",
    6: "country only",
    7: "international",
    None: "no place",
}
PLACE = ["place_name", "admin1", "country", "where_precision", "latitude", "longitude"]
SQL = (
    "select coalesce(place_name, place_text, '–') as place, admin1, country, where_precision, count(*) as events "
    "from 'events.parquet' where latitude is not null and where_precision <= 5 "
    "group by place, admin1, country, where_precision, latitude, longitude "
    "order by events desc, place, admin1, country, where_precision, latitude, longitude"
)
SHADED_SQL = (
    "select country, count(*) as events from 'events.parquet' where where_precision = 6 and country is not null "
    "group by country order by events desc, country"
)


@dataclass(frozen=True, slots=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str


def event_map(tables: Tables) -> Row | None:
    """Outline, shaded countries and points, ready to draw; None where no event has a place."""
    places, shaded = _places(tables), _countries(tables)
    if not places and not shaded:
        return None
    view = _view(places, [code for code, *_ in shaded])
    for place in places:
        place["x"], place["y"] = (round(n, 1) for n in view.at(place["longitude"], place["latitude"]))
        place["r"] = round(min(26, 2.6 + 2.4 * sqrt(place["n"])), 1)
    most = max((n for _, _, n, _ in shaded), default=1)
    return {
        "view": view,
        "land": outline.land(view),
        "borders": outline.borders(view),
        "countries": [
            {
                "code": code,
                "name": name,
                "n": n,
                "keys": keys,
                "path": outline.country(code, view),
                "shade": round(0.25 + 0.75 * n / most, 2),
            }
            for code, name, n, keys in shaded
        ],
        "places": places[:DRAWN],
        "listed": places[:LISTED],
        "n_places": len(places),
        "labels": _labels(places, view),
        "precision": _precision(tables),
        "sql": SQL,
        "shaded_sql": SHADED_SQL,
    }


def _places(tables: Tables) -> list[Row]:
    """Places with a point, the one with most events first."""
    events = tables["events"]
    where = pc.and_(pc.is_valid(events["latitude"]), pc.less_equal(events["where_precision"], 5))
    rows = events.filter(pc.fill_null(where, False)).select([*PLACE, "place_text", "event_id", "quad_class"])
    kinds: defaultdict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    keys: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for batch in rows.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            place = (row["place_name"] or row["place_text"] or "–", *(row[column] for column in PLACE[1:]))
            kinds[place][QUADS[row["quad_class"]]] += 1
            if len(keys[place]) < EXAMPLES:
                keys[place].append(row["event_id"])
    places = [
        {**dict(zip(PLACE, place, strict=True)), "n": count.total(), "quad": _first(count), "keys": keys[place]}
        for place, count in kinds.items()
    ]
    places.sort(key=lambda place: (-place["n"], *((place[column] is None, place[column] or 0) for column in PLACE)))
    return [{**place, "number": number} for number, place in enumerate(places, 1)]


def _first(kinds: Counter[str]) -> str:
    """The kind that most events of a place have."""
    return min(kinds, key=lambda kind: (-kinds[kind], list(QUADS.values()).index(kind)))


def _countries(tables: Tables) -> list[tuple[str, str, int, list[str]]]:
    """Countries of events of which only the country is known: code, name, events, keys of the first."""
    events = tables["events"]
    rows = events.filter(pc.fill_null(pc.equal(events["where_precision"], 6), False)).select(["country", "event_id"]).to_pylist()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["country"]:
            found[row["country"]].append(row["event_id"])
    names = known_countries()
    ordered = sorted(found, key=lambda code: (-len(found[code]), code))
    return [(code, names[code][1] if code in names else code, len(found[code]), found[code][:EXAMPLES]) for code in ordered]


def _precision(tables: Tables) -> list[tuple[int | None, str, Figure]]:
    """How many events are known how closely; those without coordinates count as without a place."""
    events = tables["events"]
    point = ~null(events, "latitude")
    found: list[tuple[int | None, str, Figure]] = []
    found += [(n, PRECISION[n], count("events", equal(events, "where_precision", n) & point, tables)) for n in range(1, 6)]
    found += [(n, PRECISION[n], count("events", equal(events, "where_precision", n), tables)) for n in (6, 7)]
    rest = null(events, "latitude") & ~equal(events, "where_precision", 6) & ~equal(events, "where_precision", 7)
    found.append((None, PRECISION[None], count("events", rest, tables)))
    return [entry for entry in found if entry[2].value]


def _view(places: Sequence[Row], shaded: Iterable[str]) -> View:
    """The part of the world that holds all points, and the middle of each shaded country, with some room around."""
    points = [(place["longitude"], place["latitude"]) for place in places]
    points += [middle for code in shaded if (middle := outline.middle(code))]
    if not points:
        return WORLD
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    width = max(NARROWEST, (east - west) * (1 + 2 * MARGIN))
    height = max(NARROWEST * FLATTEST, (north - south) * (1 + 2 * MARGIN))
    stretch = View(0, south, 1, north, 1).stretch
    width = max(width, height * stretch / TALLEST)
    height = max(height, width * FLATTEST / stretch)
    if width > 200:
        return WORLD
    x, y = (west + east) / 2, (south + north) / 2
    return View(x - width / 2, max(-60, y - height / 2), x + width / 2, min(84, y + height / 2), WIDTH)


def _labels(places: Sequence[Row], view: View) -> list[Label]:
    """Names of the places with most events, as long as they do not lie over each other."""
    labels: list[Label] = []
    taken: list[tuple[float, float, float, float]] = []
    for place in places[:60]:
        text = str(place["place_name"])[:28]
        width, right = 6.4 * len(text), place["x"] + place["r"] + 4
        left = right + width > view.width
        x = place["x"] - place["r"] - 4 if left else right
        box = (x - width if left else x, place["y"] - 8, x if left else x + width, place["y"] + 8)
        if len(labels) < LABELLED and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            labels.append(Label(text, round(x, 1), round(place["y"] + 4, 1), "end" if left else "start"))
    return labels


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
