"""Ambiguous triggers: the same word attacks a town, a policy, or nothing at all."""

import numpy as np
import pytest

from sitrep.extract.event_senses import TYPES, WEIGHTS, candidates, features
from sitrep.extract.events import find_events
from sitrep.extract.triggers import find_trigger, senses
from sitrep.read import reader
from sitrep.train.trigger_senses import uses

SMALLEST = 1_000_000  # bytes that the weights may take in the package


def types(sentence):
    return {m.event_type for m in find_events(reader().read(sentence))}


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("Warplanes hit an oil refinery near the frontier on Sunday.", "ASSAULT"),
        ("Postal workers went on strike on Tuesday over pay and pensions.", "PROTEST"),
        ("Jets struck a weapons depot of a militia outside the town.", "ASSAULT"),
        ("Soldiers fired on the crowd from the roof of the barracks.", "ASSAULT"),
        ("The tribunal charged two officers with war crimes.", "ACCUSE"),
        ("Thousands marched on the ministry to demand jobs.", "PROTEST"),
        ("Detectives raided the office of the human rights group.", "COERCE"),
    ],
)
def test_the_sense_that_reports_an_event(sentence, event_type):
    assert event_type in types(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The harvest was hit by a late frost in the vineyards.",
        "Her first single hit the charts in June.",
        "The winger fired the ball over the bar.",
        "The café charges four euros for a coffee.",
        "The fair opens on 6 March and closes two weeks later.",
        "The children raided the biscuit tin.",
        "A struck match lit the candle on the cake.",
        "The pianist attacked the sonata with great energy.",
    ],
)
def test_the_sense_that_reports_none(sentence):
    assert not types(sentence)


def test_only_what_the_lexicon_allows_is_chosen():
    token = next(t for t in reader().read("Unions called a strike of dockers.") if t.lower_ == "strike")
    assert set(candidates(token, find_trigger(token))) <= {"ASSAULT", "PROTEST", "SUPPORT"}
    assert {t.event_type for t in senses(token)} == {"ASSAULT", "PROTEST"}


def test_a_part_of_a_hyphened_word_is_the_whole_word():
    assert types("The rebels declared a cease-fire on Monday.") == {"RETREAT"}


def test_the_weights_fit_and_are_small():
    doc = reader().read("Rebels attacked a town.")
    with np.load(WEIGHTS) as stored:
        assert stored["mean"].shape == features(doc[1], None, False).shape
        assert stored["weights"].shape == (len(stored["mean"]) + 1, len(TYPES))
    assert WEIGHTS.stat().st_size <= SMALLEST


def test_sentences_for_training_use_each_word_in_and_out_of_events():
    kinds = {}
    for word, kind, _ in uses():
        kinds.setdefault(word, set()).add(kind)
    assert all(found <= set(TYPES) for found in kinds.values())
    assert sum("NONE" in found and len(found) > 1 for found in kinds.values()) > 100
    assert len({sentence for *_, sentence in uses()}) == len(list(uses()))
