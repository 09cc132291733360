"""Timeline, map and network: which part of time and of the world is drawn, and where things lie in it."""

from datetime import date, timedelta

import made as own
import pytest

from sitrep.report import outline
from sitrep.report.maps import WORLD, event_map
from sitrep.report.outline import View
from sitrep.report.timeline import timeline
from sitrep.report.voices import voices


def dated(*days: date, precision: str = "day", **columns) -> dict:
    made = own.rows()["events"][0]
    return own.tables(
        events=[
            {**made, "event_id": f"e{n}", "event_date_start": day, "event_date_end": day, "date_precision": precision, **columns}
            for n, day in enumerate(days)
        ]
    )


def days_from(first: date, n: int) -> list[date]:
    return [first + timedelta(days=k) for k in range(n)]


@pytest.mark.parametrize(("n", "unit"), [(1, "day"), (60, "day"), (200, "month"), (4000, "year")])
def test_the_unit_of_time_is_the_finest_that_fits(n, unit):
    assert timeline(dated(*days_from(date(2020, 1, 1), n)))["unit"] == unit


def test_a_date_long_ago_does_not_flatten_the_rest():
    drawn = timeline(dated(date(1914, 7, 28), *days_from(date(2020, 1, 1), 60)))
    assert (drawn["unit"], drawn["first"].year) == ("day", 2020)
    assert (drawn["earlier"], drawn["n"], drawn["later"]) == (2, 57, 2)


def test_every_dated_event_is_drawn_or_told_of():
    drawn = timeline(dated(date(1914, 7, 28), date(1945, 5, 8), *days_from(date(2020, 1, 1), 60)))
    assert drawn["n"] + drawn["earlier"] + drawn["later"] + drawn["coarse"] == 62
    assert sum(bar["n"] for bar in drawn["bars"]) == drawn["n"]


def test_what_is_known_to_the_month_is_not_drawn_by_day():
    tables = dated(*days_from(date(2020, 1, 1), 20))
    rough = dated(date(2020, 1, 1), precision="month")["events"].to_pylist()[0] | {"event_id": "rough"}
    drawn = timeline(own.tables(events=[*tables["events"].to_pylist(), rough]))
    assert (drawn["unit"], drawn["n"], drawn["coarse"]) == ("day", 20, 1)


def test_bars_stay_in_the_drawing():
    for n in (1, 30, 92, 3000):
        drawn = timeline(dated(*days_from(date(2010, 1, 1), n)))
        assert all(0 <= bar["x"] and bar["x"] + bar["width"] <= drawn["width"] for bar in drawn["bars"])
        assert all(part["y"] >= -0.1 for bar in drawn["bars"] for part in bar["parts"])


def at(*points: tuple[float, float], precision: int = 1) -> dict:
    made = own.rows()["events"][0]
    where = [
        {"latitude": lat, "longitude": lon, "where_precision": precision, "place_name": f"P{n}"} for n, (lat, lon) in enumerate(points)
    ]
    return own.tables(events=[{**made, "event_id": f"e{n}", **place} for n, place in enumerate(where)])


@pytest.mark.parametrize(
    "points", [[(33.3, 44.4)], [(33.3, 44.4), (36.2, 37.1)], [(-33.9, 151.2), (40.7, -74.0)], [(64.1, -21.9), (-54.8, -68.3)]]
)
def test_every_point_lies_in_the_map(points):
    found = event_map(at(*points))
    assert len(found["places"]) == len(points)
    assert all(0 <= p["x"] <= found["view"].width and 0 <= p["y"] <= found["view"].height for p in found["places"])


def test_a_country_is_shaded_and_is_no_point():
    found = event_map(at((33.3, 44.4), precision=6))
    assert not found["places"] and [c["code"] for c in found["countries"]] == ["SYR"] and found["countries"][0]["path"]


def test_events_of_one_place_are_one_point_as_large_as_they_are_many():
    found = event_map(at((33.3, 44.4), (36.2, 37.1)))
    more = event_map(own.tables(events=[{**row, "event_id": f"x{n}"} for n, row in enumerate(own.rows()["events"][:1] * 9)]))
    assert [p["n"] for p in more["places"]] == [9] and more["places"][0]["r"] > found["places"][0]["r"]


def test_cities_lie_on_land_and_oceans_do_not():
    """The outline against places that nobody doubts: an even-odd test on the polygons that the map draws."""
    land = [(2.35, 48.86), (44.4, 33.3), (116.4, 39.9), (-99.1, 19.4), (178.0, 67.0), (-58.4, -34.6)]
    water = [(-30.0, 0.0), (-140.0, 20.0), (75.0, -20.0), (51.0, 42.0), (178.0, 40.0)]  # 51, 42 is the Caspian Sea
    assert [_inside(*p) for p in land] == [True] * len(land)
    assert [_inside(*p) for p in water] == [False] * len(water)


def _inside(longitude: float, latitude: float) -> bool:
    """Ray casting over the path of the world's land."""
    x, y = WORLD.at(longitude, latitude)
    crossings = 0
    for ring in outline.land(WORLD).split("M")[1:]:
        first, _, steps = ring.rstrip("Z").partition("l")
        points = [tuple(map(float, first.split()))]
        numbers = list(map(float, steps.split()))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossings += 1
    return crossings % 2 == 1


def test_a_closer_view_has_finer_lines():
    far, near = View(-170, -56, 190, 78, 960), View(40, 30, 50, 36, 960)
    assert len(outline.country("IRQ", near)) > len(outline.country("IRQ", far)) > 0


def test_who_is_named_in_a_statement_is_spoken_about():
    found = voices([own.tables()], own.tables()["actors"])
    assert [(p["speaker"], p["other"], p["stance"], p["n"]) for p in found["pairs"]] == [
        ("General Omar Haddad", "the rebels", "against", 1),
        ("rescue workers", "Government forces", "about", 1),
    ]
    assert [node["name"] for node in found["left"]] and len(found["bands"]) == 2


def test_nothing_to_draw_is_nothing():
    empty = own.tables(**{name: [] for name in own.rows()})
    assert (timeline(empty), event_map(empty), voices([empty], empty["actors"])) == (None, None, None)
