"""Mode and type that the words around a trigger decide: weapon, theme, cause of death."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from spacy.tokens import Token

from sitrep.extract.event_deep import deep_subjects
from sitrep.extract.event_words import classes, sentence_words, word_forms
from sitrep.extract.phrases import children, obliques, relation
from sitrep.extract.triggers import find_trigger
from sitrep.knowledge.lexicon import lexicon

CLAUSES = {"acl", "advcl", "ccomp", "parataxis", "conj"}


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
        if clauses or relation(child) not in CLAUSES | {"appos"}:
            yield from _near_subtree(child, clauses=clauses)


def cause(token: Token, latest: str | None) -> str | None:
    """ASSAULT or DISASTER for a word of death or injury, None if no violent or accidental cause is evident.

    `latest` is the type of the last attack or disaster that the article mentioned: deaths told after it belong to it.
    """
    told = _told_cause(token)
    if told is not None:
        return told
    words = sentence_words(token)
    violent = (words & _violence()) - classes()["harm_word"] - set(word_forms(token))
    disaster = words & classes()["disaster"]
    if disaster - classes()["either_cause"] and not violent - classes()["either_cause"] - classes()["bystanding"]:
        return "DISASTER"
    if violent - classes()["either_cause"] - {"military", "army"} - (classes()["bystanding"] if token.lemma_.lower() == "drown" else set()):
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


def _violence() -> frozenset[str]:
    return classes()["violent"] | classes()["attack"] | classes()["aircraft"]


def _told_cause(token: Token) -> str | None:
    """The cause that the clause itself names: who did it, what people died in, what happened when they died."""
    doers = {w for t in deep_subjects(token) for w in word_forms(t)} if token.pos_ == "VERB" else set()
    if doers & (classes()["armed"] | classes()["weapon"] | classes()["attack"]) - classes()["either_cause"]:
        return "ASSAULT"
    if doers & classes()["disaster"] - classes()["either_cause"]:
        return "DISASTER"
    causes = obliques(token, "in", "by", "from", "of", "after", "during", "to", "under")
    for noun in causes:
        if _is_disaster(noun):
            return "DISASTER"
        if noun.lemma_.lower() in classes()["attack"] - classes()["either_cause"]:
            return "ASSAULT"
    clauses = [c for c in children(token, "advcl") if {m.lower_ for m in children(c, "mark", "advmod")} & {"when", "as", "after", "while"}]
    if relation(token) in {"advcl", "conj"} and token.pos_ == "VERB":
        clauses.append(token.head)  # "the roof fell in, killing six"
    for clause in clauses:
        if any(t.lemma_.lower() in {"fire", "attack", "shelling"} for t in obliques(clause, "under")):
            return "ASSAULT"  # "when their car came under fire"
        if _is_accident(clause, token):
            return "DISASTER"
        trigger = find_trigger(clause)
        if trigger is not None and trigger.event_type == "ASSAULT":
            return "ASSAULT"
    return None


def _is_disaster(noun: Token) -> bool:
    """A disaster, or a crash or blast that is called an accident's: "a helicopter crash", "a gas explosion"."""
    if noun.lemma_.lower() in classes()["disaster"] - classes()["either_cause"]:
        return True
    trigger = find_trigger(noun) if noun.lemma_.lower() in classes()["either_cause"] else None
    return trigger is not None and trigger.event_type == "DISASTER" and any(c.slot == "mod" and not c.negated for c in trigger.conditions)


def _is_accident(verb: Token, harm: Token) -> bool:
    """A clause of a boat that sinks or of a quake that shakes a town, and of no arms but those that were carried."""
    subjects = {w for t in children(verb, "nsubj") for w in word_forms(t)}
    if subjects & classes()["disaster"] - classes()["either_cause"]:
        return True
    of_craft = subjects & classes()["craft"] and not classes()["wrecked"].isdisjoint(word_forms(verb))
    if classes()["accident"].isdisjoint(word_forms(verb)) and not of_craft:
        return False
    around = {
        w for c in verb.children if c != harm and relation(c) not in CLAUSES for t in _near_subtree(c, clauses=False) for w in word_forms(t)
    }
    return not around & _violence() - classes()["either_cause"] - classes()["bystanding"] - classes()["craft"]
