"""A plain text told apart by rules: title, standfirst, byline, date line, body, furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sitrep.parse.furniture import finished, is_furniture, match, without_marks, without_tail

MAX_TITLE_WORDS = 30
MAX_STANDFIRST_WORDS = 60
HEAD = 8  # paragraphs among which title, standfirst, byline and date line are looked for
# "BAGHDAD (Reuters) -", "KABUL, Afghanistan —", "Kuala Lumpur:": where a body begins
DATELINE = re.compile(
    r"[A-Z][\w .,'’/-]{1,60}(?:\([^)]{1,40}\)\s*[-–—:]|\s[-–—]{1,2}\s)|[A-Z][A-Z .,'’/-]{2,40},? [A-Z][\w .]{1,30}(?:\([^)]{1,40}\)|[-–—])"
)


@dataclass(slots=True)
class Layout:
    """An article's parts. `paragraphs` are the ones to read, title and standfirst included where the text has them."""

    paragraphs: list[str]
    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    head: list[str] = field(default_factory=list)  # the first paragraphs as they came, date lines included
    date: str | None = None  # the words of a line that holds only a date


def layout(paragraphs: list[str], title: str | None = None) -> Layout:
    """Tell the parts of a text apart. `title`: the one that the metadata give; it is looked for on top of the text."""
    found = Layout([], head=paragraphs[:HEAD])
    kept: list[tuple[str, bool]] = []  # paragraph, and whether furniture stood between it and the one before
    gap = False
    for index, paragraph in enumerate(paragraphs):
        near_top, near_end = len(kept) < 4 and index < HEAD, index >= len(paragraphs) - 3
        if is_furniture(paragraph) and not (index == 0 and len(paragraphs) == 1):
            gap = True
        elif (near_top or near_end) and len(paragraphs) > 1 and _about_the_article(paragraph, found):
            gap = True
        elif words := without_marks(paragraph):
            kept.append((words, gap))
            gap = False
    body = [paragraph for paragraph, _ in kept]
    if _is_title(body, title):
        found.title = body[0]
        if _is_standfirst(kept):
            found.standfirst = body[1]
    first = 1 + (found.standfirst is not None) if found.title else 0
    found.paragraphs = body[:first] + without_tail(body[first:])
    return found


def _about_the_article(paragraph: str, found: Layout) -> bool:
    """Whether the paragraph is a byline or a date line; `found` learns what it says."""
    if len(paragraph) > 150:
        return False
    if byline := match("byline", paragraph):
        found.byline = found.byline or byline["byline"].strip(" ,|")
        return True
    if date := match("dateline", paragraph):
        found.date = found.date or date.groupdict().get("date")
        return True
    return False


def _is_title(body: list[str], title: str | None) -> bool:
    """The first paragraph is the title: the one that the metadata give, or a short line without a final stop above prose."""
    if not body:
        return False
    if title and _key(title) == _key(body[0]):
        return True
    first = body[0]
    stopped = first.endswith((".", ":", ",", ";")) or (finished(first) and not first.endswith(("?", "!", "'", '"', "”", "’")))
    return len(body) > 1 and len(first.split()) <= MAX_TITLE_WORDS and not stopped and not DATELINE.match(first)


def _is_standfirst(kept: list[tuple[str, bool]]) -> bool:
    """The second paragraph sums the article up: short, one sentence, and set off from the body by its form or by what stands between."""
    if len(kept) < 3:
        return False
    second, third_follows_gap = kept[1][0], kept[2][1]
    if len(second.split()) > MAX_STANDFIRST_WORDS or DATELINE.match(second) or second[0] in "\"“‘'":
        return False
    one_sentence = not re.search(r"[a-z0-9)”’\"][.!?][”’\"]? +[“\"‘]?[A-Z]", second)
    return one_sentence and (third_follows_gap or not finished(second)) and len(kept[2][0]) > len(second) // 2


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
