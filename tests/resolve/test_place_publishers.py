"""Where an article is published helps to tell its places apart."""

import csv
from importlib.resources import files

import pytest
import spacy

from sitrep.resolve.place_gazetteer import country_entries, lookup
from sitrep.resolve.place_publishers import home_of
from sitrep.resolve.places import find_places

NLP = spacy.blank("en")
TEXT = "A man was shot in Richmond on Friday, police said."


@pytest.mark.parametrize(
    ("url", "country", "unit"),
    [
        ("https://www.heraldscotland.com/news/1", "GBR", "GB-SCT"),
        ("timesdispatch.com", "USA", "US-VA"),
        ("https://edition.dawn.com/", "PAK", None),
        ("https://example.ie/story", "IRL", None),
    ],
)
def test_known_media_and_national_domains(url, country, unit):
    home = home_of(url)
    assert (home.country, home.admin1_code) == (country, unit)


@pytest.mark.parametrize("url", [None, "", "https://www.reuters.com/world", "not a url", "http://[", "https://news.example.io/"])
def test_others_tell_nothing(url):
    assert home_of(url) is None


def test_a_place_in_the_name_of_a_medium():
    assert home_of("https://www.mombasaherald.com/x").names == {"mombasa"}


@pytest.mark.parametrize(("url", "unit"), [("https://www.timesdispatch.com/a", "US-VA"), ("https://www.sfgate.com/a", "US-CA")])
def test_the_home_decides_between_places_of_one_name(url, unit):
    (place,) = find_places(NLP(TEXT), url=url)
    assert place.admin1_code == unit


def test_every_publisher_has_a_country_and_a_town_of_it():
    with (files("sitrep.knowledge") / "publishers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({r["host"] for r in rows}) == len(rows)
    for row in rows:
        assert row["country"] in country_entries(), row
        towns = [h.entry for h in lookup(row["city"]) if h.entry.kind == "city"] if row["city"] else None
        assert towns is None or any(t.country == row["country"] and row["admin1_code"] in {"", t.admin1_code} for t in towns), row
