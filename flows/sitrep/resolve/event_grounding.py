"""One event mention with its words resolved: actor ids, places, time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import sentence_of, sentences_of, text_of
from sitrep.extract.event_words import classes
from sitrep.extract.phrases import children, head_of, prepositions_of, relation
from sitrep.extract.records import EventMention
from sitrep.resolve.dates import Time
from sitrep.resolve.event_clauses import clause_of
from sitrep.resolve.event_country import is_of_one_abroad, owns_deed
from sitrep.resolve.event_day_of_news import day_of_news, go_on, is_recent, may_run_on, running, with_day_of_news
from sitrep.resolve.event_durations import begins_before, lasts
from sitrep.resolve.event_openings import opening, reaches
from sitrep.resolve.event_scenes import Scene, enter, find_scenes
from sitrep.resolve.event_surroundings import told_elsewhere
from sitrep.resolve.event_times import attached, dates, is_past, nearest_of, only_spoken_of, points, time_of_clause, word_of
from sitrep.resolve.places import Place

LOCATING = {"in", "at", "near", "outside", "inside", "across", "throughout", "around"}
STAGED = {"CONSULT", "REQUEST", "REJECT", "AGREE", "SUPPORT", "THREATEN"}  # what officials do on a visit
DIRECTED = {"SANCTION", "COOPERATE", "AID"}  # at somebody, somewhere else
SPEECH = {"ACCUSE", "THREATEN", "REQUEST", "REJECT", "AGREE", "SUPPORT"}
RUNNING = 2  # sentences that a place is remembered for
ECHO = "echo:"  # rule prefix of a mention that may only join an event (extract/events.py)


@dataclass(slots=True)
class Grounded:
    """An event mention, resolved. `clause` is where the time was found: attached, sentence, or None."""

    index: int  # position in the list of mentions
    mention: EventMention
    sentence: int  # sentence number
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[Place, ...]  # narrowest first
    time: Time | None
    past: bool = False  # dated long before the article: background
    running: Time | None = None  # the day that the passage tells of, for a mention without a time
    scene: Scene | None = None  # what it is part of, where its own words do not say where and when
    unresolved: Time | None = None  # a time that says when, but of which no day is known: "on Tuesday" without a day of publication
    lasting: bool = False  # goes on, is repeated or counted over a long time: no part of one day's deed
    apart: bool = False  # stands under an older time that opens its sentence or the one before: not of the day of the news

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
    for n, sent in enumerate(sentences_of(doc)):
        numbers.update(dict.fromkeys(range(sent.start, sent.end), n))
    dated = [t for t in times if dates(t) or points(t)]
    triggers = [m.trigger for m in mentions]
    taken = {id(t) for m in mentions for t in attached(m, dated)}
    phrases = [span for m in mentions for span in m.places]
    free = [p for p in places if not any(p.start < s.end_char and p.end > s.start_char for s in phrases)]
    out, text = [], text_of(doc)
    for i, mention in enumerate(mentions):
        doers = _ids(mention.actors, actors)
        time = nearest_of(attached(mention, dated))
        if time is None and mention.event_type not in SPEECH:  # a day in what is said is not the day of saying it
            time = time_of_clause(mention, doc, dated, taken, triggers, published)
        older = _older(mention, doc, dated, published)
        if time is None and mention.event_type not in SPEECH and older is not None:
            time = older if reaches(word_of(doc, older), head_of(mention.trigger), older.precision) else None
        if time is not None and begins_before(word_of(doc, time), head_of(mention.trigger)):
            time = None
        unresolved, time = (time, None) if time is not None and time.first is None else (None, time)
        lasting = lasts(mention, head_of(mention.trigger), numbers[mention.trigger.start], times)
        apart = older is not None or lasting
        out.append(
            Grounded(
                i,
                mention,
                numbers[mention.trigger.start],
                doers,
                tuple(r for r in _ids(mention.recipients, actors) if r not in doers),
                _places(mention, doc, places) or told_elsewhere(mention, doc, places, actors) or _clause_places(mention, doc, free),
                time,
                past=is_past(time or unresolved, published, numbers[mention.trigger.start]),
                running=running(mention, doc, text, dated, published) if time is None and not apart and may_run_on(mention) else None,
                unresolved=unresolved,
                lasting=lasting,
                apart=apart,
            )
        )
    _stage(out, find_scenes(doc, actors=actors, places=places, times=dated, published=published), actors)
    go_on(out)
    return with_day_of_news(out, day_of_news(doc, [t for t in dated if t.first is not None], published, out))


def _older(mention: EventMention, doc: Doc, times: Sequence, published: date | None):
    """The time that opens the mention's sentence, if it is not of the last days."""
    time = opening(sentence_of(mention.trigger[0]), doc, times)
    return time if time is not None and not is_recent(time, published) else None


def _stage(grounded: Sequence[Grounded], scenes: Sequence[Scene], actors) -> None:
    """What is said and done in a scene happens where and when the scene does, if no words say otherwise."""
    for g in grounded if scenes else ():
        if g.event_type in STAGED and g.mention.modality == "actual":
            sentence = sentence_of(g.mention.trigger[0])
            named = {m.actor_id for m in getattr(actors, "mentions", ()) if sentence.start_char <= m.start < sentence.end_char}
            g.scene = enter(scenes, g.sentence, (*g.actors, *g.recipients), named)
        if g.scene is not None and g.time is None:
            g.running = g.scene.time


def _ids(spans: Sequence[Span], actors) -> tuple[str, ...]:
    each = getattr(actors, "each", None)
    found: list[str] = []
    for span in spans:
        resolved = each(span) if each is not None else [a for a in (actors.of(span),) if a is not None]
        found += [a.actor_id for a in resolved]
    return tuple(dict.fromkeys(found))


def _places(mention: EventMention, doc: Doc, places: Sequence) -> tuple:
    """Resolved places inside the mention's place phrases; the narrowest of one phrase first."""
    found = []
    for span in mention.places:
        inside = [p for p in places if p.start < span.end_char and p.end > span.start_char and not owns_deed(doc, p)]
        inside = [p for p in inside if not is_of_one_abroad(doc, p.start, p.end)]
        found += sorted(inside, key=lambda p: (p.precision, p.start)) or _named_before(span, places)
    if mention.event_type in DIRECTED:
        found = [p for p in found if not any(_is_of(p, r) for r in mention.recipients)]
    where = {p.country for p in found if p.country and not _says_whose(p, mention)}
    return tuple(p for p in dict.fromkeys(found) if not where or p.country in where or not _says_whose(p, mention))


def _says_whose(place, mention: EventMention) -> bool:
    """ "Attacks on US targets in Iraq", "the murder of a Vienna clerk in Peru": a state or a home in front of another noun than the
    event's."""
    span = mention.trigger.doc.char_span(place.start, place.end, alignment_mode="expand")
    if span is None or span.root.dep_ not in {"compound", "amod"} or mention.trigger.start <= span.root.head.i < mention.trigger.end:
        return False
    return place.kind == "country" or span.root.head.lemma_.lower() in classes()["person"] | classes()["armed"]


def _is_of(place, participant: Span) -> bool:
    """The place's name belongs to a participant: "an embargo on a neighbour to the south, Chile"."""
    span = participant.doc.char_span(place.start, place.end, alignment_mode="expand")
    return span is not None and (span.root.i == participant.root.i or participant.root.is_ancestor(span.root))


def _named_before(span: Span, places: Sequence) -> list:
    """ "In the area", "in that town": the last place named within three sentences, unless it is a whole country."""
    if span.root.lemma_.lower() not in classes()["again"] or not {c.lower_ for c in children(span.root, "det")} & {"the", "this", "that"}:
        return []
    start = sentence_of(span[0]).start
    for _ in range(RUNNING):
        start = sentence_of(span.doc[start - 1]).start if start else 0
    near = [p for p in places if span.doc[start].idx <= p.start < span.start_char and p.kind not in {"country", "border"}]
    return near[-1:]


def _clause_places(mention: EventMention, doc: Doc, places: Sequence) -> tuple:
    """Places in the mention's clause that no participant's name contains, where the tree attaches none; nearest first."""
    if mention.event_type in SPEECH:
        return ()
    sent, participants = sentence_of(mention.trigger[0]), (*mention.actors, *mention.recipients)
    found = []
    for place in places:
        if not sent.start_char <= place.start < sent.end_char or any(
            s.start_char < place.end and place.start < s.end_char for s in participants
        ):
            continue
        span = doc.char_span(place.start, place.end, alignment_mode="expand")
        if span is None or clause_of(span.root).i != clause_of(mention.trigger.root).i or not prepositions_of(_top(span.root)) & LOCATING:
            continue
        spoken = relation(mention.trigger.root) in {"nsubj", "obj"} and only_spoken_of(mention.trigger.root, span.root)
        if not spoken and not is_of_one_abroad(doc, place.start, place.end):
            found.append(place)
    return tuple(sorted(found, key=lambda p: abs(p.start - mention.trigger.start_char)))


def _top(token: Token) -> Token:
    """The head of the phrase that a name stands in."""
    while relation(token) in {"compound", "flat", "appos", "amod", "nmod"} and token.head != token and not prepositions_of(token):
        token = token.head
    return token
