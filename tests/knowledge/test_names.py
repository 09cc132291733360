"""Spellings of one name are told from names that only look alike."""

import csv
from pathlib import Path

import pytest

from sitrep.resolve.names import acronym_key, is_acronym_of, normalise, same_spelling, surname
from sitrep.resolve.registry import registry

SPELLINGS = Path(__file__).parent / "spellings.csv"


def pairs(same: str) -> list[tuple[str, str]]:
    with SPELLINGS.open(encoding="utf-8", newline="") as lines:
        return [(r["one"], r["other"]) for r in csv.DictReader(x for x in lines if not x.startswith("#")) if r["same"] == same]


@pytest.mark.parametrize(("one", "other"), pairs("yes"))
def test_spellings_of_one_name(one, other):
    assert same_spelling(one, other) and same_spelling(other, one)


@pytest.mark.parametrize(("one", "other"), pairs("no"))
def test_names_that_only_look_alike(one, other):
    assert not same_spelling(one, other) and not same_spelling(other, one)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("The Ministry of Defence’s", "ministry of defense"),
        ("Türkiye", "turkiye"),
        ("U.S.", "us"),
        ("the Taliban's", "taliban"),
        ("Médecins Sans Frontières", "medecins sans frontieres"),
        ("Hashd al-Shaabi", "hashd al shaabi"),
        ("Sana’a", "sanaa"),
        ("B’Tselem", "btselem"),
    ],
)
def test_normal_form(written, key):
    assert normalise(written) == key


@pytest.mark.parametrize(
    ("written", "key"), [("U.S.", "US"), ("the UN", "UN"), ("G7", "G7"), ("us", None), ("Nato", None), ("Islamic State", None)]
)
def test_acronyms_are_known_by_their_capitals(written, key):
    assert acronym_key(written) == key


@pytest.mark.parametrize(
    ("acronym", "name", "fits"),
    [
        ("PMF", "Popular Mobilization Forces", True),
        ("MoD", "Ministry of Defence", True),
        ("UNHCR", "United Nations High Commissioner for Refugees", True),
        ("SDF", "Syrian Democratic Forces", True),
        ("PMU", "Popular Mobilization Forces", False),
        ("who", "World Health Organization", False),
        ("WHO", "World Health Organization", True),
        ("FSA", "Syrian Army", False),
    ],
)
def test_acronym_of_a_name(acronym, name, fits):
    assert is_acronym_of(acronym, name) is fits


@pytest.mark.parametrize(
    ("person", "family"),
    [
        ("Joe Biden", "Biden"),
        ("Mohammed bin Salman", "bin Salman"),
        ("Bashar al-Assad", "Assad"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("Kim Jong-un", "Kim"),
        ("Xi Jinping", "Xi"),
        ("Ban Ki-moon", "Ban"),
        ("Martin Luther King Jr.", "King"),
        ("Lula", "Lula"),
    ],
)
def test_family_name(person, family):
    assert registry().surname(person) == family


def test_family_name_takes_its_lists_from_the_caller():
    assert surname("Anna de Groot", particles={"de"}, suffixes=(), family_first=()) == "de Groot"
