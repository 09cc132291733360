"""Descriptions that take up what was spoken of. Trees are written out, so that no model is needed."""

from __future__ import annotations

import pytest
from written_trees import actors, read

ATTACK = "{}/NOUN/NNS/nsubj/2 attacked/VERB/VBD/root/0 a/DET/DT/det/4 town/NOUN/NN/obj/2 ./PUNCT/./punct/2"
TOLL = "Five/NUM/CD/nummod/2 {}/NOUN/NNS/nsubj:pass/4 were/AUX/VBD/aux:pass/4 killed/VERB/VBN/root/0 ./PUNCT/./punct/4"


@pytest.mark.parametrize(("noun", "one"), [("Militants", True), ("Soldiers", True), ("Residents", False), ("Pilgrims", False)])
def test_five_of_a_force_are_of_the_force_and_five_residents_are_not_all_residents(noun, one):
    doc = read(ATTACK.format(noun), TOLL.format(noun.lower()))
    _, (whole, five) = actors(doc, noun, f"Five {noun.lower()}")
    assert (whole == five) is one


def test_five_other_fighters_are_others():
    doc = read(
        ATTACK.format("Militants"),
        "Five/NUM/CD/nummod/3 Uzbek/ADJ/JJ/amod/3 militants/NOUN/NNS/nsubj:pass/5 were/AUX/VBD/aux:pass/5 killed/VERB/VBN/root/0 "
        "./PUNCT/./punct/5",
        "Five/NUM/CD/nummod/3 masked/ADJ/JJ/amod/3 militants/NOUN/NNS/nsubj:pass/5 were/AUX/VBD/aux:pass/5 killed/VERB/VBN/root/0 "
        "./PUNCT/./punct/5",
    )
    _, (whole, uzbek, masked) = actors(doc, "Militants", "Five Uzbek militants", "Five masked militants")
    assert len({whole.actor_id, masked.actor_id}) == 2
    assert uzbek.country == "UZB"


def test_whom_one_speaks_to_is_whom_one_urges():
    doc = read(
        "[PER Osei/PROPN/NNP/nsubj/2 ] spoke/VERB/VBD/root/0 to/ADP/IN/case/4 elders/NOUN/NNS/obl/2 about/ADP/IN/case/6 "
        "smugglers/NOUN/NNS/obl/2 ./PUNCT/./punct/2",
        "He/PRON/PRP/nsubj/2 urged/VERB/VBD/root/0 them/PRON/PRP/obj/2 on/ADV/RB/advmod/2 ./PUNCT/./punct/2",
    )
    _, (elders, smugglers, them) = actors(doc, "elders", "smugglers", "them")
    assert them == elders != smugglers


def test_the_other_three_are_a_group():
    doc = read("The/DET/DT/det/3 other/ADJ/JJ/amod/3 three/NUM/CD/nsubj/4 fled/VERB/VBD/root/0 ./PUNCT/./punct/4")
    _, (three,) = actors(doc, "The other three")
    assert three.kind == "group"
