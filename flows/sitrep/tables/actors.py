"""The actors table, rebuilt from what every article says of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.tables.rows import from_rows

# Decided together by the rows of an actor; a known value beats an unknown one.
VOTED = ("name", "kind", "country", "sector", "role", "affiliation_id", "resolution")


def merge_actors(actors: pa.Table, mentions: pa.Table, articles: pa.Table) -> pa.Table:
    """One row an actor, sorted by actor_id, from rows of single articles (and rows merged before, which weigh as many
    articles as they stand for).

    What the mentions tell is counted from them: aliases, n_mentions, n_articles, first_published, last_published. An
    actor that had mentions and has none any more is gone. The rest is voted on, as in `merge_rows`.
    """
    told = _told(mentions, articles)
    rows = [r for r in actors.to_pylist() if r["actor_id"] in told or not r["n_mentions"]]
    return from_rows("actors", [{**row, **told.get(row["actor_id"], {})} for row in merge_rows(rows)])


def merge_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row an actor from rows of single articles (columns of the actors table), sorted by actor_id.

    Aliases are united, mentions and articles added up, first and last publication taken; the rest is what most
    articles say, then what more mentions say, then what comes first in the alphabet, whatever order the rows come in.
    """
    together: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        together[row["actor_id"]].append(row)
    return [_merged(actor_id, together[actor_id]) for actor_id in sorted(together)]


def _told(mentions: pa.Table, articles: pa.Table) -> dict[str, dict[str, Any]]:
    """What mentions and publication dates tell of each actor."""
    dates = articles.select(["article_id", "published_at"])
    grouped = (
        mentions.select(["actor_id", "article_id"])
        .join(dates, "article_id", join_type="left outer")
        .group_by("actor_id")
        .aggregate([("actor_id", "count"), ("article_id", "count_distinct"), ("published_at", "min"), ("published_at", "max")])
    )
    names = mentions.filter(pc.not_equal(mentions["mention_type"], "pronoun"))
    aliases = names.select(["actor_id", "text"]).group_by("actor_id").aggregate([("text", "distinct")])
    known_as = dict(zip(aliases["actor_id"].to_pylist(), aliases["text_distinct"].to_pylist(), strict=True))
    return {
        row["actor_id"]: {
            "aliases": sorted(known_as.get(row["actor_id"], ())),
            "n_mentions": row["actor_id_count"],
            "n_articles": row["article_id_count_distinct"],
            "first_published": row["published_at_min"],
            "last_published": row["published_at_max"],
        }
        for row in grouped.to_pylist()
    }


def _merged(actor_id: str, rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    first = [r["first_published"] for r in rows if r.get("first_published") is not None]
    last = [r["last_published"] for r in rows if r.get("last_published") is not None]
    return {
        "actor_id": actor_id,
        **{column: _vote(rows, column) for column in VOTED},
        "aliases": sorted({alias for r in rows for alias in r.get("aliases") or ()}),
        "n_mentions": sum(r.get("n_mentions") or 0 for r in rows),
        "n_articles": sum(_articles(r) for r in rows),
        "first_published": min(first, default=None),
        "last_published": max(last, default=None),
    }


def _vote(rows: list[Mapping[str, Any]], column: str) -> Any:
    articles: Counter = Counter()
    mentions: Counter = Counter()
    for row in rows:
        value = row.get(column)
        if value is not None:
            articles[value] += _articles(row)
            mentions[value] += row.get("n_mentions") or 0
    return min(articles, key=lambda v: (-articles[v], -mentions[v], v), default=None)


def _articles(row: Mapping[str, Any]) -> int:
    return row.get("n_articles") or 1
