"""Words for states: names, demonyms, peoples, and places that stand for a government."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from sitrep.knowledge import Country
from sitrep.knowledge.lexicon import lexicon
from sitrep.resolve.entities import Entity
from sitrep.resolve.names import acronym_key, bare, normalise, plain

OF = re.compile(r"\s+(?:of|in|for)\s+(?:the\s+)?")
# "UK-based", "Lebanese-born" tell the state; "Iran-backed" does not.
TELLING = {"based", "born", "registered", "flagged"}


class States:
    """ISO 3166-1 alpha-3 codes by the words of the news; where two states share a word, the first of countries.csv has it."""

    def __init__(self, countries: Sequence[Country]):
        self.by_code = {c.iso3: c for c in countries}
        self._names: dict[str, str] = {}
        self._demonyms: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._metonyms: dict[str, str] = {}
        for c in countries:
            for words, index in (
                ((c.name, *c.aliases), self._names),
                (c.adjectives, self._demonyms),
                (c.people, self._people),
                (c.metonyms, self._metonyms),
            ):
                for word in words:
                    index.setdefault(acronym_key(word) or normalise(word), c.iso3)

    def country(self, word: str) -> str | None:
        """By a country's name ("Iran", "the US", "Britain")."""
        return _find(word, self._names)

    def demonym(self, word: str) -> str | None:
        """By an adjective or a people ("Iranian", "British", "Iranians", "Briton")."""
        return _find(word, self._demonyms, self._people)

    def people(self, word: str) -> str | None:
        """By a people or one of it ("Iranians", "the British", "a Briton")."""
        return _find(word, self._people)

    def metonym(self, word: str) -> str | None:
        """By a place that stands for the government when it acts or speaks ("Moscow", "Tehran")."""
        return _find(word, self._metonyms)

    def entity(self, iso3: str) -> Entity:
        """The state as an actor: kind country, sector GOV."""
        return Entity(iso3, self.by_code[iso3].name, "country", iso3, "GOV", source="countries.csv")

    def of_word(self, word: str) -> str | None:
        """By any word that says where somebody belongs: a name, a demonym, "UK-based"."""
        stem, _, tail = plain(word).rpartition("-")
        if stem and tail.lower() in TELLING:
            return self.country(stem) or self.demonym(stem)
        return self.demonym(word) or self.country(word)

    def of_description(self, tokens: Sequence[str]) -> str | None:
        """The first state that a description names ("senior US officials"), else the one whose capital it names ("a Seoul court")."""
        tokens = _without_regions(tokens)
        phrases = [" ".join(tokens[i : i + n]) for i in range(len(tokens)) for n in (3, 2, 1) if i + n <= len(tokens)]
        phrases = [p for p in phrases if any(c.isupper() for c in p)]
        for find in (self.of_word, self.metonym):
            for phrase in phrases:
                if iso3 := find(phrase):
                    return iso3
        return None

    def split(self, name: str) -> Iterator[tuple[str, str]]:
        """("IRN", "Foreign Ministry") of "Iranian Foreign Ministry", "Iran's Foreign Ministry", "Foreign Ministry of Iran"."""
        words = name.split()
        for n in (3, 2, 1, 4):
            if n < len(words):
                head = " ".join(words[:n])
                if iso3 := self.demonym(head) or self.country(head):
                    yield iso3, " ".join(words[n:])
        for match in OF.finditer(name):
            if iso3 := self.country(name[match.end() :]):
                yield iso3, name[: match.start()]


@cache
def _regions() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(word.lower().split()) for word in lexicon("places")["regional"])


def _without_regions(tokens: Sequence[str]) -> list[str]:
    """Without adjectives of regions: who is "Central American" is of no state that is named."""
    out: list[str] = []
    for token in tokens:
        word = token.lower().removesuffix("s")
        if (word,) in _regions():
            continue
        if out and (out[-1].lower(), word) in _regions():
            out.pop()
            continue
        out.append(token)
    return out


def _find(word: str, *indexes: dict[str, str]) -> str | None:
    """What the first of the indexes that has the word says."""
    keys = _keys(word)
    for index in indexes if keys else ():
        for key in keys:
            if key in index:
                return index[key]
    return None


@lru_cache(maxsize=65536)
def _keys(word: str) -> tuple[str, ...]:
    """Under which a word may stand in an index: as an acronym, else as a name; neither without a capital."""
    clean = bare(word)
    if not any(c.isupper() for c in clean):
        return ()
    key = normalise(clean)
    return tuple(k for k in (acronym_key(clean), None if len(key) == 2 else key) if k)  # "us" is a pronoun
