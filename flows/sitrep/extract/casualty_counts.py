"""How many people a phrase counts, and who they are: number, vague amount or single person; the class of the victims."""

from __future__ import annotations

import functools
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.phrases import children, obliques, phrase, relation
from sitrep.extract.quantities import Quantity, find_quantities
from sitrep.knowledge import load
from sitrep.knowledge.lexicon import lexicon

AGENTIVE = ("er", "or", "ist", "ian", "ant", "man", "ee", "eer", "ese", "ite")  # endings of nouns for persons
COUNT_NOUNS = {"hundred", "thousand", "million", "dozen", "score", "other", "rest", "half", "handful", "number"}


def people_of(head: Token, count: Span) -> Span:
    """Who they are, without the count before them: "at least four members of the guard" → "members of the guard"."""
    whole = phrase(head, clauses=True)
    start = count.end if whole.start <= count.end <= head.i and count.start <= whole.start and count.end < whole.end else whole.start
    if head.doc[start].lower_ == "of" and start < head.i:
        start += 1
    return head.doc[start : whole.end]


def counted(span: Span, head: Token, anchor: Token) -> tuple[Quantity | None, Span]:
    """The count in a phrase of people and the words that give it; a single person counts one."""
    if is_named(head) and not children(head, "nummod"):
        return Quantity(1, 1, 0, 0), span
    doc = span.doc
    start = max(sentence_of(span[0]).start, span.start - 5)
    window = doc[start : span.end]
    for q in find_quantities(window.text):
        a, b = window.start_char + q.start, window.start_char + q.end
        words = doc.char_span(a, b, alignment_mode="expand")
        beside = words is not None and words.end == span.start and not children(head, "nummod", "det")  # "between 20 and 30 | villagers"
        if words is None or words.end <= span.start and not beside or not (beside or _counts(words, head, anchor)):
            continue
        return _open_ended(q, doc, max(words.end, span.end)), words
    if head.lower_ in {"anyone", "anybody"} and is_denied(anchor):
        return Quantity(0, 0, 0, 0), span
    if _single(head):
        return Quantity(1, 1, 0, 0), span
    if head.i == anchor.i and is_negated(head):  # "no reports of casualties", "no dead or wounded"
        return Quantity(0, 0, 0, 0), next((doc[t.i : t.i + 1] for t in head.head.children if t.lower_ == "no"), span)
    return None, span


def _open_ended(q: Quantity, doc: Doc, end: int) -> Quantity:
    """ "killing 40 | or more", "12 people | or more": a bound behind the phrase."""
    if end + 1 >= len(doc) or doc[end].lower_ != "or" or q.low != q.high:
        return q
    return {"more": replace(q, high=None), "fewer": replace(q, low=None), "less": replace(q, low=None)}.get(doc[end + 1].lower_, q)


def _counts(words: Span, head: Token, anchor: Token) -> bool:
    """Is the number about the people themselves, not about something inside their description?"""
    number = next((t for t in words if t.pos_ == "NUM" or t.i == head.i), words.root)
    node = number
    for _ in range(6):
        if node.i == head.i or node.i == anchor.i:
            return True
        if relation(node) in {"nmod", "acl", "appos", "obl"} and node is not number and node.i > head.i:
            return False
        node = node.head
    return words.start <= head.i < words.end


def is_human(head: Token) -> bool:
    """May the phrase mean people? "The committee killed two bills" claims nothing. Names, pronouns and bare numbers may."""
    if head.pos_ != "NOUN" or victim_class(head) is not None or is_named(head):
        return True
    lemma = head.lemma_.lower()
    return lemma in COUNT_NOUNS or lemma in _person_nouns() or lemma.endswith(AGENTIVE)


@functools.cache
def _person_nouns() -> frozenset[str]:
    return frozenset(word for kinds in load().roles.sectors.values() for words in kinds.values() for word in words)


def is_named(head: Token) -> bool:
    """One person by name, or by office and name ("presidential candidate Mary Roe"); "six Jesuits" are not."""
    if head.tag_ == "NNPS":
        return False
    if head.ent_type_ == "PER":
        return True
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if head.pos_ == "NOUN" and head.tag_ == "NN" and after is not None and after.ent_type_ == "PER" and after.head.i != head.head.head.i:
        return after.i < sentence_of(head).end and victim_class(after) is None
    names = [c for c in children(head, "flat", "appos", "compound", "nmod") if c.ent_type_ == "PER" and c.i > head.i - 4]
    return head.tag_ in {"NN", "NNP"} and any(relation(c) != "nmod" or not children(c, "case") for c in names if c.dep_ != "nmod:poss")


def _single(head: Token) -> bool:
    """One person: a name, or a singular noun for a person with an article or a description."""
    if is_named(head):
        return True
    if head.tag_ not in {"NN", "NNP"}:
        return False
    known = victim_class(head) is not None and head.lemma_.lower() not in {"people", "police", "crew", "family", "militia", "life"}
    return known and any(relation(c) in {"det", "appos", "compound", "amod", "nmod"} for c in head.children)


def victim_class(head: Token) -> str | None:
    """The class of those harmed by their head noun (knowledge/harm.yaml), through "hundreds of X" and "members of X"."""
    words = [head.lemma_.lower(), head.lower_.replace("men", "man"), *(t.lemma_.lower() for t in obliques(head, "of"))]
    if head.pos_ == "NUM":
        words += [t.lemma_.lower() for t in head.head.children if t.pos_ == "NOUN"]
    for word in words:
        if word in _classes():
            return _classes()[word]
    return None


@functools.cache
def _classes() -> dict[str, str]:
    out: dict[str, str] = {}
    for name, words in lexicon("harm")["victims"].items():
        for word in words:
            out.setdefault(word.lower(), name)
    return out


def is_negated(token: Token) -> bool:
    """ "no casualties", "without casualties", "no dead or wounded", "no reports of casualties", "did not cause any casualties"."""
    words = {c.lower_ for c in token.children}
    if words & {"no", "without"}:
        return True
    if "any" in words and any(c.lower_ in {"not", "n't"} for c in token.head.children):
        return True
    above = token.head
    reported = (
        relation(token) == "nmod" and above.lemma_.lower() in {"report", "word", "sign", "news"} and not children(token, "det", "nummod")
    )
    return (reported or relation(token) == "conj") and above.pos_ in {"NOUN", "ADJ"} and any(c.lower_ == "no" for c in above.children)


def is_denied(anchor: Token) -> bool:
    return any(c.lower_ in {"not", "n't", "never"} for c in anchor.children)
