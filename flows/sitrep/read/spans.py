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
    path = scores.argmax(1)
    if _broken(path):
        path = _viterbi(scores)
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


def _broken(path):
    """Whether some I (even labels) does not follow its own B or I."""
    before = np.concatenate([[0], path[:-1]])
    inside = (path > 0) & (path % 2 == 0)
    return bool((inside & (before != path) & (before != path - 1)).any())


def _viterbi(scores):
    """The labels of the best sequence; in lists, which for a dozen labels are quicker than arrays."""
    inside = range(2, scores.shape[1], 2)
    first, *rest = scores.tolist()
    totals = [[-math.inf if i and i % 2 == 0 else score for i, score in enumerate(first)]]
    for row in rest:
        before = totals[-1]
        best = max(before)
        total = [score + best for score in row]
        for i in inside:
            total[i] = row[i] + max(before[i], before[i - 1])
        totals.append(total)
    path = [_best(totals[-1])]
    for before in totals[-2::-1]:
        label = path[-1]
        if label and label % 2 == 0:
            path.append(label if before[label] >= before[label - 1] else label - 1)
        else:
            path.append(_best(before))
    return np.array(path[::-1])


def _best(scores):
    return scores.index(max(scores))
