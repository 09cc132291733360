"""Where a deed happened, by words beside it (CODEBOOK "place"): the clause around it, who took part, whose country it was."""

import functools

import pytest

from sitrep.article import RawDocument
from sitrep.coder import code
from sitrep.parse import parse
from sitrep.read import reader
from sitrep.resolve.places import find_places


@functools.cache
def events(text):
    meta = {"title": "News", "published": "2021-06-25"}
    rows = code(parse(RawDocument("x", text.encode(), "text/plain", meta)))
    return [(e["event_type"], e["place_text"], e["country"]) for e in rows["events"]]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Gunmen in Kabul killed a judge on Friday.", ("ASSAULT", "Kabul", "AFG")),
        ("The judge was shot as he was leaving a mosque in Herat.", ("ASSAULT", "Herat", "AFG")),
        ("Police were sent to Herat, where gunmen had killed a judge.", ("ASSAULT", "Herat", "AFG")),
        ("Peru's president said in Madrid that gunmen killed three judges in his country on Friday.", ("ASSAULT", "his country", "PER")),
        ("MADRID, June 25 - Soldiers fired rockets into Chilean territory on Friday.", ("ASSAULT", "Chilean territory", "CHL")),
    ],
)
def test_words_beside_the_deed_say_where_it_happened(text, event):
    assert event in events(text)


@pytest.mark.parametrize(
    "text",
    [
        "The judge was shot in Lima as he was leaving a mosque in Herat.",  # its own place says more
        "The judge was shot before he flew to Herat.",
        "A judge from Herat was shot.",
    ],
)
def test_other_words_do_not(text):
    assert all(place != "Herat" for _, place, _ in events(text))


def test_the_territory_of_a_state_is_in_it():
    found = find_places(reader().read("Troops crossed into Chilean territory and Peruvian airspace, a Bolivian officer said."))
    assert [(p.text, p.country) for p in found] == [("Chilean territory", "CHL"), ("Peruvian airspace", "PER")]


def test_reports_are_filed_from_towns_that_are_known():
    text = "Osorno, 18 Jan 89 -- A bomb went off in an alley."
    assert [p.country for p in find_places(reader().read(text), datelines=True)] == ["CHL"]


def test_a_quarter_lies_in_the_country_from_which_it_is_reported():
    text = "San Salvador, 18 Jan 89 (Radio Uno) -- A bomb exploded in the San Miguelito neighborhood."
    assert {p.country for p in find_places(reader().read(text))} <= {"SLV", None}


def test_a_quarter_of_a_town_lies_there():
    text = "Managua, 18 Jan 89 (Radio Uno) -- A bomb exploded in Brisas, a San Salvador neighborhood."
    assert next(p for p in find_places(reader().read(text)) if "Salvador" in p.text).country == "SLV"
