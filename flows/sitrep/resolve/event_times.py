"""Which time expression of its sentence dates an event: the one that the tree attaches to it, else one of its clause, else one that a
neighbouring clause lends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import sentence_of
from sitrep.extract.event_words import classes, refers, refers_to_subject, speaks
from sitrep.extract.phrases import children, relation
from sitrep.extract.records import EventMention
from sitrep.resolve.date_lexicon import tables
from sitrep.resolve.event_clauses import clause_of, clauses_above, lends

LONGEST = 92  # days of a span that dates an event; "the worst attack in the past ten years" is not dated by them
OPENING = 2  # sentences: headline and lead
BACKGROUND = 45  # days; what happened longer ago is not the news that the article opens with
WEEKDAY = re.compile(r"XXXX-WXX-\d")
UNTIL = {"until", "till"}
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
NESTED = 3  # phrases within phrases


def attached(mention: EventMention, times: Sequence) -> list:
    """Resolved times inside the mention's time phrases, nearest in the tree first.

    "Three days ago" hangs where "days" does, wherever the parser put "ago". "The 41st this month" is not dated.
    """
    found = []
    for span in mention.times:
        inside = ((t, word_of(span.doc, t)) for t in times if t.start < span.end_char and t.end > span.start_char)
        found += [t for t, word in inside if not _counts_over(word) and (len(span) > 1 or span[0].lower_ != "ago" or word.i == span.start)]
    return found


def _counts_over(word: Token) -> bool:
    """ "The attack, the 41st this month": the time that an ordinal in an apposition counts over."""
    for _ in range(NESTED):
        if relation(word) == "appos" and (ORDINAL.fullmatch(word.lower_) or word.lower_ in tables()["ordinal"]):
            return True
        if relation(word) not in {"nmod", "obl", "appos"}:
            return False
        word = word.head
    return False


def word_of(doc: Doc, time) -> Token:
    """The word of the sentence's tree that a time expression hangs on: "days" of "three days ago", wherever the parser put "ago"."""
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    root = span.root
    return span[-2] if root.lower_ == "ago" and len(span) > 1 and span[-2].head.i != root.i else root


def nearest_of(attached_times: Sequence):
    """The time that dates a mention among those attached to it: the nearest, but the day of "today led its sixth raid this year"."""
    nearest = next(iter(attached_times), None)
    if nearest is None or nearest.precision not in {"year", "month"} or not nearest.relative:
        return nearest
    return next((t for t in attached_times if t.precision == "day" and nearest.first <= t.first <= nearest.last), nearest)


def presupposed(trigger: Token) -> bool:
    """Whether the deed is named only to say what somebody has to do with it: "suspects in the murder", "implicated in the murder", "the
    people who kidnapped her": of whatever day, not of that on which this is said."""
    if trigger.pos_ == "VERB":
        by_subject = any(c.lower_ in {"who", "that"} and relation(c) == "nsubj" for c in trigger.children)
        return relation(trigger) == "acl" and by_subject and trigger.head.lemma_.lower() in classes()["person"] | classes()["armed"]
    above = trigger.head if relation(trigger) in {"nmod", "obl", "obj"} else trigger
    lemma = above.lemma_.lower()
    if above.i != trigger.i and (lemma in classes()["account"] or relation(trigger) == "obj" and refers(above)):
        return True
    return lemma in classes()["involving"] or lemma == "protest"


def time_of_clause(mention: EventMention, doc: Doc, times: Sequence, taken: set[int], triggers: Sequence[Span], published: date | None):
    """The resolved time of a mention to which the tree attaches none; None when its clause, and those beside it, have none.

    `taken` are the ids of times that the tree attaches to any mention, `triggers` the words of all mentions.
    """
    sent = sentence_of(mention.trigger[0])
    here = [(t, word_of(doc, t)) for t in times if sent.start_char <= t.start < sent.end_char]
    free = [(t, word) for t, word in here if id(t) not in taken and _belongs(word, mention, triggers)]
    lent = free or [(t, word) for t, word in here if lends(t, word, mention.trigger.root, published)]
    return min(lent, key=lambda pair: abs(pair[0].start - mention.trigger.start_char), default=(None, None))[0]


def _belongs(word: Token, mention: EventMention, triggers: Sequence[Span]) -> bool:
    """A time in the mention's own clause or the clause above it, that no event word of the time's clause is closer to."""
    trigger = mention.trigger.root
    clause = clause_of(word)
    if {c.lower_ for c in children(word, "case")} & UNTIL or _counts_over(word) or only_spoken_of(trigger, word):
        return False
    if clause.i not in {clause_of(trigger).i, *(c.i for c in clauses_above(trigger))}:
        return False
    sent = sentence_of(mention.trigger[0])
    rivals = [
        t
        for t in triggers
        if t.start != mention.trigger.start and sent.start <= t.start < sent.end and clause_of(t.root).i == clause.i
        if not (relation(t.root) == "appos" and word.i < t.start)  # "..., an allegation that": says something of what was told before it
    ]
    return all(abs(word.i - t.start) >= abs(word.i - mention.trigger.start) for t in rivals)


def only_spoken_of(trigger: Token, word: Token) -> bool:
    """ "Referred on Friday to the murder", "the murder was condemned on Friday": a deed that its verb only speaks of."""
    verb = _verb_above(word)
    if trigger.pos_ == "VERB" or verb is None or _verb_above(trigger) != verb:
        return False
    if relation(trigger) == "nsubj":
        return refers_to_subject(verb)
    if word.i > trigger.i:  # "condemned the murder of a judge on Friday": that of the deed, as a rule
        return False
    told = any(o.lemma_.lower() in classes()["account"] for o in children(verb, "obj"))  # "made statements in court on the murder"
    return told or speaks(verb) or _told_by(trigger, verb)


def _told_by(trigger: Token, verb: Token) -> bool:
    """A noun that speaks of the deed lies between it and the verb: "made statements regarding the murder", "took responsibility for"."""
    while trigger != verb and trigger.head != trigger:
        trigger = trigger.head
        if trigger.lemma_.lower() in classes()["account"]:
            return True
    return False


def _verb_above(token: Token) -> Token | None:
    while token.pos_ not in {"VERB", "AUX"} and token.head != token:
        token = token.head
    return token if token.pos_ in {"VERB", "AUX"} else None


def dates(time) -> bool:
    """Whether a time can say when something happened: a date, or a short span up to now ("in the past 24 hours")."""
    kind = getattr(time, "type", "DATE")
    return time.first is not None and (kind in {"DATE", "TIME"} or kind == "DURATION" and (time.last - time.first).days <= LONGEST)


def points(time) -> bool:
    """Whether a time says when, though nothing tells the day: "on Tuesday", "in April" of an article without a day of publication."""
    return time.first is None and getattr(time, "type", "") in {"DATE", "TIME"} and time.value.startswith("XXXX")


def is_past(time, published: date | None, sentence: int) -> bool:
    """Long before the publication; without a day of publication, a year or month that the opening does not name."""
    if time is None:
        return False
    if published is None:
        return sentence >= OPENING and (time.precision in {"month", "year"} and not time.relative or is_month(time))
    return time.last is not None and (published - time.last).days > BACKGROUND


def disagree(a, b) -> bool:
    """Whether two times, at least one of which tells no day, cannot be one: "late on Friday" is not "in 2015" nor "in April"."""
    one, two = (_fields(t) for t in (a, b))
    if "near" in (one, two):
        other = two if one == "near" else one
        weekdays = {t.value[-1] for t in (a, b) if WEEKDAY.fullmatch(t.value)}
        fuller = b if one == "near" else a
        return len(weekdays) > 1 if other == "near" else other is not None and (len(other) < 3 or fuller.precision in {"month", "year"})
    if one is None or two is None:
        return False
    return any(x != y for x, y in zip(one, two, strict=False) if "X" not in x + y) or {len(one), len(two)} == {1, 3}


def is_month(time) -> bool:
    """A month of no known year: "in April" of an article without a day of publication."""
    return re.fullmatch(r"XXXX-\d\d", time.value) is not None


def _fields(time) -> str | None | tuple[str, ...]:
    """Year, month and day as told; "near" for a day that only the day of publication tells; None for what could be any of them."""
    if WEEKDAY.match(time.value) or time.value.startswith("XXXX-XX-XX"):
        return "near"
    found = re.fullmatch(r"(\d{4}|XXXX)(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", time.value)
    return None if found is None or time.value == "XXXX" else tuple(p for p in found.groups() if p)
