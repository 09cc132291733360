"""Which cue a content belongs to, and which source a cue: two pointers over the words of a window."""

from dataclasses import dataclass

import numpy as np

from .labels import ROLES
from .spans import softmax, spans

BUCKETS = 17  # [CLS] (nothing), then distance to the left and to the right in powers of two
# Tuned on PolNeAR dev with the rules that follow (extract/statement_join.py): what is taken off the score of "no role", to find more spans;
# the least share of its pointer with which a content goes to a cue or a cue to a source; the words that may lie between content and cue;
# the least score.
NO_ROLE, CERTAIN, FARTHEST, FLOOR = 1.4, 0.3, 45, 0.4


@dataclass(frozen=True)
class Linked:
    """One attribution of a window: word ranges (first, end) of each role; `score` from 0 to 1."""

    source: tuple
    cue: tuple
    content: tuple
    score: float


def distance_buckets(origin, words):
    """Bucket of each position 0 ([CLS]), 1 … `words` as seen from position `origin` (1-based); int array (words + 1,)."""
    away = np.arange(words + 1) - origin
    size = np.minimum(np.ceil(np.log2(np.maximum(np.abs(away), 1))), 7).astype(np.int64)
    buckets = np.where(away < 0, 1 + size, 9 + size)
    buckets[0] = 0
    return buckets


def attributions(outputs, labels, distances):
    """The attributions of one window, in text order. A cue without content is dropped, a cue without source is kept.

    outputs: the graph's scores "roles" (1 + words, labels), "cue" and "source" (1 + words, 1 + words), position 0 being [CLS];
    labels: of the roles; distances: {"cue": scores by bucket, "source": …}.
    """
    roles = outputs["roles"][1:].copy()
    roles[:, 0] -= NO_ROLE
    found = spans(roles, labels)
    by_role = {role: [s for s in found if s[2] == role] for role in ROLES}
    contents = {}
    for content in by_role["content"]:
        cue, share = _target(content, by_role["cue"], "cue", outputs, distances)
        if cue and _between(content, cue) <= FARTHEST:
            contents.setdefault(cue, []).append((content, share))
    out = []
    for cue, linked in contents.items():
        source, _ = _target(cue, by_role["source"], "source", outputs, distances)
        score = float(np.mean([content[3] * share for content, share in linked]) * cue[3])
        if score >= FLOOR:
            out.append(Linked((source[:2],) if source else (), (cue[:2],), tuple(content[:2] for content, _ in linked), score))
    return sorted(out, key=lambda a: min(a.source + a.cue + a.content))


def _between(a, b):
    """Number of words between two spans."""
    return max(a[0] - b[1], b[0] - a[1])


def _target(span, candidates, kind, outputs, distances):
    """The candidate span that the pointer from the first word of `span` gives most, and its share; (None, 0) below CERTAIN."""
    if not candidates:
        return None, 0.0
    origin, scores = span[0] + 1, outputs[kind][span[0] + 1]
    given = softmax(scores + distances[kind][distance_buckets(origin, len(scores) - 1)])
    shares = [given[first + 1 : end + 1].sum() for first, end, _, _ in candidates]
    best = int(np.argmax(shares))
    return (candidates[best], float(shares[best])) if shares[best] >= CERTAIN else (None, 0.0)
