"""Noun phrases and arguments over a Universal Dependencies tree: the grammar that every extractor shares."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from spacy.attrs import HEAD
from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import tokens_in, tokens_of

# Dependents that belong to a noun phrase's name; clauses, appositions and conjuncts are left outside.
INSIDE = {"det", "amod", "compound", "nummod", "nmod", "flat", "fixed", "case", "advmod", "goeswith", "predet"}
CALLING = {"phone", "telephone", "ring", "visit", "meet", "email", "text"}  # "phoned her to apologise": who phoned
SUBJECTS = {"nsubj", "nsubj:pass", "csubj", "nsubj:outer"}


_universal: dict[int, str] = {}  # spaCy's number of a relation → its universal relation
NONE: frozenset[str] = frozenset()
TREES = 2  # of the texts at hand; one text asks for its dependents and phrases some ten thousand times
PHRASES = 512  # of the last texts; more would keep more Docs in memory than the processor has near


def relation(token: Token) -> str:
    """The universal relation without its subtype: `nmod:poss` → `nmod`."""
    try:
        return _universal[token.dep]
    except KeyError:
        return _universal.setdefault(token.dep, token.dep_.split(":")[0])


# The text that was asked of last, its relations and dependents: to look even into a cache took half the time of `children`.
_at_hand: tuple[Doc | None, list[frozenset[str]], list[list[tuple[Token, str, str]]]] = (None, [], [])


@lru_cache(maxsize=TREES)
def _hanging(doc: Doc) -> list[list[tuple[Token, str, str]]]:
    """The dependents of each token in text order, with their universal relation and their full one."""
    out: list[list[tuple[Token, str, str]]] = [[] for _ in range(len(doc))]
    steps = doc.to_array(HEAD).astype(np.int64).tolist()  # from each token to its head
    for i, (token, step) in enumerate(zip(tokens_of(doc), steps, strict=True)):
        if step:
            out[i + step].append((token, relation(token), token.dep_))
    return out


@lru_cache(maxsize=TREES)
def _relations(doc: Doc) -> list[frozenset[str]]:
    """The relations, universal and full, that the dependents of each token have."""
    return [frozenset(name for _, *names in hanging for name in names) if hanging else NONE for hanging in _hanging(doc)]


def children(token: Token, *relations: str) -> list[Token]:
    """Dependents of `token` by full relation (`nsubj:pass`) or by universal one (`nsubj`), in text order; all if none given."""
    global _at_hand
    doc, at = token.doc, token.i
    if doc is not _at_hand[0]:
        _at_hand = (doc, _relations(doc), _hanging(doc))
    if not relations:
        return [c for c, _, _ in _at_hand[2][at]]
    if _at_hand[1][at].isdisjoint(relations):
        return []
    return [c for c, universal, full in _at_hand[2][at] if universal in relations or full in relations]


def is_under(head: Token, token: Token) -> bool:
    """Does `token` lie in the subtree of `head`, which is it or what it hangs on?"""
    return token == head or head.is_ancestor(token)


def conjuncts(head: Token) -> list[Token]:
    """`head` and the tokens coordinated with it, in text order: UD hangs them all on the first, a parser may chain them."""
    found, waiting = [head], [head]
    while waiting:
        more = children(waiting.pop(), "conj")
        found += more
        waiting += more
    return sorted(found, key=lambda t: t.i)


def phrase(head: Token, *, clauses: bool = False, appositions: bool = False, prepositions: bool = True) -> Span:
    """The noun phrase of `head`, contiguous, its own preposition left out.

    `clauses` keeps relative and participial clauses, `appositions` keeps appositions ("Yehia Rasool, the spokesman"),
    `prepositions` keeps prepositional complements ("members of parliament").
    """
    return _phrase(head, clauses, appositions, prepositions)


@lru_cache(maxsize=PHRASES)
def _phrase(head: Token, clauses: bool, appositions: bool, prepositions: bool) -> Span:
    doc, hanging = head.doc, _hanging(head.doc)
    inside = {head.i}
    for child, rel, full in hanging[head.i]:
        if rel == "case":
            continue  # the phrase's own preposition, the possessive mark 's
        if rel not in INSIDE and not (clauses and rel in {"acl", "xcomp"}) and not (appositions and rel == "appos"):
            continue
        if rel == "nmod" and not prepositions and full not in {"nmod:poss", "nmod:desc"}:
            continue
        if rel == "advmod" and child.i > head.i:
            continue
        outside = "acl" if not clauses and full == "nmod" else None
        waiting = [(child, rel, full)]
        while waiting:
            token, universal, _ = waiting.pop()
            if outside is None or universal != outside:
                inside.add(token.i)
            waiting += hanging[token.i]
    left = right = head.i
    while left - 1 in inside or (left - 2 in inside and _inside_mark(doc[left - 1])):
        left -= 1
    while right + 1 in inside or (right + 2 in inside and _inside_mark(doc[right + 1])):
        right += 1
    return trimmed(doc, left, right + 1)


def _inside_mark(token: Token) -> bool:
    return token.is_punct or token.is_quote or token.dep_ == "punct" or token.text in {"'s", "’s"}


BEFORE = {",", ";", ":", ".", "–", "—", "-"}
AFTER = BEFORE | {"'s", "’s"}


def trim(span: Span) -> Span:
    """`span` without spaces, commas and stops at its ends."""
    return trimmed(span.doc, span.start, span.end)


def trimmed(doc: Doc, start: int, end: int) -> Span:
    """The tokens `start` to `end` without spaces, commas and stops at the ends."""
    while start < end - 1 and ((first := doc[start]).is_space or first.text in BEFORE):
        start += 1
    while end - 1 > start and ((last := doc[end - 1]).is_space or last.text in AFTER):
        end -= 1
    return Span(doc, start, end)  # doc[start:end] takes three times as long


def participants(head: Token) -> list[Span]:
    """One span for each participant in a possibly coordinated noun phrase."""
    return [phrase(t) for t in conjuncts(head) if t.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X"}]


def is_passive(verb: Token) -> bool:
    """A passive by its own marks, or a second participle that shares those of the first ("was convicted and sentenced").

    A passive subject alone, beside an object and without an auxiliary, is a slip of the parser.
    """
    if children(verb, "aux:pass"):
        return True
    if children(verb, "nsubj:pass", "csubj:pass"):
        return not children(verb, "obj")
    shares = verb.tag_ == "VBN" and relation(verb) == "conj" and not children(verb, "aux", "nsubj")
    return shares and verb.head.tag_ == "VBN" and is_passive(verb.head)


def is_participle(verb: Token) -> bool:
    """A past participle that describes a noun or stands free: passive without a mark ("the man arrested on Friday")."""
    return verb.tag_ == "VBN" and relation(verb) == "acl" and not children(verb, "aux")


def subject(verb: Token, *, control: bool = True) -> Token | None:
    """The surface subject of a verb; with `control`, through coordination, open complements and participles.

    A relative pronoun gives way to the noun that its clause describes.
    """
    seen = set()
    while verb is not None and verb.i not in seen:
        seen.add(verb.i)
        for child in children(verb, "nsubj", "csubj"):
            if child.tag_ in {"WDT", "WP"} or (child.lower_ == "that" and child.pos_ == "PRON"):
                clause = verb
                while relation(clause) == "conj" and clause.head != clause:
                    clause = clause.head
                if relation(clause) == "acl":
                    return clause.head
            return child
        if not control:
            return None
        rel = relation(verb)
        if rel == "acl" and verb.tag_ in {"VBG", "VBN", "VB"}:
            return verb.head
        if rel == "xcomp":
            objects = children(verb.head, "obj", "iobj")
            if objects and verb.head.lemma_.lower() not in CALLING:
                return objects[0]
            verb = verb.head
        elif rel in {"conj", "advcl"}:
            # "accused Kyiv of shelling the plant and threatened …": a past verb is no second half of an infinitive or participle, nor of
            # what had been done: "said Chad had taken no part | and accused the rebels".
            finite = (
                rel == "conj"
                and verb.tag_ == "VBD"
                and (verb.head.tag_ in {"VB", "VBG"} or _had_done(verb.head) and not children(verb, "aux"))
                and relation(verb.head) in {"ccomp", "xcomp", "advcl"}
            )
            verb = verb.head.head if finite else verb.head
        else:
            return None
    return None


def _had_done(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(c.lower_ == "had" for c in children(verb, "aux"))


def obliques(head: Token, *prepositions: str) -> list[Token]:
    """Prepositional dependents (`obl`, `nmod`) of a verb or noun whose preposition is one of `prepositions` (all if none given)."""
    out = []
    for child in children(head, "obl", "nmod"):
        if child.dep_ in {"nmod:poss", "obl:npmod", "obl:tmod", "nmod:npmod", "nmod:tmod", "obl:unmarked", "nmod:unmarked"}:
            continue
        if not prepositions or prepositions_of(child) & set(prepositions):
            out.append(child)
    return out


def prepositions_of(head: Token) -> set[str]:
    """The prepositions of a phrase: those on its head, and one that opens it and hangs on a word inside ("in Iraq's Anbar province")."""
    words = {c.lower_ for c in children(head, "case")}
    first = head.left_edge
    if first.pos_ == "ADP" and first.i < head.i and relation(first) == "case":
        words.add(first.lower_)
    return words


def agents(verb: Token) -> list[Token]:
    """Who does it: the `by` phrase of a passive, else the subject."""
    by = [c for c in children(verb, "obl") if c.dep_ == "obl:agent" or any(g.lower_ == "by" for g in children(c, "case"))]
    if is_passive(verb) or is_participle(verb):
        return by or _shared_agents(verb)
    subj = subject(verb)
    return [subj] if subj is not None else []


def _shared_agents(verb: Token) -> list[Token]:
    """The `by` phrase behind the last of several passives: "were beaten and arrested by police"."""
    for second in children(verb, "conj"):
        if second.tag_ == "VBN" and not children(second, "nsubj", "aux", "obj"):
            return [c for c in children(second, "obl") if c.dep_ == "obl:agent"] or _shared_agents(second)
    return []


def patients(verb: Token) -> list[Token]:
    """To whom it is done: the subject of a passive, else the objects."""
    if is_passive(verb) or is_participle(verb):
        subj = subject(verb)
        return [subj] if subj is not None else []
    return children(verb, "obj", "iobj")


def head_of(span: Span) -> Token:
    """The syntactic head of a span that need not be one subtree: its first token whose head lies outside."""
    for token in tokens_in(span):
        if (
            not token.is_space
            and (token.head.i < span.start or token.head.i >= span.end or token.head == token)
            and token.dep_ not in {"punct", "case", "det", "cc", "mark"}
        ):
            return token
    return span.root
