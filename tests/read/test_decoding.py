"""Scores → trees, spans, links and lemmas, without a model."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.read import links
from sitrep.read.labels import ROLES, bio
from sitrep.read.lemmas import Lemmas, apply_rule, edit_rule
from sitrep.read.repairs import object_before_mark, one_hearer, one_subject
from sitrep.read.spans import best_path, spans
from sitrep.read.trees import heads


def is_tree(found):
    for word in range(len(found)):
        seen = set()
        while word >= 0:
            if word in seen:
                return False
            seen.add(word)
            word = found[word]
    return True


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_trees_have_one_root_and_no_cycle(words, seed):
    found = heads(np.random.default_rng(seed).normal(size=(words, words + 1)).astype(np.float32))
    assert (found < 0).sum() == 1 and is_tree(found)


@given(st.integers(2, 4), st.integers(0, 10_000))
def test_the_tree_is_the_best_one(words, seed):
    scores = np.random.default_rng(seed).normal(size=(words, words + 1))
    total = lambda found: sum(scores[i, h + 1] for i, h in enumerate(found))  # noqa: E731
    trees = [
        t
        for t in itertools.product(range(-1, words), repeat=words)
        if t.count(-1) == 1 and all(i != h for i, h in enumerate(t)) and is_tree(t)
    ]
    assert total(heads(scores.copy())) == pytest.approx(max(map(total, trees)))


def path_scores(labels, path):
    scores = np.zeros((len(path), len(labels)), np.float32)
    scores[np.arange(len(path)), [labels.index(x) for x in path]] = 5
    return scores


def test_spans():
    labels = bio(("PER", "LOC"))
    path = ["O", "B-PER", "I-PER", "B-PER", "O", "B-LOC"]
    assert [s[:3] for s in spans(path_scores(labels, path), labels)] == [(1, 3, "PER"), (3, 4, "PER"), (5, 6, "LOC")]


@given(st.integers(1, 5), st.integers(1, 2), st.integers(0, 10_000), st.sampled_from([0.0, 2.0]))
def test_the_labels_are_the_best_that_are_allowed(words, kinds, seed, outside):
    """With scores of any kind, and where O is mostly the best."""
    scores = np.random.default_rng(seed).normal(size=(words, 2 * kinds + 1))
    scores[:, 0] += outside
    allowed = [
        path
        for path in itertools.product(range(2 * kinds + 1), repeat=words)
        if all(label == 0 or label % 2 or last in (label, label - 1) for last, label in itertools.pairwise((0, *path)))
    ]
    best = max(allowed, key=lambda path: sum(scores[i, label] for i, label in enumerate(path)))
    assert tuple(best_path(scores)) == best


def test_a_span_never_begins_inside():
    labels = bio(("PER", "LOC"))
    scores = path_scores(labels, ["O", "I-PER", "I-PER"])
    scores[1, labels.index("B-PER")] = 4.5
    assert [s[:3] for s in spans(scores, labels)] == [(1, 3, "PER")]


@given(st.integers(1, 8), st.integers(0, 10_000))
def test_spans_do_not_overlap(words, seed):
    labels = bio(ROLES)
    found = spans(np.random.default_rng(seed).normal(size=(words, len(labels))), labels)
    assert all(a[1] <= b[0] for a, b in zip(found, found[1:], strict=False))
    assert all(0 <= a < b <= words and 0 < score <= 1 for a, b, _, score in found)


def linked(cue_of, distances=0.0):
    """Attributions of: source, cue, two words of content, a cue that nothing points at; the content points at position `cue_of`."""
    labels = bio(ROLES)
    path = ["O", "B-source", "B-cue", "B-content", "I-content", "B-cue"]
    outputs = {"roles": path_scores(labels, path) * 2, **{kind: np.zeros((6, 6), np.float32) for kind in ("cue", "source")}}
    outputs["cue"][3, cue_of] = outputs["source"][2, 1] = 20
    return links.attributions(outputs, labels, {kind: np.full(links.BUCKETS, distances) for kind in ("cue", "source")})


def test_contents_go_to_their_cue_and_cues_to_their_source():
    (found,) = linked(cue_of=2)
    assert (found.source, found.cue, found.content) == (((0, 1),), ((1, 2),), ((2, 4),))
    assert found.score == pytest.approx(1, abs=1e-2)


def test_a_content_that_points_at_nothing_is_dropped():
    assert linked(cue_of=0) == []


def test_distance_buckets():
    assert links.distance_buckets(3, 7).tolist() == [0, 2, 1, 9, 9, 10, 11, 11]


@pytest.mark.parametrize(
    ("form", "lemma"), [("parties", "party"), ("Was", "be"), ("U.S.", "U.S."), ("fired", "fire"), ("MEN", "man"), ("n't", "not")]
)
def test_edit_rules_take_a_form_to_its_lemma(form, lemma):
    assert apply_rule(form, edit_rule(form, lemma)) == lemma


def test_a_rule_leaves_something():
    assert apply_rule("at", "k:2:") == "at"


def test_the_lexicon_goes_before_the_rule():
    lemmas = Lemmas({"VBD": {"hit": "hit", "shot": "shoot"}})
    assert lemmas.lemma("shot", "VBN", "k:0:") == "shoot"
    assert lemmas.lemma("Hit", "VBD", "l:2:") == "hit"
    assert lemmas.lemma("shelled", "VBD", "k:2:") == "shell"


def test_unknown_forms_come_from_known_lemmas():
    """A model that has never seen a form cuts it wrongly ("injuring" → "injur"): a known lemma is better."""
    lemmas = Lemmas({"VB": {"injure": "injure", "ban": "ban", "carry": "carry"}, "NN": {"policeman": "policeman", "city": "city"}})
    for form, tag, lemma in [
        ("injuring", "VBG", "injure"), ("banned", "VBD", "ban"), ("carries", "VBZ", "carry"), ("fled", "VBD", "flee"),
        ("overthrown", "VBN", "overthrow"), ("policemen", "NNS", "policeman"), ("cities", "NNS", "city"), ("zorped", "VBD", "zorp"),
    ]:  # fmt: skip
        assert lemmas.lemma(form, tag, "k:2:") == lemma


def test_who_is_told_is_told_once():
    """They told the charity Red Lamp much"""
    upos = ["PRON", "VERB", "DET", "NOUN", "PROPN", "PROPN", "ADJ"]
    heads, relations = [1, 1, 3, 1, 5, 1, 1], ["nsubj", "ROOT", "det", "iobj", "compound", "iobj", "obj"]
    one_hearer(upos, heads, relations)
    assert (heads, relations) == ([1, 1, 3, 1, 5, 3, 1], ["nsubj", "ROOT", "det", "iobj", "compound", "appos", "obj"])


def test_a_verb_has_one_subject():
    """ "The spokesman, Ali, spoke.": the name is who the spokesman is, not a second subject."""
    forms, upos = ["The", "spokesman", ",", "Ali", ",", "spoke", "."], ["DET", "NOUN", "PUNCT", "PROPN", "PUNCT", "VERB", "PUNCT"]
    heads, relations = [1, 5, 1, 5, 3, 5, 5], ["det", "nsubj", "punct", "nsubj", "punct", "root", "punct"]
    one_subject(forms, upos, heads, relations)
    assert (heads[3], relations[3], heads[1], relations[1]) == (1, "appos", 5, "nsubj")


def test_subjects_without_a_comma_between_are_left_alone():
    forms, upos = ["Yesterday", "rebels", "fled"], ["NOUN", "NOUN", "VERB"]
    heads, relations = [2, 2, 2], ["nsubj", "nsubj", "root"]
    one_subject(forms, upos, heads, relations)
    assert heads == [2, 2, 2]


def test_an_object_does_not_stand_before_the_preposition_of_its_clause():
    """ "accused the rebels of shelling Aleppo": the rebels are the object of accused, Aleppo that of shelling."""
    forms = "accused the rebels of shelling Aleppo".split()
    heads, relations = [0, 2, 4, 4, 0, 4], ["root", "det", "obj", "mark", "advcl", "obj"]
    object_before_mark(forms, heads, relations)
    assert heads == [0, 2, 0, 4, 0, 4]
    free = [0, 2, 4, 4, 0]
    object_before_mark("know the way to go".split(), free, ["root", "det", "obj", "mark", "advcl"])
    assert free == [0, 2, 4, 4, 0]
