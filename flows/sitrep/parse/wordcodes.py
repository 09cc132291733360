"""An article's words as numbers: what two copies of one story have in common, whatever house style they are written in.

A code is 32 bits: 29 of the word's hash, 3 of its kind. Kinds tell what two versions may not differ in: numbers, outcomes
(killed, injured, arrested), weekdays, dates and names.
"""

from __future__ import annotations

import functools
import re
import zlib
from importlib import resources
from typing import Any

import numpy as np
import yaml

from sitrep.article import Article
from sitrep.knowledge.lexicon import lexicon
from sitrep.parse.plain import DATELINE
from sitrep.parse.truecase import is_name
from sitrep.resolve.names import plain

WORD, NUMBER, OUTCOME, WEEKDAY, DATE, NAME = range(6)
HASH_BITS = 29
MIN_WORDS = 25  # what is shorter has too few words to tell a copy from a sentence that two stories share
MAX_WORDS = 5000  # what is longer is compared as a whole only
# Dotted acronyms, numbers, number words, words, and the marks that end a sentence or open a quotation.
TOKENS = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?|"
    r"(?:[Tt]wen|[Tt]hir|[Ff]or|[Ff]if|[Ss]ix|[Ss]even|[Ee]igh|[Nn]ine)ty-(?:one|two|three|four|five|six|seven|eight|nine)\b|"
    r"[^\W\d_]+|%|[.!?:\"']"
)
DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
MARKS = frozenset(".!?:\"'")


def word_codes(article: Article) -> np.ndarray:
    """The codes of an article's words, uint32, in text order; none when it has too few or too many words.

    Headline and dateline are left out: papers write their own.
    """
    codes = _codes(_body(article))
    return codes if MIN_WORDS <= len(codes) <= MAX_WORDS else codes[:0]


def hashes(codes: np.ndarray) -> np.ndarray:
    """The words without their kinds: a word may open a sentence in one version and stand inside it in another."""
    return codes & np.uint32((1 << HASH_BITS) - 1)


def kinds(codes: np.ndarray) -> np.ndarray:
    return codes >> np.uint32(HASH_BITS)


def _body(article: Article) -> str:
    text = article.text.removeprefix(article.title).lstrip()
    if len(text.split(None, MIN_WORDS)) <= MIN_WORDS:  # nothing but its head
        text = article.text
    line = DATELINE.match(text)
    return text[line.end() :] if line else text


def _codes(text: str) -> np.ndarray:
    text = plain(text)
    lower = text.lower()
    if any(phrase in lower for phrase in _phrases()[0]):
        text = _phrases()[1].sub(lambda match: _same()[match[0].lower()], text)
    found: list[int] = []
    opens, before = True, ""  # a sentence's first word is written with a capital whatever it is; the token before
    for token in TOKENS.findall(text):
        if token in MARKS:
            opens = opens or token != "'"
            continue
        code = _code(token, opens)
        if code >> HASH_BITS == DATE and DAY.fullmatch(before):  # 27 June
            found[-1] = _day(token, before)
        elif before and token[0].isdigit() and DAY.fullmatch(token) and _code(before, False) >> HASH_BITS == DATE:  # June 27th
            found[-1] = _day(before, token)
        elif code:
            found.append(code)
        opens, before = False, token
        if len(found) > MAX_WORDS:
            break
    return np.array(found, np.uint32)


@functools.lru_cache(maxsize=200_000)
def _code(token: str, opens: bool) -> int:
    """The code of a token; 0 of one that is left out."""
    kind, form = _classified(token)
    if kind == WORD and token[0].isupper() and (not opens or is_name(token)):
        kind = NAME
    return kind << HASH_BITS | zlib.crc32(form.encode()) >> (32 - HASH_BITS) if form else 0


@functools.cache
def style_words() -> frozenset[int]:
    """The hashes of words that a house style may exchange for others."""
    return frozenset(code for word in _lists()["style"] for code in hashes(_codes(word)).tolist())


def _classified(token: str) -> tuple[int, str]:
    """A word's kind and the form that stands for all its spellings; an empty form is left out."""
    lower = token.lower().replace(".", "") if token[0].isalpha() else token.replace(",", "").rstrip(".")
    lower = _same().get(lower, lower)
    lists = _lists()
    if lower in lists["silent"]:
        return WORD, ""
    if number := _number(lower):
        return NUMBER, number
    if outcome := lists["outcomes"].get(lower):
        return OUTCOME, outcome
    if lower in lists["weekdays"]:
        return WEEKDAY, lower
    if token[0].isupper() and (month := lists["months"].get(lower)):
        return DATE, month
    for pattern, ending in lists["endings"]:
        lower = pattern.sub(ending, lower)
    return WORD, lower


def _number(word: str) -> str | None:
    numbers = _lists()["numbers"]
    if word[0].isdigit():
        return word.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    if word in numbers:
        return numbers[word]
    tens, _, ones = word.partition("-")
    return str(int(numbers[tens]) + int(numbers[ones])) if tens in numbers and ones in numbers and numbers[tens].isdigit() else None


def _day(month: str, number: str) -> int:
    """The code of "June 27", "27th June" and "Jun. 27"."""
    form = f"{_lists()['months'][month.lower()]} {int(number.rstrip('thndrs'))}"
    return DATE << HASH_BITS | zlib.crc32(form.encode()) >> (32 - HASH_BITS)


@functools.cache
def _lists() -> dict[str, Any]:
    data = yaml.safe_load(resources.files("sitrep.parse").joinpath("duplicates.yaml").read_text("utf-8"))
    quantities = lexicon("quantities")
    numbers = {word: str(n) for word, n in quantities["numbers"].items()}
    vague = [word for word in quantities["vague"] if " " not in word and word not in ("some", "many")]
    return {
        "silent": frozenset(data["silent"]),
        "numbers": numbers | {word: word for word in [*vague, *quantities["multipliers"]]},
        "outcomes": {word: outcome for outcome, words in data["outcomes"].items() for word in words},
        "weekdays": frozenset(data["weekdays"]),
        "months": {form: name for name in data["months"] for form in (name, name[:3], name[:4] if name == "september" else name)},
        "same": data["same"],
        "style": tuple(data["style"]),
        "endings": tuple((re.compile(pattern), ending) for pattern, ending in data["endings"]),
    }


@functools.cache
def _same() -> dict[str, str]:
    """Spellings → the form that stands for them."""
    return {spelling: group[0] for group in _lists()["same"] for spelling in group}


@functools.cache
def _phrases() -> tuple[tuple[str, ...], re.Pattern[str]]:
    phrases = sorted((p for p in _same() if " " in p), key=len, reverse=True)
    return tuple(phrases), re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
