"""How probable it is that an event is one, of the type that the lexicon gives it.

A logistic regression on the reader's vectors of the trigger and of the participants' heads and on what the mentions say of themselves;
its weights are `event_confidence.npz`, made by `python -m sitrep.train.event_confidence`, which also says how well it is calibrated.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from spacy.tokens import Span

from sitrep.extract.phrases import head_of
from sitrep.extract.records import EventMention

WEIGHTS = Path(__file__).with_name("event_confidence.npz")
TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT DISASTER"
).split()
MODALITIES = ("actual", "future", "hypothetical")


def features(mentions: Sequence[EventMention], main: EventMention) -> np.ndarray:
    """What is known of one event, as numbers: its frame, then the vectors of its trigger and of its participants (their mean)."""
    people = [s for m in mentions for s in (*m.actors, *m.recipients)]
    names = [s for s in people if any(t.ent_type_ for t in s)]
    frame = [
        *(main.event_type == t for t in TYPES),
        *(main.modality == m for m in MODALITIES),
        any(m.actors for m in mentions),
        any(m.recipients for m in mentions),
        any(m.places for m in mentions),
        any(m.times for m in mentions),
        min(len(mentions), 4) / 4,
        bool(names),
        main.trigger.root.pos_ == "VERB",
        main.event_mode is not None,
        main.rule.startswith("speech/"),
        main.rule.count("=") / 2,
        main.definite,
        main.sense is not None,
        main.sense or 0.0,
    ]
    trigger = _vector([main.trigger])
    return np.concatenate([np.array(frame, np.float32), trigger, _vector(people) if people else np.zeros_like(trigger)])


def _vector(spans: Sequence[Span]) -> np.ndarray:
    return spans[0].doc.tensor[[head_of(span).i for span in spans]].astype(np.float32).mean(axis=0)


@functools.cache
def _model() -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    with np.load(WEIGHTS) as stored:
        return stored["mean"], stored["scale"], stored["weights"], float(stored["bias"])


def probability(mentions: Sequence[EventMention], main: EventMention) -> float:
    """From 0.01 to 0.99, to two places: nothing is certain, and the last bits of a product differ from processor to processor."""
    mean, scale, weights, bias = _model()
    score = float(((features(mentions, main) - mean) / scale) @ weights) + bias
    return round(min(max(1 / (1 + float(np.exp(-score))), 0.01), 0.99), 2)
