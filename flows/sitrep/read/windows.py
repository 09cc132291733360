"""Which words are read together: whole sentences packed into windows of bounded length.

The encoder sees one window at a time. Neighbouring windows overlap; what is in both is taken from one of them, so that every word is read
with some context on either side. A result depends on the words of its own text alone.
"""

from dataclasses import dataclass

MOST = 384  # subwords of a window, [CLS] and [SEP] included
OVERLAP = 48  # subwords that a window shares with the one before it, at most


@dataclass(frozen=True)
class Window:
    """Words `start` to `end` are read together, those from `shared` on in the next window too; it takes over somewhere in between, at
    `border` if the reader finds no sentence start there."""

    start: int
    end: int
    shared: int
    border: int


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
    """The windows of a text, in order, as many sentences each as fit; [] for a text without words."""
    if not starts:
        return []
    room = most - 2
    runs = units(first, starts, room - overlap)
    spans, at = [], 0
    while True:
        end = at + 1
        while end < len(runs) and first[runs[end][1]] - first[runs[at][0]] <= room:
            end += 1
        spans.append((at, end))
        if end == len(runs):
            break
        at = end
        while at - 1 > spans[-1][0] and first[runs[end - 1][1]] - first[runs[at - 1][0]] <= overlap:
            at -= 1
    words = [run[0] for run in runs] + [runs[-1][1]]
    shared = [span[0] for span in spans[1:]] + [len(runs)]
    return [Window(*(words[i] for i in (a, b, next_a, (next_a + b + 1) // 2))) for (a, b), next_a in zip(spans, shared, strict=True)]
