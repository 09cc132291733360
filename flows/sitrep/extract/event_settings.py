"""Where and when: the place phrases and time expressions that the tree attaches to an event mention."""

from __future__ import annotations

from spacy.tokens import Span, Token

from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.event_slots import carriers
from sitrep.extract.event_words import classes, refers_to_subject, speaks
from sitrep.extract.phrases import children, obliques, phrase, relation

AT = (
    "in",
    "at",
    "near",
    "on",
    "outside",
    "inside",
    "around",
    "across",
    "along",
    "off",
    "over",
    "throughout",
    "from",
    "of",
    "to",
    "within",
    "between",
    "into",
    "toward",
    "towards",
    "through",
    "against",
    "close",
    "north",
    "south",
    "east",
    "west",
    "above",
    "beside",
    "by",
)


def places(token: Token) -> tuple[Span, ...]:
    """Place phrases of an event word, nearest in the tree first; within one phrase the narrowest name comes first."""
    found: dict[tuple[int, int], Span] = {}
    for step in _spine(token):
        for head in _where(step, named=step.i == token.i):
            for span in _names_in(head):
                found.setdefault((span.start, span.end), span)
    return tuple(found.values())


def times(token: Token) -> tuple[Span, ...]:
    """Time expressions of an event word, nearest in the tree first."""
    found: dict[tuple[int, int], Span] = {}
    for step in _spine(token):
        for child in sorted(step.children, key=lambda c: abs(c.i - token.i)):
            if relation(child) in {"obl", "nmod", "advmod", "nummod", "compound", "amod"} and is_time(child):
                span = phrase(child)
                found.setdefault((span.start, span.end), span)
    return tuple(found.values())


def is_time(token: Token) -> bool:
    return (
        token.ent_type_ == "DATE"
        or any(c.ent_type_ == "DATE" for c in token.children)
        or token.lemma_.lower() in classes()["when"]
        or token.dep_ in {"obl:tmod", "nmod:tmod"}
        or (token.pos_ == "NUM" and token.is_digit and len(token.text) == 4 and token.text[:2] in {"19", "20"})
    )


def _spine(token: Token) -> list[Token]:
    """The event word, the verb that carries it, and the clause that it heads or completes."""
    steps = [token]
    if token.pos_ != "VERB":
        steps += carriers(token)
        if (
            relation(token) in {"nsubj", "obj", "obl"}
            and token.head.pos_ == "VERB"
            and token.head not in steps
            and relation(token) != "obl"
            and not (refers_to_subject(token.head) if relation(token) == "nsubj" else speaks(token.head))
        ):
            steps.append(token.head)
        elif relation(token) == "obl" and token.head.lemma_ in {"kill", "die", "wound", "injure", "hurt", "perish"}:
            steps.append(token.head)
    head = token
    while relation(head) in {"conj", "xcomp"} and head.head != head and head.head.pos_ == head.pos_:
        head = head.head
        steps.append(head)
    if token.pos_ == "VERB":
        steps += [o for o in children(token, "obj", "nsubj:pass") if o.pos_ in {"NOUN", "PROPN"}]
    return list(dict.fromkeys(steps))


def _where(step: Token, *, named: bool) -> list[Token]:
    """Heads of the phrases that say where; `named`: a name in front of the word is one ("the Aleppo bombing", but not "a US nun")."""
    heads = [h for h in obliques(step, *AT) if h.lemma_.lower() not in classes()["reason"]]
    heads = [h for h in heads if h.ent_type_ in {"LOC", "ORG"} or h.lemma_.lower() in classes()["where"] or _has_place(h)]
    if named and step.pos_ != "VERB":
        heads += [c for c in children(step, "nmod:poss", "compound", "advmod", "amod") if c.ent_type_ == "LOC"]
    if step.pos_ != "VERB" and step.ent_type_ == "LOC":
        heads.append(step)
    return heads


def _has_place(head: Token) -> bool:
    return any(t.ent_type_ == "LOC" for t in head.subtree if t.i - head.i < 12)


def _names_in(head: Token) -> list[Span]:
    """Names of places in a phrase: those of conjuncts too ("in Syria and Iraq"), else the phrase itself."""
    names = []
    subtree = {t.i for t in head.subtree}
    for ent in sentence_of(head).ents:
        if ent.label_ == "LOC" and ent.root.i in subtree and not _in_clause(ent.root, head):
            names.append(ent)
    if names:
        return names
    return [phrase(head)] if head.lemma_.lower() in classes()["where"] else []


def _in_clause(token: Token, top: Token) -> bool:
    """Whether a clause or another event lies between a name and the phrase."""
    while token != top and token.head != token:
        if relation(token) in {"acl", "advcl", "ccomp", "parataxis"} or token.lemma_.lower() in classes()["reason"]:
            return True
        token = token.head
    return False
