"""Upper-case wire text in its usual case: the reader needs to see what is a name.

Letters are changed in place and nothing else is, so every offset holds. A word is written as it usually is (`casing.txt`); one that is
not listed is a name, unless it is built like a common word; context decides the rest: titles, months, acronyms in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitrep.parse.casing_words import TOKEN, casing_lists, known_names, lower_case, usual_forms

MIN_LETTERS = 25  # in capitals only; a shorter line may be a heading that is meant so
MAX_LOWER = 0.1  # share of lower-case letters up to which a paragraph is in capitals: "McGEE", "the AFP's"
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
    acronyms, stops = _acronyms(text), "U.S." in text
    return "\n".join(_truecased(part, acronyms, stops) if _is_upper(part) else part for part in parts)


def is_name(word: str) -> bool:
    """Whether a word that opens a sentence, and so is written with a capital, is a name."""
    return _usual(word, frozenset())[1]


def _is_upper(paragraph: str) -> bool:
    upper = sum(map(str.isupper, paragraph))
    return upper >= MIN_LETTERS and sum(map(str.islower, paragraph)) <= MAX_LOWER * upper


def _truecased(paragraph: str, acronyms: frozenset[str], stops: bool) -> str:
    words = [_Word(match.start(), match[0], lower_case(match[0]), match[0]) for match in TOKEN.finditer(paragraph)]
    for word in words:
        if word.text[0].isalpha():
            word.form, word.is_name = _usual(word.text, acronyms)
        elif word.text[0].isdigit():
            word.form = word.lower
    _names(words)
    _bodies(words)
    _context(words, stops)
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
    lower = lower_case(stem)
    if stem in acronyms:
        return stem + ending, True
    if form := usual_forms().get(lower):
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
    words = usual_forms()
    for prefix in casing_lists()["prefixes"]:
        if lower.startswith(prefix) and len(lower) > len(prefix) + 3 and words.get(lower[len(prefix) :]) == lower[len(prefix) :]:
            return True
    if any(words.get(lower + ending) == lower + ending for ending in ("s", "ed", "ing", "er", "ly")):
        return True
    for ending in casing_lists()["inflections"]:
        stem = lower.removesuffix(ending)
        if stem != lower and len(stem) > 3 and (words.get(stem) == stem or words.get(stem + "e") == stem + "e"):
            return True
    return len(lower) > 5 and lower.endswith(casing_lists()["common_endings"])


def _names(words: list[_Word]) -> None:
    """Names of several words that are listed: "Supreme Court", "United Nations"."""
    names, longest = known_names()
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
    lists = casing_lists()
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
    function = casing_lists()["function"]
    lower, before = words[index].lower, words[index - 1].lower if index else ""
    return lower not in function or (lower == "and" and before[:1].isalpha() and before not in function)


def _context(words: list[_Word], stops: bool) -> None:
    lists = casing_lists()
    for before, word, after in _neighbours(words):
        lower = word.lower
        if lower in lists["titles"] and after and after.is_name and after.form[0].isupper() and not after.form.isupper():
            word.form = _title(word.text)
        elif lower in lists["heads"] and before and (before.text[0].isdigit() or (before.is_name and not before.form.isupper())):
            word.form, word.is_name = _title(word.text), True
        elif lower in lists["months"] and ((before and before.text[0].isdigit()) or (after and after.text[0].isdigit())):
            word.form, word.is_name = _title(word.text), True
        elif lower == "us":
            pronoun = before is not None and _is_pronoun(before, after, stops)
            word.form, word.is_name = (lower, False) if pronoun else (word.text, True)
        elif lower in lists["particles"] and before and after and before.is_name and after.is_name and before.form[0].isupper():
            word.form, word.is_name = lower, True


def _is_pronoun(before: _Word, after: _Word | None, stops: bool) -> bool:
    """Whether "US" between two words means those who speak; `stops`: the text writes the country "U.S."."""
    lists = casing_lists()
    if not before.text[0].isalpha() or before.lower == "the":
        return False
    if stops or before.lower in lists["us_pronoun_does"]:
        return True
    follows = (
        after is not None and _is_noun_like(after) and not after.lower.endswith("ly") and after.lower not in lists["us_pronoun_before"]
    )
    return not follows and (before.lower in lists["us_pronoun_after"] or before.lower not in lists["function"])


def _is_noun_like(word: _Word) -> bool:
    return word.text[0].isalpha() and word.lower not in casing_lists()["function"]


def _expansions(words: list[_Word], acronyms: frozenset[str]) -> None:
    """The words before an acronym in brackets are its name: "NATIONAL LIBERATION ARMY [ELN]"."""
    function = casing_lists()["function"]
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
    return len(before.text) > 1 and before.lower not in casing_lists()["abbreviations"]


def _is_dash(word: _Word, before: _Word | None) -> bool:
    """The second dash of a dateline's "--"."""
    return word.text == "-" and before is not None and before.text == "-" and before.start == word.start - 1


def _neighbours(words: list[_Word]) -> Iterator[tuple[_Word | None, _Word, _Word | None]]:
    for index, word in enumerate(words):
        yield words[index - 1] if index else None, word, words[index + 1] if index + 1 < len(words) else None


def _acronyms(text: str) -> frozenset[str]:
    """Words that stand alone in brackets somewhere in the text, are no listed words and short: [FMLN], (ELN)."""
    found = re.findall(r"[\[(]([A-Z]{2,8})[\])]", text)
    return frozenset(word for word in found if usual_forms().get(word.lower(), word) == word and not _is_common(word.lower()))


def _title(token: str) -> str:
    """Anwar, McCain, D'Aubuisson, O'Brien."""
    lower = lower_case(token)
    if re.match(r"mc[b-df-hj-np-tv-z]|mc[aeiou][b-z]{2}", lower) and len(lower) > 4:
        return "Mc" + lower[2].upper() + lower[3:]
    return re.sub(r"^(\w)|(?<=^[do][’'])(\w)", lambda match: match[0].upper(), lower)
