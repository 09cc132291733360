"""Names, titles and bodies as running news has them: one actor for whom it means, under the name that is theirs."""

from __future__ import annotations

from functools import cache

import pytest

from sitrep.coder import code
from sitrep.parse.article import parse_text

SURNAMES = (
    "Leila Berlin, a nurse who worked for the Temple of the Seventh Sun, said the temple had held her for months.\n\n"
    "Berlin was born in Norway. Berlin claims that guards took her passport away. Berlin also says she was beaten."
)
OFFICES = (
    "Minister of Transport Amina Sule said the bridge would be closed on Tuesday.\n\n"
    "Secretary for Housing Mr. Okafor said repairs would take a year. Chairman of the Harbour League Tobias Renner told Radio Five "
    'the ships "cannot wait". The public prosecutor, Ida Lund, said the builders had lied. Mr. Lund was not in court.\n\n'
    "The secretary general of the Fishermen's Circle, Jon Berge, accused the city of negligence."
)
BODIES = (
    "The United Kingdom Home Office said on Friday that it would review the camp. Critics had accused the Home Office of neglect.\n\n"
    "Ghana's Cocoa Growers Authority condemned the plan. The Cocoa Growers Authority said prices would fall."
)
PARTIES = (
    "New Dawn's Peter Lim condemned the police on Monday after the vote.\n\nLim accused the mayor of fraud and resigned from New Dawn."
)


@cache
def coded(text: str) -> dict:
    return code(parse_text(text))


def speakers(text: str) -> list[str | None]:
    return [s["speaker_name"] for s in coded(text)["statements"]]


def actor(text: str, name: str) -> dict:
    return next(a for a in coded(text)["actors"] if a["name"] == name)


def test_a_surname_wins_over_the_capital_of_the_same_name():
    assert speakers(SURNAMES) == ["Leila Berlin"] * len(speakers(SURNAMES)) != []
    assert "Germany" not in {a["name"] for a in coded(SURNAMES)["actors"]}


@pytest.mark.parametrize(
    ("name", "role", "sector"),
    [
        ("Amina Sule", "Minister of Transport", "GOV"),  # the complement parts the office from the name
        ("Okafor", "Secretary for Housing", "GOV"),  # a form of address is no office
        ("Tobias Renner", "Chairman of the Harbour League", "CVL"),
        ("Ida Lund", "public prosecutor", "JUD"),
        ("Jon Berge", "secretary general of the Fishermen's Circle", "CVL"),  # and no general
    ],
)
def test_an_office_with_its_complement_before_the_name(name, role, sector):
    assert (actor(OFFICES, name)["role"], actor(OFFICES, name)["sector"]) == (role, sector)


def test_the_states_name_before_a_body_makes_no_other_body():
    names = [a["name"] for a in coded(BODIES)["actors"]]
    assert [n for n in names if "Home Office" in n] == ["Home Office"]
    assert len([n for n in names if "Cocoa Growers Authority" in n]) == 1


def test_a_party_before_the_name_is_the_affiliation():
    lim = actor(PARTIES, "Peter Lim")
    affiliations = {a["actor_id"]: a["name"] for a in coded(PARTIES)["actors"]}
    assert affiliations[lim["affiliation_id"]] == "New Dawn"
    assert "New Dawn's Peter Lim" not in affiliations.values()
