"""The trigger lexicon: which words, in which construction, report an event of which PLOVER type.

The lexicon is data (`knowledge/triggers*.yaml`, form explained there); here it is compiled and matched against a tree.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from sitrep.extract import event_words
from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.event_slots import dependents
from sitrep.extract.phrases import children
from sitrep.knowledge.lexicon import lexicon

FILES = ("triggers_force", "triggers_talk", "triggers_relations")
SENSES = "triggers_senses"  # types that words may mean where no construction tells
NOUN_TAGS = {"NOUN", "PROPN"}
NAMES = {"PER", "ORG", "LOC", "NORP", "DATE", "QUANTITY", "MONEY"}


@dataclass(frozen=True, slots=True)
class Condition:
    """One `slot=word|@class` of an entry; `words` is None for `*`."""

    slot: str
    negated: bool
    words: frozenset[str] | None

    def holds(self, token: Token) -> bool:
        if self.slot == "near":
            found = bool(self.words & event_words.sentence_words(token)) or any(
                t.i != token.i and event_words.is_one_of(t, self.words) for t in _names_wanted(self.words, token)
            )
        else:
            found = any(self.words is None or event_words.is_one_of(t, self.words) for t in dependents(token, self.slot))
        return found is not self.negated


@dataclass(frozen=True, slots=True)
class Trigger:
    """One entry of the lexicon."""

    lemma: str
    pos: str  # verb, noun, adj
    event_type: str  # a PLOVER type, DISASTER, or HARM (undecided between ASSAULT and DISASTER)
    mode: str | None
    frame: str
    when: str  # always, violent, political, learned
    conditions: tuple[Condition, ...]
    name: str  # the entry as written, for `rule`

    def matches(self, token: Token) -> bool:
        return all(c.holds(token) for c in self.conditions)


@functools.cache
def frames() -> dict[str, dict[str, list[str]]]:
    return lexicon("triggers")["frames"]


@functools.cache
def entries() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """(part of speech, lemma) → its entries, the ones with most conditions first."""
    return _compiled(FILES)


@functools.cache
def _sense_entries() -> dict[tuple[str, str], tuple[Trigger, ...]]:
    return _compiled((SENSES,))


def _compiled(files: tuple[str, ...]) -> dict[tuple[str, str], tuple[Trigger, ...]]:
    found: dict[tuple[str, str], list[Trigger]] = {}
    for name in files:
        for group in lexicon(name):
            for pos in ("verb", "noun", "adj"):
                for text in group.get(pos, ()):
                    trigger = compile_entry(text, pos, group)
                    found.setdefault((pos, trigger.lemma), []).append(trigger)
    return {key: tuple(sorted(group, key=_specificity)) for key, group in found.items()}


def compile_entry(text: str, pos: str, group: dict) -> Trigger:
    """`strike mod=air|missile` and its group as a Trigger. Raises ValueError for a condition that has no `=`."""
    lemma, *rest = text.split()
    conditions = []
    for part in rest:
        slot, mark, values = part.partition("=")
        if not mark or not values:
            raise ValueError(f"trigger {text!r}: {part!r} is not slot=word|@class (knowledge/triggers.yaml explains the form)")
        words = None if values == "*" else event_words.expand(values.split("|"))
        conditions.append(Condition(slot.rstrip("!"), slot.endswith("!"), words))
    return Trigger(lemma, pos, group["type"], group["mode"], group["frame"], group["when"], tuple(conditions), text)


def _specificity(trigger: Trigger) -> tuple[int, int]:
    positive = [c for c in trigger.conditions if not c.negated]
    return -len(positive), sum(c.words is None or len(c.words) > 40 for c in positive)


def find_trigger(token: Token) -> Trigger | None:
    """The lexicon's reading of a token in its construction, or None; a word of a name is no trigger ("Amnesty International", "March")."""
    if _is_name(token):
        return None
    return next(matching(token), None)


def matching(token: Token) -> Iterator[Trigger]:
    """All entries whose construction the token stands in, the best first."""
    for pos in _parts_of_speech(token):
        for word in event_words.word_forms(token):
            for trigger in entries().get((pos, word), ()):
                if trigger.matches(token):
                    yield trigger


def senses(token: Token) -> tuple[Trigger, ...]:
    """What an ambiguous word may mean, whatever its construction; empty for the others and for names."""
    if _is_name(token) or event_words.is_hyphenated(token):
        return ()
    for pos in _parts_of_speech(token):
        for word in event_words.word_forms(token):
            if (pos, word) in _sense_entries():
                return _sense_entries()[pos, word]
    return ()


def _is_name(token: Token) -> bool:
    """Of somebody, something or a month ("6 March")."""
    if token.pos_ == "PROPN" and token.i > sentence_of(token).start and token.lower_ in event_words.classes()["calendar"]:
        return True
    return token.ent_type_ in NAMES and token.pos_ in NOUN_TAGS


def _parts_of_speech(token: Token) -> tuple[str, ...]:
    if token.pos_ == "VERB":
        if token.tag_ != "VBG":
            return ("verb",)
        if _is_gerund(token):
            return ("noun", "verb")
        return ("verb", "noun") if any(c.dep_ == "det" for c in children(token, "det")) else ("verb",)
    if token.pos_ in NOUN_TAGS:
        return ("noun",)
    return ("adj",) if token.pos_ == "ADJ" else ()


def _is_gerund(token: Token) -> bool:
    """ "Killed in fighting between the army and rebels": a noun, whatever the tree calls it."""
    before = {c.lower_ for c in children(token, "mark", "case")}
    return bool(before & {"in", "during", "amid"}) and not children(token, "obj", "nsubj", "aux")


def _names_wanted(words: frozenset[str], token: Token) -> Iterable[Token]:
    """The sentence's tokens, only when the condition asks for a class that names decide (`@actor`)."""
    return sentence_of(token) if words & {"@actor", "@polity_name"} else ()
