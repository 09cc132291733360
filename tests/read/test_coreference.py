"""Which mention a mention refers back to, from scores made by hand."""

import numpy as np
import pytest

from sitrep.read.coreference import (
    BUCKETS,
    MEMORY,
    NOTHING,
    PAIR_CLASSES,
    STEPS,
    Link,
    antecedents,
    chains,
    distances,
    same_forms,
    word_class,
)


def weights(same_form=0.0):
    return {"same_form": np.full(PAIR_CLASSES, same_form, np.float32), "steps": np.zeros(STEPS, np.float32)}


def found(scores, forms, same_form=0.0, at=None):
    """Antecedents of mentions whose pairs are scored by a matrix."""
    scores = np.array(scores, np.float32)
    n = len(scores)
    return antecedents(at or list(range(n)), ["person"] * n, [2] * n, forms, scores, np.eye(n, dtype=np.float32), weights(same_form))


def test_the_best_earlier_mention_above_nothing():
    links = found([[0, 9, 9], [-3, 0, 9], [0, 1, 0]], ["minister", "army", "he"])
    assert [link.antecedent for link in links] == [-1, -1, 1]
    assert links[2].score == pytest.approx(1 / (1 + np.exp(NOTHING - 1)))


def test_of_equals_the_nearest():
    assert found([[0, 0, 0], [-3, 0, 0], [1, 1, 0]], ["a", "b", "c"])[2].antecedent == 1


def test_one_spelling_counts():
    assert [link.antecedent for link in found(np.full((3, 3), -3.0), ["minister", "army", "minister"], same_form=6)] == [-1, -1, 0]


def test_words_are_given_as_words_of_the_text():
    assert found([[0, 0], [5, 0]], ["a", "b"], at=[7, 30])[1] == Link(30, "person", 7, found([[0, 0], [5, 0]], ["a", "b"])[1].score)


def test_memory_is_bounded():
    n = 3 * MEMORY
    start, end = np.zeros((n, 1), np.float32), np.zeros((n, 1), np.float32)
    start[-1], end[0], end[n - MEMORY - 1] = 1, 9, 5
    links = antecedents(list(range(n)), ["place"] * n, [1] * n, [str(i) for i in range(n)], start, end, weights())
    assert links[-1].antecedent == n - MEMORY - 1 and len(links) == n


def test_features_of_pairs():
    assert same_forms([0, 1], ["he", "he"])[1].tolist() == [3, 4]
    assert same_forms([0, 1], ["he", "Iraq"])[1].tolist() == [-1, 4]
    steps = distances([0, 2], [0, 40])
    assert steps[0, 1] == 5 and steps[1, 0] == 2 * BUCKETS + 5
    assert distances([2], [10**6], [0])[0, 0] == STEPS - 1


def test_classes_of_words():
    assert [word_class(tag) for tag in ("PRON", "PROPN", "NOUN", "NUM")] == [0, 1, 2, 2]


def test_chains_follow_antecedents():
    links = [Link(0, "person", -1, 1), Link(3, "place", -1, 1), Link(5, "person", 0, 1), Link(9, "person", 5, 1)]
    assert chains(links) == [[0, 5, 9]]
