"""Places as the codebook reads them: the toponym as the text names it, what it means, and how exactly the words tell where."""

from importlib.resources import files

import jsonschema
import pytest
import spacy
import yaml
from spacy.tokens import Span

from sitrep.resolve.place_borders import find_borders
from sitrep.resolve.place_gazetteer import columns, country_entries, lookup
from sitrep.resolve.place_names import key
from sitrep.resolve.places import country_context, find_places, places_record
from sitrep.resolve.registry import registry

NLP = spacy.blank("en")


def read(text, **names):
    """A Doc with the names that a reader would have found: read("…", PER=["Paris Hilton"])."""
    doc = NLP(text)
    ents = [doc.char_span(text.index(n), text.index(n) + len(n), label) for label, group in names.items() for n in group]
    doc.ents = [Span(doc, e.start, e.end, e.label_) for e in ents]
    return doc


def places(text, **names):
    return find_places(read(text, **names))


@pytest.mark.parametrize(
    ("text", "phrase", "name", "kind", "country", "admin1_code", "precision"),
    [
        ("The strikes in Iraq’s Anbar province killed four.", "Anbar province", "Anbar", "adm1", "IRQ", "IQ-AN", 4),
        ("Shells fell on the southern city of Basra overnight.", "Basra", "Basrah", "city", "IRQ", "IQ-BA", 1),
        ("A bomb exploded near Mosul in Iraq.", "Mosul", "Mosul", "city", "IRQ", "IQ-NI", 2),
        ("Rockets landed 20 km north of Kirkuk.", "Kirkuk", "Kirkuk", "city", "IRQ", "IQ-KI", 2),
        ("Fighting went on in northern Syria.", "northern Syria", "Syria", "region", "SYR", None, 5),
        ("He flew from neighboring Iraq.", "neighboring Iraq", "Iraq", "country", "IRQ", None, 6),
        ("They fled from Darfur.", "Darfur", "Darfur", "region", "SDN", None, 5),
        ("Ships left the Red Sea.", "Red Sea", "Red Sea", "water", None, None, 5),
        ("Air raids hit Eastern Ghouta in Syria.", "Eastern Ghouta", "Eastern Ghouta", "region", "SYR", "SY-RD", 5),
        ("The talks were held in Kyiv.", "Kyiv", "Kyiv", "city", "UKR", "UA-30", 1),
    ],
)
def test_place(text, phrase, name, kind, country, admin1_code, precision):
    place = next(p for p in places(text) if p.text == phrase)
    assert (place.name, place.kind, place.country, place.precision) == (name, kind, country, precision)
    assert admin1_code is None or place.admin1_code == admin1_code
    assert text[place.start : place.end] == place.text


def test_a_border_has_two_countries_and_no_point():
    (border,) = [p for p in places("Warplanes hit facilities in the Iraq-Syria border region.") if p.kind == "border"]
    assert (border.country, border.countries, border.latitude, border.precision) == (None, ("IRQ", "SYR"), None, 5)


@pytest.mark.parametrize("text", ["Turkey’s border with Syria", "the border between Turkey and Syria", "the Turkish-Syrian border"])
def test_borders_by_any_name(text):
    assert find_borders(text)[0].countries == ("TUR", "SYR")


@pytest.mark.parametrize("text", ["Fighting went on in northern Syria.", "The envoy left Syria."])
def test_a_country_or_a_part_of_it_gets_no_invented_point(text):
    assert [p.latitude for p in places(text)] == [None]


def test_adjectives_are_no_places_but_say_where_the_article_plays():
    text = "The Iraqi army and Syrian rebels met Iraqis."
    assert places(text) == []
    assert country_context(text) == {"IRQ": 2, "SYR": 1}


def test_a_region_is_no_country():
    assert country_context("Central Americans, Latin American leaders and a West Indian met an American.") == {"USA": 1}
    assert registry().states.of_description("professor of the Central American University".split()) is None


def test_a_dateline_is_no_place_of_an_event():
    assert [p.text for p in places("BAGHDAD, June 28 (Reuters) - Rockets hit a base in Mosul.")] == ["Mosul"]


def test_persons_and_bodies_are_no_places():
    assert places("Paris Hilton met the Bank of China.", PER=["Paris Hilton"], ORG=["Bank of China"]) == []
    assert places("Paris Hilton sang.", PER=["Paris Hilton"]) == []


def test_names_that_only_the_reader_knows_stay():
    (place,) = [p for p in places("Troops entered Qwxyzabad in the south.", LOC=["Qwxyzabad"])]
    assert (place.text, place.country, place.latitude) == ("Qwxyzabad", None, None)


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1_code"),
    [
        ("A man was shot in Athens, Ga., on Friday.", "Athens", "USA", "US-GA"),
        ("A man was shot in Athens, Greece, on Friday.", "Athens", "GRC", None),
        ("Greek police said that a man was shot in Athens.", "Athens", "GRC", None),
        ("The storm hit Paris, Texas, and the Texas coast.", "Paris", "USA", "US-TX"),
        ("The mayor of Paris spoke to the French parliament.", "Paris", "FRA", None),
        ("The Georgian army left Georgia and Russia cheered in Tbilisi.", "Georgia", "GEO", None),
        ("He was tried in Tripoli, Lebanon.", "Tripoli", "LBN", None),
        ("He was tried in Tripoli, the Libyan capital.", "Tripoli", "LBY", "LY-TB"),
    ],
)
def test_context_decides_between_places_of_one_name(text, name, country, admin1_code):
    place = next(p for p in places(text) if p.text == name)
    assert place.country == country
    assert admin1_code is None or place.admin1_code == admin1_code


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("Deir ez-Zor", "Deir al-Zor"),
        ("al-Hasakah", "Hasaka"),
        ("Hodeidah", "Al Hudaydah"),
        ("Zaporizhzhia", "Zaporizhia"),
        ("Hadramout", "Hadhramaut"),
        ("Saladin", "Salahuddin"),
    ],
)
def test_spellings_of_governorates(spelling, other):
    codes = [{h.entry.admin1_code for h in lookup(n) if h.entry.kind == "adm1"} for n in (spelling, other)]
    assert codes[0] & codes[1]


def test_name_keys():
    assert key("St. Louis") == key("Saint Louis")
    assert key("Ta'izz") == key("Taʻizz")
    assert key("Parañaque") == "paranaque"


def test_every_governorate_of_the_conflict_countries_has_its_code():
    table = columns()
    codes = set(table["admin1_codes"])
    for country, number in {"IQ": 18, "SY": 14, "YE": 21, "AF": 34, "UA": 27, "LY": 20}.items():
        assert sum(c.startswith(country + "-") for c in codes) >= number, country


def test_every_country_has_a_point():
    assert [c for c, e in country_entries().items() if e.latitude is None] == []


def test_the_gazetteer_names_its_source():
    data = (files("sitrep.knowledge") / "gazetteer.bin").read_bytes()
    assert b"GeoNames" in data[:300] and len(data) < 15_000_000


def test_record_for_scoring_has_a_point_for_countries_too():
    (row,) = places_record(read("The envoy left Syria."))["toponyms"]
    assert (row["text"], row["lat"], row["lon"]) == ("Syria", 35.0, 38.0)


@pytest.mark.parametrize("text", ["", "Syria" * 3000, "A " * 5000, "In, of, the.", "’s Anbar’s", "Syria-" * 500])
def test_odd_input_never_raises(text):
    find_places(NLP(text))


def test_words_of_place_follow_their_schema():
    folder = files("sitrep.knowledge")
    load = [yaml.safe_load((folder / n).read_text(encoding="utf-8")) for n in ("places.yaml", "places.schema.yaml")]
    jsonschema.validate(*load)


def test_a_long_span_of_the_reader_is_cut_into_its_names():
    text = "The strikes in Iraq’s Anbar province hit west Fallujah."
    found = places(text, LOC=["Iraq’s Anbar province", "west Fallujah"])
    assert [(p.name, p.country) for p in found] == [("Iraq", "IRQ"), ("Anbar", "IRQ"), ("Al Fallūjah", "IRQ")]
