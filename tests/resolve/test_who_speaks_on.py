"""Who goes on speaking, and which body a plain noun takes up, in texts as the reader reads them (codebook, "Actors", "Statements")."""

from __future__ import annotations

from functools import cache

import pytest

from sitrep.coder import code
from sitrep.parse.article import parse_text


@cache
def rows(text: str) -> dict:
    return code(parse_text(text))


def speakers(text: str) -> list[str]:
    return [s["speaker_name"] for s in rows(text)["statements"]]


def actors(text: str) -> dict[str, dict]:
    return {a["name"]: a for a in rows(text)["actors"]}


@pytest.mark.parametrize(
    ("text", "last"),
    [
        # The one who spoke, not whom he spoke of.
        (
            "Kenya's interior ministry said two of its rangers had been shot near the park. It did not say by whom.",
            "Kenyan Interior Ministry",
        ),
        ('Governor Abel Musa promised that no pupil would be forgotten. "We will find them," he told the crowd.', "Abel Musa"),
        (
            "The Northern Front of rebel brigades said it had taken the bridge. Some 40 conscripts fled, it said.",
            "Northern Front of rebel brigades",
        ),
    ],
)
def test_who_said_the_last_thing_says_the_next(text, last):
    assert speakers(text)[-1] == last


def test_the_army_is_the_states_and_not_the_rebels_of_that_name():
    text = (
        "Kenya bombed camps of the Lord's Resistance Army on Friday, the Ugandan government said. "
        "The army said in a statement that it had used drones."
    )
    assert "Lord's Resistance Army" not in speakers(text)[-1]


def test_army_and_soldiers_of_a_state_are_one():
    text = "Chad's army said it had sent troops north. Soldiers killed nine bandits, the army said. The armed forces denied abuses."
    assert [name for name in actors(text) if name.startswith("Chadian A")] == ["Chadian Army"]


def test_a_spokeswoman_behind_her_verb_has_her_name():
    text = 'The Interior Department said it was concerned. "We ask for calm," said the department\'s spokeswoman, Ellen Park.'
    assert speakers(text)[-1] == "Ellen Park"


@pytest.mark.parametrize("words", ["The Danish captain", "England captain"])
def test_a_captain_of_a_nation_is_of_a_ship_or_a_team(words):
    text = f"{words} Carl Holm condemned the attack."
    assert actors(text)["Carl Holm"]["sector"] == "CVL"


def test_part_of_a_title_is_no_rank_and_a_paper_is_no_person():
    text = "Twelve people were hurt, according to Prothom Alo, a leading daily. It put the death toll at five."
    found = actors(text)
    assert found["Prothom Alo"]["kind"] == "organization"
    assert speakers(text)[-1] == "Prothom Alo"


def test_attackers_are_the_gunmen_told_before():
    text = "Gunmen killed 12 farmers near Jos in Nigeria on Monday. The assailants came on motorbikes. Residents fled from the attackers."
    assert [name for name, a in actors(text).items() if a["sector"] == "UAF"] == ["Gunmen"]


def test_the_group_is_the_one_that_spoke_last():
    text = 'Mali bombed an Islamist rebel group. The Azawad Front confirmed the raid and vowed revenge. "They will pay," the group said.'
    assert "Azawad Front" in speakers(text)[-1]


def test_who_held_the_post_is_the_minister_spoken_of():
    text = "Ghana's trade minister stepped down on Monday. Esi Boateng, who had held the post since 2021, said she was tired."
    assert "Ghana's trade minister" in actors(text)["Esi Boateng"]["aliases"]


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Police clashed with miners in Lima. Miners wounded 15 officers with stones.", "COP"),
        ("The army said that two officers were arrested.", "MIL"),
    ],
)
def test_officers_are_of_the_force_spoken_of(text, sector):
    assert next(a["sector"] for name, a in actors(text).items() if "officers" in name) == sector


def test_a_force_with_an_adjective_before_it_is_no_person():
    assert actors("The paramilitary Border Guard Forces (BGF) denied responsibility.")["Border Guard Forces"]["kind"] == "organization"


def test_who_asks_not_to_be_named_makes_no_statement():
    assert len(speakers('"They burned the mill," an elder told Reuters, asking not to be named.')) == 1


def test_who_is_told_of_does_not_tell_it():
    text = "Police chief Abel Musa spoke of a plot. A clerk, Carl Holm, drove a van into the gate, he said, while two others kept watch."
    assert speakers(text)[-1] == "Abel Musa"


def test_the_army_is_not_the_navy():
    text = "Peru's navy said two boats were hit. The army was put on full combat alert."
    events = [e for e in rows(text)["events"] if e["event_type"] == "MOBILIZE"]
    assert [e["actor_name"] for e in events] == ["Peruvian Army"]


def test_police_arrest_their_own_officers():
    found = actors("Police in Peru arrested nine of their own officers.")
    assert next(a["sector"] for name, a in found.items() if "officers" in name) == "COP"
