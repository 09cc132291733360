"""One event mention with its words resolved: actor ids, places, time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span, Token

from sitrep.extract.phrases import children, head_of, relation
from sitrep.extract.records import EventMention

SPEECH = {"ACCUSE", "THREATEN", "REQUEST", "REJECT", "AGREE", "SUPPORT"}
BACKGROUND = 45  # days; what happened longer ago is not the news that the article opens with
ECHO = "echo:"  # rule prefix of a mention that may only join an event (extract/events.py)


@dataclass(slots=True)
class Grounded:
    """An event mention, resolved. `clause` is where the time was found: attached, sentence, or None."""

    index: int  # position in the list of mentions
    mention: EventMention
    sentence: int  # sentence number
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple  # resolve.places.Place, narrowest first
    time: object | None  # resolve.dates.Time
    past: bool = False  # dated long before the article: background

    @property
    def event_type(self) -> str:
        return self.mention.event_type

    @property
    def head(self) -> Token:
        return head_of(self.mention.trigger)

    @property
    def echo(self) -> bool:
        return self.mention.rule.startswith(ECHO)

    @property
    def countries(self) -> frozenset[str]:
        return frozenset(c for p in self.places for c in (p.countries or ((p.country,) if p.country else ())) if c)


def ground(
    mentions: Sequence[EventMention], *, doc: Doc, actors, places: Sequence, times: Sequence, published: date | None = None
) -> list[Grounded]:
    """Every mention with its participants' ids, its places and its time, in the order given."""
    numbers = {}
    for n, sent in enumerate(doc.sents):
        numbers.update(dict.fromkeys(range(sent.start, sent.end), n))
    dated = [t for t in times if t.first is not None and getattr(t, "type", "DATE") in {"DATE", "TIME"}]
    triggers = [m.trigger for m in mentions]
    taken = {id(t) for m in mentions for t in _attached(m, dated)}
    out = []
    for i, mention in enumerate(mentions):
        doers = _ids(mention.actors, actors)
        time = _time(mention, doc, dated, taken, triggers)
        out.append(
            Grounded(
                i,
                mention,
                numbers[mention.trigger.start],
                doers,
                tuple(r for r in _ids(mention.recipients, actors) if r not in doers),
                _places(mention, places),
                time,
                past=published is not None and time is not None and time.last is not None and (published - time.last).days > BACKGROUND,
            )
        )
    return out


def _ids(spans: Sequence[Span], actors) -> tuple[str, ...]:
    each = getattr(actors, "each", None)
    found: list[str] = []
    for span in spans:
        resolved = each(span) if each is not None else [a for a in (actors.of(span),) if a is not None]
        found += [a.actor_id for a in resolved]
    return tuple(dict.fromkeys(found))


def _places(mention: EventMention, places: Sequence) -> tuple:
    """Resolved places inside the mention's place phrases; the narrowest of one phrase first."""
    found = []
    for span in mention.places:
        inside = [p for p in places if p.start < span.end_char and p.end > span.start_char]
        found += sorted(inside, key=lambda p: (p.precision, p.start))
    return tuple(dict.fromkeys(found))


def _attached(mention: EventMention, times: Sequence) -> list:
    """Resolved times inside the mention's time phrases, nearest in the tree first."""
    return [t for span in mention.times for t in times if t.start < span.end_char and t.end > span.start_char]


def _time(mention: EventMention, doc: Doc, times: Sequence, taken: set[int], triggers: list[Span]):
    """The time that the tree attaches to the mention, else the sentence's if it is no other event word's."""
    for time in _attached(mention, times):
        return time
    sent = mention.trigger.sent
    near = [t for t in times if sent.start_char <= t.start < sent.end_char and id(t) not in taken]
    near = [t for t in near if _belongs(t, mention, doc, triggers)]
    if not near:
        return None
    return min(near, key=lambda t: abs(t.start - mention.trigger.start_char))


def _belongs(time, mention: EventMention, doc: Doc, triggers: list[Span]) -> bool:
    """A time in the sentence that no closer event word takes, in the mention's own clause or the clause above it."""
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None:
        return False
    word = span.root
    sent = mention.trigger.sent
    others = [t for t in triggers if t.start != mention.trigger.start and sent.start <= t.start < sent.end]
    mine = abs(word.i - mention.trigger.start)
    if any(abs(word.i - t.start) < mine for t in others):
        return False
    return _clause(word).i in {_clause(mention.trigger.root).i, *(c.i for c in _clauses_above(mention.trigger.root))}


def _clause(token: Token) -> Token:
    """The head of the clause that a word stands in."""
    while (
        token.head != token
        and relation(token) not in {"ccomp", "advcl", "acl", "parataxis", "csubj", "xcomp"}
        and not (relation(token) == "conj" and children(token, "nsubj"))
    ):
        token = token.head
    return token


def _clauses_above(token: Token) -> list[Token]:
    clause = _clause(token)
    if relation(clause) in {"xcomp", "advcl"} and clause.head != clause and not children(clause, "mark"):
        return [_clause(clause.head)]
    return []
