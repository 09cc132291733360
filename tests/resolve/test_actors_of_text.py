"""Who is who in texts as the reader reads them: countries, offices and owners of people whom no registry knows."""

from __future__ import annotations

from functools import cache

import jsonschema
import pytest
import yaml

from sitrep.coder import code
from sitrep.knowledge.lexicon import HERE
from sitrep.parse.article import parse_text

OFFICIALS = (
    "An official of Hamas, Sami Barakat, accused Israel of stalling.\n\n"
    "Egypt's foreign minister met his Iranian counterpart in Cairo. The mayor of Istanbul, Cem Aydin, called for protests. "
    "The EU's ambassador walked out, and a Western diplomat said the meeting was a failure."
)
SCHOOL = (
    "Gunmen took 30 pupils from a school in Nigeria's Zamfara state on Wednesday, residents and police said.\n\nPolice spokesman Yusuf "
    "Danladi said two guards were shot dead. Amnesty International called on the authorities to protect children, while the United States "
    "embassy in Abuja warned its citizens not to travel to Nigeria. Nigeria's army said it had sent troops."
)
COUP = (
    "LIBREVILLE, March 4 (Reuters) - Soldiers said on state television that they had overthrown President Paul Ondo of Gabon.\n\n"
    "Colonel Luc Mba said the borders were closed until further notice. The United States said it was suspending aid. "
    '"We are deeply concerned," State Department spokeswoman Ellen Park told reporters in Washington. People celebrated in Port-Gentil.'
)
TRUCE = (
    "Israel and Hamas have agreed to extend their truce, mediator Qatar said on Monday.\n\n"
    "Under the deal, Hamas will free 20 hostages, Qatari foreign ministry spokesman Majed al-Ansari said. "
    "Health officials in Hamas-run Gaza said 40 people had been killed. "
    '"It was loud," said a waitress who asked not to be named. Antony Blinken will visit Israel and the West Bank. '
    "A survivor told the charity Alarm Phone that food was short. "
    '"Help comes late," said Ana Costa of the International Organization for Migration.'
)


@cache
def actors(text: str) -> dict[str, dict]:
    return {a["name"]: a for a in code(parse_text(text))["actors"]}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (OFFICIALS, "Cem Aydin", "TUR"),  # the seat in his office, not the country that the article is about
        (OFFICIALS, "EU's ambassador", None),  # of many states
        (SCHOOL, "its citizens", "USA"),  # the embassy's, the subject of their own clause
        (SCHOOL, "Yusuf Danladi", "NGA"),
        (COUP, "Paul Ondo", "GAB"),  # where the report was filed tells as well
        (COUP, "Luc Mba", "GAB"),
        (TRUCE, "Health officials in Hamas-run Gaza", "PSE"),  # who runs a place is not who lives there
        (TRUCE, "Ana Costa", None),  # of a body of many states
    ],
)
def test_a_country_comes_from_the_nearest_that_tells_it(text, name, country):
    assert actors(text)[name]["country"] == country


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (OFFICIALS, "Cem Aydin", "mayor of Istanbul"),
        (SCHOOL, "Yusuf Danladi", "Police spokesman"),
        (COUP, "Ellen Park", "State Department spokeswoman"),
        (COUP, "Luc Mba", "Colonel"),
        (TRUCE, "Majed al-Ansari", "Qatari foreign ministry spokesman"),
    ],
)
def test_an_office_is_the_words_before_the_name(text, name, role):
    assert actors(text)[name]["role"] == role


def test_a_description_with_a_name_beside_it_is_nobody_spoken_of_before():
    assert {"Sami Barakat", "Cem Aydin"} <= set(actors(OFFICIALS))


def test_joint_sources_are_two():
    names = set(actors(SCHOOL))
    assert {"residents", "Nigerian police"} <= names
    assert "residents and police" not in names


def test_a_direction_is_no_place():
    assert "Sri Lanka" not in actors(OFFICIALS)


def test_when_the_day_is_unknown_a_minister_is_one():
    """Whoever the text calls prime minister was one when it was written, whoever held the office since."""
    dahal = actors("Prime Minister Pushpa Kamal Dahal flew to the area in Nepal and accused officials of delays.")["Pushpa Kamal Dahal"]
    assert dahal["sector"] == "GOV"


def test_what_kind_of_participant_a_name_or_description_is():
    found = actors(TRUCE)
    assert found["waitress"]["kind"] == "person"
    assert found["Alarm Phone"]["sector"] == "NGO"
    assert found["Ana Costa"]["sector"] == "IGO"
    assert "West Bank" not in found  # a place, whatever its last word


def test_the_others_of_a_list_are_those_not_told_of():
    text = (
        "Police named the suspects as Ivo Balan, Petr Cernik, Dana Hruba, Jan Novotny and Eva Malik.\n\n"
        "Balan and Cernik were arrested in Brno on Monday. The other three were charged by prosecutors on Friday."
    )
    rows = code(parse_text(text))
    names = {a["actor_id"]: a["name"] for a in rows["actors"]}
    charged = next(e for e in rows["events"] if e["trigger"] == "charged")
    assert {names[i] for i in charged["recipient_ids"]} == {"Dana Hruba", "Jan Novotny", "Eva Malik"}


CABINET = (
    "President Vesna Horvat accepted the resignation of Ivan Kovac on Sunday and asked Marko Babic to form a government. "
    "She thanked Kovac and appealed to the parties to end their quarrel."
)
FERRY = "The MV Blue Star was carrying 80 people when it went down off Kenya, coast guard spokesman Peter Mwangi said. He blamed the wind."


def test_given_names_tell_who_she_is():
    text = code(parse_text(CABINET))
    names = {a["actor_id"]: a["name"] for a in text["actors"]}
    thanked = next(e for e in text["events"] if e["trigger"] == "thanked")
    assert [names[i] for i in thanked["actor_ids"]] == ["Vesna Horvat"]


def test_a_ship_is_nobody():
    assert {s["speaker_name"] for s in code(parse_text(FERRY))["statements"]} == {"Peter Mwangi"}


def test_a_description_ends_where_it_runs_on():
    found = actors("A court in Nairobi on Tuesday jailed a banker. Judges appealed to donors for 20 million dollars to rebuild the court.")
    assert {"court in Nairobi", "donors"} <= set(found)


def test_given_names_are_of_one_gender_each():
    data, schema = (yaml.safe_load((HERE / name).read_text(encoding="utf-8")) for name in ("given_names.yaml", "given_names.schema.yaml"))
    jsonschema.validate(data, schema)
    assert not set(data["f"]) & set(data["m"])


def test_a_counterpart_is_a_person_in_office():
    found = actors("Defence Minister Dov Levi met his Cypriot counterpart in Nicosia. Banda beat his rival.")
    assert found["his Cypriot counterpart"]["kind"] == "person" and found["his Cypriot counterpart"]["sector"] == "GOV"


def test_who_calls_another_a_traitor_is_not_he():
    found = actors("Prosecutor Petra Novak questioned Ivan Kral. Vice President Rosa Diaz called Kral a traitor.")
    assert {"Rosa Diaz", "Ivan Kral"} <= set(found)


def test_a_nickname_stands_inside_a_name():
    found = actors('A court ruled that Peru\'s former spy chief, Juan "El Zorro" Gomez, can be extradited. Gomez denied the charges.')
    assert found['Juan "El Zorro" Gomez']["country"] == "PER" and "Gomez" not in found


def test_an_age_is_part_of_a_description_and_no_number_of_people():
    text = (
        "A 14-year-old boy from Lagos was arrested by police on Friday. The boy was freed on Sunday, his lawyer said. "
        "Some 20-30 protesters were arrested by police in Kano."
    )
    events = code(parse_text(text, published="2021-06-25"))
    names = {a["actor_id"]: a["name"] for a in events["actors"]}
    recipients = [[names[i] for i in e["recipient_ids"]] for e in events["events"] if e["event_type"] in ("COERCE", "RETREAT")]
    assert recipients == [["14-year-old boy from Lagos"], ["14-year-old boy from Lagos"], ["protesters"]]
