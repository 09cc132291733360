"""Names: what the head finds, with the edges that tags and spelling ask for."""

import numpy as np
import pytest

from sitrep.read.labels import bio
from sitrep.read.names import mentions, names
from sitrep.read.words import split

LABELS = bio(("PER", "ORG", "LOC", "DATE"))


def found(text, path, upos):
    """The names of a text when the head says `path` (one label a word) and the tags are `upos`."""
    words = split(text)
    scores = np.zeros((len(words), len(LABELS)), np.float32)
    scores[np.arange(len(words)), [LABELS.index(x) for x in path.split()]] = 9
    return [
        (text[words[a][0] : words[b - 1][1]], label)
        for a, b, label, _ in names(scores, LABELS, words, [text[a:b] for a, b in words], upos.split())
    ]


@pytest.mark.parametrize(
    ("text", "path", "upos", "expected"),
    [
        ("The SDF left", "B-ORG I-ORG O", "DET PROPN VERB", [("SDF", "ORG")]),
        ("We left", "B-ORG O", "PRON VERB", []),
        ("the fighters left", "B-ORG I-ORG O", "DET NOUN VERB", []),
        ("last week", "B-DATE I-DATE", "ADJ NOUN", [("last week", "DATE")]),  # a date is no name and keeps its words
        ("Ali al-Askari", "B-PER I-PER O O", "PROPN PROPN PUNCT PROPN", [("Ali al-Askari", "PER")]),
        ("Ali al-Askari", "O O O B-PER", "PROPN PROPN PUNCT PROPN", [("al-Askari", "PER")]),
        ("Kim Dae-jung", "B-PER I-PER I-PER I-PER", "PROPN PROPN PUNCT PROPN", [("Kim Dae-jung", "PER")]),
        ("Iraq-Syria border", "B-LOC O B-LOC O", "PROPN PUNCT PROPN NOUN", [("Iraq", "LOC"), ("Syria", "LOC")]),
        ("Iran-backed groups", "B-ORG I-ORG I-ORG O", "PROPN PUNCT VERB NOUN", [("Iran", "ORG")]),
        ("Iraq's army", "B-LOC I-LOC O", "PROPN PART NOUN", [("Iraq", "LOC")]),
    ],
)
def test_edges(text, path, upos, expected):
    assert found(text, path, upos) == expected


@pytest.mark.parametrize(
    ("text", "path", "heads", "relations", "expected"),
    [
        ("in Elko , Nevada", "O B-LOC O B-LOC", [1, -1, 3, 1], "case ROOT punct nmod", [(1, 4, "LOC")]),
        ("Chad , Niger", "B-LOC O B-LOC", [-1, 2, 0], "ROOT punct conj", [(0, 1, "LOC"), (2, 3, "LOC")]),  # a list
        ("Gen. Ada Moss", "B-PER B-PER I-PER", [-1, 0, 0], "ROOT flat flat", [(0, 3, "PER")]),
    ],
)
def test_mentions_keep_title_and_state(text, path, heads, relations, expected):
    scores = np.zeros((len(heads), len(LABELS)), np.float32)
    scores[np.arange(len(heads)), [LABELS.index(x) for x in path.split()]] = 9
    assert [m[:3] for m in mentions(scores, LABELS, text.split(), heads, relations.split())] == expected
