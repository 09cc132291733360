"""Mentions of what lasts or adds up: "have fought two wars", "who have been fighting since 2007", "4,000 have been killed in its raids".

They are no part of one day's deed, and the day of the news does not date them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from sitrep.extract.event_words import classes
from sitrep.extract.phrases import children, relation
from sitrep.extract.records import EventMention

SINCE = {"since"}
OVER = {"for", "over", "during", "in", "within"}
APART = {"after", "before", "following", "since", "despite"}  # "have been watching since the attack": of another time
LONG = "YMD"  # TIMEX3 units of a duration: years, months, decades are years
LEAD = 2  # sentences in which a perfect tells the news itself: "Two people have been killed"


def lasts(mention: EventMention, head: Token, sentence: int, times: Sequence) -> bool:
    """Whether the words say that the deed went on, was repeated or is counted over a long time. `times` are all of the article's."""
    verb = _verb(head)
    if verb is None:
        return False
    if is_description(verb):
        return True
    auxiliaries = {c.lower_ for c in children(verb, "aux")}
    if not auxiliaries & {"has", "have", "had", "'ve", "’ve"}:
        return _since(verb, times) and "aux:pass" in {c.dep_ for c in verb.children}
    if verb.tag_ == "VBG" and sentence >= LEAD or _since(verb, times) or _long(verb, times):
        return True
    objects = [*children(verb, "obj"), *(children(verb, "nsubj:pass"))]
    if verb == head and any(o.lemma_.lower() in classes()["warfare"] and _many(o) for o in objects):
        return True
    if {c.lemma_.lower() for c in children(verb, "advmod")} & classes()["repeatedly"]:
        return True
    if verb.lemma_.lower() in classes()["hurting"] and _until_now(verb, times):
        return True
    return sentence >= LEAD and (_counted(verb) or any(_is_run(o) for o in objects))


def is_description(head: Token) -> bool:
    """A relative clause that says who somebody is: "rebels who have been fighting the government since 2007"."""
    return head.tag_ == "VBG" and relation(head) == "acl" and bool({c.lower_ for c in children(head, "aux")} & {"has", "have", "had"})


def begins_before(word: Token, head: Token) -> bool:
    """Whether a time with "since" cannot be that of a verb in the simple past: it belongs to a clause inside ("blamed rebels who have
    been fighting since 2012")."""
    return bool(_marks(word) & SINCE) and head.tag_ == "VBD" and not children(head, "aux")


def _verb(head: Token) -> Token | None:
    """The verb that the word is, or that carries it: "have been killed in fighting", "have fought two wars"."""
    for _ in range(3):
        if head.pos_ == "VERB" and (head.tag_ != "VBG" or children(head, "aux")):
            return head
        rel, marks = relation(head), _marks(head)
        inside = rel == "advcl" and marks & {"in", "during"}  # "killed in fighting"
        if not inside and rel not in {"obl", "nmod", "obj", "nsubj", "compound", "conj"} or marks & APART or head.head == head:
            return None
        head = head.head
    return None


def _since(verb: Token, times: Sequence) -> bool:
    """A time or a clause with "since" under the verb."""
    if any(_marks(clause) & SINCE and clause.i > verb.i for clause in children(verb, "advcl")):
        return True
    last = next((c for c in reversed(children(verb, "conj")) if c.pos_ == "VERB" and not children(c, "aux", "nsubj")), None)
    verbs = [verb] if last is None else [verb, last]  # "have killed thousands and displaced many more | since 2015"
    return any(_marks(c) & SINCE and _is_time(c, times) for v in verbs for c in children(v, "obl", "advmod", "nmod", "advcl"))


def _long(verb: Token, times: Sequence) -> bool:
    """ "For ten years", "over the past decade", "in recent years"."""
    return any(
        _marks(c) & OVER and any(_covers(t, c) and t.type == "DURATION" and t.value.rstrip("XE")[-1:] in LONG for t in times)
        for c in children(verb, "obl", "nmod")
    )


def _until_now(verb: Token, times: Sequence) -> bool:
    """ "Have died this year": a period that is not over."""
    spans = [t for c in children(verb, "obl", "advmod", "nmod", "obj") for t in times if _covers(t, c)]
    return any(re.fullmatch(r"(?:so far |already )?this (?:year|month|season|decade)", t.text.lower()) for t in spans)


def _counted(verb: Token) -> bool:
    """A toll of attacks in general: "have died in raids", "in its strikes"; "in the strikes" are those told before."""
    causes = [c for c in children(verb, "obl", "nmod") if _marks(c) & {"in", "by", "during"}]
    return verb.lemma_.lower() in classes()["hurting"] and any(_in_general(c) for c in causes)


def _is_run(noun: Token) -> bool:
    """ "Have carried out a string of raids", "has launched attacks"."""
    if noun.lemma_.lower() in classes()["run"]:
        noun = next((c for c in children(noun, "nmod") if _marks(c) == {"of"}), noun)
    return _in_general(noun)


def _in_general(noun: Token) -> bool:
    attacks = noun.tag_ == "NNS" and noun.lemma_.lower() in classes()["attack"]
    return attacks and not {d.lower_ for d in children(noun, "det")} & {"the", "these"} and not children(noun, "nummod")


def _many(noun: Token) -> bool:
    return noun.tag_ == "NNS" or bool(children(noun, "nummod"))


def _marks(token: Token) -> set[str]:
    return {c.lower_ for c in children(token, "case", "mark")}


def _is_time(token: Token, times: Sequence) -> bool:
    return any(_covers(t, token) for t in times)


def _covers(time, token: Token) -> bool:
    left, right = token.left_edge.idx, token.idx + len(token)
    return time.start < right and time.end > left
