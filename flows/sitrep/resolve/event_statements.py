"""Events and statements of one article: which statement performs an event, and who is the source of an event's facts."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span

from sitrep.extract.records import Statement
from sitrep.resolve.event_grounding import SPEECH, Grounded


def performing_statement(mentions: Sequence[Grounded], statements: Sequence[Statement]) -> int | None:
    """The statement that a speech act is: its trigger lies in the cue, or the content itself is the act."""
    if mentions[0].event_type not in SPEECH:
        return None
    for g in mentions:
        for i, statement in enumerate(statements):
            if any(_overlap(g.mention.trigger, piece) for piece in statement.cue):
                return i
    for g in mentions:
        if g.mention.rule.startswith("speech/"):
            for i, statement in enumerate(statements):
                if any(_overlap(g.mention.trigger, piece) for piece in statement.content):
                    return i
    return None


def sources(mentions: Sequence[Grounded], statements: Sequence[Statement], performed: int | None, actors) -> list[str]:
    """Ids of those who tell the event, when the article never tells it in its own voice; else an empty list."""
    found: list[str] = []
    for g in mentions:
        holding = [
            s
            for i, s in enumerate(statements)
            if i != performed and not s.negated and any(_within(g.mention.trigger, piece) for piece in s.content)
        ]
        if not holding:
            return []
        for statement in holding:
            speaker = actors.of(statement.source) if statement.source is not None else None
            if speaker is not None and speaker.actor_id not in g.actors:
                found.append(speaker.actor_id)
    return list(dict.fromkeys(found))


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _within(a: Span, b: Span) -> bool:
    return b.start <= a.start and a.end <= b.end
