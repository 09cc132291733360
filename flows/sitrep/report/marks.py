"""Spans of a text, nested and overlapping as they come, as flat pieces that HTML can hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

# What a mark's class is called: a page has ten thousand of them.
CLASSES = {"source": "s", "cue": "q", "content": "c", "trigger": "t", "count": "k", "when": "d", "place": "l", "mention": "m"}
LINE = re.compile(r"[^\n]+")
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a row. `kind`: source, cue, content, trigger, count, when, place, mention; `row`: the row's label in its article."""

    start: int
    end: int
    kind: str
    row: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks. `ids` are anchors of the rows whose first words begin here."""

    text: str
    kinds: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    link: str | None = None  # the row of the innermost mark; a mention's only where there is nothing else
    ids: tuple[str, ...] = ()


def paragraphs(text: str, marks: Iterable[Mark]) -> Iterator[list[Piece]]:
    """The lines of a text in pieces. Marks that do not lie in the text are left out; offsets count code points."""
    marks = sorted({m for m in marks if 0 <= m.start < m.end <= len(text)}, key=lambda m: (m.start, -m.end, m.row, m.kind))
    beginning, first_words = defaultdict(list), defaultdict(list)
    seen: set[str] = set()
    for mark in marks:
        beginning[mark.start].append(mark)
        if mark.row not in seen:
            seen.add(mark.row)
            first_words[mark.start].append(mark.row)
    bounds = sorted({bound for mark in marks for bound in (mark.start, mark.end)})
    position = 0
    active: list[Mark] = []
    for line in LINE.finditer(text):
        pieces = []
        start = line.start()
        while start < line.end():
            while position < len(bounds) and bounds[position] <= start:
                active = [m for m in active if m.end > bounds[position]] + beginning[bounds[position]]
                position += 1
            end = min(line.end(), bounds[position]) if position < len(bounds) else line.end()
            pieces.append(_piece(text[start:end], active, first_words.pop(start, ())))
            start = end
        yield pieces


def html(text: str, marks: Iterable[Mark], anchor: str) -> Markup:
    """The text as paragraphs, marked words as links to their rows; `anchor` is the article's.

    The first words of a row have its id and a w: the row's label leads there. Words of several rows name them all in data-r.
    """
    return Markup("\n".join("<p>" + "".join(_html(piece, anchor) for piece in line) + "</p>" for line in paragraphs(text, marks)))


def _html(piece: Piece, anchor: str) -> str:
    words = str(escape(piece.text))
    if not piece.link:
        return words
    before = "".join(f"<span id={anchor}{row}w></span>" for row in piece.ids[1:])
    own = f" id={anchor}{piece.ids[0]}w" if piece.ids else ""
    kinds = _attribute(CLASSES[kind] for kind in piece.kinds)
    rows = f" data-r={_attribute(piece.rows)}" if piece.rows != (piece.link,) else ""
    return f"{before}<a{own} class={kinds} href=#{anchor}{piece.link}{rows}>{words}</a>"


def _attribute(values: Iterable[str]) -> str:
    """Labels of ours as an attribute's value, in quotation marks only where there are several."""
    joined = " ".join(values)
    return f'"{joined}"' if " " in joined else joined


def without_bidi_controls(text: str) -> str:
    """The text as it is shown: marks that turn the direction of writing could make the page lie."""
    return BIDI_CONTROLS.sub("", text)


def _piece(text: str, active: list[Mark], ids: Iterable[str]) -> Piece:
    inner = min(active, key=lambda mark: (mark.kind == "mention", mark.end - mark.start), default=None)
    return Piece(
        without_bidi_controls(text),
        tuple(sorted({mark.kind for mark in active})),
        tuple(dict.fromkeys(mark.row for mark in active)),
        inner.row if inner else None,
        tuple(ids),
    )
