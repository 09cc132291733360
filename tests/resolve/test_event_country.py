"""The country of an event whose sentence names no place (CODEBOOK "country"): what the passage tells of, not who is abroad in it."""

import functools
from types import SimpleNamespace

import pytest

from sitrep.article import RawDocument
from sitrep.coder import code
from sitrep.parse import parse
from sitrep.read import reader
from sitrep.resolve.event_country import Setting, setting
from sitrep.resolve.event_setting import find_place
from sitrep.resolve.places import Place


@functools.cache
def countries(text, event_type="ASSAULT"):
    meta = {"title": "News", "published": "2021-06-25"}
    rows = code(parse(RawDocument("x", text.encode(), "text/plain", meta)))
    return [e["country"] for e in rows["events"] if e["event_type"] == event_type]


@pytest.mark.parametrize(
    "text",
    [
        "Colombian police searched for a U.S. citizen on Friday. The Colombian army said gunmen had kidnapped the U.S. citizen.",
        "BOGOTA, June 25 - A bomb exploded outside the Cuban embassy on Friday. The Cuban ambassador was wounded.",
        "BOGOTA, June 25 - A bomb exploded on Friday at the home of Canada's honorary consul.",
    ],
)
def test_embassies_and_citizens_are_in_another_country(text):
    assert set(countries(text)) == {"COL"}


def test_rebels_are_in_the_state_that_they_fight():
    text = "BOGOTA, June 25 - A U.S. engineer is missing, the U.S. company said. The ELN kidnapped the U.S. engineer."
    assert set(countries(text)) == {"COL"}


def test_where_a_deed_is_condemned_it_did_not_happen():
    text = "Nigerian gunmen shot a Nigerian judge in Lagos. The murder was condemned by leaders in Ghana."
    assert set(countries(text)) == {"NGA"}


def test_a_deed_that_is_only_condemned_is_not_where_that_is_filed():
    text = (
        "MONTEVIDEO, June 25 - The president condemned the murder of two Paraguayan senators. The senators had opposed the Paraguayan "
        "government's reform."
    )
    assert set(countries(text)) == {"PRY"}


def test_a_dateline_says_less_of_what_is_only_spoken_of():
    told = Setting(((0, "PRY", 0.75), (1, "PRY", 0.75)), "URY", (0, 100))
    assert told.country(10) == "URY"
    assert told.country(10, spoken_of=True) == "PRY"


def test_a_state_in_front_of_what_was_hit_is_not_where():
    text = "The first raid came in answer to rocket attacks on US targets in neighbouring Syria. Iraq condemned the raid."
    assert "USA" not in countries(text)


@pytest.mark.parametrize("embassies", ["the Swiss and Greek embassies", "the Greek embassy and the Swiss consulate"])
def test_several_embassies_are_in_another_country(embassies):
    assert set(countries(f"Peruvian police defused a bomb outside {embassies}. Another bomb exploded on Friday.")) == {"PER"}


def place(name, country, precision=1):
    return SimpleNamespace(text=name, country=country, countries=(country,) if country else (), precision=precision)


def mention(*places):
    return SimpleNamespace(
        event_type="ASSAULT", places=places, scene=None, countries=frozenset(p.country for p in places if p.country is not None)
    )


def test_of_places_in_one_sentence_the_country_of_most_is_meant():
    village, unit, state = place("Alba", "GTM"), place("Norte Department", "SLV", 4), place("El Salvador", "SLV", 6)
    assert find_place([mention(village, unit, state)]) is unit


def test_of_as_many_places_those_in_the_country_that_the_passage_tells_of_are_meant():
    here, there = place("Alba", "ARG"), place("Brisas", "SLV")
    assert find_place([mention(here, there)], "SLV") is there
    assert find_place([mention(here, there)], None) is here


def test_places_that_the_gazetteer_does_not_have_are_no_evidence():
    doc = reader().read("Soldiers of the Salvadoran army searched Quiltepec on Friday.")
    unlisted = Place(0, 1, "Quiltepec", "Quiltepec", "city", "MEX", ("MEX",))
    assert all(country != "MEX" for _, country, _ in setting(doc, [unlisted], None).evidence)
