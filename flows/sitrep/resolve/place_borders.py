"""Borders between two countries: "the Iraq-Syria border region", "Turkey’s border with Syria", "the border between India and China"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sitrep.resolve.place_gazetteer import country_names, demonyms


@dataclass(frozen=True, slots=True)
class Border:
    """A border and the countries on its sides, ISO alpha-3, in the order of the text."""

    start: int
    end: int
    countries: tuple[str, ...]


REGION = r"(?:borders?|frontier)(?:land|lands)?(?:\s+(?:region|regions|area|areas|zone|crossing|district|districts|town|city|post))?"
# Any capitalised words: which of them name a country is looked up, a pattern of all countries would take a third of a second to compile.
NAMES = r"[A-Z][\w.]*(?:\s+(?:of\s+|the\s+|and\s+)?[A-Z][\w.]*){0,4}"
PATTERNS = tuple(
    re.compile(p)
    for p in (
        rf"(?<!\w)(?P<a>{NAMES})\s?[-–/]\s?(?P<b>{NAMES})\s+{REGION}\b",
        rf"\b{REGION}\s+between\s+(?:the\s+)?(?P<a>{NAMES})\s+and\s+(?:the\s+)?(?P<b>{NAMES})(?!\w)",
        rf"(?<!\w)(?P<a>{NAMES})(?:['’]s?)?\s+(?:\w+\s+)?{REGION}\s+with\s+(?:the\s+)?(?P<b>{NAMES})(?!\w)",
    )
)


def find_borders(text: str) -> list[Border]:
    """All borders that name both their sides, in text order."""
    if "border" not in text and "frontier" not in text:  # most articles: the patterns cost as much as all else
        return []
    names = {**demonyms(), **country_names()}
    found: list[Border] = []
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            first = _known(match["a"], names, last=True)
            second = _known(match["b"], names, last=False)
            if first is None or second is None:
                continue
            trailing = match.end("b") == match.end()
            start = match.end("a") - len(first) if match.start("a") == match.start() else match.start()
            end = match.start("b") + len(second) if trailing else match.end()
            if not trailing and second != match["b"]:
                continue
            countries = (names[first], names[second])
            if countries[0] != countries[1] and not any(b.start < end and start < b.end for b in found):
                found.append(Border(start, end, countries))
    return sorted(found, key=lambda b: b.start)


def _known(words: str, names: Mapping[str, str], *, last: bool) -> str | None:
    """The longest name of a country that `words` end with (`last`), or begin with."""
    starts = [0, *(m.end() for m in re.finditer(r"\s+", words))]
    ends = [*(m.start() for m in re.finditer(r"\s+", words)), len(words)]
    candidates = [words[i:] for i in starts] if last else [words[:i] for i in reversed(ends)]
    return next((c for c in candidates if c in names), None)
