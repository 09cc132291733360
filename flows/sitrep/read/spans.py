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
    words, labels = scores.shape
    insides = np.arange(2, labels, 2)
    total, back = scores[0].copy(), np.zeros((words, labels), np.int64)
    total[insides] = -np.inf
    for word in range(1, words):
        best = total.argmax()
        before, step = np.full(labels, total[best]), np.full(labels, best)
        continued = total[insides] >= total[insides - 1]
        step[insides] = np.where(continued, insides, insides - 1)
        before[insides] = np.where(continued, total[insides], total[insides - 1])
        back[word], total = step, before + scores[word]
    path = [int(total.argmax())]
    for word in range(words - 1, 0, -1):
        path.append(int(back[word, path[-1]]))
    return np.array(path[::-1])
