"""Label scores → spans: the best sequence of BIO labels in which no span begins with I."""

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
    totals = scores.astype(np.float64)
    inside = np.arange(2, totals.shape[1], 2)
    totals[0, inside] = -np.inf
    for before, total in zip(totals, totals[1:], strict=False):
        continued = np.maximum(before[inside], before[inside - 1]) + total[inside]
        total += before.max()
        total[inside] = continued
    path = [int(totals[-1].argmax())]
    for before in totals[-2::-1]:
        label = path[-1]
        if label and label % 2 == 0:
            path.append(label if before[label] >= before[label - 1] else label - 1)
        else:
            path.append(int(before.argmax()))
    return np.array(path[::-1])
