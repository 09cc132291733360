"""Which earlier mention a mention refers back to: word by word, between the head words of mentions (Dobrovolskii 2021).

Every word that heads a mention looks for an antecedent among the head words before it: a product of two projections, plus what the spelling
of the two words and their distance say. Mentions whose best antecedent is better than nothing are in one chain with it.
"""

from dataclasses import dataclass

import numpy as np

CLASSES = ("pronoun", "name", "noun")
PAIR_CLASSES = len(CLASSES) ** 2
BUCKETS = 12  # distance in words, in powers of two
STEPS = len(CLASSES) * BUCKETS
FARTHEST = 1 << BUCKETS - 1
BUCKET = np.log2(np.maximum(np.arange(FARTHEST + 1), 1)).astype(np.int64)  # of each distance; from FARTHEST on the last
NOTHING = -1.5  # score of "no antecedent": 0 in training; tuned on GUM dev (CoNLL F1 47.0 → 49.7)
MEMORY = 256  # mentions before a mention among which it looks for its antecedent


@dataclass(frozen=True)
class Link:
    """A word that heads a mention: `kind` of what it refers to, `antecedent` (a word before it) or -1, `score` from 0 to 1."""

    word: int
    kind: str
    antecedent: int
    score: float


def word_class(upos):
    """Number of the class of a mention by its head's tag."""
    return 0 if upos in ("PRON", "DET") else 1 if upos == "PROPN" else 2


def same_forms(classes, forms, classes_before=None, forms_before=None):
    """For each pair of mentions the number of their classes if their heads are spelt alike (in lower case), else -1: int (n, m)."""
    before = classes if classes_before is None else classes_before
    numbers = np.array(classes)[:, None] * len(CLASSES) + np.array(before)
    alike = np.array(forms)[:, None] == np.array(forms if forms_before is None else forms_before)
    return np.where(alike, numbers, -1)


def distances(classes, heads, heads_before=None):
    """For each pair of mentions the number of the first one's class and of the bucket of their distance in words: int (n, m)."""
    away = np.abs(np.array(heads)[:, None] - np.array(heads if heads_before is None else heads_before))
    return np.array(classes)[:, None] * BUCKETS + BUCKET[np.minimum(away, FARTHEST)]


def antecedents(heads, kinds, classes, forms, start, end, weights):
    """[Link] of the mentions of a text.

    heads: their head words, ascending; kinds, classes (numbers), forms (lower case): of each; start, end: float (mentions, width), whose
    product scores a pair; weights: {"same_form": scores by pair class, "steps": scores by step}.
    """
    number = {form: n for n, form in enumerate(dict.fromkeys(forms))}
    forms = [number[form] for form in forms]  # compared faster than words
    links = []
    for begin in range(0, len(heads), MEMORY):
        now, seen = slice(begin, begin + MEMORY), slice(max(0, begin - MEMORY), begin + MEMORY)
        scores = np.einsum("ik,jk->ij", start[now], end[seen])  # a matrix product would start as many threads as there are cores
        spelt = same_forms(classes[now], forms[now], classes[seen], forms[seen])
        scores += np.where(spelt >= 0, weights["same_form"][spelt], 0) + weights["steps"][distances(classes[now], heads[now], heads[seen])]
        # Rounded, so that another order of summation chooses the same; of equals the nearest.
        scores = np.round(scores, 3)
        for row, score in enumerate(scores):
            here = begin + row
            first = max(seen.start, here - MEMORY)
            earlier = score[first - seen.start : here - seen.start]
            best = len(earlier) - 1 - int(earlier[::-1].argmax()) if len(earlier) else -1
            margin = float(earlier[best]) - NOTHING if best >= 0 else -30.0
            certain = float(1 / (1 + np.exp(-min(30.0, abs(margin)))))
            links.append(Link(heads[here], kinds[here], heads[first + best] if margin > 0 else -1, certain))
    return links


def chains(links):
    """Lists of head words that refer to one thing, of at least two, in text order."""
    chain_of, out = {}, []
    for link in links:
        chain = chain_of.get(link.antecedent)
        if chain is None:
            chain = []
            out.append(chain)
        chain.append(link.word)
        chain_of[link.word] = chain
    return [chain for chain in out if len(chain) > 1]
