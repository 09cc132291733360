"""One event mention with its words resolved: actor ids, places, time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import sentence_of, sentences_of, text_of
from sitrep.extract.event_words import classes, speaks, tells
from sitrep.extract.phrases import children, head_of, prepositions_of, relation
from sitrep.extract.records import EventMention
from sitrep.resolve.dates import Time
from sitrep.resolve.event_country import is_of_one_abroad, owns_deed
from sitrep.resolve.event_durations import begins_before, lasts
from sitrep.resolve.event_openings import opening, reaches
from sitrep.resolve.event_scenes import Scene, enter, find_scenes
from sitrep.resolve.event_times import attached, clause_of, dates, is_past, nearest_of, only_spoken_of, points, presupposed, time_of_clause
from sitrep.resolve.places import Place

PHYSICAL = {"ASSAULT", "COERCE", "PROTEST", "DISASTER"}  # happen somewhere some day even if the sentence does not say
EPISODES = PHYSICAL - {"COERCE"}  # told in a row; arrests of other years stand beside them
LOCATING = {"in", "at", "near", "outside", "inside", "across", "throughout", "around"}
STAGED = {"CONSULT", "REQUEST", "REJECT", "AGREE", "SUPPORT", "THREATEN"}  # what officials do on a visit
DIRECTED = {"SANCTION", "COOPERATE", "AID"}  # at somebody, somewhere else
ONGOING = {"also", "meanwhile"}
LINGERING = 5  # sentences
SPEECH = {"ACCUSE", "THREATEN", "REQUEST", "REJECT", "AGREE", "SUPPORT"}
LEAD = 8  # sentences in which an article tells its news
RECENT = 7  # days before publication that news can be old
RUNNING = 2  # sentences that a day is remembered for
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
            time = older if reaches(_word(doc, older), head_of(mention.trigger), older.precision) else None
        if time is not None and begins_before(_word(doc, time), head_of(mention.trigger)):
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
                _places(mention, doc, places) or _clause_places(mention, doc, free),
                time,
                past=is_past(time or unresolved, published, numbers[mention.trigger.start]),
                running=_running(mention, doc, text, dated, published) if time is None and not apart and _may_run_on(mention) else None,
                unresolved=unresolved,
                lasting=lasting,
                apart=apart,
            )
        )
    _stage(out, find_scenes(doc, actors=actors, places=places, times=dated, published=published), actors)
    _continue(out)
    return _with_day_of_news(out, _day_of_news(doc, [t for t in dated if t.first is not None], published, out))


def _older(mention: EventMention, doc: Doc, times: Sequence, published: date | None):
    """The time that opens the mention's sentence, if it is not of the last days."""
    time = opening(sentence_of(mention.trigger[0]), doc, times)
    return time if time is not None and not _is_recent(time, published) else None


def _with_day_of_news(grounded: list[Grounded], news) -> list[Grounded]:
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


def _day_of_news(doc: Doc, times: Sequence, published: date | None, grounded: Sequence[Grounded]):
    """The day of the last week that the article's opening sentences tell of: that of its first deed, else one on which something was done,
    else one on which something was said; the first of each."""
    lead = sentences_of(doc)[:LEAD]
    end = lead[-1].end_char if len(lead) == LEAD else len(text_of(doc))
    days = [t for t in times if t.start < end and _is_recent(t, published)]
    dating = {id(g.time) for g in grounded if g.event_type in PHYSICAL}
    best = min(days, key=lambda t: (id(t) not in dating, _is_of_saying(doc, t), t.start), default=None)
    return next((t for t in days if t.first == best.first), None) if best is not None else None


def _is_of_saying(doc: Doc, time) -> bool:
    """ "Police said on Friday": the day hangs on a verb that only speaks."""
    verb = _word(doc, time)
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    return tells(verb)


def _is_recent(time, published: date | None) -> bool:
    if published is None or time.first is None or time.precision != "day":
        return False
    return time.first == time.last and 0 <= (published - time.first).days <= RECENT


def _is_told(g: Grounded) -> bool:
    """In the past, by a verb that carries the clause: not "had attacked", "has led attacks", "is attacking", "the man who attacked",
    "condemned the attack"."""
    verb = g.head
    while verb.pos_ != "VERB" and relation(verb) in {"nsubj", "conj"} and verb.head != verb:
        verb = verb.head
    while relation(verb) in {"xcomp", "advcl"} and verb.tag_ in {"VB", "VBG"}:
        verb = verb.head
    if verb.pos_ != "VERB" or g.mention.modality != "actual" or relation(clause_of(verb)) == "acl" or (verb != g.head and speaks(verb)):
        return False
    auxiliaries = {c.lower_ for c in verb.children if relation(c) == "aux"}
    if (
        auxiliaries & {"had"}
        or auxiliaries & {"has", "have"}
        and verb != g.head
        or verb.tag_ == "VBG"
        and auxiliaries & {"is", "are", "am"}
    ):
        return False
    return verb.tag_ in {"VBD", "VBN", "VBG"}


def _stage(grounded: Sequence[Grounded], scenes: Sequence[Scene], actors) -> None:
    """What is said and done in a scene happens where and when the scene does, if no words say otherwise."""
    for g in grounded if scenes else ():
        if g.event_type in STAGED and g.mention.modality == "actual":
            sentence = sentence_of(g.mention.trigger[0])
            named = {m.actor_id for m in getattr(actors, "mentions", ()) if sentence.start_char <= m.start < sentence.end_char}
            g.scene = enter(scenes, g.sentence, (*g.actors, *g.recipients), named)
        if g.scene is not None and g.time is None:
            g.running = g.scene.time


def _continue(grounded: Sequence[Grounded]) -> None:
    """ "The judge sentenced five on Friday … He also sentenced three others": by "also" and "meanwhile" a day goes on."""
    for i, g in enumerate(grounded):
        if g.time is not None or g.running is not None or not {c.lower_ for c in children(g.head, "advmod")} & ONGOING:
            continue
        told = [o for o in grounded[:i] if o.event_type == g.event_type and g.sentence - o.sentence <= LINGERING]
        told = [o for o in told if set(o.actors) & set(g.actors) or o.head.lower_ == g.head.lower_]
        told = [o for o in told if o.time is not None or o.running is not None]
        if told:
            g.running = told[-1].time or told[-1].running


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


def _may_run_on(mention: EventMention) -> bool:
    """Whether a deed can be of the day that the passage tells of: not one that another answers ("in response to drone attacks")."""
    head = head_of(mention.trigger)
    head = head.head if relation(head) == "acl" else head
    answer = relation(head) in {"nmod", "obl"} and head.head.lemma_.lower() in classes()["answering"]
    before = head.pos_ == "VERB" and any(c.lower_ == "had" for c in children(head, "aux"))  # "they had killed": earlier than what is told
    return mention.event_type in PHYSICAL and not answer and not before and not presupposed(head_of(mention.trigger))


def _running(mention: EventMention, doc: Doc, text: str, times: Sequence, published: date | None):
    """The last day named before the mention in its paragraph, not further back than two sentences, if it is the news' own."""
    start = sentence_of(mention.trigger[0]).start
    for _ in range(RUNNING):
        if start == 0:
            break
        start = sentence_of(doc[start - 1]).start
    from_char, to_char = doc[start].idx, mention.trigger.start_char
    from_char = max(from_char, text.rfind("\n\n", from_char, to_char))
    near = [t for t in times if from_char <= t.start < to_char and t.precision == "day" and t.first == t.last]
    near = [t for t in near if _is_recent(t, published) and not only_spoken_of(mention.trigger.root, _word(doc, t))]
    return near[-1] if near else None


def _word(doc: Doc, time) -> Token:
    return doc.char_span(time.start, time.end, alignment_mode="expand").root
