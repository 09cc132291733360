"""Actual, future, hypothetical or negated: how the text presents an event (CODEBOOK "modality").

The evidence is the trigger's own auxiliaries, negation and conjunction, then the words that govern it, upwards to
the clause that the article asserts.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from sitrep.extract.phrases import children, relation
from sitrep.knowledge.lexicon import lexicon

CLAUSAL = {"xcomp", "ccomp", "csubj", "acl", "advcl"}
NOMINAL = {"obj", "obl", "nmod", "nsubj", "iobj"}
REPORTED_PAST = {"VBD", "VBN"}


@dataclass(frozen=True, slots=True)
class Status:
    """How an event is presented: `governor` is the word that decided, `obliged` marks should and must."""

    modality: str
    governor: Token | None = None
    obliged: bool = False


@functools.cache
def words(name: str) -> frozenset[str]:
    return frozenset(str(w) for w in lexicon("triggers_modality")[name])


def modality(token: Token) -> Status:
    """The status of the event that `token` (a verb, noun or adjective) reports."""
    own = _own(token)
    if own is not None:
        return own
    for word, governor in governors(token):
        status = _by_governor(word, governor)
        if status is not None:
            return status
    return Status("actual")


def is_negated(token: Token) -> bool:
    """Whether a verb or noun is negated by a dependent of its own."""
    for child in children(token):
        lower, rel = child.lower_, relation(child)
        if rel == "advmod" and (lower in words("negators") or child.lemma_ in words("negators")):
            return not any(c.lower_ in {"only", "just"} for c in token.doc[child.i + 1 : child.i + 2])
        if rel == "det" and lower in words("negating_determiners"):
            return True
        if rel in {"case", "mark"} and lower in words("negating_prepositions"):
            return True
        if child.dep_ == "cc:preconj" and lower == "neither":
            return True
        if rel == "nsubj" and token.pos_ == "VERB" and any(c.lower_ == "no" and relation(c) == "det" for c in child.children):
            return True  # "no soldier had been killed"
    return False


def _own(token: Token) -> Status | None:
    auxiliaries = {c.lower_ for c in children(token, "aux")}
    if relation(token) == "conj" and not auxiliaries and not children(token, "nsubj"):
        auxiliaries = {c.lower_ for c in token.head.children if relation(c) == "aux" and c.i < token.i}
    future = bool(auxiliaries & words("future_auxiliaries")) or _going_to(token)
    if is_negated(token):
        return Status("negated", obliged=bool(auxiliaries & words("obliging_auxiliaries"))) if not future else Status("negated", token)
    marks = children(token, "mark")
    if relation(token) == "conj" and not marks and not children(token, "nsubj"):  # "if he returned and cooperated"
        marks = [c for c in children(token.head, "mark") if c.lower_ != "to"]
    if any(c.lower_ in words("conditional_marks") for c in marks):
        return Status("hypothetical")
    if future:
        return Status("future")
    if auxiliaries & words("obliging_auxiliaries") or _has_to(token):
        return Status("hypothetical", obliged=True)
    if auxiliaries & words("conditional_auxiliaries"):
        return _conditional(token, auxiliaries)
    if _is_to(token) or _when_it_comes(token):
        return Status("future")
    lemmas = {c.lower_ for c in children(token, "amod", "det", "advmod", "compound")} if token.pos_ != "VERB" else set()
    if lemmas & words("hypothetical_adjectives") or (lemmas & words("habitual_determiners") and token.pos_ == "NOUN"):
        return Status("hypothetical")
    return Status("future") if lemmas & words("future_adjectives") else None


def _going_to(token: Token) -> bool:
    return relation(token) == "xcomp" and token.head.lower_ == "going" and any(relation(c) == "aux" for c in token.head.children)


def _has_to(token: Token) -> bool:
    return relation(token) == "xcomp" and token.head.lemma_ == "have" and token.tag_ == "VB"


def _is_to(token: Token) -> bool:
    """ "The chancellor is to visit Ankara", "is due to visit": arranged."""
    if token.tag_ != "VB" or not any(c.lower_ == "to" for c in children(token)):
        return False
    if any(c.tag_ in {"VBZ", "VBP"} for c in children(token, "cop")):
        return True
    head = token.head
    return head.lemma_ == "be" and head.tag_ in {"VBZ", "VBP"} if head.pos_ in {"AUX", "VERB"} else head.lower_ in {"due", "slated"}


def _when_it_comes(token: Token) -> bool:
    """A present tense of what is still ahead: "is expected to raise it when he visits", "will vote before the king signs"."""
    if token.tag_ not in {"VBZ", "VBP"} or relation(token) != "advcl":
        return False
    if not {c.lower_ for c in children(token, "mark", "advmod")} & {"when", "once", "until", "before", "after"}:
        return False
    above = token.head
    if any(c.lower_ in words("future_auxiliaries") for c in children(above, "aux")):
        return True
    return relation(above) == "xcomp" and above.head.lemma_.lower() in words("future_governors")


def _conditional(token: Token, auxiliaries: set[str]) -> Status:
    """`would` under a past verb of saying is the future of what was said; otherwise a condition."""
    governor = token.head
    reported = relation(token) == "ccomp" and governor.tag_ in REPORTED_PAST
    if (
        auxiliaries & {"would", "'d"}
        and reported
        and not any(c.lower_ == "if" for t in children(token, "advcl") for c in children(t, "mark"))
    ):
        return Status("future", governor)
    if auxiliaries & {"would", "'d"} and not children(token, "advcl") and _is_ahead(token):
        return Status("future")
    return Status("hypothetical")


def _is_ahead(token: Token) -> bool:
    """A coming day in the clause: "would hold talks next month" reports a plan."""
    days = [c for c in children(token, "obl", "advmod") if c.ent_type_ == "DATE"]
    return any(c.lower_ in {"next", "tomorrow", "later", "coming"} for d in days for c in [d, *d.children])


def governors(token: Token) -> Iterator[tuple[Token, Token]]:
    """(word, governor) upwards from the event word: from an argument to its verb, from a complement clause to its matrix.

    An adverbial clause is left alone unless it states a purpose; a main clause ends the way.
    """
    seen = 0
    while token.head != token and seen < 12:
        seen += 1
        rel = relation(token)
        if rel == "conj":
            head = token.head
            if head.pos_ == token.pos_ or head.pos_ in {"NOUN", "PROPN"}:
                token = head
                continue
            return
        if rel in CLAUSAL and (rel != "advcl" or is_purpose(token) or is_gerund(token)) and token.dep_ != "acl:relcl":
            yield token, token.head
        elif rel in NOMINAL:
            yield token, token.head
        elif rel != "compound":
            return
        token = token.head


def is_purpose(token: Token) -> bool:
    return token.tag_ == "VB" and any(c.lower_ == "to" for c in token.children if relation(c) in {"mark", "aux"})


def is_gerund(token: Token) -> bool:
    """A clause that a preposition ties to its verb: "accused of killing", "arrested for aiding"."""
    return token.tag_ == "VBG" and bool(
        {c.lower_ for c in token.children if relation(c) in {"mark", "case"}}
        & {"of", "for", "from", "with", "over", "against", "about", "on"}
    )


def _by_governor(word: Token, governor: Token) -> Status | None:
    lemma, rel = governor.lemma_.lower(), relation(word)
    clause = rel in CLAUSAL
    if clause and is_purpose(word) and lemma in words("performing_governors") and word.lemma_.lower() in words("performed"):
        return None  # "phoned the president to congratulate him": he did
    if rel == "advcl" and is_purpose(word) and word.lemma_.lower() in words("enacted"):
        return None  # "went on strike to protest": by the strike they did
    if rel in {"advcl", "xcomp"} and is_purpose(word) and lemma == "vote" and governor.tag_ in REPORTED_PAST:
        return None if word.lemma_.lower() in words("voted") else Status("future", governor)
    if clause and rel in {"advcl", "acl"} and is_purpose(word):
        if rel == "acl" and lemma in words("future_governors"):
            return Status("future", governor)
        if lemma in words("negating_governors"):
            return Status("negated", governor)
        return Status("hypothetical", governor)
    if clause and rel in {"xcomp", "ccomp"}:
        if lemma in words("negating_governors"):
            return Status("negated", governor)
        if lemma in words("future_governors") and (rel == "xcomp" or lemma in {"expect"}):
            return Status("hypothetical" if lemma == "expect" else "future", governor)
        if lemma in words("hypothetical_governors") and not _asserted(word, lemma):
            return Status("hypothetical", governor)
    elif rel in {"obj", "nmod", "obl", "nsubj"} and _governs_noun(word, governor):
        if lemma in words("forestalling_governors") and (rel == "obj" or word.dep_ == "nsubj:pass"):
            return Status("negated", governor)
        if lemma in {"plan", "prepare", "plot"} and word.dep_ == "nsubj:pass" and _had_planners(governor):
            return None
        if lemma in {"plan", "prepare", "schedule", "plot", "propose", "consider", "expect"} and (
            rel == "obj" or word.dep_ == "nsubj:pass" or rel == "obl"
        ):
            return Status("hypothetical" if lemma in {"consider", "expect", "plot"} else "future", governor)
        if lemma in words("hypothetical_governors") and lemma not in {
            "support",
            "oppose",
            "discuss",
            "help",
            "campaign",
            "fight",
            "allow",
            "power",
            "authority",
            "call",
            "ask",
            "press",
            "mean",
            "train",
        }:
            return Status("hypothetical", governor)
        if lemma in {"call"} and any(c.lower_ == "for" for c in children(word, "case")):
            return Status("hypothetical", governor)
    if clause or rel in NOMINAL:
        if governor.pos_ == "VERB" and rel != "nsubj":
            own = _clause_status(governor)
            if own is not None:
                return own
    return None


def _governs_noun(word: Token, governor: Token) -> bool:
    """A noun is within its governor's content unless the phrase only gives reason, time or place."""
    cases = {c.lower_ for c in children(word, "case")}
    if relation(word) == "nsubj":
        return word.dep_ == "nsubj:pass"
    return relation(word) == "obj" or bool(cases & {"of", "for", "from", "to", "about", "against"})


def _asserted(word: Token, lemma: str) -> bool:
    """`help`, `let`, `allow` with a past verb report what happened; warned that … happened too."""
    return lemma in {"help", "let", "allow", "enable", "warn"} and relation(word) == "ccomp" and word.tag_ in {"VBD", "VBN", "VBZ"}


def _had_planners(verb: Token) -> bool:
    """ "The attack was planned by exiles": who planned is told of what took place; "an attack is planned" is to come."""
    return {c.lower_ for c in children(verb, "aux")} <= {"was", "were"} and any(c.dep_ == "obl:agent" for c in verb.children)


def _clause_status(verb: Token) -> Status | None:
    """What the verb that carries an event says of it: "will carry out attacks", "did not attack"."""
    auxiliaries = {c.lower_ for c in children(verb, "aux")}
    if auxiliaries & words("future_auxiliaries"):
        return Status("future", verb)
    if any(c.lower_ in words("conditional_marks") for c in children(verb, "mark")):
        return Status("hypothetical", verb)
    if auxiliaries & words("conditional_auxiliaries"):
        return _conditional(verb, auxiliaries)
    return None
