"""The clause that a word stands in, and whether a clause that has a time lends it to an event told beside it."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Token

from sitrep.extract.event_words import classes, refers, word_forms
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

    "the attack that left two dead on Friday"; "the murder of two monks who were shot on Friday";
    "ordered the party to disband on Thursday", by a day that has passed; "has jailed critics since the scandal broke in 2015";
    "was jailed in May 2012, soon after the vote was held"; "was arrested in 2016, while two others were caught in a hotel";
    "was shot by two men who escaped on Friday"; "marched to protest the murder of a judge on Friday";
    "was shot and his body dumped on Friday".
    """
    theirs, mine = clause_of(word), clause_of(trigger)
    past = published is not None and time.precision == "day" and time.first is not None and time.first <= published
    if relation(theirs) == "acl" and theirs.head.i == trigger.i and trigger.pos_ != "VERB":
        return theirs.tag_ in {"VBD", "VBN"} and not refers(theirs) and not {c.lower_ for c in children(theirs, "aux")} & {"had", "will"}
    if relation(theirs) == "acl" and _is_of_sufferers(theirs, trigger) or past and _is_of_doers(theirs, mine):
        return True
    if past and trigger.pos_ != "VERB" and relation(trigger) == "obj" and word.i > trigger.i and _beside_object(theirs, word, trigger):
        return True
    if past and relation(theirs) == "conj" and theirs.head.i == mine.i and _goes_on_with_them(theirs):
        return True
    if relation(theirs) == "xcomp" and clause_of(theirs.head).i == mine.i:
        return trigger.tag_ in {"VBD", "VBN"} and past
    if relation(theirs) == "advcl" and clause_of(theirs.head).i == mine.i:
        return _marks(theirs) == {"since"}
    if relation(mine) == "advcl" and clause_of(mine.head).i == theirs.i:
        if _marks(mine) & {"after", "before"}:
            said = {c.lemma_.lower() for m in (mine, *children(mine, "mark")) for c in m.subtree if c.i < mine.i} & CLOSE_BY
            return bool(said) and (time.precision != "day" or bool(said & WITHIN_A_DAY))
        return _marks(mine) == {"while"}
    return False


def _is_of_sufferers(clause: Token, deed: Token) -> bool:
    """ "The murder of two monks who were shot", "the seizure of two men, who were captured": the clause tells of the same deed."""
    victims, forms = clause.head, frozenset(word_forms(clause))
    if deed.pos_ == "VERB" or relation(victims) != "nmod" or victims.head.i != deed.i or not _is_simple_past(clause):
        return False
    lemma, kinds = deed.lemma_.lower(), classes()
    return lemma in kinds["killing"] and bool(forms & kinds["to_kill"]) or lemma in kinds["taking"] and bool(forms & kinds["to_take"])


def _is_of_doers(clause: Token, deed: Token) -> bool:
    """ "Was shot by two men who escaped on Friday": what those who did it did at the time."""
    doers = clause.head
    return clause.dep_ == "acl:relcl" and doers.dep_ == "obl:agent" and doers.head.i == deed.i and _is_simple_past(clause)


def _goes_on_with_them(clause: Token) -> bool:
    """ "... and his body dumped in a field": what was done besides to those of whom the clause before tells."""
    subjects = children(clause, "nsubj", "nsubj:pass")
    return _is_simple_past(clause) and any(c.tag_ == "PRP$" for n in subjects for c in children(n, "nmod:poss"))


def _beside_object(clause: Token, word: Token, deed: Token) -> bool:
    """The time stands behind the deed, and hangs on the verb of which that is the object: "to protest the murder of a judge on Friday",
    whose verb is no past; or on a participle that the parser gave to the verb: "protesting the attack committed on Friday"."""
    if clause.i == deed.head.i:
        return clause.tag_ == "VB"
    return clause.i == deed.i + 1 and clause.tag_ == "VBN" and clause.head.i == deed.head.i and not children(clause, "aux", "mark", "nsubj")


def _is_simple_past(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBN"} and not {c.lower_ for c in children(verb, "aux")} & {"had", "has", "have", "will", "would"}


def _marks(clause: Token) -> set[str]:
    return {c.lower_ for c in children(clause, "mark")}
