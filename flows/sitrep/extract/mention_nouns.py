"""What single words say of a participant: classes of nouns, honorifics, sponsors, the words of the calendar."""

from __future__ import annotations

import calendar
import functools
from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from sitrep.knowledge.lexicon import lexicon

JOINTS = {"-", "–", "'", "’", "&", "/"}  # what holds the words of one name together


class NounClass(NamedTuple):
    """A class of `knowledge/actor_nouns.yaml`: nouns that can name the same participant."""

    name: str
    kind: str
    gender: str | None


@functools.cache
def noun_classes() -> dict[str, NounClass]:
    """Noun or noun phrase → its class."""
    classes = lexicon("actor_nouns")["classes"]
    return {noun: NounClass(name, c["kind"], c.get("gender")) for name, c in classes.items() for noun in c["nouns"]}


@functools.cache
def nouns(name: str) -> frozenset[str]:
    """A flat list of `knowledge/actor_nouns.yaml`: documents, quantifiers, parts, sponsored, kin."""
    return frozenset(lexicon("actor_nouns")[name])


@functools.cache
def honorifics() -> dict[str, str]:
    """Honorific → m, f or any."""
    return {word: gender for gender, words in lexicon("actor_nouns")["honorifics"].items() for word in words}


@functools.cache
def _given_names() -> dict[str, str]:
    return {name: gender for gender, names in lexicon("given_names").items() for name in names}


def gender_of(name: str) -> str | None:
    """m or f, for a full name whose first word only men or only women bear: "Vesna Horvat"."""
    first, *more = name.lower().split() or [""]
    return _given_names().get(first) if more else None


def describing_noun(words: Sequence[Token]) -> tuple[str, NounClass | None]:
    """The longest known noun that ends `words`, and its class; the last word's lemma and None when it is not known."""
    words = [w for w in words if not w.is_space and not w.is_punct]
    if not words:
        return "", None
    return _known_noun(tuple(w.lower_ for w in words[-3:]), words[-1].lemma_.lower())


@functools.lru_cache(maxsize=65536)
def _known_noun(forms: tuple[str, ...], lemma: str) -> tuple[str, NounClass | None]:
    known, form = noun_classes(), forms[-1]
    finals = dict.fromkeys((form, lemma, form.removesuffix("s"), form.removesuffix("es")))
    for size in range(len(forms), 0, -1):
        before = " ".join(forms[-size:-1])
        for final in finals:
            noun = f"{before} {final}".strip()
            if noun in known:
                return noun, known[noun]
    return lemma, None


@functools.cache
def calendar_words() -> frozenset[str]:
    return frozenset(w.lower() for w in (*calendar.day_name, *calendar.month_name) if w)


def is_sponsor(token: Token) -> bool:
    """Is `token` the X of "X-backed", "X-led"?"""
    doc, i = token.doc, token.i
    return i + 2 < len(doc) and doc[i + 1].text in JOINTS and doc[i + 2].lower_ in nouns("sponsored")


def titled(words: Span) -> bool:
    """Does the last word say an office, so that a name may follow?"""
    return len(words) > 0 and says_office(words[-1])


def says_office(word: Token) -> bool:
    """Is it an office or an honorific?"""
    known = noun_classes().get(word.lower_)
    return known is not None and known.kind == "person" or word.lower_.rstrip(".") in honorifics()
