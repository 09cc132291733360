"""The actors table, rebuilt from what every article says of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

# Decided together by the rows of an actor; a known value beats an unknown one.
VOTED = ("name", "kind", "country", "sector", "role", "affiliation_id", "resolution")


def merge_actors(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row an actor from rows of single articles (columns of the actors table), sorted by actor_id.

    Aliases are united, mentions and articles added up (an article's row may leave n_articles out: it counts as one),
    first and last publication taken; the rest is what most articles say, then what more mentions say, then what comes
    first in the alphabet, whatever order the rows come in.
    """
    together: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        together[row["actor_id"]].append(row)
    return [_merged(actor_id, together[actor_id]) for actor_id in sorted(together)]


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
