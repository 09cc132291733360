"""Names that the text itself equates, and those that it does not. Trees are written out, so that no model is needed."""

from __future__ import annotations

import pytest
from written_trees import actors, read

from sitrep.resolve.actor_renamings import abbreviates

OSEI = "[PER Kofi/PROPN/NNP/nsubj/10 Osei/PROPN/NNP/flat/1 ]"


def test_also_known_as():
    doc = read(
        f"{OSEI} ,/PUNCT/,/punct/5 also/ADV/RB/advmod/5 known/VERB/VBN/acl/1 as/ADP/IN/case/7 [PER Abu/PROPN/NNP/obl/5 "
        "Nasr/PROPN/NNP/flat/7 ] ,/PUNCT/,/punct/5 fled/VERB/VBD/root/0 ./PUNCT/./punct/10"
    )
    _, (osei, abu_nasr) = actors(doc, "Kofi Osei", "Abu Nasr")
    assert osei == abu_nasr


def test_a_translation_in_brackets():
    doc = read(
        "[ORG Harakat/PROPN/NNP/nsubj/9 Sabah/PROPN/NNP/flat/1 ] (/PUNCT/-LRB-/punct/6 or/CCONJ/CC/cc/6 [ORG Dawn/PROPN/NNP/compound/6 "
        "Movement/PROPN/NNP/appos/1 ] )/PUNCT/-RRB-/punct/6 has/AUX/VBZ/aux/9 split/VERB/VBN/root/0 ./PUNCT/./punct/9"
    )
    _, (arabic, english) = actors(doc, "Harakat Sabah", "Dawn Movement")
    assert arabic == english


def test_an_acronym_that_is_not_made_of_initials():
    doc = read(
        "The/DET/DT/det/4 [ORG Volta/PROPN/NNP/compound/4 Basin/PROPN/NNP/compound/4 Authority/PROPN/NNP/nsubj/8 ] (/PUNCT/-LRB-/punct/6 "
        "[ORG VOLBASA/PROPN/NNP/appos/4 ] )/PUNCT/-RRB-/punct/6 agreed/VERB/VBD/root/0 ./PUNCT/./punct/8"
    )
    _, (name, acronym) = actors(doc, "The Volta Basin Authority", "VOLBASA")
    assert name == acronym


def test_an_agency_in_brackets_is_another_body():
    """ "… the National Petroleum Company (REUTERS)": no abbreviation of the name."""
    doc = read(
        "The/DET/DT/det/3 [ORG Petroleum/PROPN/NNP/compound/3 Company/PROPN/NNP/nsubj/7 ] (/PUNCT/-LRB-/punct/5 "
        "[ORG REUTERS/PROPN/NNP/appos/3 ] )/PUNCT/-RRB-/punct/5 agreed/VERB/VBD/root/0 ./PUNCT/./punct/7"
    )
    _, (company, agency) = actors(doc, "The Petroleum Company", "REUTERS")
    assert company != agency


@pytest.mark.parametrize(
    ("acronym", "name", "yes"),
    [
        ("NAVCENT", "U.S. Naval Forces Central Command", True),
        ("UNSMIL", "United Nations Support Mission in Libya", True),
        ("AFRICOM", "United States Africa Command", True),
        ("NATO", "Libyan National Army", False),
        ("AFP", "Free Syrian Army", False),
    ],
)
def test_acronyms_are_found_in_their_names(acronym, name, yes):
    assert abbreviates(acronym, name) is yes


def test_an_office_before_a_comma_is_who_is_named_after_it():
    """Even where the tree makes the name a subject of its own: "They met the envoy, Ama Boateng, in Accra"."""
    doc = read(
        "They/PRON/PRP/nsubj/2 met/VERB/VBD/root/0 the/DET/DT/det/4 envoy/NOUN/NN/obj/2 ,/PUNCT/,/punct/4 [PER Ama/PROPN/NNP/nsubj/2 "
        "Boateng/PROPN/NNP/flat/6 ] ,/PUNCT/,/punct/6 in/ADP/IN/case/10 [LOC Accra/PROPN/NNP/obl/2 ] ./PUNCT/./punct/2"
    )
    _, (envoy, boateng) = actors(doc, "the envoy", "Ama Boateng")
    assert envoy == boateng


def test_an_office_that_has_a_name_is_not_given_another():
    """ "Minister Kofi Osei arrived. They met the minister, Ama Boateng, in Accra": two ministers."""
    doc = read(
        "Minister/PROPN/NNP/nmod:desc/2 [PER Kofi/PROPN/NNP/nsubj/4 Osei/PROPN/NNP/flat/2 ] arrived/VERB/VBD/root/0 ./PUNCT/./punct/4",
        "They/PRON/PRP/nsubj/2 met/VERB/VBD/root/0 the/DET/DT/det/4 minister/NOUN/NN/obj/2 ,/PUNCT/,/punct/4 [PER Ama/PROPN/NNP/nsubj/2 "
        "Boateng/PROPN/NNP/flat/6 ] ,/PUNCT/,/punct/6 in/ADP/IN/case/10 [LOC Accra/PROPN/NNP/obl/2 ] ./PUNCT/./punct/2",
    )
    _, (osei, boateng) = actors(doc, "Minister Kofi Osei", "Ama Boateng")
    assert osei != boateng


def test_the_chief_of_plans_is_not_the_chief_of_staff():
    sentence = "The/DET/DT/det/2 chief/NOUN/NN/nsubj/5 of/ADP/IN/case/4 {}/NOUN/NNS/nmod/2 left/VERB/VBD/root/0 ./PUNCT/./punct/5"
    doc = read(sentence.format("staff"), sentence.format("plans"), sentence.format("staff"))
    _, (staff, plans, again) = actors(doc, "The chief of staff", "The chief of plans", ("The chief of staff", 1))
    assert staff == again
    assert staff != plans
