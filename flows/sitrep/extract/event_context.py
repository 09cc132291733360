"""Whether a trigger is meant: sense filters by what the article is about and who takes part."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import tokens_in, words_of
from sitrep.extract.event_words import classes, sentence_words, states
from sitrep.extract.triggers import Trigger

POLITICAL = ("official", "authority", "polity", "armed", "protester", "diplomat")
CONTENT = {"NOUN", "PROPN", "VERB", "ADJ"}


@dataclass(frozen=True, slots=True)
class Topic:
    """What an article is about, by counts of telling words."""

    political: int
    violent: int
    other: int  # the most of sport, business, culture

    @property
    def is_political(self) -> bool:
        return self.political >= 1 and self.political > self.other

    @property
    def is_other(self) -> bool:
        return self.other >= 3 and self.other > self.political


def topic(doc: Doc) -> Topic:
    counts = dict.fromkeys(("politics", "violent", "sport", "business", "culture"), 0)
    for _, pos, _, lemma in words_of(doc):
        if pos in CONTENT:
            for name in _topics(lemma):
                counts[name] += 1
    return Topic(counts["politics"], counts["violent"], max(counts["sport"], counts["business"], counts["culture"]))


@functools.lru_cache(maxsize=65536)
def _topics(lemma: str) -> tuple[str, ...]:
    """The topics that a word tells of; one of power tells of politics."""
    named = [name for name in ("politics", "violent", "sport", "business", "culture") if lemma in classes()[name]]
    return (*named, *(["politics"] if "politics" not in named and _is_of_power(lemma) else []))


def is_meant(token: Token, trigger: Trigger, people: tuple[Span, ...], about: Topic) -> bool:
    """Whether the sentence bears out the sense in which the lexicon takes the trigger."""
    violent = bool(_found(token, "violent"))
    if trigger.when == "always":
        return not about.is_other or violent or any(is_political(p) for p in people)
    if trigger.when == "violent":
        if about.is_other:
            return len(_found(token, "violent")) >= 2
        return violent or about.violent >= 3 or sum(is_political(p) for p in people) >= 2
    if any(is_political(p) for p in people):
        return not about.is_other or about.political >= about.other // 2 or any(is_official(p) for p in people)
    return about.is_political and bool(people)


def is_political(span: Span) -> bool:
    """Whether a participant is a state, body of power, armed group, official or protester; a bare name does not tell."""
    return any(t.ent_type_ in {"NORP", "LOC"} or _of_power(t) or t.lower_ in states() for t in tokens_in(span))


def is_official(span: Span) -> bool:
    return any(t.lemma_.lower() in classes()["official"] or t.lemma_.lower() in classes()["polity"] for t in span)


def _of_power(token: Token) -> bool:
    return _is_of_power(token.lemma_.lower())


@functools.lru_cache(maxsize=65536)
def _is_of_power(lemma: str) -> bool:
    return lemma not in classes()["unpolitical"] and any(lemma in classes()[name] for name in POLITICAL)


def _found(token: Token, name: str) -> frozenset[str]:
    return (sentence_words(token) & classes()[name]) - {token.lemma_.lower(), token.lower_}
