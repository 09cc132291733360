"""Quotation marks, paired paragraph by paragraph.

Straight, curly, doubled (``''``), low and guillemet marks, and single marks where the article uses them as its first
level. Real copy drops marks, reopens them at every paragraph of a long quotation, and leaves strays (FINDINGS.md:
pairing over the whole text gives up on a quarter of articles), so nothing that one paragraph does wrong reaches the next.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from sitrep.extract.doc_parts import text_of, tokens_of

MARK = re.compile(r"''|``|’’|‘‘|[\"“”„‟«»＂']|[‘’‚‹›]")
OPENING = {"“", "„", "‟", "«", "``", "‘‘"}
CLOSING = {"”", "»", "’’"}
SINGLE = {"'", "‘", "’", "‚", "‹", "›"}
# A blank line ends a paragraph; so does a line break after the end of a sentence (copy that was not wrapped by hand).
PARAGRAPH = re.compile(r"\n[ \t\xa0]*\n\s*|(?<=[.!?:\"”’'»])[ \t\xa0]*\n\s*")
BEFORE_OPENING = set("([{—–-/:,;.…")
LATER_CLOSING = re.compile(r"[^\s]['’](?=[\s,.;:!?)]|$)")
LATER_OPENING = re.compile(r"\s[‘']\w")
STOP = re.compile(r"[.!?](?=\s|$)")
AFTER_CLOSING = set(")]}—–-/:,;.!?…")


@dataclass(slots=True, frozen=True)
class Quotation:
    """Words between quotation marks: tokens `start` to `end` of the Doc, marks included, half open.

    `closed` is false when the paragraph ends first; `continued` when the quotation goes on from the paragraph before;
    `level` is 1 for a quotation inside another.
    """

    start: int
    end: int
    closed: bool = True
    continued: bool = False
    level: int = 0


@dataclass(slots=True)
class _Open:
    char: int
    low: bool  # „ is closed by “


Pair = tuple[int, int, bool, bool, int]  # first and last character, closed, continued, level
Marks = Sequence[tuple[int, str]]  # where each mark stands, and which it is


def find_quotations(doc: Doc) -> list[Quotation]:
    """All quotations of a text in order, outer before inner; linear in its length."""
    text = text_of(doc)
    starts = [t.idx for t in tokens_of(doc)]
    found: list[Quotation] = []
    running = False  # the paragraph before ended inside a quotation
    for begin, end in paragraphs(text):
        pairs, running = _pair(text, begin, end, running)
        for first, last, closed, continued, level in pairs:
            a, b = bisect_right(starts, first) - 1, bisect_right(starts, last - 1)
            if b > a:
                found.append(Quotation(a, b, closed, continued, level))
    return sorted(found, key=lambda q: (q.start, -q.end))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Character ranges of a text's paragraphs, without the white space around them."""
    out, at = [], 0
    for gap in [*PARAGRAPH.finditer(text), None]:
        end = gap.start() if gap else len(text)
        while at < end and text[at].isspace():
            at += 1
        while end > at and text[end - 1].isspace():
            end -= 1
        if end > at:
            out.append((at, end))
        at = gap.end() if gap else end
    return out


def _pair(text: str, begin: int, end: int, running: bool) -> tuple[list[Pair], bool]:
    """Quotations of one paragraph as (first, last, closed, continued, level), and whether the last one runs on."""
    double, single = [], []
    for mark in MARK.finditer(text, begin, end):
        (single if mark.group() in SINGLE else double).append((mark.start(), mark.group()))
    pairs, running = _pair_double(text, begin, end, double, running)
    pairs += _pair_single(text, begin, end, single, pairs)
    return pairs, running


def _pair_double(text: str, begin: int, end: int, marks: Marks, running: bool) -> tuple[list[Pair], bool]:
    pairs: list[Pair] = []
    stack: list[_Open] = []
    for at, mark in marks:
        side = _side(text, begin, end, at, mark, bool(stack), "“" if stack and stack[-1].low else None)
        if side == "open":
            stack.append(_Open(at, mark == "„"))
        elif side == "close" and stack:
            opened = stack.pop()
            pairs.append((opened.char, at + len(mark), True, running and opened.char == begin, len(stack)))
        elif side == "close" and running and not pairs:
            # The paragraph went on inside the quotation without a mark of its own.
            pairs.append((begin, at + len(mark), True, True, 0))
    return _settle(text, begin, end, pairs, stack, running)


def _settle(text: str, begin: int, end: int, pairs: list[Pair], stack: list[_Open], running: bool) -> tuple[list[Pair], bool]:
    """What marks left open mean: a sentence or paragraph reopened, a quotation that runs on, or one whose end was lost."""
    lost = 0
    while lost < len(stack) and not _starts_speech(text, begin, stack[lost].char):
        lost += 1
    # A mark in mid-sentence that never closes: its quotation ends with its sentence, or with the next mark.
    begun = sorted([p[0] for p in pairs] + [s.char for s in stack])
    for mark in stack[:lost]:
        later = bisect_right(begun, mark.char)
        following = begun[later] if later < len(begun) else end
        pairs.append((mark.char, _sentence_end(text, mark.char, following), False, False, 0))
    if lost == len(stack):
        return [(a, b, c, d, max(0, level - lost)) for a, b, c, d, level in sorted(pairs)], False
    first = stack[lost]
    outer = [p for p in pairs if p[0] < first.char]
    inner = sorted(p for p in pairs if p[0] > first.char)
    goes_on = running and first.char == begin
    reopened = len(stack) - lost > 1 or any(_starts_speech(text, begin, p[0]) for p in inner)
    if reopened and inner and not text[max(p[1] for p in inner) : end].strip(" .,"):
        # “One. “Two. “Three.”: each sentence of a flattened quotation opens, the last one closes.
        return [*outer, (first.char, max(p[1] for p in inner), True, goes_on, 0)], False
    if reopened and inner:
        return [*outer, *((a, b, c, d, max(0, level - len(stack))) for a, b, c, d, level in inner)], False
    return [*outer, (first.char, end, False, goes_on, 0), *inner], True


def _sentence_end(text: str, start: int, end: int) -> int:
    stop = STOP.search(text, start, end)
    return stop.end() if stop else end


def _side(text: str, begin: int, end: int, at: int, mark: str, inside: bool, low_closing: str | None = None) -> str | None:
    """Whether a double mark opens or closes, by its shape, else by the space around it, else by turns."""
    if mark in OPENING:
        return "close" if mark == low_closing else "open"
    before = text[at - 1] if at > begin else " "
    after = text[at + len(mark)] if at + len(mark) < end else " "
    if mark in CLOSING:
        # A closing curly mark before a word and after a space is a typist's opening mark.
        return "open" if not inside and before.isspace() and not after.isspace() else "close"
    if before.isdigit() and not inside:
        return None  # 6'2"
    opens = before.isspace() or before in BEFORE_OPENING and not after.isspace()
    closes = after.isspace() or after in AFTER_CLOSING
    if opens and not closes:
        return (
            "open"
            if not inside or before.isspace() and _sentence_before(text, begin, at)
            else ("close" if not before.isspace() else "open")
        )
    if closes and not opens:
        return "close"
    if before.isspace() and after.isspace():
        return "close" if inside else None
    return "close" if inside else "open"


def _sentence_before(text: str, begin: int, at: int) -> bool:
    left = text[max(begin, at - 3) : at].rstrip()
    return not left or left[-1] in '.!?:”"'


def _starts_speech(text: str, begin: int, at: int) -> bool:
    """Does an opening mark stand where a quotation can begin: at a paragraph's or sentence's start, after a comma or colon?"""
    left = text[max(begin, at - 4) : at].rstrip()
    return not left or left[-1] in '.!?:,;—–-”"('


def _pair_single(text: str, begin: int, end: int, marks: Marks, doubles: Sequence[Pair]) -> list[Pair]:
    """Quotations in single marks: an opening mark before a word, a closing one that is no apostrophe."""
    pairs, opened = [], None
    outer = _Cover([(a, b) for a, b, *_ in doubles])
    for at, mark in marks:
        before = text[at - 1] if at > begin else " "
        after = text[at + 1] if at + 1 < end else " "
        if before.isspace() or before in '([—–"“' or mark == "‘":
            if (after.isalnum() or after in "$£€[") and (mark not in "’›" or opened is None and not after.islower()):
                opened = at  # one that was open before was an apostrophe
        elif opened is not None and not after.isalnum() and not _apostrophe(text, end, at):
            if outer.of(opened) == outer.of(at):
                pairs.append((opened, at + 1, True, False, 0 if outer.of(opened) is None else 1))
            opened = None
    return pairs


class _Cover:
    """Which of some sorted ranges a position lies in, by bisection (outermost first)."""

    def __init__(self, ranges: list[tuple[int, int]]):
        self.ranges: list[tuple[int, int]] = []
        for a, b in sorted(ranges, key=lambda r: (r[0], -r[1])):
            if not self.ranges or a >= self.ranges[-1][1]:
                self.ranges.append((a, b))
        self.starts = [a for a, _ in self.ranges]

    def of(self, at: int) -> int | None:
        i = bisect_right(self.starts, at) - 1
        return i if i >= 0 and at < self.ranges[i][1] else None


def _apostrophe(text: str, end: int, at: int) -> bool:
    """A plural possessive ("the farmers’ market"): after s, before a word, with a real closing mark still to come."""
    if text[at - 1] != "s" or not (at + 2 < end and text[at + 1] == " " and text[at + 2].islower()):
        return False
    later = LATER_CLOSING.search(text, at + 1, min(end, at + 400))
    return later is not None and not LATER_OPENING.search(text, at + 1, later.start() + 1)
