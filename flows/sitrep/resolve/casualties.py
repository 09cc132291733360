"""Casualty claims in their place: the event that each belongs to, the source that makes it, and an event's own range.

Ranges follow UCDP GED (low, best, high). Zero and unknown stay apart: an event without a claim has no range at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from sitrep.extract.doc_parts import sentence_of, sentences_of
from sitrep.extract.records import CasualtyClaim, Statement
from sitrep.knowledge.lexicon import lexicon
from sitrep.resolve.casualty_confidence import confidence
from sitrep.resolve.casualty_ranges import Figure, derive

# Which events can hurt people in which way, most likely first.
CAUSES = {
    "killed": ("ASSAULT", "DISASTER", "PROTEST", "COERCE", "SANCTION"),
    "injured": ("ASSAULT", "DISASTER", "PROTEST", "COERCE"),
    "missing": ("DISASTER", "ASSAULT", "COERCE"),
    "detained": ("COERCE", "SANCTION", "PROTEST", "ASSAULT"),
    "displaced": ("ASSAULT", "DISASTER", "COERCE", "AID"),
}
REACH = 4  # sentences that a claim may lie behind its event


@dataclass(slots=True)
class LinkedClaim:
    """A claim with its event (index into the article's events) and its source (index into the statements), None where there is none."""

    claim: CasualtyClaim
    event: int | None
    statement: int | None
    attributed_to: str | None


def link_claims(
    claims: Sequence[CasualtyClaim],
    *,
    doc: Doc,
    events: Sequence,
    statements: Sequence[Statement],
    speakers: Sequence[str | None],
    places: Sequence,
) -> list[LinkedClaim]:
    """Give each claim its event and source; the same number of the same source about the same event twice is one claim.

    `speakers` are the actor ids of the statements' speakers, `places` the resolved toponyms of the article.
    """
    sentences = [s.start for s in sentences_of(doc)]
    linked: list[LinkedClaim] = []
    seen = set()
    for claim in claims:
        statement = _statement_of(claim, statements)
        source = speakers[statement] if statement is not None else None
        event = _event_of(claim, events, sentences, places, linked)
        key = (claim.kind, claim.low, claim.high, source, event, _victim(claim))
        if key not in seen:
            seen.add(key)
            claim = replace(claim, confidence=confidence(claim, attributed=source is not None))
            linked.append(LinkedClaim(claim, event, statement if source is not None else None, source))
    return linked


def _victim(claim: CasualtyClaim) -> str | None:
    """Names tell single victims apart; for the rest the number decides."""
    single = claim.low == claim.high == 1 and claim.victims is not None
    return claim.victims.root.lower_ if single and claim.victims.root.pos_ == "PROPN" else None


def _statement_of(claim: CasualtyClaim, statements: Sequence[Statement]) -> int | None:
    """The innermost statement whose content holds the number."""
    best, size = None, None
    for i, statement in enumerate(statements):
        if any(piece.start <= claim.count.start and claim.count.end <= piece.end for piece in statement.content):
            length = sum(len(piece) for piece in statement.content)
            if size is None or length < size:
                best, size = i, length
    return best if best is not None else _figure_set(claim, statements)


def _figure_set(claim: CasualtyClaim, statements: Sequence[Statement]) -> int | None:
    """The statement whose verb sets the number, where its content leaves the number out: "put the toll | at three"."""
    above = {t.i for token in claim.count for t in token.ancestors if t.lemma_.lower() in lexicon("harm")["set_figure"]}
    for i, statement in enumerate(statements):
        if any(t.i in above for span in statement.cue for t in span) and any(p.end <= claim.count.start for p in statement.content):
            return i
    return None


def _sentence(sentences: list[int], token: int) -> int:
    return bisect_right(sentences, token) - 1


def _event_of(claim: CasualtyClaim, events: Sequence, sentences: list[int], places: Sequence, before: list[LinkedClaim]) -> int | None:
    here = _sentence(sentences, claim.anchor.start)
    sent = sentence_of(claim.anchor[0])
    possible = {e.country for e in events if e.country}
    countries = {p.country for p in places if p.country in possible and sent.start_char <= p.start < sent.end_char}
    if not countries and before and before[-1].event is not None and here - _sentence(sentences, before[-1].claim.anchor.start) <= 1:
        country = events[before[-1].event].country  # the passage goes on about the same place
        countries = {country} if country else set()
    best, best_cost = None, None
    for i, event in enumerate(events):
        if event.event_type not in CAUSES[claim.kind] or event.modality in {"hypothetical", "future"}:
            continue
        for mention in event.mentions:
            there = _sentence(sentences, mention.trigger.start)
            overlap = mention.trigger.start < claim.anchor.end and claim.anchor.start < mention.trigger.end
            gap = here - there
            if not overlap and (gap > REACH or gap < -1):
                continue
            cost = (
                not overlap,
                bool(countries) and event.country not in countries and (gap != 0 or event.country is not None),
                abs(gap) + (2 if gap < 0 else 0),
                CAUSES[claim.kind].index(event.event_type),
                abs(mention.trigger.start - claim.anchor.start),
                i,
            )
            if best_cost is None or cost < best_cost:
                best, best_cost = i, cost
    if best is None:  # a claim far from every mention: the first event that can be its cause
        able = [i for i, e in enumerate(events) if e.event_type in CAUSES[claim.kind][:2] and e.modality == "actual"]
        best = able[0] if able else None
    return best


def ranges(claims: Sequence[LinkedClaim], kind: str) -> tuple[int | None, int | None, int | None]:
    """(low, best, high) of one event for one kind of harm, from its claims; see `casualty_ranges.derive`."""
    made = ((linked.claim, linked.attributed_to) for linked in claims if linked.claim.kind == kind)
    return derive(Figure(claim.low, claim.high, source, victim_group(claim)) for claim, source in made)


def victim_group(claim: CasualtyClaim) -> str | None:
    """Head word of the victims, by which a source's claims add up; None for a total and for victims of no kind ("people")."""
    victim = claim.victims.root.lemma_.lower() if claim.victims is not None else ""
    return None if claim.cumulative or not victim or victim in lexicon("harm")["generic"] else victim
