"""A small place abroad is not meant where nothing else in the article speaks for its country (codebook: "place", "country")."""

import functools

import pytest

from sitrep.read import reader
from sitrep.resolve.places import find_places

REPORT = "Honduran police said on Monday that Honduran soldiers had left Tegucigalpa. "


@functools.cache
def places(text):
    return {p.text: p for p in find_places(reader().read(text))}


@pytest.mark.parametrize(
    "sentence",
    [
        "A bomb exploded in the San Roque neighborhood.",
        "Gunmen attacked a bus near a school in the Panama neighborhood.",
    ],
)
def test_a_quarter_lies_in_the_country_that_the_article_tells_of(sentence):
    assert {p.country for p in places(REPORT + sentence).values()} == {"HND"}


def test_a_capital_is_that_of_the_country_spoken_of_not_its_namesake():
    found = places(
        "Salvadoran rebels attacked Salvadoran soldiers in San Salvador. Mexican officials in Mexico City and Guadalajara were shocked."
    )
    assert found["San Salvador"].country == "SLV"


def test_a_large_city_abroad_is_meant():
    assert places(REPORT + "The ship sailed to Hamburg.")["Hamburg"].country == "DEU"


def test_a_direction_alone_is_no_place():
    assert not any(t.startswith("Western") for t in places(REPORT + "Rebels blew up a pylon in the Western region."))


def test_two_hamlets_abroad_do_not_speak_for_each_other():
    found = places(REPORT + "Gunmen attacked San Ramon on Friday. Soldiers returned to Escalon.")
    assert "USA" not in {p.country for p in found.values()}


def test_the_noun_of_a_list_makes_each_name_a_quarter():
    found = places(REPORT + "A report came from Los Angeles. Bombs exploded in the Guadalupe, San Jacinto and El Carmen neighborhoods.")
    assert found["Los Angeles"].country == "USA"
    assert {found[name].country for name in ("Guadalupe", "San Jacinto")} <= {"HND", None}


def test_what_lies_in_a_known_town_lies_in_its_country():
    found = places("Panama City (Panama) -- Rebels held the Altavista neighborhood, in northern Tegucigalpa, a witness said.")
    assert next(p for t, p in found.items() if "Altavista" in t).country == "HND"


def test_a_list_of_quarters_may_have_small_words_in_its_names():
    found = places(REPORT + "Soldiers searched the Guadalupe and Altos de San Jacinto neighborhoods.")
    assert found["Guadalupe"].country in {"HND", None}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The Honduran army said that Honduran soldiers had left Tetuntepe for Tegucigalpa. They flew over Panama.", "HND"),
        ("The Honduran army and Honduran farmers fought over Tetuntepe.", None),
    ],
)
def test_an_unknown_place_lies_where_places_and_adjectives_say(text, country):
    """Adjectives count, but for no country of which the article names no place."""
    unknown = next(p for t, p in places(text).items() if "Tetuntepe" in t)
    assert unknown.country == country
