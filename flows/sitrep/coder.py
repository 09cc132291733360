"""One article in, the rows of every table out: the rooms in their order. Neither Prefect nor Great Expectations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from spacy.tokens import Span

from sitrep.article import Article
from sitrep.extract.casualties import find_casualties
from sitrep.extract.event_words import is_bare_number
from sitrep.extract.events import find_events
from sitrep.extract.mentions import participant_head
from sitrep.extract.phrases import conjuncts, phrase
from sitrep.extract.records import EventMention, Statement
from sitrep.extract.statements import find_statements, quote_speakers
from sitrep.read import reader
from sitrep.resolve.actors import ArticleActors, resolve_actors
from sitrep.resolve.casualties import link_claims
from sitrep.resolve.dates import find_times
from sitrep.resolve.events import Event, merge_events
from sitrep.resolve.places import find_places, outside_dateline
from sitrep.resolve.registry import registry
from sitrep.rows import Coded, article_row, rows


def code(article: Article) -> dict[str, list[dict[str, Any]]]:
    """The rows of one article by table, as the contracts in `sitrep.schemas` have them.

    A copy of another article has its row in `articles` and no other: what it says is coded once.
    Actor rows are this article's view of each actor; `sitrep.tables.merge_actors` makes one row of those of all articles.
    """
    if article.duplicate_of is not None:
        return {"articles": [article_row(article)], "events": [], "actors": [], "statements": [], "casualties": [], "mentions": []}
    return rows(understood(article))


def understood(article: Article) -> Coded:
    """All that is coded of one article, before it is made rows: with its Doc and the spans that it rests on."""
    doc = reader().read(article.text)
    published = article.published_at.date() if article.published_at else None
    statements = find_statements(doc)
    mentions = find_events(doc)
    claims = find_casualties(doc)
    times = find_times(article.text, published)
    toponyms = find_places(doc, url=article.url, datelines=True)
    places = outside_dateline(toponyms, article.text)
    spans = list(participants(statements, mentions))
    located = [(p.start, p.end, p.country) for p in toponyms if p.country]
    actors = resolve_actors(
        doc,
        spans,
        registry=registry(),
        published=published,
        quote_speakers=quote_speakers(doc, statements),
        toponyms=located,
        scope=article.article_id[:8],
    )
    events = merge_events(mentions, doc=doc, actors=actors, places=toponyms, times=times, statements=statements, published=published)
    actors = actors.with_event_countries({i: e.country for e in events for i in (*e.actor_ids, *e.recipient_ids)})
    speakers = [_actor_id(actors, s.source) for s in statements]
    linked = link_claims(claims, doc=doc, events=events, statements=statements, speakers=speakers, places=places)
    return Coded(article, doc, statements, speakers, events, linked, taking_part(actors, statements, events))


def participants(statements: Sequence[Statement], mentions: Sequence[EventMention]) -> Iterator[Span]:
    """Every phrase that does, suffers or says something, once, in text order: what actors are made of."""
    spans = [span for s in statements for span in (s.source, s.addressee, s.target) if span is not None]
    spans += [span for s in statements for span in joint_sources(s)]
    spans += [span for m in mentions for span in (*m.actors, *m.recipients) if not is_bare_number(span)]
    seen = set()
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if (span.start, span.end) not in seen:
            seen.add((span.start, span.end))
            yield span


def joint_sources(statement: Statement) -> list[Span]:
    """Who speaks beside the first-named: "The ministry and the police said"."""
    source = statement.source
    if source is None:
        return []
    heads = conjuncts(participant_head(source))[1:]
    return [phrase(t) for t in heads if source.start <= t.i < source.end and t.pos_ in {"NOUN", "PROPN"}]


def taking_part(actors: ArticleActors, statements: Sequence[Statement], events: Sequence[Event]) -> ArticleActors:
    """The actors that some row names, and those that they belong to; a phrase that no row kept is no actor."""
    used = {_actor_id(actors, span) for s in statements for span in (s.source, s.addressee, s.target, *joint_sources(s))}
    used |= {i for e in events for i in (*e.actor_ids, *e.recipient_ids, *e.attributed_to_ids)}
    used |= {a.affiliation_id for a in actors.actors if a.actor_id in used}
    return replace(
        actors,
        actors=[a for a in actors.actors if a.actor_id in used],
        mentions=[m for m in actors.mentions if m.actor_id in used],
    )


def _actor_id(actors: ArticleActors, span: Span | None) -> str | None:
    actor = actors.of(span) if span is not None else None
    return actor.actor_id if actor is not None else None
