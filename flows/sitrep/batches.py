"""Documents into batches of parsed articles: collected, parsed, checked for duplicates, written where a worker finds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from sitrep.article import Article, RawDocument, Reject
from sitrep.parse import Deduplicator, parse

CODED_TABLES = ("articles", "events", "actors", "statements", "casualties", "mentions")  # what coding an article fills
# Articles: small first, so that a handful still uses every core; never so large that at the end one core waits long for another. A task
# costs some 30 ms, a hundredth of what coding so many does.
SMALLEST, LARGEST = 4, 32
PASSED = 512  # documents that are known or rejected, told of together
GROWS_AFTER = 8  # batches of one size


@dataclass(slots=True)
class Batch:
    """Articles that are coded together. `path` is its folder; `articles` were written there as articles.jsonl."""

    path: Path
    size: int
    known: list[str] = field(default_factory=list)  # ids of articles that came by and need no coding
    sources: dict[str, str] = field(default_factory=dict)  # source_uri → article_id of all that came by
    rejects: list[Reject] = field(default_factory=list)


def parse_all(
    documents: Iterable[RawDocument | Reject],
    duplicates: Deduplicator,
    published_at: Mapping[str, str],
    recall: Callable[[str], Article] | None = None,
    known: Container[str] = (),
) -> Iterator[Article | RawDocument | Reject]:
    """Parse each document; one that repeats another says so in `duplicate_of`.

    `published_at` is source_uri → article_id of what is published: a document whose metadata changed replaces itself and is
    no duplicate of what it was. Its copies have no original then: those that do not come by after it are called back with
    `recall`, which gives a published article by its id and takes it from `known`. A document that is known passes unparsed.
    """
    recalled: dict[str, Article] = {}
    for document in documents:
        if isinstance(document, Reject):
            yield document
            continue
        before = published_at.get(document.source_uri)
        article = document if document.article_id in known else parse(document)
        if isinstance(article, Reject):
            yield article
            continue
        if before is not None and before != document.article_id:
            for orphan in duplicates.forget(before):
                if recall is not None:
                    recalled[orphan] = recall(orphan)
        if isinstance(article, RawDocument) and article.article_id in known:
            yield duplicates.again(article.article_id, article.source_uri) or article
            continue
        parsed = parse(document) if isinstance(article, RawDocument) else article
        yield parsed if isinstance(parsed, Reject) else duplicates.check(parsed)
    for orphan in list(duplicates.orphans):
        if orphan in recalled:
            yield duplicates.check(recalled[orphan])


def sizes() -> Iterator[int]:
    size = SMALLEST
    while True:
        for _ in range(GROWS_AFTER):
            yield size
        size = min(2 * size, LARGEST)


def batches(parsed: Iterable[Article | RawDocument | Reject], *, known: Container[str], work: Path, version: str) -> Iterator[Batch]:
    """Group what parsing gave; what is known is counted and passed over. Memory holds one batch."""
    size = sizes()
    room, batch = next(size), Batch(work, 0)
    articles: list[Article] = []
    for item in parsed:
        if isinstance(item, Reject):
            batch.rejects.append(item)
            continue
        batch.sources[item.source_uri] = item.article_id
        if item.article_id in known:
            batch.known.append(item.article_id)
        elif isinstance(item, Article):  # a RawDocument is known, and passed unparsed
            articles.append(item)
        if len(articles) == room or len(batch.known) + len(batch.rejects) >= PASSED:
            yield _write(batch, articles, work, version)
            room, articles, batch = next(size), [], Batch(work, 0)
    if articles or batch.known or batch.rejects:
        yield _write(batch, articles, work, version)


def _write(batch: Batch, articles: list[Article], work: Path, version: str) -> Batch:
    """The folder's name is the hash of version and articles: a run that takes up a killed one finds its batches done."""
    batch.size = len(articles)
    if not articles:
        return batch
    name = hashlib.sha256("\n".join([version, *(f"{a.article_id} {a.duplicate_of or ''}" for a in articles)]).encode()).hexdigest()[:16]
    batch.path = work / name
    batch.path.mkdir(parents=True, exist_ok=True)
    whole = batch.path / "articles.jsonl"
    part = whole.with_suffix(".part")  # written anew even when it is there: a machine that lost power may have cut it short
    with open(part, "w", encoding="utf-8") as f:
        for article in articles:
            f.write(json.dumps(asdict(article), default=datetime.isoformat, ensure_ascii=False) + "\n")
    part.rename(whole)
    return batch


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of a batch folder, one at a time."""
    with open(path / "articles.jsonl", encoding="utf-8") as f:
        for line in f:
            record = json.loads(line)
            for key in ("published_at", "collected_at"):
                record[key] = datetime.fromisoformat(record[key]) if record[key] else None
            yield Article(**record)
