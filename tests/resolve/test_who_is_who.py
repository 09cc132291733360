"""Names, titles and bodies as running news has them: one actor for whom it means, under the name that is theirs."""

from __future__ import annotations

from functools import cache

import pytest

from sitrep.coder import code
from sitrep.parse.article import parse_text
from sitrep.resolve.registry import registry

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


HEADLINE = (
    "Danish nurse says ship's owners held her for years\n\n"
    "Ida Lund, a Danish nurse, has claimed that the owners of the ship held her for years.\n\n"
    "Photos of the deck showed blood and broken glass. The security lapses raise questions about the port. "
    "Figures from the coast guard show that crimes at sea have doubled."
)
SPOKE_ON = (
    'The lawmaker Marta Ruiz said the plan was "a disgrace" once the United Nations High Commissioner for Refugees had faulted it. '
    'She continued: "We will vote against it."'
)


def test_a_headlines_description_is_whom_the_lead_describes_so():
    assert speakers(HEADLINE)[:2] == ["Ida Lund", "Ida Lund"]
    assert "Danish nurse" not in {a["name"] for a in coded(HEADLINE)["actors"]}


def test_pictures_and_lapses_say_nothing_and_numbers_speak_for_their_issuer():
    assert speakers(HEADLINE)[2:] == ["Danish Coast Guard"]


def test_she_continued_is_who_spoke_before():
    assert speakers(SPOKE_ON)[-1] == "Marta Ruiz"


@pytest.mark.parametrize(
    ("words", "sector"),
    [("chief financial officer", "BUS"), ("psychology major", "EDU"), ("team captain", "CVL"), ("army captain", "MIL"), ("Major", "MIL")],
)
def test_a_rank_is_one_in_the_forces_only(words, sector):
    assert registry().title(words).sector == sector


LODGE = (
    "Officials of the Amber Lodge said on Monday that the lodge had paid its taxes. A man fled from a secret group "
    "within the Amber Lodge called the Silver Ring on Sunday. The Silver Ring accused the police of spying.\n\n"
    "Goran Babic was forced to resign as transport minister after he admitted that he had taken money. "
    "The Union of Freethinkers and Sceptics condemned him, and the Union of Railway Workers demanded a trial."
)


def test_officials_of_an_unknown_body_are_not_the_government():
    lodge = next(a for a in coded(LODGE)["actors"] if a["name"].startswith("Officials"))
    assert lodge["sector"] != "GOV"


def test_a_wing_is_not_the_body_that_it_is_of():
    assert "Silver Ring" in speakers(LODGE)


def test_the_office_that_one_resigns_from_is_his():
    assert (actor(LODGE, "Goran Babic")["role"], actor(LODGE, "Goran Babic")["sector"]) == ("transport minister", "GOV")


def test_only_a_union_of_workers_is_labour():
    sectors = {a["name"]: a["sector"] for a in coded(LODGE)["actors"]}
    assert (sectors["Union of Freethinkers and Sceptics"], sectors["Union of Railway Workers"]) == ("SOC", "LAB")
