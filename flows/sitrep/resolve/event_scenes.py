"""Scenes: "the minister opened a school in Jizan on Thursday. Speaking to pupils, he said …": one place and day for what follows.

A scene opens where somebody is said to visit, open, address or meet somewhere on a recent day, and lasts while the sentences that follow
tell what the same people said and did, and name no other day or country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import sentences_of, tokens_in
from sitrep.extract.event_words import classes
from sitrep.extract.phrases import children, prepositions_of, relation, subject
from sitrep.resolve.dates import Time
from sitrep.resolve.places import Place

RECENT = 7  # days before publication that a scene can be old
LONGEST = 10  # sentences


@dataclass(slots=True)
class Scene:
    """Where and when a run of sentences plays, and the ids of those who take part, to which each mention adds."""

    first: int  # sentence numbers
    last: int
    places: tuple[Place, ...]
    time: Time
    people: set[str] = field(default_factory=set)


def find_scenes(doc: Doc, *, actors, places: Sequence, times: Sequence, published: date | None) -> list[Scene]:
    """The scenes of an article in text order, none overlapping another. `times` are the resolved ones."""
    if published is None:
        return []
    sentences, found = sentences_of(doc), []
    for n, sentence in enumerate(sentences):
        if found and n <= found[-1].last:
            continue
        opened = _opened(sentence, n, actors, places, times, published)
        if opened:
            opened.last = _end(sentences, opened, places, times)
            found.append(opened)
    return found


def _opened(sentence: Span, n: int, actors, places: Sequence, times: Sequence, published: date) -> Scene | None:
    days = [t for t in _inside(times, sentence) if t.precision == "day" and t.first == t.last and 0 <= (published - t.first).days <= RECENT]
    if not days:
        return None
    here = [p for p in places if sentence.start_char <= p.start < sentence.end_char and p.country and _is_where(sentence, p)]
    verbs = [t for t in tokens_in(sentence) if t.pos_ == "VERB" and t.lemma_.lower() in classes()["scene"] and _tells(t)]
    people = {i for verb in verbs for i in _doers(verb, actors)}
    if not here or not people or len({p.country for p in here}) > 1:
        return None
    return Scene(n, n, tuple(sorted(here, key=lambda p: p.precision)), days[0], people)


def _tells(verb: Token) -> bool:
    """The verb tells what happened: it is finite and its clause no relative one."""
    return verb.tag_ in {"VBD", "VBZ", "VBN"} and relation(verb) not in {"acl", "amod"}


def _doers(verb: Token, actors) -> set[str]:
    heads = children(verb, "nsubj", "nsubj:pass") or [h for h in (subject(verb),) if h is not None]  # a dateline may look like one more
    edges = [(h.left_edge.idx, h.right_edge.idx + len(h.right_edge)) for h in heads]
    return {m.actor_id for m in getattr(actors, "mentions", ()) if any(left <= m.start and m.end <= right for left, right in edges)}


def _is_where(sentence: Span, place) -> bool:
    """The place is said with a preposition of place, or is what was visited."""
    span = sentence.doc.char_span(place.start, place.end, alignment_mode="expand")
    if span is None:
        return False
    head = span.root
    while relation(head) in {"compound", "flat", "appos", "nmod"} and head.head != head and not prepositions_of(head):
        head = head.head
    return bool(prepositions_of(head) & {"in", "at", "near", "outside", "to"}) or relation(head) == "obj"


def _inside(times: Sequence, sentence: Span) -> list:
    return [t for t in times if sentence.start_char <= t.start < sentence.end_char]


def _end(sentences: Sequence[Span], scene: Scene, places: Sequence, times: Sequence) -> int:
    """The last sentence before one that names another day, or a place in another country."""
    country = scene.places[0].country
    last = scene.first
    for n in range(scene.first + 1, min(scene.first + 1 + LONGEST, len(sentences))):
        sentence = sentences[n]
        other_day = any(t.first != scene.time.first for t in _inside(times, sentence))
        elsewhere = any(
            p.country not in {None, country} and _is_where(sentence, p)
            for p in places
            if sentence.start_char <= p.start < sentence.end_char
        )
        if other_day or elsewhere:
            break
        last = n
    return last


def enter(scenes: Sequence[Scene], sentence: int, participants: Sequence[str], named: set[str]) -> Scene | None:
    """The scene that a mention in a sentence belongs to: its sentence names somebody of the scene, and its participants belong to it from
    now on. `named` are the actors that the sentence speaks of."""
    for scene in scenes:
        if scene.first <= sentence <= scene.last and scene.people.intersection({*participants, *named}):
            scene.people.update(participants)
            return scene
    return None
