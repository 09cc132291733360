"""Borders between two countries: "the Iraq-Syria border region", "Turkey’s border with Syria", "the border between India and China"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sitrep.resolve.place_gazetteer import country_names, demonyms


@dataclass(frozen=True, slots=True)
class Border:
    """A border and the countries on its sides, ISO alpha-3, in the order of the text."""

    start: int
    end: int
    countries: tuple[str, ...]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = {**demonyms(), **country_names()}
    name = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    region = r"(?:borders?|frontier)(?:land|lands)?(?:\s+(?:region|regions|area|areas|zone|crossing|district|districts|town|city|post))?"
    return tuple(
        re.compile(p)
        for p in (
            rf"(?<!\w)(?P<a>{name})\s?[-–/]\s?(?P<b>{name})\s+{region}\b",
            rf"\b{region}\s+between\s+(?:the\s+)?(?P<a>{name})\s+and\s+(?:the\s+)?(?P<b>{name})(?!\w)",
            rf"(?<!\w)(?P<a>{name})(?:['’]s?)?\s+(?:\w+\s+)?{region}\s+with\s+(?:the\s+)?(?P<b>{name})(?!\w)",
        )
    )


def find_borders(text: str) -> list[Border]:
    """All borders that name both their sides, in text order."""
    names = {**demonyms(), **country_names()}
    found: list[Border] = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            countries = (names[match["a"]], names[match["b"]])
            if countries[0] != countries[1] and not any(b.start < match.end() and match.start() < b.end for b in found):
                found.append(Border(match.start(), match.end(), countries))
    return sorted(found, key=lambda b: b.start)
