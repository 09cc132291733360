"""Documents speak for whoever issued them: "The Pentagon's statement", "the statement read", "a ministry report"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from sitrep.extract.mention_nouns import is_sponsor, noun_classes, nouns
from sitrep.extract.mentions import Mention
from sitrep.extract.phrases import children, relation

DETERMINED = {"the", "this", "that"}
LOOK_BACK = 80  # words


def is_document(token: Token) -> bool:
    return token.pos_ == "NOUN" and (token.lemma_.lower() in nouns("documents") or token.lower_ in nouns("documents"))


def issuer(token: Token, mentions: Mapping[int, Mention], documents: Sequence[Token]) -> Token | None:
    """Who speaks in a document: "The Pentagon's statement", "a ministry statement", "a report by X", "the statement" told of before."""
    owner = next(iter(children(token, "nmod:poss")), None)
    if owner is not None and owner.lower_ not in {"this", "today", "yesterday"}:
        return owner
    for child in token.children:
        if (
            child.i < token.i
            and relation(child) in {"compound", "amod", "nmod"}
            and not is_sponsor(child)
            and (child.pos_ == "PROPN" or _body_noun(child))
        ):
            return child
    for child in children(token, "nmod"):
        if any(c.lower_ in {"by", "from", "of"} for c in child.children if relation(c) == "case") and child.i in mentions:
            return child
    for clause in children(token, "acl"):
        for agent in children(clause, "obl"):
            if any(c.lower_ in {"by", "from"} for c in agent.children if relation(c) == "case"):
                return agent
    return _earlier_issuer(token, mentions, documents)


def _body_noun(token: Token) -> bool:
    known = noun_classes().get(token.lower_)
    return known is not None and known.kind == "organization"


def _earlier_issuer(token: Token, mentions: Mapping[int, Mention], documents: Sequence[Token]) -> Token | None:
    """For "the statement read": who released it, else who spoke last."""
    if token.i == 0 or not any(t.lower_ in DETERMINED for t in token.doc[max(0, token.i - 2) : token.i]):
        return None
    for other in reversed([d for d in documents if d.i < token.i and d.lemma_ == token.lemma_][-3:]):
        found = issuer(other, mentions, ()) or _actor_of(other)
        if found is not None:
            return found
    quoted = False  # “Our soldiers will answer,” the statement read: not the soldiers
    for i in range(token.i - 1, max(token.i - LOOK_BACK, -1), -1):
        word = token.doc[i]
        if word.is_quote:
            quoted = word.text == "”" or word.text not in {"“", "„", "«"} and not quoted
        m = mentions.get(i)
        if (
            m is not None
            and not quoted
            and relation(word) == "nsubj"
            and m.type != "pronoun"
            and (m.type == "name" or m.noun_class is not None and m.noun_class.kind != "thing")
        ):
            return word
    return None


def _actor_of(token: Token) -> Token | None:
    """Subject of the clause that `token` stands in: "Rasool released a statement", "said in a statement"."""
    seen, verb = set(), token.head
    while verb.i not in seen:
        seen.add(verb.i)
        for child in children(verb, "nsubj"):
            return child
        verb = verb.head
    return None
