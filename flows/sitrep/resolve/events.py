"""Event mentions of one article → its events, each once, with participants, place, time, source (CODEBOOK "Events")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc

from sitrep.extract.doc_parts import text_of
from sitrep.extract.event_confidence import probability
from sitrep.extract.event_words import classes
from sitrep.extract.events import IMPOSED
from sitrep.extract.phrases import children, relation
from sitrep.extract.records import EventMention, Statement
from sitrep.knowledge.lexicon import lexicon
from sitrep.resolve.dates import Time
from sitrep.resolve.event_country import Setting, setting
from sitrep.resolve.event_durations import is_description
from sitrep.resolve.event_grounding import SPEECH, Grounded, ground
from sitrep.resolve.event_links import linked_groups
from sitrep.resolve.event_matching import THRESHOLD, refers_to_nearest, score
from sitrep.resolve.event_setting import find_country, find_place, find_time, split_by_country
from sitrep.resolve.event_sides import relation_of
from sitrep.resolve.event_statements import performing_statement, sources
from sitrep.resolve.event_times import presupposed
from sitrep.resolve.places import Place, outside_dateline

NEAREST = 1.0  # points of the deed told last, for a toll that refers to one without naming it
NEAR = 2  # sentences back that it can lie
HEADLINES, RECENT = 10, 80  # events that a mention is compared with: the first and the latest; keeps long texts linear
REBELS = {"REB", "UAF", "CRM"}  # sectors of those whom no state commands
DEADLINES = {"AGREE", "REQUEST", "THREATEN"}  # a deadline dates these


@dataclass(slots=True)
class Event:
    """One event of an article. Ids are those of `actors`; offsets lie in the mentions' spans."""

    mentions: list[EventMention]
    main: EventMention  # the mention that tells most: its sentence is the evidence
    event_type: str
    event_mode: str | None
    modality: str
    actor_ids: list[str]
    recipient_ids: list[str]
    place: Place | None
    place_text: str | None
    country: str | None
    time: Time | None
    date_start: date | None
    date_end: date | None
    date_precision: str
    date_text: str | None
    statement_index: int | None  # into `statements`: the statement that the event is
    attributed_to_ids: list[str]
    confidence: float
    rule: str


def merge_events(
    mentions: Sequence[EventMention],
    *,
    doc: Doc,
    actors,
    places: Sequence,
    times: Sequence,
    statements: Sequence[Statement] = (),
    published: date | None = None,
) -> list[Event]:
    """The events of one article in text order. `published` only tells background from news: it never dates an event."""
    passages = setting(doc, places, actors, statements)
    places = outside_dateline(places, text_of(doc))
    grounded = ground(mentions, doc=doc, actors=actors, places=places, times=times, published=published)
    known = {a.actor_id: a for a in getattr(actors, "actors", ())}
    clusters = _cluster(linked_groups(grounded), relation_of(known))
    clusters = [part for cluster in clusters for part in split_by_country(cluster)]
    _continue_series(clusters)
    _fill_recipients(clusters)
    strikers = _strikers(clusters, known)
    events = [
        _event(cluster, statements, actors, known, passages, strikers, published) for cluster in clusters if _tells_something(cluster)
    ]
    return sorted(events, key=lambda e: (e.main.trigger.start, e.event_type, e.country or ""))


def _cluster(groups: list[list[Grounded]], related: Callable[..., bool]) -> list[list[Grounded]]:
    """Each group joins the event that it fits best; what may only join, and fits none, is dropped."""
    clusters: list[list[Grounded]] = []
    for group in groups:
        near = [*range(min(HEADLINES, len(clusters))), *range(max(HEADLINES, len(clusters) - RECENT), len(clusters))]
        scored = [(s, -i) for i in near if (s := score(group, clusters[i], related)) is not None and s >= THRESHOLD]
        if scored and refers_to_nearest(group):
            before = [(max(g.index for g in clusters[-at]), at) for _, at in scored if _is_news_near(clusters[-at], group[0].sentence)]
            nearest = max(before, default=(0, None))[1]
            scored = [(s + NEAREST * (at == nearest), at) for s, at in scored]
        if scored:
            _, at = max(scored)
            clusters[-at] += [_as(g, clusters[-at][0].event_type) for g in group]
        elif not all(g.echo for g in group):
            clusters.append([g for g in group])
    return clusters


def _is_news_near(cluster: list[Grounded], sentence: int) -> bool:
    return sentence - cluster[-1].sentence <= NEAR and not any(g.past or g.lasting for g in cluster)


def _as(g: Grounded, event_type: str) -> Grounded:
    """The mention as one of its event: the dead of an earthquake are the earthquake's."""
    if g.event_type != event_type:
        g.mention = replace(g.mention, event_type=event_type)
    return g


def _continue_series(clusters: list[list[Grounded]]) -> None:
    """ "The second round of strikes … The first was on Monday": one of a series has the doers of the one told just before."""
    for cluster in clusters:
        first = cluster[0]
        if any(g.actors for g in cluster) or not any(c.lemma_.lower() in classes()["series"] for c in children(first.head, "amod")):
            continue
        before = [
            (g.index, other)
            for other in clusters
            if other is not cluster
            for g in other
            if g.event_type == first.event_type and g.index < first.index and first.sentence - g.sentence <= 1
        ]
        if before:
            told = max(before, key=lambda pair: pair[0])[1]
            first.actors = tuple(dict.fromkeys(i for g in told for i in g.actors))
            if first.mention.event_mode is None:
                first.mention = replace(first.mention, event_mode=_mode(told))


def _fill_recipients(clusters: list[list[Grounded]]) -> None:
    """Who condemns an attack accuses those who did it: the theme of a speech act that names nobody gives its doers."""
    event_of = {g.head.i: cluster for cluster in clusters for g in cluster}
    for cluster in clusters:
        if cluster[0].event_type not in {"ACCUSE", "SUPPORT"} or any(g.recipients for g in cluster):
            continue
        for g in cluster:
            for token in _themes(g):
                target = event_of.get(token.i)
                if target is not None and target is not cluster:
                    doers = tuple(dict.fromkeys(i for other in target for i in other.actors if i not in g.actors))
                    g.recipients = doers
                    break


def _themes(g: Grounded) -> list:
    """Objects and subjects of judgement: "condemned the attacks", "this attack is a violation"."""
    head = g.head
    verbs = [head, *(c for c in children(head, "conj")), *([head.head] if relation(head) == "conj" else [])]
    return [t for v in verbs for t in children(v, "obj", "nsubj", "nsubj:pass", "obl")]


def _tells_something(cluster: list[Grounded]) -> bool:
    """A row needs participants or a place; what may or might happen needs somebody who would do it."""
    first = cluster[0]
    if all(is_description(g.head) for g in cluster):
        return False
    if first.event_type in SPEECH:
        return any(g.actors or g.recipients for g in cluster)
    if first.mention.modality in {"hypothetical", "future"} and first.event_type in {"ASSAULT", "DISASTER"}:
        return any(g.actors for g in cluster) and any(g.recipients or g.mention.trigger.root.pos_ == "VERB" for g in cluster)
    if any(g.actors or g.recipients or g.places or g.mention.recipients for g in cluster):
        return True
    if first.mention.event_mode in IMPOSED:
        return True
    telling = any(g.time or g.mention.event_mode for g in cluster)
    return telling and first.event_type in {"ASSAULT", "DISASTER", "PROTEST"} and not all(g.mention.definite for g in cluster)


def _event(
    cluster: list[Grounded],
    statements: Sequence[Statement],
    actors,
    known: dict,
    passages: Setting,
    strikers: set[str],
    published: date | None,
) -> Event:
    main = max(cluster, key=lambda g: (not g.echo, bool(g.actors) + bool(g.recipients) + bool(g.places) + bool(g.time), -g.index))
    doers = list(dict.fromkeys(i for g in cluster for i in g.actors))
    hit = {i for g in cluster if g.head.pos_ == "VERB" for i in g.recipients}  # "killed 48 people": not the people of "40 deaths"
    suffered = [i for i in dict.fromkeys(i for g in cluster for i in g.recipients) if i not in doers]
    suffered = _named_first(suffered, main.event_type, known, hit)
    mode = _mode(cluster)
    time, modality = find_time(cluster), _modality(cluster)
    if modality == "actual" and _ahead(time, published) and main.event_type not in DEADLINES:
        time = None  # what has happened has not happened tomorrow: the words belong to something else
    sides = [[known[i].country for i in side if i in known] for side in (doers, suffered)]
    passage = passages.country(
        main.mention.trigger.start_char,
        _abroad(_of_states(doers, known), sides[1]),
        _of_rebels(doers, known),
        spoken_of=all(presupposed(g.head) for g in cluster),
    )
    if main.event_type == "ASSAULT" and passage in strikers and passage in sides[0]:
        passage = None
    place = find_place(cluster, passage)
    performed = performing_statement(cluster, statements)
    return Event(
        mentions=[g.mention for g in cluster],
        main=main.mention,
        event_type=main.event_type,
        event_mode=mode,
        modality=modality,
        actor_ids=doers,
        recipient_ids=suffered,
        place=place,
        place_text=place.text if place is not None else None,
        country=find_country(place, main.event_type, mode, sides[0], sides[1], passage),
        time=time,
        date_start=time.first if time is not None else None,
        date_end=time.last if time is not None and time.last != time.first else None,
        date_precision=time.precision if time is not None else "unknown",
        date_text=time.text if time is not None else None,
        statement_index=performed,
        attributed_to_ids=sources(cluster, statements, performed, actors),
        confidence=probability([g.mention for g in cluster], main.mention),
        rule=main.mention.rule,
    )


def _strikers(clusters: list[list[Grounded]], known: dict) -> set[str]:
    """States that attack in others, by an attack whose place is told: what else they do in the article need not happen at home."""
    found = set()
    for cluster in clusters:
        where = {c for g in cluster for c in g.countries} if cluster[0].event_type == "ASSAULT" else set()
        doers = {c for g in cluster for c in _of_states(g.actors, known)}
        found |= {c for c in doers if where and c not in where}
    return found


def _of_states(doers: Sequence[str], known: dict) -> list[str]:
    return [known[i].country for i in doers if i in known and known[i].country and known[i].sector not in REBELS]


def _of_rebels(doers: Sequence[str], known: dict) -> list[str]:
    return [known[i].country for i in doers if i in known and known[i].country and known[i].sector in REBELS]


def _abroad(doers: list[str], sufferers: list[str | None]) -> set[str]:
    """States that strike others: those of doers whose victims are of another country."""
    hit = {c for c in sufferers if c}
    return {c for c in doers if c and hit and c not in hit}


def _ahead(time, published: date | None) -> bool:
    """Does the time lie after the day of publication, wherever on earth that was?"""
    return published is not None and time is not None and time.first is not None and time.first > published + timedelta(days=1)


def _named_first(suffered: list[str], event_type: str, known: dict, hit: set[str]) -> list[str]:
    """Recipients of an attack without its nameless dead: "a child" beside a group that was hit is no side, nor are "people" in a toll.

    `hit` are those whom a verb names as hit: without others they are whom the attack was done to.
    """
    if event_type != "ASSAULT":
        return suffered

    def vague(actor_id: str) -> str | None:
        actor = known.get(actor_id)
        if actor is None or getattr(actor, "resolution", None) != "description":
            return None
        head = actor.name.lower().split()[-1]
        return head if head in lexicon("harm")["anonymous"] else None

    told = [i for i in suffered if vague(i) is None]
    return told or [i for i in suffered if i in hit or vague(i) not in lexicon("harm")["generic"]]


def _mode(cluster: list[Grounded]) -> str | None:
    """The mode that most mentions tell, a plain one giving way to the particular ("targeted" to the weapon); first told wins ties."""
    told = [g.mention.event_mode for g in cluster if g.mention.event_mode is not None]
    if not told:
        return None
    counts = Counter(told)
    general = {"targeted", "destroy", "demo"} if len(counts) > 1 else set()
    return max(told, key=lambda m: (m not in general, m == "suicide-attack", counts[m], -told.index(m)))


def _modality(cluster: list[Grounded]) -> str:
    """`actual` if any mention says so, else what the first says."""
    found = [g.mention.modality for g in cluster]
    return "actual" if "actual" in found else found[0]
