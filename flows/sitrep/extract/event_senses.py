"""Which sense of an ambiguous trigger is meant: an attack on a town, on a policy, of the heart; a strike of jets, of workers, of luck.

A linear classifier on the reader's vectors of the word, its sentence and its neighbours in the tree, and on what the lexicon makes of the
construction. It chooses among the types that `knowledge/triggers_senses.yaml` and the lexicon give the word, or none of them. Its weights,
`event_senses.npz`, are made by `python -m sitrep.train.trigger_senses`, which also says how often it is right.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from spacy.tokens import Doc, Token

from sitrep.extract.doc_parts import sentence_of, tokens_in
from sitrep.extract.event_modes import cause
from sitrep.extract.phrases import children
from sitrep.extract.triggers import Trigger, matching, senses
from sitrep.resolve.codes import EVENT_MODES

WEIGHTS = Path(__file__).with_name("event_senses.npz")
NONE = "NONE"
TYPES = (NONE, *sorted(EVENT_MODES))
TELLING = {"NOUN", "VERB", "PROPN", "ADJ"}
LEXICON = 2.0  # what the lexicon says, on the scale of vectors of unit variance
# In news a construction that the lexicon knows, in a text that bears it out, is meant more often than in sentences that were written to
# show both senses alike, one in a text that does not bear it out less often: so much is added, so much taken off. Measured on articles.
KEPT, DOUBTED = 0.2, 0.15


def is_ambiguous(token: Token) -> bool:
    return bool(senses(token))


def candidates(token: Token, found: Trigger | None) -> dict[str, Trigger]:
    """By type, what the word may report: the entry whose construction fits best, else the sense as the lexicon lists it.

    A sense that its construction rules out is none: who battles a blaze attacks nobody.
    """
    out = {found.event_type: found} if found is not None else {}
    able = [t for t in senses(token) if t.matches(token)]
    for trigger in (*matching(token), *able):
        out.setdefault(trigger.event_type, trigger)
    allowed = {t.event_type for t in able} | ({found.event_type} if found is not None else set())
    return {kind: trigger for kind, trigger in out.items() if kind in allowed and kind != "HARM"}


def lexical_type(token: Token, found: Trigger | None) -> str:
    if found is None:
        return NONE
    return found.event_type if found.event_type != "HARM" else cause(token, None) or NONE


def features(token: Token, found: Trigger | None, meant: bool) -> np.ndarray:
    """Vectors of the word, of its sentence, of its neighbours (their means); the lexicon's type, and again if the text bears it out."""
    vectors = token.doc.tensor
    near = [t.i for t in (*children(token), token.head) if t.pos_ in TELLING and t.i != token.i]
    kind = lexical_type(token, found)
    said = np.zeros((2, len(TYPES)), np.float32)
    said[0, TYPES.index(kind if meant else NONE)] = said[1, TYPES.index(kind)] = LEXICON
    return np.concatenate(
        [vectors[token.i].astype(np.float32), _of_sentence(token.doc, sentence_of(token).start), _mean(vectors, near), *said]
    )


@functools.lru_cache(maxsize=64)
def _of_sentence(doc: Doc, start: int) -> np.ndarray:
    """The mean of the vectors of a sentence's words, asked for by each ambiguous one."""
    return _mean(doc.tensor, [t.i for t in tokens_in(sentence_of(doc[start])) if not t.is_punct and not t.is_space])


def _mean(vectors: np.ndarray, at: list[int]) -> np.ndarray:
    return vectors[at].astype(np.float32).mean(0) if at else np.zeros(vectors.shape[1], np.float32)


@functools.cache
def _model() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    with np.load(WEIGHTS) as stored:
        return stored["mean"], stored["scale"], stored["weights"]


def scores(x: np.ndarray, mean: np.ndarray, scale: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(examples, types) from (examples, features): about 1 for the sense that is meant, about 0 for others."""
    return np.hstack([(x - mean) / scale, np.ones((len(x), 1), x.dtype)]) @ weights


def best(row: np.ndarray, kinds: Iterable[str], lexicon: str) -> tuple[str, float]:
    """The likeliest of some types, or none, and by how much; `lexicon` is the type that the construction and the text bear out."""
    led = {kind: float(row[TYPES.index(kind)] - row[0]) + (KEPT if kind == lexicon else -DOUBTED) for kind in sorted(kinds)}
    top = max(led, key=led.__getitem__, default=NONE)
    return (top, led[top]) if led.get(top, 0.0) > 0 else (NONE, 0.0)


def meant(token: Token, found: Trigger | None, borne_out: bool) -> tuple[Trigger | None, float]:
    """The entry for what the word reports here, and how far it leads; None when it reports no event.

    `found` is the lexicon's reading, `borne_out` whether the article's matter and the participants fit it (event_context.is_meant).
    """
    among = candidates(token, found)
    row = scores(features(token, found, borne_out)[None], *_model())[0]
    kind, lead = best(np.round(row, 3), among, lexical_type(token, found) if borne_out else NONE)
    return among.get(kind), lead
