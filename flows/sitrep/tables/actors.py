"""The actors table, rebuilt from what every article says of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sitrep.schemas import empty
from sitrep.tables.rows import from_rows

Part = tuple[pa.Table, pa.Table, pa.Table]  # actors, mentions, articles
Votes = dict[tuple[Any, ...], tuple[int, int]]  # the voted columns' values → the articles and mentions behind them
# Decided together by the rows of an actor; a known value beats an unknown one.
VOTED = ("name", "kind", "country", "sector", "role", "affiliation_id", "resolution")


def merge_actors(actors: pa.Table, mentions: pa.Table, articles: pa.Table) -> pa.Table:
    """One row an actor, sorted by actor_id, from rows of single articles (and rows merged before, which weigh as many
    articles as they stand for).

    What the mentions tell is counted from them: aliases, n_mentions, n_articles, first_published, last_published. An
    actor that had mentions and has none any more is gone. The rest is voted on, as in `merge_rows`.
    """
    return merge_parts([(actors, mentions, articles)])


def merge_parts(parts: Iterable[Part]) -> pa.Table:
    """As `merge_actors`, over (actors, mentions, articles) tables; an article's rows are all in one part. They are gone through twice.

    Memory holds one part, the table, and one entry for each actor of several parts: most are of one article.
    """
    parts = list(parts) if isinstance(parts, Iterator) else parts
    several = _in_several(parts)
    together, tables = _Gathered(), [empty("actors")]
    for actors, mentions, articles in parts:
        alone = _Gathered()
        for actor_id, row in _told(mentions, articles).items():
            (together if hash(actor_id) in several else alone).tell(actor_id, row)
        for actor_id, *opinion in _opinions(actors):
            (together if hash(actor_id) in several else alone).hear(actor_id, *opinion)
        tables.append(alone.table())
    return pa.concat_tables([*tables, together.table()]).sort_by("actor_id").combine_chunks()


def _in_several(parts: Iterable[Part]) -> set[int]:
    """Hashes of the actors that may be in more than one part; one too many does no harm."""
    found = [np.zeros(0, np.int64)]
    for actors, mentions, _ in parts:
        ids = {*actors["actor_id"].unique().to_pylist(), *mentions["actor_id"].unique().to_pylist()}
        found.append(np.unique(np.fromiter(map(hash, ids), np.int64, len(ids))))
    hashes, times = np.unique(np.concatenate(found), return_counts=True)
    return set(hashes[times > 1].tolist())


class _Gathered:
    """What parts say of actors, actor by actor."""

    def __init__(self) -> None:
        self.votes: dict[str, Votes] = {}
        # Of rows without mentions: they count for an actor that no mention tells of, such as a state to which another one belongs.
        self.unmentioned: dict[str, Votes] = {}
        self.dates: dict[str, dict[str, Any]] = {}
        self.told: dict[str, dict[str, Any]] = {}

    def tell(self, actor_id: str, row: dict[str, Any]) -> None:
        """Take what mentions tell."""
        self.told[actor_id] = _joined(self.told[actor_id], row) if actor_id in self.told else row

    def hear(self, actor_id: str, values: tuple[Any, ...], n_articles: int, n_mentions: int, first: Any, last: Any) -> None:
        """Take a vote."""
        _cast(self.votes.setdefault(actor_id, {}), values, n_articles, n_mentions)
        if not n_mentions:
            _cast(self.unmentioned.setdefault(actor_id, {}), values, n_articles, n_mentions)
            self.dates[actor_id] = _span(self.dates.get(actor_id, {}), {"first_published": first, "last_published": last})

    def table(self) -> pa.Table:
        rows = []
        for actor_id in sorted(self.told.keys() & self.votes.keys() | self.unmentioned.keys()):
            cast = self.votes[actor_id] if actor_id in self.told else self.unmentioned[actor_id]
            untold = {"aliases": [], "n_mentions": 0, "n_articles": sum(n for n, _ in cast.values()), **self.dates.get(actor_id, {})}
            rows.append({"actor_id": actor_id, **_elected(cast), **(self.told.get(actor_id) or untold)})
        return from_rows("actors", rows)


def _opinions(actors: pa.Table) -> Iterable[tuple[Any, ...]]:
    """(actor_id, the voted values, articles, mentions, first and last published) of rows that agree; those without mentions apart."""
    n_mentions = pc.fill_null(actors["n_mentions"], 0)
    grouped = (
        actors.select(["actor_id", *VOTED, "first_published", "last_published"])
        .append_column("mentioned", pc.greater(n_mentions, 0))
        .append_column("n_mentions", n_mentions)
        .append_column("n_articles", pc.max_element_wise(pc.fill_null(actors["n_articles"], 1), 1))
        .group_by(["actor_id", *VOTED, "mentioned"])
        .aggregate([("n_articles", "sum"), ("n_mentions", "sum"), ("first_published", "min"), ("last_published", "max")])
    )
    summed = ("n_articles_sum", "n_mentions_sum", "first_published_min", "last_published_max")
    columns = [grouped[name].to_pylist() for name in ("actor_id", *VOTED, *summed)]
    return ((row[0], row[1:-4], *row[-4:]) for row in zip(*columns, strict=True))


def _cast(votes: Votes, values: tuple[Any, ...], n_articles: int, n_mentions: int) -> None:
    before = votes.get(values, (0, 0))
    votes[values] = (before[0] + n_articles, before[1] + n_mentions)


def _elected(votes: Votes) -> dict[str, Any]:
    """Column by column the value of most articles, then of most mentions, then the first in the alphabet."""
    out = {}
    for i, column in enumerate(VOTED):
        of_value: dict[Any, tuple[int, int]] = {}
        for values, (articles, mentions) in votes.items():
            if values[i] is not None:
                before = of_value.get(values[i], (0, 0))
                of_value[values[i]] = (before[0] + articles, before[1] + mentions)
        out[column] = min(of_value, key=lambda v: (-of_value[v][0], -of_value[v][1], v), default=None)
    return out


def _span(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The first and the last of the known publication dates."""
    return {
        column: find((r[column] for r in (one, other) if r.get(column) is not None), default=None)
        for column, find in (("first_published", min), ("last_published", max))
    }


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What two parts tell of one actor."""
    return {
        "aliases": sorted({*one["aliases"], *other["aliases"]}),
        "n_mentions": one["n_mentions"] + other["n_mentions"],
        "n_articles": one["n_articles"] + other["n_articles"],
        **_span(one, other),
    }


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
    articles: Counter[Any] = Counter()
    mentions: Counter[Any] = Counter()
    for row in rows:
        value = row.get(column)
        if value is not None:
            articles[value] += _articles(row)
            mentions[value] += row.get("n_mentions") or 0
    return min(articles, key=lambda v: (-articles[v], -mentions[v], v), default=None)


def _articles(row: Mapping[str, Any]) -> int:
    return row.get("n_articles") or 1
