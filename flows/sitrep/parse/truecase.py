"""Upper-case wire text in its usual case: the reader needs to see what is a name.

Letters are changed in place and nothing else is, so every offset holds. A word is written as it usually is (`casing.txt`); one that is
not listed is a name, unless it is built like a common word; context decides the rest: titles, months, acronyms in brackets.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from sitrep.knowledge import load

MIN_LETTERS = 25  # in capitals only; a shorter line may be a heading that is meant so
MAX_LOWER = 0.1  # share of lower-case letters up to which a paragraph is in capitals: "McGEE", "the AFP's"
MAX_NAME = 8  # words and marks of the longest name that is looked for
# Initials with stops, a word with its apostrophes, a number with its ending, or a mark
TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'][^\W\d_]+)*|\d+(?:st|nd|rd|th|d|s)?(?![^\W\d_])|\d+|[^\w\s]", re.IGNORECASE)
OPENING = frozenset('"“‘([-–—')
POSSESSIVE = re.compile(r"(.+?)([’'](?:s|t|re|ve|ll|d|m)|[sS][’'])$", re.IGNORECASE)


@dataclass(slots=True)
class _Word:
    start: int
    text: str  # as it stands
    lower: str
    form: str  # as it will be written
    is_name: bool = False


def truecase(text: str) -> str:
    """The text, of the same length, with its upper-case paragraphs in their usual case; other paragraphs are not touched."""
    parts = text.split("\n")
    if not any(map(_is_upper, parts)):
        return text
    acronyms = _acronyms(text)
    return "\n".join(_truecased(part, acronyms) if _is_upper(part) else part for part in parts)


def is_name(word: str) -> bool:
    """Whether a word that opens a sentence, and so is written with a capital, is a name."""
    return _usual(word, frozenset())[1]


def _is_upper(paragraph: str) -> bool:
    upper = sum(map(str.isupper, paragraph))
    return upper >= MIN_LETTERS and sum(map(str.islower, paragraph)) <= MAX_LOWER * upper


def _truecased(paragraph: str, acronyms: frozenset[str]) -> str:
    words = [_Word(match.start(), match[0], _lower(match[0]), match[0]) for match in TOKEN.finditer(paragraph)]
    for word in words:
        if word.text[0].isalpha():
            word.form, word.is_name = _usual(word.text, acronyms)
        elif word.text[0].isdigit():
            word.form = word.lower
    _names(words)
    _bodies(words)
    _context(words)
    _expansions(words, acronyms)
    _sentence_starts(words)
    letters = list(paragraph)
    for word in words:
        if len(word.form) == len(word.text):
            letters[word.start : word.start + len(word.text)] = word.form
    return "".join(letters)


def _usual(token: str, acronyms: frozenset[str]) -> tuple[str, bool]:
    """How a word is written inside a sentence, and whether that makes it a name."""
    if "." in token:
        return (token.lower(), False) if token.lower() in ("a.m.", "p.m.", "e.g.", "i.e.") else (token, True)
    stem, ending = token, ""
    if possessive := POSSESSIVE.fullmatch(token):
        stem, ending = possessive[1], possessive[2].lower()
    lower = _lower(stem)
    if stem in acronyms:
        return stem + ending, True
    if form := _words().get(lower):
        return form + ending, form != lower
    if "'" in lower or "’" in lower:  # D'Aubuisson, O'Brien
        return _title(stem) + ending, True
    if _is_common(lower):
        return lower + ending, False
    if not re.search("[aeiouyáéíóúàèäöü]", lower) and len(lower) > 1:
        return stem + ending, True
    return _title(stem) + ending, True


def _is_common(lower: str) -> bool:
    """Whether an unlisted word is built from a listed common one, or ends as common words do."""
    words = _words()
    for prefix in _lists()["prefixes"]:
        if lower.startswith(prefix) and len(lower) > len(prefix) + 3 and words.get(lower[len(prefix) :]) == lower[len(prefix) :]:
            return True
    if any(words.get(lower + ending) == lower + ending for ending in ("s", "ed", "ing", "er", "ly")):
        return True
    for ending in _lists()["inflections"]:
        stem = lower.removesuffix(ending)
        if stem != lower and len(stem) > 3 and (words.get(stem) == stem or words.get(stem + "e") == stem + "e"):
            return True
    return len(lower) > 5 and lower.endswith(_lists()["common_endings"])


def _names(words: list[_Word]) -> None:
    """Names of several words that are listed: "Supreme Court", "United Nations"."""
    names, longest = _multiword()
    index = 0
    while index < len(words):
        for length in range(min(longest.get(words[index].lower, 0), len(words) - index), 1, -1):
            run = words[index : index + length]
            if form := names.get(tuple(word.lower for word in run)):
                for word, part in zip(run, form, strict=True):
                    word.form, word.is_name = part, not part.islower()
                index += length - 1
                break
        index += 1


def _bodies(words: list[_Word]) -> None:
    """A ministry's or a committee's whole name, where words before it tell which one it is."""
    lists = _lists()
    for index, word in enumerate(words):
        if word.lower not in lists["bodies"]:
            continue
        first = index
        while first and words[first - 1].text[0].isalpha() and _names_a_body(words, first - 1):
            first -= 1
        while first < index and words[first].lower in lists["function"]:
            first += 1
        if first == index or not any(part.is_name for part in words[first : index + 1]):
            continue
        for part in words[first : index + 1]:
            part.is_name = True
            if part.form.islower() and part.lower not in lists["function"]:
                part.form = _title(part.text)


def _names_a_body(words: list[_Word], index: int) -> bool:
    """Whether the word can stand inside a body's name: no function word, but for an "and" between two that are none."""
    function = _lists()["function"]
    lower, before = words[index].lower, words[index - 1].lower if index else ""
    return lower not in function or (lower == "and" and before[:1].isalpha() and before not in function)


def _context(words: list[_Word]) -> None:
    lists = _lists()
    for before, word, after in _neighbours(words):
        lower = word.lower
        if lower in lists["titles"] and after and after.is_name and after.form[0].isupper() and not after.form.isupper():
            word.form = _title(word.text)
        elif lower in lists["heads"] and before and (before.text[0].isdigit() or (before.is_name and not before.form.isupper())):
            word.form, word.is_name = _title(word.text), True
        elif lower in lists["months"] and ((before and before.text[0].isdigit()) or (after and after.text[0].isdigit())):
            word.form, word.is_name = _title(word.text), True
        elif lower == "us":
            pronoun = before and before.lower in lists["us_pronoun_after"] and not (after and _is_noun_like(after))
            word.form, word.is_name = (lower, False) if pronoun else (word.text, True)
        elif lower in lists["particles"] and before and after and before.is_name and after.is_name and before.form[0].isupper():
            word.form, word.is_name = lower, True


def _is_noun_like(word: _Word) -> bool:
    return word.text[0].isalpha() and word.lower not in _lists()["function"]


def _expansions(words: list[_Word], acronyms: frozenset[str]) -> None:
    """The words before an acronym in brackets are its name: "NATIONAL LIBERATION ARMY [ELN]"."""
    function = _lists()["function"]
    for index in range(2, len(words) - 1):
        if words[index].text not in acronyms or words[index - 1].text not in "[(" or words[index + 1].text not in "])":
            continue
        limit, taken = len(words[index].text), 0
        for word in reversed(words[max(0, index - 2 - 2 * limit) : index - 1]):
            lower = word.lower
            links = lower in ("of", "for", "and") and taken < limit - 1
            if not word.text[0].isalpha() or (lower in function and not links) or taken > limit:
                break
            if lower not in function:
                word.form, word.is_name, taken = _title(word.text) if word.form.islower() else word.form, True, taken + 1


def _sentence_starts(words: list[_Word]) -> None:
    starting = True
    for before, word, _ in _neighbours(words):
        if word.text[0].isalpha():
            if starting and word.form.islower():
                word.form = word.form[0].upper() + word.form[1:]
            starting = False
        elif word.text[0].isdigit():
            starting = False
        elif word.text in "?!:" or _is_full_stop(word, before) or _is_dash(word, before) or _begins_quotation(word, before):
            starting = True
        elif word.text not in OPENING and word.text not in "\"”’)]'.":
            starting = False


def _begins_quotation(word: _Word, before: _Word | None) -> bool:
    """An opening mark after a comma and a space: he said, "The …"."""
    return word.text in '"“' and before is not None and before.text == "," and word.start == before.start + 2


def _is_full_stop(word: _Word, before: _Word | None) -> bool:
    """A stop that ends a sentence: not after one letter, nor after an abbreviation."""
    if word.text != "." or before is None or not before.text[0].isalpha():
        return word.text == "."
    return len(before.text) > 1 and before.lower not in _lists()["abbreviations"]


def _is_dash(word: _Word, before: _Word | None) -> bool:
    """The second dash of a dateline's "--"."""
    return word.text == "-" and before is not None and before.text == "-" and before.start == word.start - 1


def _neighbours(words: list[_Word]) -> Iterator[tuple[_Word | None, _Word, _Word | None]]:
    for index, word in enumerate(words):
        yield words[index - 1] if index else None, word, words[index + 1] if index + 1 < len(words) else None


def _acronyms(text: str) -> frozenset[str]:
    """Words that stand alone in brackets somewhere in the text, are no listed words and short: [FMLN], (ELN)."""
    found = re.findall(r"[\[(]([A-Z]{2,8})[\])]", text)
    return frozenset(word for word in found if _words().get(word.lower(), word) == word and not _is_common(word.lower()))


def _title(token: str) -> str:
    """Anwar, McCain, D'Aubuisson, O'Brien."""
    lower = _lower(token)
    if re.match(r"mc[b-df-hj-np-tv-z]|mc[aeiou][b-z]{2}", lower) and len(lower) > 4:
        return "Mc" + lower[2].upper() + lower[3:]
    return re.sub(r"^(\w)|(?<=^[do][’'])(\w)", lambda match: match[0].upper(), lower)


def _lower(token: str) -> str:
    """Lower case of the same length: a few letters of other alphabets have a longer one and stay as they are."""
    lower = token.lower()
    return lower if len(lower) == len(token) else token


@functools.cache
def _lists() -> dict[str, Any]:
    data = yaml.safe_load(resources.files("sitrep.parse").joinpath("casing.yaml").read_text("utf-8"))
    return {
        name: tuple(words) if name in ("common_endings", "prefixes", "inflections") else frozenset(words) for name, words in data.items()
    }


@functools.cache
def _counted() -> list[str]:
    return resources.files("sitrep.parse").joinpath("casing.txt").read_text("utf-8").splitlines()


@functools.cache
def _known() -> list[str]:
    """Names of states, peoples, bodies and office holders that are written with capitals."""
    facts = load()
    names: list[str] = []
    for country in facts.countries:
        names += [country.name, *country.aliases, *country.adjectives, *country.people, *country.metonyms, country.capital or ""]
    for body in facts.bodies:
        names += [body.name, *body.aliases]
    for office in facts.offices:
        names += [office.person, *office.aliases]
    return [name.rstrip("?").removeprefix("the ").removeprefix("The ") for name in names if any(map(str.isupper, name))]


@functools.cache
def _words() -> dict[str, str]:
    """Words by their lower case. Counted ones go before known ones: "us" and "who" are not always names."""
    words = {name.lower(): name for name in _known() if TOKEN.fullmatch(name)}
    return words | {line.lower(): line for line in _counted() if " " not in line}


@functools.cache
def _multiword() -> tuple[dict[tuple[str, ...], tuple[str, ...]], dict[str, int]]:
    """Names of several words by their lower case, and how many words the longest has that begins with a word."""
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    longest: dict[str, int] = {}
    for name in [*_counted(), *_known()]:
        form = tuple(TOKEN.findall(name))
        if 1 < len(form) <= MAX_NAME:
            lower = tuple(map(_lower, form))
            names[lower] = form
            longest[lower[0]] = max(longest.get(lower[0], 0), len(lower))
    return names, longest


@functools.cache
def common_words() -> frozenset[str]:
    """Words that are usually written in lower case."""
    return frozenset(line for line in _counted() if line.islower() and " " not in line)
