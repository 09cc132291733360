"""`knowledge/dates.yaml` as look-up tables and as fragments of regular expressions."""

from __future__ import annotations

import re
from functools import cache

from sitrep.knowledge.lexicon import lexicon as read_lexicon


@cache
def lexicon() -> dict:
    return read_lexicon("dates")


def _inverse(table: dict) -> dict[str, object]:
    return {word: key for key, words in table.items() for word in words}


@cache
def tables() -> dict[str, dict]:
    """Word → value for months, weekdays, units (with plurals), day parts, seasons, references."""
    words = lexicon()
    units = {unit: letter for unit, letter in words["units"].items()}
    units |= {words["plurals"].get(unit, unit + "s"): letter for unit, letter in words["units"].items()}
    return {
        "month": _inverse(words["months"]),
        "weekday": _inverse(words["weekdays"]),
        "unit": units,
        "part": _inverse(words["day_parts"]),
        "season": _inverse(words["seasons"]),
        "reference": _inverse(words["references"]),
        "ordinal": {word: n for n, word in enumerate(words["ordinals"], 1)},
    }


def _any(words) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in sorted(words, key=lambda w: (-len(w), w)))


@cache
def fragments() -> dict[str, str]:
    """Named pieces for the patterns of `date_rules`; every one is a non-capturing group."""
    words, table = lexicon(), tables()
    small = [w for w in words["numbers"] if w not in {"a", "an"}]
    digit = "|".join(small[:9])
    plain = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?(?:\s?\d/\d)?|(?:{_any(words['tens'])})(?:[-\s](?:{digit}))?|{_any(small)}|an?)"
    full = [spellings[0] for spellings in words["months"].values()]
    short = [s for spellings in words["months"].values() for s in spellings[1:]]
    days = [spellings[0] for spellings in words["weekdays"].values()]
    short_days = [s for spellings in words["weekdays"].values() for s in spellings[1:]]
    year_tens = rf"(?:{_any(words['tens'])}|{_any(small[9:])})(?:[-\s](?:{digit}))?"
    return {
        "NUM": rf"(?:{plain}(?:\s+(?:hundred|thousand))?)",
        "VAGUE": rf"(?:{_any(words['vague'])})",
        "PAIR": rf"(?:(?:{_any(words['pair'])})|couple\s+of)",
        "MONTH": rf"(?:{_any(full)}|(?:{_any(short)})\b\.?)",
        "FULLMONTH": rf"(?:{_any(full)}|(?:{_any(short)})\.)",
        "WEEKDAY": rf"(?:{_any(days)})",
        "ANYDAY": rf"(?:{_any(days)}|(?:{_any(short_days)})\b\.?)",
        "DAY": r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?",
        "YEAR": r"(?:1[5-9]|20)\d\d",
        "ORDINAL": rf"(?:{_any(words['ordinals'])})",
        "UNIT": rf"(?:{_any(words['units'])})",
        "UNITS": rf"(?:{_any(table['unit'])})",
        "PART": rf"(?:{_any(table['part'])})",
        "SEASON": rf"(?:{_any(table['season'])})",
        "HOLIDAY": rf"(?:{_any(words['holidays'])})",
        "SET": rf"(?:{_any(words['sets'])})",
        "REFERENCE": rf"(?:{_any(table['reference'])})",
        "DECADE": rf"(?:{_any(words['decades'])})",
        "WORDYEAR": rf"(?:nineteen\s+(?:{year_tens})|two\s+thousand(?:\s+(?:and\s+)?(?:{_any(small)}))?)",
        "ROUGHLY": r"(?:(?:about|around|almost|nearly|roughly|some|over|(?:more|less|fewer)\s+than|at\s+least|at\s+most|up\s+to"
        r"|only|just|within|another|under)\s+)",
    }


def number(text: str) -> float | None:
    """The number that words or digits say ("twenty-four", "a hundred", "1,200", "2 1/2"); None if none."""
    words, value = lexicon(), 0.0
    text = text.lower().replace(",", "").replace("-", " ").strip()
    mixed = re.fullmatch(r"(\d+)\s?(\d)/(\d)", text)
    if mixed:
        return int(mixed[1]) + int(mixed[2]) / max(1, int(mixed[3]))
    for word in text.split():
        if re.fullmatch(r"\d+(\.\d+)?", word):
            value += float(word)
        elif word in words["numbers"] or word in words["tens"]:
            value += words["numbers"].get(word, words["tens"].get(word))
        elif word in {"hundred", "thousand"}:
            value = (value or 1) * (100 if word == "hundred" else 1000)
        elif word != "and":
            return None
    return value or None
