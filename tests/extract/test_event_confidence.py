"""Confidence of events: a probability, from the reader's vectors and the frame."""

import numpy as np

from sitrep.extract.event_confidence import WEIGHTS, features, probability
from sitrep.extract.events import find_events
from sitrep.read import reader


def confidence(sentence):
    mention = find_events(reader().read(sentence))[0]
    return probability([mention], mention)


def test_the_weights_fit_the_readers_vectors():
    mention = find_events(reader().read("Rebels attacked an army base near the town."))[0]
    with np.load(WEIGHTS) as stored:
        assert stored["weights"].shape == stored["mean"].shape == stored["scale"].shape == features([mention], mention).shape


def test_a_plain_report_of_an_attack_is_sure():
    assert confidence("Rebels attacked an army base near the town, killing six soldiers.") > 0.8


def test_confidence_is_a_probability_and_the_same_every_time():
    sentence = "The minister condemned the attack on Monday."
    assert 0 < confidence(sentence) < 1
    assert confidence(sentence) == confidence(sentence)
