"""How words are usually written: the tables that `truecase` asks (casing.txt, casing.yaml, names in sitrep.knowledge)."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

import yaml

from sitrep.knowledge import load

MAX_NAME = 8  # words and marks of the longest name that is looked for
# Initials with stops, a word with its apostrophes, a number with its ending, or a mark
TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'][^\W\d_]+)*|\d+(?:st|nd|rd|th|d|s)?(?![^\W\d_])|\d+|[^\w\s]", re.IGNORECASE)


def lower_case(token: str) -> str:
    """Lower case of the same length: a few letters of other alphabets have a longer one and stay as they are."""
    lower = token.lower()
    return lower if len(lower) == len(token) else token


@functools.cache
def casing_lists() -> dict[str, Any]:
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
def usual_forms() -> dict[str, str]:
    """Words by their lower case. Counted ones go before known ones ("us" and "who" are not always names), but not before states."""
    found = {name.lower(): name for name in _known() if TOKEN.fullmatch(name)}
    states = {country.name.lower(): country.name for country in load().countries if TOKEN.fullmatch(country.name)}
    return found | {line.lower(): line for line in _counted() if " " not in line} | states


@functools.cache
def known_names() -> tuple[dict[tuple[str, ...], tuple[str, ...]], dict[str, int]]:
    """Names of several words by their lower case, and how many words the longest has that begins with a word."""
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    longest: dict[str, int] = {}
    for name in [*_counted(), *_known()]:
        form = tuple(TOKEN.findall(name))
        if 1 < len(form) <= MAX_NAME:
            lower = tuple(map(lower_case, form))
            names[lower] = form
            longest[lower[0]] = max(longest.get(lower[0], 0), len(lower))
    return names, longest


@functools.cache
def common_words() -> frozenset[str]:
    """Words that are usually written in lower case."""
    return frozenset(line for line in _counted() if line.islower() and " " not in line)
