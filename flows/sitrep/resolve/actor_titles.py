"""Titles and descriptions read: what office they give, which body they name, what the clause says of the person."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from sitrep.extract.mention_nouns import JOINTS, nouns
from sitrep.extract.mentions import Mention
from sitrep.extract.phrases import children, prepositions_of, relation
from sitrep.resolve.actor_descriptions import description
from sitrep.resolve.actor_names import inner_names

CONVICTING = ("convict", "sentenc", "jail", "imprison")  # how the verbs begin, whatever the lemma


def title_words(m: Mention) -> str:
    """The words before a name, without ages, possessors and forms of address: "33-year-old Sergeant" → "Sergeant", "Mr." → ""."""
    words = _after_list([t for t in m.title if not t.is_space])
    while words and (
        words[0].pos_ in {"NUM", "DET", "PUNCT", "ADP", "CCONJ"}
        or words[0].like_num
        or words[0].lower_ in {"-", "year", "old", "as"}
        or words[0].is_punct
        or _addresses(words[0])
    ):
        words.pop(0)
    while words and _addresses(words[-1]):
        words.pop()
    return " ".join(m.head.doc[words[0].i : words[-1].i + 1].text.split()) if words else ""


def _after_list(words: list[Token]) -> list[Token]:
    """The title behind another person's name in a list: "the actor Colin Ray, and fellow singer" Mia Holt is a fellow singer."""
    joints = [n for n, t in enumerate(words) if t.pos_ == "CCONJ" and any(relation(w) == "flat" for w in words[:n])]
    return words[joints[-1] + 1 :] if joints else words


def _addresses(word: Token) -> bool:
    return word.lower_.rstrip(".") in nouns("courtesies")


def uncounted(m: Mention) -> str:
    """A description without article, number and quantity: "at least four other people" → "other people"; an age stays."""
    doc, i, end = m.head.doc, m.span.start, m.span.end
    while i < end - 1:
        t = doc[i]
        if t.pos_ == "NUM" and i + 2 < end and doc[i + 1].text in JOINTS and doc[i + 2].pos_ != "NUM":
            break
        skip = t.dep_ in {"det", "nummod"} or t.is_space or t.is_punct or t.pos_ == "NUM" or t.lower_ in nouns("counting")
        if not skip and t.lemma_.lower() in nouns("quantifiers") and i + 1 < end and doc[i + 1].lower_ == "of":
            skip = True
        if not skip:
            break
        i += 1
    if i >= end:
        return description(m)
    last = next((j for j in range(max(i, m.head.i) + 1, end) if _runs_on(doc[j])), end)
    return " ".join(doc[i:last].text.split())


def _runs_on(token: Token) -> bool:
    """Where a description stops describing: at a comma, a relative pronoun, a day ("a court in Oslo | on Friday"), a sum."""
    if token.text in {",", ";", ":", "("} or token.tag_ in {"WDT", "WP"}:
        return True
    inside = token.nbor() if token.pos_ == "ADP" and token.i + 1 < len(token.doc) else None
    return inside is not None and (inside.ent_type_ in {"DATE", "MONEY", "TIME"} or inside.pos_ in {"NUM", "SYM"} and token.lower_ == "for")


def body_tokens(m: Mention) -> Iterable[Token]:
    """Heads of what a title or description may name as the body: its modifiers, possessor and complements."""
    if m.type == "name" and m.title is not None:
        title_head = m.title[-1]
        inside = [t for t in m.title[:-1] if t.pos_ in {"PROPN", "X"}]
        yield from (t for t in inside if t.head.i not in {x.i for x in inside} or t.head.i >= title_head.i)
        holders = [m.head] if m.head.i < m.name.start else [m.head, *children(m.head, "nmod:desc", "compound")]
    else:
        yield from inner_names(m)
        holders = [m.head]
    if m.owner is not None:
        yield m.owner
    for holder in holders:
        for child in children(holder, "nmod"):
            if child.i > holder.i and prepositions_of(child) & {"of", "for", "from", "at", "in", "with"}:
                yield child


def affiliates(head: Token) -> Iterable[Token]:
    """Heads of what a body is said to belong to: "the agency Sana, affiliated with the Assad regime"."""
    for clause in children(head, "acl", "amod"):
        if clause.lemma_.lower() in {"affiliate", "affiliated"}:
            yield from children(clause, "obl")


def convicted(head: Token) -> bool:
    """Is the person sentenced or found guilty here?"""
    verb = head.head
    while relation(head) == "conj":
        head, verb = head.head, head.head.head
    if relation(head) == "obj" or head.dep_ == "nsubj:pass":
        if verb.lower_.startswith(CONVICTING):
            return True
        return verb.lemma_.lower() == "find" and any(t.lower_ == "guilty" for t in verb.subtree)
    return False


def speaks(head: Token) -> bool:
    return relation(head) == "nsubj" and head.head.lemma_.lower() in {
        "say",
        "announce",
        "deny",
        "claim",
        "accuse",
        "warn",
        "vow",
        "condemn",
    }
