"""The clause that a word stands in, and whether a clause that has a time lends it to an event told beside it."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Token

from sitrep.extract.event_words import refers
from sitrep.extract.phrases import children, relation

CLAUSES = {"ccomp", "advcl", "acl", "parataxis", "csubj", "xcomp"}
# "soon after the vote was held": as near in time as these words say.
CLOSE_BY = {"shortly", "soon", "immediately", "right", "just", "minute", "hour", "moment", "day", "week"}
WITHIN_A_DAY = {"shortly", "immediately", "right", "minute", "hour", "moment"}


def clause_of(token: Token) -> Token:
    """The head of the clause that a word stands in."""
    while (
        token.head != token
        and relation(token) not in CLAUSES
        and not (relation(token) == "conj" and children(token, "nsubj", "nsubj:pass"))
    ):
        token = token.head
    return token


def clauses_above(token: Token) -> list[Token]:
    """The clause that an unmarked complement or adjunct clause is part of."""
    clause = clause_of(token)
    if relation(clause) in {"xcomp", "advcl"} and clause.head != clause and not children(clause, "mark"):
        return [clause_of(clause.head)]
    return []


def lends(time, word: Token, trigger: Token, published: date | None) -> bool:
    """Whether a clause that has a time lends it to the event:

    "the attack that left two dead on Friday";
    "ordered the party to disband on Thursday", by a day that has passed; "has jailed critics since the scandal broke in 2015";
    "was jailed in May 2012, soon after the vote was held"; "was arrested in 2016, while two others were caught in a hotel".
    """
    theirs, mine = clause_of(word), clause_of(trigger)
    if relation(theirs) == "acl" and theirs.head.i == trigger.i and trigger.pos_ != "VERB":
        return theirs.tag_ in {"VBD", "VBN"} and not refers(theirs) and not {c.lower_ for c in children(theirs, "aux")} & {"had", "will"}
    if relation(theirs) == "xcomp" and clause_of(theirs.head).i == mine.i:
        return trigger.tag_ in {"VBD", "VBN"} and published is not None and time.precision == "day" and time.first <= published
    if relation(theirs) == "advcl" and clause_of(theirs.head).i == mine.i:
        return _marks(theirs) == {"since"}
    if relation(mine) == "advcl" and clause_of(mine.head).i == theirs.i:
        if _marks(mine) & {"after", "before"}:
            said = {c.lemma_.lower() for m in (mine, *children(mine, "mark")) for c in m.subtree if c.i < mine.i} & CLOSE_BY
            return bool(said) and (time.precision != "day" or bool(said & WITHIN_A_DAY))
        return _marks(mine) == {"while"}
    return False


def _marks(clause: Token) -> set[str]:
    return {c.lower_ for c in children(clause, "mark")}
