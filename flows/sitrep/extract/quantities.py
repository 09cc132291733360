"""Counts of people in words and digits: "at least four" → 4 to open, "between 20 and 30", "dozens", "no one"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from sitrep.knowledge.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Quantity:
    """`low` and `high` bound the count, None where the words leave it open; `start`, `end` are offsets into the text searched."""

    low: int | None
    high: int | None
    start: int
    end: int


def parse_number(words: str) -> int | None:
    """The whole number that `words` spell: "1,200", "twenty-two", "four hundred", "1.5 million", "two dozen"; None if they are none."""
    known = lexicon("quantities")
    text = words.lower().strip()
    if text in known["fixed"]:
        return known["fixed"][text]
    total, current, seen = 0, None, False
    for word in re.split(r"[\s-]+", text.replace(" and ", " ")):
        if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+(\.\d+)?", word):
            current, seen = float(word.replace(",", "")), True
        elif word == "dozen":
            current, seen = (current or 1) * 12, True
        elif word in known["numbers"]:
            current, seen = (current or 0) + known["numbers"][word], True
        elif word in known["multipliers"]:
            current = (1 if current is None else current) * known["multipliers"][word]
            if known["multipliers"][word] >= 1000:
                total, current = total + current, None
            seen = True
        elif word not in {"a", "and", ""}:
            return None
    value = total + (current or 0)
    return int(value) if seen and value == int(value) else None


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w)))


@functools.cache
def _pattern() -> re.Pattern:
    known = lexicon("quantities")
    word = _any([*known["numbers"], *known["multipliers"]])
    digits = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?:\s+(?:{_any(known['multipliers'])}|dozen))?"
    spelled = rf"(?:{word})(?:(?:[\s-]+(?:and\s+)?)(?:{word}))*"
    number = rf"(?:{digits}|{spelled}|{_any(known['fixed'])})"
    bound = _any([*known["at_least"], *known["at_most"], *known["about"]])
    return re.compile(
        rf"(?<![\w.,$€£-])(?:(?P<none>{_any(known['none'])})(?!\s+(?:fewer|less|more)\s+than\b)"
        rf"|(?:between|from)\s+(?P<a>{number})\s+(?:and|to)\s+(?P<b>{number})"
        rf"|(?P<bound>(?:(?:{bound})\s+)+)?(?P<low>{number})(?:\s*(?:[-–]|to|or)\s*(?P<high>{number}))?(?:\s+or\s+(?P<tail>more|fewer))?"
        rf"|(?P<bound2>(?:(?:{bound})\s+)+)?(?P<vague>{_any(known['vague'])}))(?![\w%]|[.,]\d|['’]\w|-[a-z])",
        re.IGNORECASE,
    )


def find_quantities(text: str) -> list[Quantity]:
    """Every count in `text`, in order. Money, percentages and decimals are none."""
    out = []
    for m in _pattern().finditer(text):
        found = _bounds(m)
        if found is not None:
            out.append(Quantity(*found, m.start(), m.end()))
    return out


def _bounds(m: re.Match) -> tuple[int | None, int | None] | None:
    known = lexicon("quantities")
    if m["none"]:
        return 0, 0
    if m["a"]:
        a, b = parse_number(m["a"]), parse_number(m["b"])
        return None if a is None or b is None or a > b else (a, b)
    if m["vague"]:
        return known["vague"][re.sub(r"\s+", " ", m["vague"].lower())], None
    low, high = parse_number(m["low"]), parse_number(m["high"]) if m["high"] else None
    if low is None:
        return None
    if high is not None and high > low:
        return low, high
    bound = re.sub(r"\s+", " ", (m["bound"] or "").lower()).strip()
    if m["tail"]:
        return (low, None) if m["tail"].lower() == "more" else (None, low)
    if any(bound.startswith(w) or bound.endswith(w) for w in known["at_least"]):
        return low, None
    if any(bound.startswith(w) or bound.endswith(w) for w in known["at_most"]):
        return None, low
    return low, low
