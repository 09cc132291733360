"""What was rejected, once more: articles as they were kept beside the reason, documents from where they lay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from sitrep.article import Article, RawDocument, Reject
from sitrep.batches import parse_all
from sitrep.collect import collect
from sitrep.collect.refused import kept_in
from sitrep.edition import Edition

TIMES = ("published_at", "collected_at")


@dataclass(slots=True)
class Replay:
    """`articles` are coded again as they are, `paths` collected again; `gone` are sources that are not there any more."""

    articles: list[Article] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def parsed(self, edition: Edition) -> Iterator[Article | RawDocument | Reject]:
        """Everything to be coded, as a run takes it: documents first, then what was kept of articles that did not come by among them."""
        stands = set(edition.standing.articles["article_id"].to_pylist())
        documents = collect(self.paths) if self.paths else ()
        came = set()
        for item in parse_all(documents, edition.duplicates, edition.published_at(), edition.recall):
            came.add(item.article_id)
            yield item
        for article in self.articles:
            if article.article_id not in came:
                yield article if article.article_id in stands else edition.duplicates.check(article)


def replay_of(edition: Edition, rule: str | None = None) -> Replay:
    """What the standing critical rejects (of one `rule`, if it is given) take to be tried again.

    A rejected row is made again by coding its article again. The edition counts these articles as new from now on.
    """
    rejects = edition.standing.rejects
    mine = pc.equal(rejects["severity"], "critical")
    if rule is not None:
        mine = pc.and_(mine, pc.equal(rejects["rule"], rule))
    articles: dict[str, Article] = {}
    uris: list[str] = []
    standing = _articles(edition)
    for reject in rejects.filter(mine).to_pylist():
        article = standing.get(reject["article_id"]) or (_kept(reject["row_json"]) if reject["table"] == "articles" else None)
        if article is not None and reject["stage"] not in {"collect", "parse"}:
            articles[article.article_id] = article
        elif record := kept_in(reject["row_json"]):
            uris.append(record)
        elif reject["source_uri"]:  # an actor is of no one article: it comes again with those that name it
            uris.append(reject["source_uri"])
    edition.forget(articles)
    found = {uri: _path(uri) for uri in uris}
    paths = dict.fromkeys(path for path in found.values() if path)
    return Replay(list(articles.values()), list(paths), [uri for uri, path in found.items() if path is None])


def _articles(edition: Edition) -> dict[str, Article]:
    """The published articles of which rows were rejected, as they were read."""
    named = {article for article in edition.standing.rejects["article_id"].to_pylist() if article}
    return {row["article_id"]: _article(row) for row in edition.standing.rows_of(sorted(named))}


def _kept(row_json: str | None) -> Article | None:
    """The article that a reject holds; None where it holds none that can be read."""
    try:
        return _article(json.loads(row_json or "{}"))
    except (TypeError, ValueError):
        return None


def _article(row: dict[str, Any]) -> Article:
    """From a row of `articles`, or from an article as a reject keeps it."""
    known = {"collected_at": row.get("ingested_at"), **row}
    values = {f.name: known[f.name] for f in fields(Article) if f.name in known}
    times = {name: datetime.fromisoformat(values[name]) for name in TIMES if isinstance(values.get(name), str)}
    return Article(**values | times)


def _path(uri: str) -> str | None:
    """The file that a document came from: its URI, or what stands before the record of it (`day.jsonl#4`)."""
    cuts: Iterable[int] = (i for i in range(len(uri), 0, -1) if i == len(uri) or uri[i] in "#!")
    return next((uri[:i] for i in cuts if Path(uri[:i]).is_file()), None)
