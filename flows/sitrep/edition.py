"""The published edition of an output folder, and the next one: what is known, what is kept, what is new."""

from __future__ import annotations

import hashlib
import json
import shutil
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.article import Article, Reject
from sitrep.batches import CODED_TABLES, Batch
from sitrep.parse import Deduplicator, Signatures
from sitrep.review.apply import LEFT_OUT, digest, digest_of_standing, restore
from sitrep.schemas import empty
from sitrep.tables import OlderContract, merge_parts, read, read_part
from sitrep.version import coder_version

VIEWS = ".article_actors.arrow"
SIGNATURES = ".signatures.arrow"
TOGETHER = 1000  # articles whose actors are merged at a time
WORK = ".work"  # batches under way; a killed run leaves them for the next


class EditionUnreadable(RuntimeError):
    """A file of the edition that stands is damaged: coding all again without a word would lose what is not in the sources any more."""


@dataclass(slots=True)
class Edition:
    """One output folder in one run. `standing` are the tables as published before, without corrections, empty ones where there are none."""

    out: Path
    version: str
    standing: dict[str, pa.Table]
    views: pa.Table  # each article's own view of its actors, of which the actors table is made: its columns and article_id
    duplicates: Deduplicator = field(default_factory=Deduplicator)
    sources: dict[str, str] = field(default_factory=dict)  # source_uri → article_id of what came by in this run
    known: set[str] = field(default_factory=set)
    rejects: list[Reject] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)  # articles that this version rejected: they wait for a replay or another version
    known_seen: int = 0
    waiting_seen: int = 0
    new: int = 0
    documents: int = 0
    published: dict[str, int] = field(default_factory=dict)  # rows of the tables as published before
    corrected: set[tuple[str, str]] = field(default_factory=set)  # (table, key) of rows that stand otherwise than published
    corrections: str = ""  # digest of corrections.csv

    @classmethod
    def open(cls, out: Path, fresh: bool = False) -> Edition:
        """The edition that stands in `out`; none of it when `fresh`."""
        version = coder_version()
        standing, views = (None if fresh else _standing(out)) or _nothing()
        published = {name: table.num_rows for name, table in standing.items()}
        standing, corrected = (standing, set()) if fresh else restore(out, standing)
        articles = standing["articles"]
        known = articles.filter(pc.equal(articles["coded_by"], version))["article_id"].to_pylist()
        out.mkdir(parents=True, exist_ok=True)
        return cls(
            out,
            version,
            standing,
            views,
            _duplicates(out, articles),
            known=set(known),
            waiting=_waiting(standing["rejects"], version),
            published=published,
            corrected=corrected,
            corrections=digest(out),
        )

    def recall(self, article_id: str) -> Article:
        """A standing article as it was parsed, to be coded anew."""
        self.known.discard(article_id)
        articles = self.standing["articles"]
        return _article(articles.filter(pc.equal(articles["article_id"], article_id)).to_pylist()[0])

    def published_at(self) -> dict[str, str]:
        """source_uri → article_id of what stands."""
        articles = self.standing["articles"]
        return dict(zip(articles["source_uri"].to_pylist(), articles["article_id"].to_pylist(), strict=True))

    def __contains__(self, article_id: str) -> bool:
        """Has this version coded, or rejected, the article before? One that is called back or forgotten is not in it any more."""
        return article_id in self.known or article_id in self.waiting

    def forget(self, articles: Iterable[str]) -> None:
        """Have these articles coded again when they come by."""
        self.known.difference_update(articles)
        self.waiting.difference_update(articles)

    @property
    def work(self) -> Path:
        return self.out / WORK

    def add(self, batch: Batch) -> None:
        """Count what a batch holds."""
        self.sources.update(batch.sources)
        self.rejects += batch.rejects
        waiting = len(self.waiting.intersection(batch.known))
        self.known_seen += len(batch.known) - waiting
        self.waiting_seen += waiting
        self.new += batch.size
        self.documents += batch.size + len(batch.known) + sum(loses_document(r) for r in batch.rejects)

    @property
    def run_id(self) -> str:
        """Names what was run, not when: version, documents and corrections. The same input gives the same tables to the byte."""
        seen = [f"{uri}\t{aid}" for uri, aid in sorted(self.sources.items())] + sorted(f"{r.source_uri}\t{r.rule}" for r in self.rejects)
        seen += [self.corrections] if self.corrections else []
        return "run-" + hashlib.sha256("\n".join([self.version, *seen]).encode()).hexdigest()[:12]

    @property
    def changed(self) -> bool:
        """Is there anything to publish: new articles, other corrections, or other rejects than those that stand?"""
        if self.new or not (self.out / "articles.parquet").exists() or self.corrections != digest_of_standing(self.out):
            return True
        rejects = self.standing["rejects"]
        mine = {(r.source_uri, r.rule) for r in self.rejects}
        before = set()
        for row in rejects.select(["source_uri", "rule", "stage"]).to_pylist():
            if row["stage"] in {"collect", "parse"} and row["source_uri"] in {uri for uri, _ in mine} | set(self.sources):
                before.add((row["source_uri"], row["rule"]))
        return mine != before

    def gather(self, parts: Iterable[Path]) -> tuple[dict[str, pa.Table], list[Reject]]:
        """All rows of the next edition before validation, and the rejects of coding: what stands and is not replaced, and what is new."""
        parts = list(parts)
        rejects = [_reject(line) for part in parts for line in (part / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]
        fresh = {name: [read_part(part / f"{name}.arrow") for part in parts] for name in CODED_TABLES}
        new_ids = pa.array(
            sorted({a for t in fresh["articles"] for a in t["article_id"].to_pylist()} | {r.article_id for r in rejects}), pa.string()
        )
        keep = self._kept(new_ids)
        standing = {**self.standing, "actors": self.views}
        tables = {}
        for name in CODED_TABLES:
            old = standing[name].filter(pc.is_in(standing[name]["article_id"], keep))
            tables[name] = pa.concat_tables([old, *fresh[name]])
        self._supersede(tables)
        self.views = tables["actors"].sort_by([("article_id", "ascending"), ("actor_id", "ascending")])
        tables["actors"] = merge_parts(_by_articles(self.views, tables["mentions"], tables["articles"]))
        return tables, rejects

    def _supersede(self, tables: dict[str, pa.Table]) -> None:
        """Articles that were coded before a longer one came that says all they say: they become its copies, their rows go."""
        coded = set(tables["articles"]["article_id"].to_pylist())
        originals = {old: self.duplicates.copies[old] for old in self.duplicates.superseded if self.duplicates.copies.get(old) in coded}
        if not originals:
            return
        gone = pa.array(sorted(originals), pa.string())
        for name in CODED_TABLES:
            if name != "articles":
                tables[name] = tables[name].filter(pc.invert(pc.is_in(tables[name]["article_id"], gone)))
        articles = tables["articles"]
        repeats = [
            originals.get(article_id, originals.get(repeated, repeated))
            for article_id, repeated in zip(articles["article_id"].to_pylist(), articles["duplicate_of"].to_pylist(), strict=True)
        ]
        index = articles.schema.get_field_index("duplicate_of")
        tables["articles"] = articles.set_column(index, articles.schema.field(index), pa.array(repeats, pa.string()))

    def _kept(self, new_ids: pa.Array) -> pa.Array:
        """Standing articles that this run does not replace: not coded anew, and not lying where another one lies now."""
        articles = self.standing["articles"].select(["article_id", "source_uri"]).to_pylist()
        new, came = set(new_ids.to_pylist()), set(self.sources.values())
        kept = [
            a["article_id"]
            for a in articles
            if a["article_id"] not in new and (a["article_id"] in came or self.sources.get(a["source_uri"]) is None)
        ]
        return pa.array(kept, pa.string())

    def standing_rejects(self) -> list[dict]:
        """Rejects of earlier runs that this one says nothing about."""
        spoken = set(self.sources) | {r.source_uri for r in self.rejects}
        known = set(self.sources.values()) & (self.known | self.waiting)
        return [
            r
            for r in self.standing["rejects"].to_pylist()
            if r["rule"] != LEFT_OUT and (r["table"], r["row_id"]) not in self.corrected
            if r["source_uri"] not in spoken or (r["stage"] not in {"collect", "parse"} and r["article_id"] in known)
        ]

    def finish(self) -> None:
        """Nothing is under way any more."""
        shutil.rmtree(self.work, ignore_errors=True)


def _by_articles(views: pa.Table, mentions: pa.Table, articles: pa.Table) -> Iterator[tuple[pa.Table, pa.Table, pa.Table]]:
    """The rows of so many articles at a time, for `merge_parts`; `views` are sorted by article."""
    mentions = mentions.select(["article_id", "actor_id", "mention_type", "text"]).sort_by("article_id")
    articles = articles.select(["article_id", "published_at"]).sort_by("article_id")
    ids = articles["article_id"].to_pylist()
    bounds = [*ids[::TOGETHER], None]
    keys = [table["article_id"].to_pylist() for table in (views, mentions)]
    for n, (first, after) in enumerate(pairwise(bounds)):
        some = [
            table.slice(low := bisect_left(key, first), (bisect_left(key, after) if after else len(key)) - low)
            for table, key in zip((views, mentions), keys, strict=True)
        ]
        yield some[0].drop_columns("article_id"), some[1], articles.slice(n * TOGETHER, TOGETHER)


def loses_document(reject: Reject) -> bool:
    """Is the document not in the tables? A warning tells of a flaw in one that is."""
    return reject.stage in {"collect", "parse"} and reject.severity != "warning"


def _waiting(rejects: pa.Table, version: str) -> set[str]:
    """Articles that this version could not code, or that validation rejected whole: to try again would give the same."""
    return {
        row["article_id"]
        for row in rejects.filter(pc.equal(rejects["version"], version)).to_pylist()
        if row["severity"] == "critical" and row["article_id"] and (row["stage"] != "validate" or row["table"] == "articles")
    }


def _nothing() -> tuple[dict[str, pa.Table], pa.Table]:
    views = empty("actors").append_column("article_id", pa.array([], pa.string()))
    return {name: empty(name) for name in (*CODED_TABLES, "rejects")}, views


def _standing(out: Path) -> tuple[dict[str, pa.Table], pa.Table] | None:
    """The tables that stand and their articles' views of actors; None where there are none.

    Tables of an older contract count as none: all is coded again. Raises EditionUnreadable for a damaged file.
    """
    files = {name: out / f"{name}.parquet" for name in (*CODED_TABLES, "rejects")}
    if not all(path.exists() for path in (*files.values(), out / VIEWS)):
        return None
    try:
        return {name: _whole(path, lambda p, n=name: read(n, p)) for name, path in files.items()}, _whole(out / VIEWS, read_part)
    except OlderContract:
        return None


def _whole(path: Path, reading: Callable[[Path], pa.Table]) -> pa.Table:
    try:
        return reading(path)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise EditionUnreadable(f"{path} is damaged ({reason}); put it back from a backup, or code all again with --fresh") from None


def _duplicates(out: Path, articles: pa.Table) -> Deduplicator:
    """What is known of the texts that stand; made anew where it is missing."""
    ids, repeats = articles["article_id"].to_pylist(), articles["duplicate_of"].to_pylist()
    copies = {article_id: original for article_id, original in zip(ids, repeats, strict=True) if original is not None}
    if not articles.num_rows:
        return Deduplicator()
    try:
        return Deduplicator(Signatures.open(out / SIGNATURES), copies)
    except (OSError, ValueError):
        duplicates = Deduplicator(copies=copies)
        for row in articles.filter(pc.is_null(articles["duplicate_of"])).to_pylist():
            duplicates.enter(_article(row))
        return duplicates


def _article(row: dict) -> Article:
    """A row of the articles table as the article that it was."""
    given = {key: row[key] for key in ("article_id", "source_uri", "title", "text", "published_at", "published_basis")}
    rest = {key: row[key] for key in ("url", "publisher", "standfirst", "byline", "language")}
    return Article(**given, **rest, collected_at=row["ingested_at"])


def _reject(line: str) -> Reject:
    record = json.loads(line)
    record["span"] = tuple(record["span"]) if record["span"] else None
    return Reject(**record)
