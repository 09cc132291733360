"""Whatever the text: places that exist on earth, dates that exist in the calendar."""

from datetime import date, timedelta

import numpy as np
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.resolve.dates import find_times, times_record
from sitrep.resolve.place_gazetteer import admin1_names, columns, country_entries, entry
from sitrep.resolve.places import find_places, places_record

NLP = spacy.blank("en")
WORDS = (
    "Iraq Syria’s Baghdad Paris Texas Georgia Anbar Mosul Ga. U.S. Washington Springfield St. Louis al-Hasakah County province border "
    "with northern in of near the The and , . ( ) - – ' \n\n Police "
    "Monday last week two days earlier June 3 2019 1990s Q2 since until early "
    "between March 1 2020-13-45 31/12/99 12/31/1999 midnight yesterday Christmas Ramadan hundred next February 30 century 0000 9999"
).split(" ")
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
DAYS = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))


@settings(max_examples=200, deadline=None)
@given(TEXTS, DAYS)
def test_every_interval_of_days_begins_before_it_ends(text, published):
    for time in find_times(text, published):
        assert text[time.start : time.end] == time.text
        assert (time.first is None) == (time.last is None)
        assert time.first is None or time.first <= time.last
        assert time.precision in {"day", "week", "month", "year", "unknown"}
        if time.precision == "day" and time.first is not None:
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
        if place.kind in {"country", "border"}:
            assert place.latitude is None, "a point invented"


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from([None, "https://www.heraldscotland.com/a", "http://", "x", "lagosherald.com", "https://[::1]/"]))
def test_every_toponym_for_scoring_has_a_whole_point_or_none(text, url):
    for row in places_record(NLP(text), url=url)["toponyms"]:
        assert text[row["start"] : row["end"]] == row["text"]
        assert (row["lat"] is None) == (row["lon"] is None) == (row["basis"] is None)
        assert row["lat"] is None or (-90 <= row["lat"] <= 90 and -180 <= row["lon"] <= 180)


def test_units_of_the_gazetteer_lie_in_the_country_of_their_code():
    table = columns()
    coded = np.flatnonzero(table["admin1"] > 0)[::97]
    assert len(coded) > 1000
    for row in coded:
        place = entry(int(row))
        assert -90 <= place.latitude <= 90 and -180 <= place.longitude <= 180
        if place.admin1_code and place.country:
            assert place.admin1_code in admin1_names()
