"""What extraction finds in a Doc: still words and spans, nothing resolved.

Spans are spaCy `Span`s of the article's `Doc`; `span.start_char` and `span.end_char` are the offsets of the tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span


@dataclass(slots=True)
class Statement:
    """One attribution: `source` says (`cue`) `content`; the pieces of a split cue or content in text order."""

    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quote_type: str  # direct, mixed, indirect
    attribution_type: str  # communication, belief, intention, knowledge
    speech_act: (
        str  # assert, accuse, condemn, deny, threaten, demand, promise, warn, justify, praise, announce, predict, question, no_comment
    )
    negated: bool = False
    determinate: bool = True  # it took place by the text's word: not "may announce", "if he says"
    medium: str | None = None  # statement, press conference, interview, social media, report, court
    addressee: Span | None = None
    target: Span | None = None
    verbatim: tuple[Span, ...] = ()  # the words inside quotation marks
    confidence: float = 0.5
    rule: str = ""


@dataclass(slots=True)
class EventMention:
    """One mention of an event, in the terms of PLOVER. Participants are one span each: a coordination is split."""

    trigger: Span
    event_type: str
    event_mode: str | None
    modality: str  # actual, future, hypothetical, negated
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()  # toponyms and place phrases that the tree attaches to the mention, narrowest first
    times: tuple[Span, ...] = ()  # time expressions that the tree attaches to the mention, nearest first
    definite: bool = False  # refers back ("the strikes", "this attack")
    rule: str = ""
    sense: float | None = None  # of an ambiguous trigger: by how much this sense leads (extract/event_senses.py)


@dataclass(slots=True)
class CasualtyClaim:
    """One number, or vague amount, of people hurt. A bound that the words leave open is None."""

    kind: str  # killed, injured, missing, detained, displaced
    low: int | None
    high: int | None
    count: Span  # "at least four"
    victims: Span | None
    victim_class: str | None  # civilians, children, combatants, officials, journalists, medics, security forces, protesters, …
    anchor: Span  # the word that says what happened to them: "killed", "death", "wounded"
    cumulative: bool = False  # a toll that includes others: "bringing the toll to 40"
    confidence: float = 0.5
    rule: str = ""
    causes: tuple[Span, ...] = field(default=())  # event words that the tree names as the cause ("killed in the strikes")
