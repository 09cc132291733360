"""Mode and type that the words around a trigger decide: weapon, theme, cause of death."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from spacy.tokens import Token

from sitrep.extract.event_deep import deep_subjects
from sitrep.extract.event_words import classes, sentence_words
from sitrep.extract.phrases import children, obliques, relation
from sitrep.knowledge.lexicon import lexicon


@functools.cache
def themes() -> dict[str, dict[str, frozenset[str]]]:
    return {kind: {mode: frozenset(map(str, words)) for mode, words in modes.items()} for kind, modes in lexicon("triggers_modes").items()}


def find_mode(token: Token, event_type: str) -> str | None:
    """The mode of a mention whose trigger leaves it open; None when the words tell nothing."""
    modes = themes().get(event_type)
    if modes is None:
        return None
    words = phrase_words(token, content=event_type != "ASSAULT")
    for mode, wanted in modes.items():
        if words & wanted or not wanted:
            return mode
    return None


def phrase_words(token: Token, *, content: bool) -> set[str]:
    """Lemmas of the trigger's phrase and arguments; with `content` those of its complement clauses too."""
    words: set[str] = {token.lower_, token.lemma_.lower()}
    tops = [token]
    if token.pos_ == "VERB":
        tops = [*children(token, "obj", "xcomp", "compound", "nsubj:pass", "iobj"), *_instruments(token, content), *deep_subjects(token)]
        tops += children(token, "ccomp", "advcl") if content else []
    elif relation(token) in {"obj", "nsubj"} and token.head.pos_ == "VERB":
        tops = [token, *_instruments(token.head, content), *(children(token.head, "ccomp", "xcomp", "advcl") if content else [])]
    for top in tops:
        for t in _near_subtree(top, clauses=content):
            words.add(t.lemma_.lower())
            words.add(t.lower_)
    return words


def _instruments(verb: Token, content: bool) -> list[Token]:
    """Phrases that tell with what; those that tell why ("in response to drone attacks") belong to another event."""
    if content:
        return children(verb, "obl")
    found = obliques(verb, "with", "by", "using", "from", "through", "via") + [
        t for t in obliques(verb, "in") if t.lemma_.lower() in classes()["attack"]
    ]
    return [t for t in found if t.lemma_.lower() not in classes()["reason"]]


def _near_subtree(top: Token, *, clauses: bool) -> Iterator[Token]:
    """The subtree, clauses that hang on nouns left out (they tell other stories)."""
    yield top
    for child in top.children:
        if clauses or relation(child) not in {"acl", "advcl", "ccomp", "parataxis", "conj", "appos"}:
            yield from _near_subtree(child, clauses=clauses)


def cause(token: Token, latest: str | None) -> str | None:
    """ASSAULT or DISASTER for a word of death or injury, None if no violent or accidental cause is evident.

    `latest` is the type of the last attack or disaster that the article mentioned: deaths told after it belong to it.
    """
    words = sentence_words(token)
    violent = (
        (words & (classes()["violent"] | classes()["attack"] | classes()["aircraft"])) - classes()["harm_word"] - {token.lemma_.lower()}
    )
    disaster = words & classes()["disaster"]
    if disaster - classes()["either_cause"] and not violent - classes()["either_cause"] - {"military", "army", "soldier"}:
        return "DISASTER"
    if any(t.lemma_.lower() in classes()["armed"] | classes()["weapon"] | classes()["attack"] for t in deep_subjects(token)):
        return "ASSAULT"
    if violent - classes()["either_cause"] - {"military", "army"}:
        return "ASSAULT"
    if latest is not None:
        return latest
    if words & classes()["either_cause"]:
        return "ASSAULT" if words & {"bomb", "explosion", "blast"} and not disaster - classes()["either_cause"] else "DISASTER"
    return (
        "ASSAULT"
        if token.lemma_ in {"kill", "slay"}
        and any(t.pos_ != "PRON" and t.ent_type_ in {"PER", "ORG", "NORP", "LOC"} for t in deep_subjects(token))
        else None
    )
