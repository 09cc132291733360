"""What was coded in an article as rows of the tables, by the names of the contract."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span

from sitrep.article import Article
from sitrep.extract.doc_parts import sentence_of, text_of
from sitrep.extract.phrases import head_of, phrase
from sitrep.extract.records import Statement
from sitrep.resolve.actors import Actor, ArticleActors
from sitrep.resolve.casualties import LinkedClaim, ranges, victim_group
from sitrep.resolve.codes import codes
from sitrep.resolve.events import Event
from sitrep.resolve.registry import registry
from sitrep.version import coder_version

Row = dict[str, Any]


@dataclass
class Coded:
    """One article, coded: `speakers` are the actor ids of the statements' sources, in their order."""

    article: Article
    doc: Doc
    statements: Sequence[Statement]
    speakers: Sequence[str | None]
    events: Sequence[Event]
    claims: Sequence[LinkedClaim]
    actors: ArticleActors

    def event_id(self, index: int | None) -> str | None:
        return None if index is None else f"{self.article.article_id}-e{index + 1:03d}"

    def statement_id(self, index: int | None) -> str | None:
        """None for a statement that makes no row: nobody is named who says it."""
        return None if index is None or self.speakers[index] is None else f"{self.article.article_id}-s{index + 1:03d}"

    def actor(self, actor_id: str | None) -> Actor | None:
        return next((a for a in self.actors.actors if a.actor_id == actor_id), None) if actor_id else None

    @functools.cached_property
    def event_of_statement(self) -> dict[int, int]:
        """Statement index → index of the event that it performs (accuse, demand, threaten, promise), else of the first that it is about.

        It is about an event whose main mention lies in its content.
        """
        performed = {e.statement_index: i for i, e in reversed(list(enumerate(self.events))) if e.statement_index is not None}
        order = sorted(range(len(self.events)), key=lambda i: self.events[i].main.trigger.start)
        starts = [self.events[i].main.trigger.start for i in order]
        about = {}
        for n, s in enumerate(self.statements):
            within = (order[at] for piece in s.content if (at := bisect_left(starts, piece.start)) < len(order) and starts[at] < piece.end)
            about[n] = next(within, None)
        return {n: i for n, i in {**about, **performed}.items() if i is not None}


def rows(coded: Coded) -> dict[str, list[Row]]:
    """Rows by table for one article."""
    return {
        "articles": [article_row(coded.article)],
        "events": [event_row(coded, i, e) for i, e in enumerate(coded.events)],
        "actors": [actor_row(coded, a) for a in [*coded.actors.actors, *_affiliations(coded)]],
        "statements": [statement_row(coded, i, s) for i, s in enumerate(coded.statements) if coded.speakers[i] is not None],
        "casualties": [casualty_row(coded, i, c) for i, c in enumerate(coded.claims)],
        "mentions": mention_rows(coded),
    }


def article_row(a: Article) -> Row:
    return {
        "article_id": a.article_id,
        "source_uri": a.source_uri,
        "url": a.url,
        "publisher": a.publisher,
        "title": a.title,
        "standfirst": a.standfirst,
        "byline": a.byline,
        "published_at": a.published_at,
        "published_basis": a.published_basis,
        "language": a.language,
        "text": a.text,
        "n_words": a.n_words,
        "duplicate_of": a.duplicate_of,
        "ingested_at": a.collected_at,
        "coded_by": coder_version(),
    }


def event_row(coded: Coded, index: int, event: Event) -> Row:
    main = event.main
    actors = [coded.actor(i) for i in event.actor_ids]
    recipients = [coded.actor(i) for i in event.recipient_ids]
    code = codes(
        event.event_type,
        event.event_mode,
        event.modality,
        actors=[a.sector for a in actors if a],
        recipients=[a.sector for a in recipients if a],
    )
    mine = [c for c in coded.claims if c.event == index]
    killed, injured = ranges(mine, "killed"), ranges(mine, "injured")
    return {
        "event_id": coded.event_id(index),
        "article_id": coded.article.article_id,
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "modality": event.modality,
        "cameo_code": code.cameo_code,
        "acled_event_type": code.acled_event_type,
        "acled_sub_event_type": code.acled_sub_event_type,
        "quad_class": code.quad_class,
        "intensity": code.intensity,
        **_when(event),
        **_where(event),
        **_party("actor", event.actor_ids, actors),
        **_party("recipient", event.recipient_ids, recipients),
        "fatalities_low": killed[0],
        "fatalities_best": killed[1],
        "fatalities_high": killed[2],
        "injured_low": injured[0],
        "injured_best": injured[1],
        "injured_high": injured[2],
        "attributed_to_ids": list(event.attributed_to_ids),
        "statement_id": coded.statement_id(event.statement_index),
        "trigger": main.trigger.text,
        "char_start": main.trigger.start_char,
        "char_end": main.trigger.end_char,
        "mention_spans": [_span(t) for t in _apart([m.trigger for m in event.mentions])],
        "evidence": _evidence(main.trigger),
        "confidence": event.confidence,
        "rule": event.rule,
    }


def _when(event: Event) -> Row:
    return {
        "event_date_start": event.date_start,
        "event_date_end": event.date_end or event.date_start,
        "date_precision": event.date_precision,
        "date_text": event.date_text,
    }


def _where(event: Event) -> Row:
    place = event.place
    return {
        "place_text": event.place_text,
        "country": event.country,
        "place_name": place.name if place else None,
        "admin1": place.admin1 if place else None,
        "admin1_code": place.admin1_code if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonames_id": str(place.geonames_id) if place and place.geonames_id else None,
        "where_precision": place.precision if place else (6 if event.country else None),
    }


def _party(role: str, ids: Sequence[str], actors: Sequence[Actor | None]) -> Row:
    first = actors[0] if actors else None
    return {
        f"{role}_ids": list(ids),
        f"{role}_name": first.name if first else None,
        f"{role}_country": first.country if first else None,
        f"{role}_sector": first.sector if first else None,
    }


def actor_row(coded: Coded, actor: Actor) -> Row:
    n = sum(m.actor_id == actor.actor_id for m in coded.actors.mentions)
    published = coded.article.published_at
    return {
        "actor_id": actor.actor_id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sector": actor.sector,
        "role": actor.role,
        "affiliation_id": actor.affiliation_id,
        "aliases": list(actor.aliases),
        "resolution": actor.resolution,
        "n_mentions": n,
        "n_articles": 1,
        "first_published": published,
        "last_published": published,
    }


def _affiliations(coded: Coded) -> list[Actor]:
    """States and bodies that actors belong to and that do nothing here themselves: rows of their own, so that every key joins."""
    here = {a.actor_id for a in coded.actors.actors}
    missing = sorted({a.affiliation_id for a in coded.actors.actors if a.affiliation_id} - here)
    states = {c.iso3 for c in registry().knowledge.countries}
    known = [registry().state(i) if i in states else registry().body(i) for i in missing]
    return [Actor(e.entity_id, e.name, e.kind, e.country, e.sector or "UNK", resolution="registry") for e in known if e is not None]


def statement_row(coded: Coded, index: int, s: Statement) -> Row:
    speaker = coded.actor(coded.speakers[index])
    content = _apart(s.content)
    first, last = content[0], content[-1]
    ids = {
        key: (found.actor_id if span is not None and (found := coded.actors.of(span)) else None)
        for key, span in (("addressee_id", s.addressee), ("target_id", s.target))
    }
    return {
        "statement_id": coded.statement_id(index),
        "article_id": coded.article.article_id,
        "speaker_id": speaker.actor_id,
        "speaker_name": speaker.name,
        "source_text": s.source.text,
        "cue": " … ".join(c.text for c in s.cue),
        "cue_lemma": head_of(s.cue[0]).lemma_.lower(),
        "content": " … ".join(c.text for c in content),
        "char_start": first.start_char,
        "char_end": last.end_char,
        "content_spans": [_span(c) for c in content],
        "source_spans": [_span(s.source)],
        "cue_spans": [_span(c) for c in s.cue],
        "verbatim": [v.text for v in s.verbatim],
        "quote_type": s.quote_type,
        "attribution_type": s.attribution_type,
        "speech_act": s.speech_act,
        "negated": s.negated,
        "determinate": s.determinate,
        **ids,
        "event_id": coded.event_id(coded.event_of_statement.get(index)),
        "medium": s.medium,
        "evidence": _evidence(*s.cue, *s.content),
        "speaker_resolution": coded.actors.how(s.source),
        "confidence": s.confidence,
        "rule": s.rule,
    }


def casualty_row(coded: Coded, index: int, linked: LinkedClaim) -> Row:
    c = linked.claim
    return {
        "casualty_id": f"{coded.article.article_id}-c{index + 1:03d}",
        "event_id": coded.event_id(linked.event),
        "article_id": coded.article.article_id,
        "kind": c.kind,
        "count_low": c.low,
        "count_high": c.high,
        "count_text": c.count.text,
        "victims_text": (c.victims or phrase(c.anchor[0])).text,
        "victim_class": c.victim_class,
        "victim_group": victim_group(c),
        "attributed_to_id": linked.attributed_to,
        "statement_id": coded.statement_id(linked.statement),
        "char_start": c.count.start_char,
        "char_end": c.count.end_char,
        "evidence": _evidence(c.anchor),
        "confidence": c.confidence,
    }


def mention_rows(coded: Coded) -> list[Row]:
    ordered = sorted(coded.actors.mentions, key=lambda m: (m.start, m.end, m.actor_id))
    return [
        {
            "mention_id": f"{coded.article.article_id}-m{i + 1:04d}",
            "article_id": coded.article.article_id,
            "actor_id": m.actor_id,
            "char_start": m.start,
            "char_end": m.end,
            "text": coded.article.text[m.start : m.end],
            "mention_type": m.mention_type,
        }
        for i, m in enumerate(ordered)
    ]


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans in text order, none inside or across the one before it."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start_char, "end": span.end_char}


def _evidence(*spans: Span) -> str:
    """The sentence, or run of sentences, that holds the spans."""
    start = min(sentence_of(s[0]).start_char for s in spans)
    end = max(sentence_of(s[-1]).end_char for s in spans)
    return text_of(spans[0].doc)[start:end].strip()
