"""Attributions that stand beside a clause: "according to", "as the minister said", "as stated in the report", "in the view of"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sitrep.extract import cues
from sitrep.extract.phrases import children, is_passive, obliques, phrase, relation
from sitrep.extract.statement_drafts import QUOTING, Draft, clause_range, drafted, is_clause


def according(token: Token) -> Iterator[Draft]:
    """ "according to the ministry": the clause that it hangs on, without it."""
    named = (
        token.head if relation(token) in {"case", "mark"} else next(iter([*obliques(token, "to"), *children(token, "obl", "nmod")]), None)
    )
    if named is None or named.i <= token.i:
        return
    top = token if named.head == token else named
    head = top.head if top.head != top else None
    while head is not None and not is_clause(head) and head.head != head and relation(head) in {"nmod", "obl", "obj", "appos"}:
        head = head.head
    if head is None:
        return
    left = min(token.i, top.left_edge.i)
    content = [(s, e) for s, e in clause_range(head, [top]) if not left <= s <= top.right_edge.i]
    yield from drafted(token, named, content, "according to", "bare", cue=[(token.i, token.i + 2)], score=0.9)


def viewpoint(noun: Token) -> list[Draft]:
    """ "In the view of the envoy, the truce is dead", "in her words": the clause that it opens is what is held or said."""
    owner = next(iter([*children(noun, "nmod:poss"), *obliques(noun, "of")]), None)
    first = next((c for c in children(noun, "case") if c.lower_ in {"in", "to"}), None)
    held = noun.head
    if owner is None or first is None or first.i > noun.i or relation(noun) != "obl" or not is_clause(held):
        return []
    if cues.lemma(noun) not in cues.words("viewpoints") or noun.doc[noun.right_edge.i].i > held.i and held.i > noun.i:
        return []
    content = [(s, e) for s, e in clause_range(held, [noun]) if e > s]
    return list(drafted(noun, owner, content, "viewpoint", "bare", cue=[(first.i, noun.i + 1)], score=0.6))


def answered(verb: Token) -> Iterator[Draft]:
    """ "…, a charge that the army has denied": the verb of a relative clause that answers what a claim, named in apposition, says."""
    claim = verb.head
    if not answers_claim(claim) or claim.i > verb.i:
        return
    said = phrase(claim)
    if said.end <= verb.i:
        yield from drafted(verb, next(iter(children(verb, "nsubj")), None), [(said.start, said.end)], "relative", "object", score=0.8)


def answers_claim(noun: Token) -> bool:
    """Is a noun a claim in apposition that a clause of its own goes on to answer: ", a claim he denies", ", a charge he called a lie"?"""
    if noun.pos_ != "NOUN" or cues.lemma(noun) not in cues.words("claims"):
        return False
    begin = phrase(noun).start
    if not begin or noun.doc[begin - 1].text not in {",", "–", "—", "-", "--"}:
        return False
    return any(a.i > noun.i and cues.lemma(a) in cues.words("disputes") | {"call", "describe"} for a in children(noun, "acl")) or any(
        a.i > noun.i and is_passive(a) and any(c.tag_ in {"WDT", "WP"} for c in children(a, "nsubj")) for a in children(noun, "acl")
    )


def opens_with_as(verb: Token) -> bool:
    return relation(verb) == "advcl" and any(c.lower_ == "as" for c in children(verb, "mark"))


def as_said(verb: Token) -> bool:
    """ "as the minister put it", "as officials said"; not "quoted her as saying"."""
    if not opens_with_as(verb) or cues.lemma(verb.head) in QUOTING or cues.attribution_type(cues.lemma(verb)) != "communication":
        return False
    objects = children(verb, "obj")
    return cues.lemma(verb) == "put" and any(o.lower_ == "it" for o in objects) or not objects and cues.reports(cues.lemma(verb))


def as_stated(verb: Token) -> Iterator[Draft]:
    """ "As stated in the report, the dam was badly built", "as reported by the agency"."""
    named = next(iter([*obliques(verb, "by"), *obliques(verb, "in")]), None)
    if named is not None and cues.reports(cues.lemma(verb)):
        yield from drafted(verb, named, clause_range(verb.head, [verb]), "as clause", "parenthesis", score=0.6)
