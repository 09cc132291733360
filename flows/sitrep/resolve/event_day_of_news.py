"""The day that a passage tells of, for a deed whose own words name none: that of the article's news, or the last one named before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from sitrep.extract.doc_parts import sentence_of, sentences_of, text_of
from sitrep.extract.event_words import classes, speaks, tells
from sitrep.extract.phrases import children, head_of, prepositions_of, relation
from sitrep.extract.records import EventMention
from sitrep.resolve.event_clauses import clause_of
from sitrep.resolve.event_times import only_spoken_of, presupposed, word_of

if TYPE_CHECKING:
    from sitrep.resolve.event_grounding import Grounded

PHYSICAL = {"ASSAULT", "COERCE", "PROTEST", "DISASTER"}  # happen somewhere some day even if the sentence does not say
EPISODES = PHYSICAL - {"COERCE"}  # told in a row; arrests of other years stand beside them
ONGOING = {"also", "meanwhile"}
LINGERING = 5  # sentences
LEAD = 8  # sentences in which an article tells its news
RECENT = 7  # days before publication that news can be old
WITHIN = {"by", "during", "in", "through", "with"}
RUNNING = 2  # sentences that a day is remembered for


def with_day_of_news(grounded: list[Grounded], news) -> list[Grounded]:
    """What the article tells in the past from the sentence on that names the day of its news (a Time) happened on that day, if no words
    say otherwise."""
    for g in grounded if news is not None else ():
        kind = g.event_type in EPISODES or g.mention.event_mode == "seize"
        if (
            kind
            and not g.apart
            and g.time is None
            and g.running is None
            and sentence_of(g.mention.trigger[0]).end_char > news.start
            and _is_told(g)
        ):
            g.running = news
    return grounded


def day_of_news(doc: Doc, times: Sequence, published: date | None, grounded: Sequence[Grounded]):
    """The day of the last week that the article's opening sentences tell of: that of its first deed, else one on which something was done,
    else one on which something was said; the first of each."""
    lead = sentences_of(doc)[:LEAD]
    end = lead[-1].end_char if len(lead) == LEAD else len(text_of(doc))
    days = [t for t in times if t.start < end and is_recent(t, published)]
    dating = {id(g.time) for g in grounded if g.event_type in PHYSICAL}
    best = min(days, key=lambda t: (id(t) not in dating, _is_of_saying(doc, t), t.start), default=None)
    return next((t for t in days if t.first == best.first), None) if best is not None else None


def _is_of_saying(doc: Doc, time) -> bool:
    """ "Police said on Friday": the day hangs on a verb that only speaks."""
    verb = word_of(doc, time)
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    return tells(verb)


def is_recent(time, published: date | None) -> bool:
    if published is None or time.first is None or time.precision != "day":
        return False
    return time.first == time.last and 0 <= (published - time.first).days <= RECENT


def _is_told(g: Grounded) -> bool:
    """In the past, by a verb that carries the clause: not "had attacked", "has led attacks", "is attacking", "the man who attacked",
    "condemned the attack"."""
    verb = g.head
    while verb.pos_ != "VERB" and verb.head != verb and _carried(verb, known=g.mention.definite):
        verb = verb.head
    while relation(verb) in {"xcomp", "advcl"} and verb.tag_ in {"VB", "VBG"}:
        verb = verb.head
    if (
        verb.pos_ != "VERB"
        or _is_owned_up_to(verb)
        or g.mention.modality != "actual"
        or relation(clause_of(verb)) == "acl"
        or (verb != g.head and _only_speaks(verb))
    ):
        return False
    auxiliaries = {c.lower_ for c in verb.children if relation(c) == "aux"}
    if (
        auxiliaries & {"had"}
        or auxiliaries & {"has", "have"}
        and verb != g.head
        or verb.tag_ == "VBG"
        and (verb != g.head or auxiliaries & {"is", "are", "am"})
    ):
        return False
    return verb.tag_ in {"VBD", "VBN", "VBG"}


def _is_owned_up_to(verb: Token) -> bool:
    """ "On Friday the army acknowledged that soldiers killed the monks": as a rule on another day."""
    clause = clause_of(verb)
    return relation(clause) == "ccomp" and clause.head.lemma_.lower() in classes()["owning_up"]


def _only_speaks(verb: Token) -> bool:
    """Of the deed under it: "the attack was condemned", not "shots were heard"."""
    perceived = verb.lemma_.lower() in classes()["perceived"] and bool(children(verb, "nsubj:pass"))
    return speaks(verb) and not perceived


def _carried(noun: Token, *, known: bool) -> bool:
    """By the word above it: "bombs exploded", "launched an attack", "was shaken by an explosion", "a barrage of rifle fire was heard".

    `known`: the article has just told of it ("two shops were hit in the attacks"). "Played a role in the war" tells of no news.
    """
    rel, above = relation(noun), noun.head
    if rel in {"nsubj", "conj"}:
        return True
    if rel == "nmod":
        return prepositions_of(noun) == {"of"} and above.lemma_.lower() in classes()["run"]
    new = not {c.lower_ for c in children(noun, "det")} - {"a", "an", "another"} and not children(noun, "nmod:poss")
    if rel == "obj":
        return new
    return rel == "obl" and (new or known) and bool(prepositions_of(noun) & WITHIN)


def may_run_on(mention: EventMention) -> bool:
    """Whether a deed can be of the day that the passage tells of: not one that another answers ("in response to drone attacks")."""
    head = head_of(mention.trigger)
    head = head.head if relation(head) == "acl" else head
    answer = relation(head) in {"nmod", "obl"} and head.head.lemma_.lower() in classes()["answering"]
    before = head.pos_ == "VERB" and any(c.lower_ == "had" for c in children(head, "aux"))  # "they had killed": earlier than what is told
    if _is_owned_up_to(head):
        return False
    return mention.event_type in PHYSICAL and not answer and not before and not presupposed(head_of(mention.trigger))


def running(mention: EventMention, doc: Doc, text: str, times: Sequence, published: date | None):
    """The last day named before the mention in its paragraph, not further back than two sentences, if it is the news' own."""
    start = sentence_of(mention.trigger[0]).start
    for _ in range(RUNNING):
        if start == 0:
            break
        start = sentence_of(doc[start - 1]).start
    from_char, to_char = doc[start].idx, mention.trigger.start_char
    from_char = max(from_char, text.rfind("\n\n", from_char, to_char))
    near = [t for t in times if from_char <= t.start < to_char and t.precision == "day" and t.first == t.last]
    near = [t for t in near if is_recent(t, published) and not only_spoken_of(mention.trigger.root, word_of(doc, t))]
    return near[-1] if near else None


def go_on(grounded: Sequence[Grounded]) -> None:
    """ "The judge sentenced five on Friday … He also sentenced three others": by "also" and "meanwhile" a day goes on."""
    for i, g in enumerate(grounded):
        if g.time is not None or g.running is not None or not {c.lower_ for c in children(g.head, "advmod")} & ONGOING:
            continue
        told = [o for o in grounded[:i] if o.event_type == g.event_type and g.sentence - o.sentence <= LINGERING]
        told = [o for o in told if set(o.actors) & set(g.actors) or o.head.lower_ == g.head.lower_]
        told = [o for o in told if o.time is not None or o.running is not None]
        if told:
            g.running = told[-1].time or told[-1].running
