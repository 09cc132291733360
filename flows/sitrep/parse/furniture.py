"""What stands around an article: shares, reading times, credits, lists of other pages. The patterns are data: `furniture.yaml`."""

from __future__ import annotations

import functools
import re
from importlib import resources

import yaml

MAX_LINE = 320  # characters; what is longer is prose, whatever it begins with
MAX_WORDS_UNFINISHED = 8  # a last line this short without a final stop is a credit or a heading, not a sentence
FINISHED = re.compile(r"[.!?…][\"”’»')\]]*$|[\"”’»]$")


@functools.cache
def patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """The compiled patterns of one list of `furniture.yaml`."""
    data = yaml.safe_load(resources.files("sitrep.parse").joinpath("furniture.yaml").read_text("utf-8"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in data[kind])


@functools.cache
def _any(kind: str) -> re.Pattern[str]:
    """All the patterns of a list in one, for lists whose matches need no telling apart."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns(kind)), re.IGNORECASE)


def finished(paragraph: str) -> bool:
    """Whether it ends like a sentence."""
    return FINISHED.search(paragraph) is not None


def is_furniture(paragraph: str) -> bool:
    """Whether the whole paragraph is furniture, wherever it stands."""
    return len(paragraph) <= MAX_LINE and _any("line").fullmatch(paragraph) is not None


def match(kind: str, paragraph: str) -> re.Match[str] | None:
    """The match of the whole paragraph with a pattern of this kind."""
    return next((found for pattern in patterns(kind) if (found := pattern.fullmatch(paragraph))), None)


def without_tail(body: list[str]) -> list[str]:
    """The paragraphs up to where the article ends and lists of other pages, credits and rights begin."""
    body = body[: _tail_start(body)]
    while len(body) > 1 and _is_tail(body[-1]) and any(map(finished, body[:-1])):
        body = body[:-1]
    if body and (kept := _without_tail_sentence(body[-1])):
        body = [*body[:-1], kept]
    return body


def without_marks(paragraph: str) -> str:
    """The paragraph without the marks that a wire puts into running text."""
    if "[" in paragraph:
        for pattern in patterns("inline"):
            paragraph = pattern.sub("", paragraph)
    return paragraph.strip()


def _tail_start(body: list[str]) -> int:
    """The index of the first heading after which only unfinished lines come; the length when there is none."""
    start = len(body)
    for index in range(len(body) - 1, 0, -1):
        paragraph = body[index]
        if len(paragraph) <= MAX_LINE and not finished(paragraph) and _any("tail_heading").fullmatch(paragraph):
            start = index
        elif finished(paragraph):
            break
    return start


def _is_tail(paragraph: str) -> bool:
    return len(paragraph.split()) <= MAX_WORDS_UNFINISHED and not finished(paragraph)


def _without_tail_sentence(paragraph: str) -> str:
    """A last paragraph without the notice of rights that is stuck to its end."""
    tail = paragraph[-600:]
    for pattern in patterns("tail_sentence"):
        for found in re.finditer(rf"(?<=[.!?”\"’)] )(?:{pattern.pattern})\s*$", tail, re.IGNORECASE):
            return paragraph[: len(paragraph) - len(tail) + found.start()].rstrip()
    return paragraph
