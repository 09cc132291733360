"""Whatever the text: places that exist on earth, dates that exist in the calendar."""

import csv
from datetime import date, timedelta
from importlib.resources import files

import numpy as np
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.resolve.dates import find_times, times_record
from sitrep.resolve.place_gazetteer import columns, country_entries, iso3, lookup
from sitrep.resolve.places import find_places, places_record
from sitrep.validate.sense import boxes

NLP = spacy.blank("en")
WORDS = (
    "Iraq Syria’s Baghdad Paris Texas Georgia Anbar Mosul Ga. U.S. Washington Springfield St. Louis al-Hasakah County province border "
    "with northern in of near the The and , . ( ) - – ' \n\n Police "
    "Monday last week two days earlier June 3 2019 1990s Q2 since until early "
    "between March 1 2020-13-45 31/12/99 12/31/1999 midnight yesterday Christmas Ramadan hundred next February 30 century 0000 9999"
).split(" ")
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
DAYS = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))


def lies_in(country, latitude, longitude):
    """In or near a country: in the box of all its places with two degrees to spare. A few territories have no box."""
    west, south, east, north = boxes().get(country, (-180, -90, 180, 90))
    between = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return south <= latitude <= north and between


@settings(max_examples=200, deadline=None)
@given(TEXTS, DAYS)
def test_every_interval_of_days_begins_before_it_ends(text, published):
    for time in find_times(text, published):
        assert text[time.start : time.end] == time.text
        if time.first is None or time.last is None:  # "since 2014" ends with the publication, if its day is known
            assert time.last is None and (time.first is None or published is None or published < time.first)
        else:
            assert time.first <= time.last
        assert time.precision in {"day", "week", "month", "year", "unknown"}
        if time.precision == "day" and time.last not in (None, published):  # what runs since a day runs as long as it does
            assert time.last - time.first <= timedelta(days=366)


@settings(max_examples=100, deadline=None)
@given(TEXTS, DAYS)
def test_dates_are_in_order_and_apart(text, published):
    rows = times_record(text, published)["timexes"]
    assert all(a["end"] <= b["start"] for a, b in zip(rows, rows[1:], strict=False))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_place_lies_on_earth_and_in_its_country(text):
    for place in find_places(NLP(text)):
        assert text[place.start : place.end] == place.text
        assert place.country is None or place.country in country_entries()
        assert place.country is None or place.country in (place.countries or (place.country,))
        assert 1 <= place.precision <= 7
        assert (place.latitude is None) == (place.longitude is None)
        if place.latitude is not None:
            assert -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180
            assert place.country is None or lies_in(place.country, place.latitude, place.longitude)
        if place.kind in {"country", "border"}:
            assert place.latitude is None, "a point invented"


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from([None, "https://www.heraldscotland.com/a", "http://", "x", "lagosherald.com", "https://[::1]/"]))
def test_every_toponym_for_scoring_has_a_whole_point_or_none(text, url):
    for row in places_record(NLP(text), url=url)["toponyms"]:
        assert text[row["start"] : row["end"]] == row["text"]
        assert (row["lat"] is None) == (row["lon"] is None) == (row["basis"] is None)
        assert row["lat"] is None or (-90 <= row["lat"] <= 90 and -180 <= row["lon"] <= 180)


def test_a_unit_has_the_code_of_its_country():
    table = columns()
    countries = np.array(table["countries"])[table["country"]]
    codes = np.array([code.partition("-")[0] for code in table["admin1_codes"]])[table["admin1"]]
    assert (codes != "").sum() > 100_000
    assert ((codes == "") | (codes == countries)).all()


def test_the_point_of_every_city_and_unit_lies_in_or_near_its_country():
    table = columns()
    latitudes, longitudes = table["latitude"] / 1e4, table["longitude"] / 1e4
    for number, iso2 in enumerate(table["countries"]):
        if iso3().get(iso2) in boxes():
            west, south, east, north = boxes()[iso3()[iso2]]
            here = table["country"] == number
            x, y = longitudes[here], latitudes[here]
            between = (west <= x) & (x <= east) if west <= east else (x >= west) | (x <= east)
            assert (between & (south <= y) & (y <= north)).all(), iso2


def test_the_point_of_every_country_and_place_set_down_by_hand_lies_in_or_near_its_country():
    with (files("sitrep.knowledge") / "places.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    places = [*country_entries().values(), *(hit.entry for name in names for hit in lookup(name))]
    pointed = [place for place in places if place.country and place.latitude is not None]
    assert len(pointed) > 600
    assert [place.name for place in pointed if not lies_in(place.country, place.latitude, place.longitude)] == []
    coded = [place for place in pointed if place.admin1_code]
    assert [p.name for p in coded if iso3()[p.admin1_code.partition("-")[0]] != p.country] == []
