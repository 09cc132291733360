"""Where a deed happened, by words that the tree does not attach to it: the clause beside it, who took part, whose country it was."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import sentence_of, tokens_in
from sitrep.extract.phrases import children, prepositions_of, relation
from sitrep.extract.records import EventMention
from sitrep.resolve.event_clauses import clause_of
from sitrep.resolve.event_day_of_news import PHYSICAL
from sitrep.resolve.places import Place, country_place

WITHIN = {"in", "at", "near", "outside", "inside", "throughout", "across"}
MEANWHILE = {"as", "while", "when"}
COUNTRIES = {"country", "homeland", "nation", "motherland", "fatherland"}
PRECISE = {"city", "adm1", "adm2", "facility", "country", "region"}


def told_elsewhere(mention: EventMention, doc: Doc, places: Sequence[Place], actors) -> tuple[Place, ...]:
    """Places of a physical deed that has none of its own, from the first of these that the text has:

    "in Herat, where gunmen shot a judge"; "the murder of a judge in his country", said by a minister; "was shot as he left a mosque in
    Herat"; "gunmen in Herat shot a judge".
    """
    if mention.event_type not in PHYSICAL:
        return ()
    sentence = sentence_of(mention.trigger[0])
    here = [p for p in places if sentence.start_char <= p.start < sentence.end_char and p.kind in PRECISE]
    spans = [(p, doc.char_span(p.start, p.end, alignment_mode="expand")) for p in here]
    named = [(p, span.root) for p, span in spans if span is not None]
    return (
        _where_relative(mention.trigger.root, named)
        or _whose_country(mention, sentence, actors)
        or _meanwhile(mention.trigger.root, named)
        or _of_those(mention, named)
    )


def _where_relative(trigger: Token, named: Sequence[tuple[Place, Token]]) -> tuple[Place, ...]:
    """ "In Herat, where gunmen shot a judge and burned a school"."""
    clause = clause_of(trigger)
    if relation(clause) != "acl" or not any(t.lower_ == "where" and t.i < trigger.i for t in clause.subtree):
        return ()
    return tuple(p for p, root in named if root == clause.head or p.start <= clause.head.idx < p.end)


def _whose_country(mention: EventMention, sentence: Span, actors) -> tuple[Place, ...]:
    """ "In his country": that of whom the pronoun means."""
    spans, clause = (*mention.actors, *mention.recipients), clause_of(mention.trigger.root)
    for token in tokens_in(sentence):
        if token.lemma_.lower() not in COUNTRIES or not prepositions_of(token) & WITHIN:
            continue
        owner = next((c for c in token.children if c.dep_ == "nmod:poss" and c.pos_ == "PRON"), None)
        near = clause_of(token) == clause or any(s.start <= token.i < s.end for s in spans)
        if owner is None or not near or token.i < mention.trigger.start and token.head != mention.trigger.root:
            continue
        meant = {m.actor_id for m in getattr(actors, "mentions", ()) if m.start == owner.idx and m.end == owner.idx + len(owner)}
        states = {a.country for a in getattr(actors, "actors", ()) if a.actor_id in meant and a.country}
        if len(states) == 1:
            end = token.idx + len(token)
            return (country_place(states.pop(), owner.idx, end, sentence.doc.text[owner.idx : end]),)
    return ()


def _meanwhile(trigger: Token, named: Sequence[tuple[Place, Token]]) -> tuple[Place, ...]:
    """ "Was shot as he was leaving a mosque in Herat": where one was when it happened."""
    beside = [c for c in children(trigger, "advcl") if MEANWHILE & {m.lower_ for m in children(c, "mark", "advmod")}]
    beside = [c for c in beside if any(s.pos_ == "PRON" for s in children(c, "nsubj", "nsubj:pass"))]
    return tuple(p for p, root in named if any(clause_of(root) == c for c in beside) and _located(root))


def _of_those(mention: EventMention, named: Sequence[tuple[Place, Token]]) -> tuple[Place, ...]:
    """ "Gunmen in Herat shot a judge", "the murder of a judge in Herat": who is said to be somewhere is there."""
    heads = {span.root.i for span in (*mention.actors, *mention.recipients)}
    return tuple(p for p, root in named if root.head.i in heads and relation(root) == "nmod" and _located(root))


def _located(root: Token) -> bool:
    top = root
    while relation(top) in {"compound", "flat", "appos"} and top.head != top and not prepositions_of(top):
        top = top.head
    return bool(prepositions_of(top) & WITHIN)
