"""Turns of a transcript: paragraphs that open with who speaks and a colon. Their cue is the colon.

The labels of an interview may be no names: "Q:" and "A:", or initials. What is answered is said by the one person whom the
prose above introduces; who asks is the medium, which the label does not name, so a question by "Q" is no statement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from sitrep.extract.statement_drafts import Draft, Range, tidy
from sitrep.extract.statement_quotes import Utterances

LABEL = re.compile(r"(?:[A-Z][\w.'’-]*|[A-Z]{2,})(?: (?:[A-Z][\w.'’-]*|of|the|de|al)){0,5}(?: \([^)]{1,40}\))?:(?= \S)")
ASKS = {"q", "question"}
ANSWERS = {"a", "answer", "ans"}
INITIALS = re.compile(r"(?:[A-Z]\.?){2,3}")
BYLINE = re.compile(r"(?:by|interview(?:ed)? by|text|words)\b:? ", re.IGNORECASE)


@dataclass(slots=True, frozen=True)
class Turn:
    """A paragraph of a transcript: the label without its colon, the tokens of label, colon and last word (half open)."""

    label: str
    start: int
    colon: int
    end: int


def transcript_drafts(said: Utterances) -> list[Draft]:
    """The turns of an interview or hearing, when at least four paragraphs open with a label, or two with those of question and answer."""
    turns = _turns(said)
    if not turns:
        return []
    named = {label: _named(said, label, turns[0].start) for label in dict.fromkeys(t.label for t in turns)}
    return [
        Draft(t.colon, [(t.colon, t.colon + 1)], source, tidy(said.doc, [(t.colon + 1, t.end)]), "transcript", "colon", 0.8)
        for t in turns
        if (source := named[t.label] or (None if is_bare(t.label) else (t.start, t.colon))) is not None
    ]


def without_labels(said: Utterances, drafts: list[Draft]) -> list[Draft]:
    """Drafts other than those that take the label of a turn for a cue or a source, or its colon for a cue."""
    labels = {i for t in _turns(said) for i in range(t.start, t.colon + 1)}
    return [d for d in drafts if d.head not in labels and not (d.source and labels & set(range(*d.source)) and d.rule == "learned")]


def is_bare(label: str) -> bool:
    """Is a label no name, but a letter or word for who asks or answers?"""
    return label.lower().rstrip(".") in ASKS | ANSWERS


def _turns(said: Utterances) -> list[Turn]:
    found = []
    for begin, end in said.paragraphs:
        label = LABEL.match(said.text, begin, min(end, begin + 80))
        if label and end > label.end() + 3:
            a, colon, b = (bisect_right(said.starts, c) - 1 for c in (begin, label.end() - 1, end - 1))
            found.append(Turn(label.group()[:-1], a, colon, b + 1))
    words = {t.label.lower().rstrip(".") for t in found}
    if not (words & ASKS and words & ANSWERS or len(found) >= 4):
        return []
    times = Counter(t.label for t in found)
    return [t for t in found if times[t.label] >= 2 or t.label.isupper() or is_bare(t.label)]


def _named(said: Utterances, label: str, end: int) -> Range | None:
    """The person before token `end` for whom a label stands: the initials' owner, or the one interviewed for "A"."""
    if label.lower().rstrip(".") in ASKS:
        return None
    people = [e for e in said.doc.ents if e.end <= end and e.label_ == "PER" and not BYLINE.match(e.sent.text)]
    if label.lower().rstrip(".") in ANSWERS:
        times = Counter(e[-1].text for e in people)
        first = max(people, key=lambda e: (times[e[-1].text], -e.start), default=None)
        return (first.start, first.end) if first is not None else None
    if not INITIALS.fullmatch(label):
        return None
    owner = re.search(r"\b" + r"[ \xa0]".join(rf"{letter}\w[\w'’-]*" for letter in label if letter != "."), said.text[: said.starts[end]])
    return (bisect_right(said.starts, owner.start()) - 1, bisect_right(said.starts, owner.end() - 1)) if owner else None
