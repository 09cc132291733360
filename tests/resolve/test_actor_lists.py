"""Lists and what takes them up; who is meant beside whom. Trees are written out, so that no model is needed."""

from __future__ import annotations

import pytest
from written_trees import actors, read, span

PAIR = (
    "[PER Rahimi/PROPN/NNP/nsubj/4 ] and/CCONJ/CC/cc/3 [PER Osei/PROPN/NNP/conj/1 ] met/VERB/VBD/root/0 in/ADP/IN/case/6 "
    "[LOC Accra/PROPN/NNP/obl/4 ] ./PUNCT/./punct/4"
)
GROUP = "Police/NOUN/NNS/nsubj/2 watched/VERB/VBD/root/0 protesters/NOUN/NNS/obj/2 ./PUNCT/./punct/2"


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("They", "They/PRON/PRP/nsubj/2 left/VERB/VBD/root/0 ./PUNCT/./punct/2"),
        ("The two men", "The/DET/DT/det/3 two/NUM/CD/nummod/3 men/NOUN/NNS/nsubj/4 left/VERB/VBD/root/0 ./PUNCT/./punct/4"),
        ("Both men", "Both/DET/DT/det/2 men/NOUN/NNS/nsubj/3 left/VERB/VBD/root/0 ./PUNCT/./punct/3"),
        ("The pair", "The/DET/DT/det/2 pair/NOUN/NN/nsubj/3 left/VERB/VBD/root/0 ./PUNCT/./punct/3"),
    ],
)
def test_a_plural_takes_up_the_list_before_it(words, tree):
    doc = read(PAIR, tree)
    found, (rahimi, osei, _) = actors(doc, "Rahimi", "Osei", words)
    assert [a.actor_id for a in found.each(span(doc, words))] == [rahimi.actor_id, osei.actor_id]


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("The three men", "The/DET/DT/det/3 three/NUM/CD/nummod/3 men/NOUN/NNS/nsubj/4 left/VERB/VBD/root/0 ./PUNCT/./punct/4"),
        (
            "The two armed men",
            "The/DET/DT/det/4 two/NUM/CD/nummod/4 armed/ADJ/JJ/amod/4 men/NOUN/NNS/nsubj/5 left/VERB/VBD/root/0 ./PUNCT/./punct/5",
        ),
        ("two men", "Later/ADV/RB/advmod/4 two/NUM/CD/nummod/3 men/NOUN/NNS/nsubj/4 left/VERB/VBD/root/0 ./PUNCT/./punct/4"),
        ("The two women", "The/DET/DT/det/3 two/NUM/CD/nummod/3 women/NOUN/NNS/nsubj/4 left/VERB/VBD/root/0 ./PUNCT/./punct/4"),
    ],
)
def test_another_number_kind_or_description_is_somebody_else(words, tree):
    """ "The two women" may not be two men whose "he" was told before."""
    he = "[PER Osei/PROPN/NNP/nsubj/2 ] raised/VERB/VBD/root/0 his/PRON/PRP$/nmod:poss/4 hand/NOUN/NN/obj/2 ./PUNCT/./punct/2"
    doc = read(PAIR, he, tree)
    found, (rahimi, osei, other) = actors(doc, "Rahimi", "Osei", words)
    assert other.actor_id not in {rahimi.actor_id, osei.actor_id}
    assert other.kind == "group"


def test_they_after_a_later_group_is_that_group():
    doc = read(PAIR, GROUP, "They/PRON/PRP/nsubj/2 left/VERB/VBD/root/0 ./PUNCT/./punct/2")
    _, (rahimi, osei, they) = actors(doc, "Rahimi", "Osei", "They")
    assert they is None or they.actor_id not in {rahimi.actor_id, osei.actor_id}


def test_nobody_meets_himself_across_two_verbs():
    """ "Rahimi met Osei and thanked him": he does not thank himself."""
    doc = read(
        "[PER Rahimi/PROPN/NNP/nsubj/2 ] met/VERB/VBD/root/0 [PER Osei/PROPN/NNP/obj/2 ] and/CCONJ/CC/cc/5 thanked/VERB/VBD/conj/2 "
        "him/PRON/PRP/obj/5 ./PUNCT/./punct/2"
    )
    _, (_, osei, him) = actors(doc, "Rahimi", "Osei", "him")
    assert him == osei


def test_a_name_after_a_description_that_ends_in_a_place_names_the_description():
    """ "a partner in the Gulf, Oman": Oman is the partner, whatever noun the tree hangs the name on."""
    tree = (
        "They/PRON/PRP/nsubj/2 praised/VERB/VBD/root/0 a/DET/DT/det/4 nation/NOUN/NN/obj/2 in/ADP/IN/case/7 the/DET/DT/det/7 "
        "[LOC Gulf/PROPN/NNP/nmod/4 ] ,/PUNCT/,/punct/9 [LOC Oman/PROPN/NNP/appos/7 ] ./PUNCT/./punct/2"
    )
    doc = read(tree)
    _, (nation,) = actors(doc, "a nation in the Gulf")
    assert nation.actor_id == "OMN"


def test_an_ally_of_a_country_is_not_that_country():
    doc = read("A/DET/DT/det/3 [LOC US/PROPN/NNP/compound/3 ] ally/NOUN/NN/nsubj/4 protested/VERB/VBD/root/0 ./PUNCT/./punct/4")
    _, (ally,) = actors(doc, "A US ally")
    assert ally is None or ally.country != "USA"


def test_the_body_in_a_title_is_an_actor_with_a_mention():
    """ "Volta Energy spokesman Kofi Osei": the company is his affiliation and stands among the mentions."""
    doc = read(
        "[ORG Volta/PROPN/NNP/compound/2 Energy/PROPN/NNP/compound/3 ] spokesman/NOUN/NN/nmod:desc/4 [PER Kofi/PROPN/NNP/nsubj/6 "
        "Osei/PROPN/NNP/flat/4 ] spoke/VERB/VBD/root/0 ./PUNCT/./punct/6"
    )
    found, (osei,) = actors(doc, "Volta Energy spokesman Kofi Osei")
    company = next(a for a in found.actors if a.actor_id == osei.affiliation_id)
    assert (company.name, company.kind) == ("Volta Energy", "organization")
    assert [(m.start, m.end) for m in found.mentions if m.actor_id == company.actor_id] == [(0, 12)]


@pytest.mark.parametrize(("noun", "country"), [("villagers", "GHA"), ("pilgrims", None)])
def test_villagers_are_from_where_it_happened_and_pilgrims_from_anywhere(noun, country):
    doc = read(f"Gunmen/NOUN/NNS/nsubj/2 killed/VERB/VBD/root/0 {noun}/NOUN/NNS/obj/2 ./PUNCT/./punct/2")
    found, (who,) = actors(doc, noun)
    (after,) = [a for a in found.with_event_countries({who.actor_id: "GHA"}).actors if a.actor_id == who.actor_id]
    assert after.country == country
