"""Which words are read together: whole sentences packed into windows of bounded length.

The encoder sees one window at a time. Windows overlap, and each word's answer is taken from the window that shows it with more context;
a result depends on the words of its own text alone.
"""
from dataclasses import dataclass

MOST = 384  # subwords of a window, [CLS] and [SEP] included
OVERLAP = 96  # subwords that a window shares with the one before it, at most


@dataclass(frozen=True)
class Window:
    """Words `start` to `end` are read; the answers for `own_start` to `own_end` are kept."""

    start: int
    end: int
    own_start: int
    own_end: int


def units(first, starts, most):
    """Cut words into runs [(start, end)] at the probable sentence starts; a run longer than `most` subwords is cut where it is full.

    first: index of each word's first subword, and the end (words + 1); starts: for each word, whether a sentence may start there.
    """
    out, begin = [], 0
    for word in range(1, len(starts) + 1):
        full = word < len(starts) and first[word + 1] - first[begin] > most
        if word == len(starts) or starts[word] or full:
            out.append((begin, word))
            begin = word
    return out


def cover(first, starts, most=MOST, overlap=OVERLAP):
    """The windows of a text, in order; every word is owned once, and ownership changes at the start of a unit."""
    room = most - 2
    runs = units(first, starts, room - overlap)
    spans, at = [], 0
    while at < len(runs):
        end = at + 1
        while end < len(runs) and first[runs[end][1]] - first[runs[at][0]] <= room:
            end += 1
        spans.append((at, end))
        if end == len(runs):
            break
        back = end
        while back - 1 > at and first[runs[end - 1][1]] - first[runs[back - 1][0]] <= overlap:
            back -= 1
        at = back
    return [_window(runs, spans, i) for i in range(len(spans))]


def _window(runs, spans, i):
    """Ownership passes in the middle of what two windows share."""
    start, end = spans[i]
    own_start = start if i == 0 else (start + spans[i - 1][1]) // 2
    own_end = end if i + 1 == len(spans) else (spans[i + 1][0] + end) // 2
    words = [run[0] for run in runs] + [runs[-1][1]]
    return Window(words[start], words[end], words[own_start], words[own_end])
