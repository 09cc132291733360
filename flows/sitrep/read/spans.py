"""Label scores → spans: the best sequence of BIO labels in which no span begins with I."""

import math

import numpy as np


def softmax(scores):
    """Probabilities along the last axis."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def spans(scores, labels):
    """Spans [(first, end, kind, score)] of one stretch of words, in order; score is the mean probability of their labels.

    scores: float (words, labels); labels: as labels.bio makes them: O, B-x, I-x, B-y, I-y …
    """
    path = best_path(scores)
    if not path.any():
        return []
    certain = softmax(scores)[np.arange(len(path)), path]
    found, first = [], None
    for i, label in enumerate([*path, 0]):
        if first is not None and (label == 0 or label % 2 == 1):
            found.append((first, i, labels[path[first]][2:], float(certain[first:i].mean())))
            first = None
        if label % 2 == 1:
            first = i
    return found


def best_path(scores):
    """The best sequence of labels in which every I (even labels) follows its own B or I: int (words,).

    It is the best label of each word but for some words around an I that follows neither. To make each such I a B is one way out, so
    nothing that costs more is looked at: how far those words reach, their second best labels say.
    """
    path = scores.argmax(1)
    before = np.concatenate([[0], path[:-1]])
    broken = np.flatnonzero((path > 0) & (path % 2 == 0) & (before != path) & (before != path - 1))
    if not len(broken):
        return path
    cost = (scores[broken, path[broken]] - scores[broken, path[broken] - 1]).sum()
    second, best = np.partition(scores, -2, axis=1)[:, -2:].T
    gaps = best - second
    open_ = np.zeros(len(path) + 2, bool)  # a word that stays before and behind
    for at in broken:
        left, right = np.cumsum(gaps[:at][::-1]) <= cost, np.cumsum(gaps[at:]) <= cost
        open_[at + 1 - left.sum() : at + 2 + max(0, right.sum() - 1)] = True
    edges = np.flatnonzero(np.diff(open_))
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        path[first:end] = _viterbi(scores[first:end].tolist(), path[first - 1] if first else 0, path[end] if end < len(path) else 0)
    return path


def _viterbi(scores, before, behind):
    """The labels of the best sequence between two words whose labels stay; in lists, which for a dozen labels are quicker than arrays."""
    labels = range(len(scores[0]))
    totals = [[-math.inf if label and label % 2 == 0 and before not in (label, label - 1) else scores[0][label] for label in labels]]
    for row in scores[1:]:
        last = totals[-1]
        best = max(last)
        total = [score + best for score in row]
        for label in labels[2::2]:
            total[label] = row[label] + max(last[label], last[label - 1])
        totals.append(total)
    path = [behind]
    for last in reversed(totals):
        label = path[-1]
        if label and label % 2 == 0:
            path.append(label if last[label] >= last[label - 1] else label - 1)
        else:
            path.append(last.index(max(last)))
    return path[:0:-1]
