"""The next edition of an output folder: what is known, what is kept, what is new."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.article import Article, Reject
from sitrep.batches import Batch
from sitrep.collect.files import source_uri
from sitrep.collect.refused import is_within, kept_in
from sitrep.parse import Deduplicator, Signatures
from sitrep.review.apply import LEFT_OUT, digest, digest_of_standing
from sitrep.schemas import contract
from sitrep.slices import SLICED, VIEWS, Slices, months_of, plan
from sitrep.standing import KNOWN, EditionUnreadable, Standing
from sitrep.tables import merge_parts, read_part
from sitrep.version import coder_version

__all__ = ["Edition", "EditionUnreadable", "loses_document"]

SIGNATURES = ".signatures.arrow"
WORK = ".work"  # batches under way; a killed run leaves them for the next
TOGETHER = 16  # batches that are cut into slices at once: one by one, slices would be of thousands of crumbs


@dataclass(slots=True)
class Edition:
    """One output folder in one run."""

    out: Path
    version: str
    standing: Standing  # without reviewers' corrections
    duplicates: Deduplicator = field(default_factory=Deduplicator)
    sources: dict[str, str] = field(default_factory=dict)  # source_uri → article_id of what came by in this run
    known: set[str] = field(default_factory=set)
    rejects: list[Reject] = field(default_factory=list)
    collected: list[str] = field(default_factory=list)  # URIs of the files and folders that this run collects
    waiting: set[str] = field(default_factory=set)  # articles that this version rejected: they wait for a replay or another version
    known_seen: int = 0
    waiting_seen: int = 0
    new: int = 0
    documents: int = 0
    corrections: str = ""  # digest of corrections.csv
    touched: set[str] = field(default_factory=set)  # months of publication that are not as they stand

    @classmethod
    def open(cls, out: Path, fresh: bool = False) -> Edition:
        """The edition that stands in `out`; none of it when `fresh`."""
        version = coder_version()
        standing = Standing.nothing(out) if fresh else Standing.read(out)
        articles = standing.articles
        known = articles.filter(pc.equal(articles["coded_by"], version))["article_id"].to_pylist()
        out.mkdir(parents=True, exist_ok=True)
        return cls(
            out,
            version,
            standing,
            _duplicates(out, standing),
            known=set(known),
            waiting=_waiting(standing.rejects, version),
            corrections=digest(out),
        )

    def recall(self, article_id: str) -> Article:
        """A standing article as it was parsed, to be coded anew."""
        self.known.discard(article_id)
        return _article(self.standing.rows_of([article_id])[0])

    def published_at(self) -> dict[str, str]:
        """source_uri → article_id of what stands."""
        articles = self.standing.articles
        return dict(zip(articles["source_uri"].to_pylist(), articles["article_id"].to_pylist(), strict=True))

    def __contains__(self, article_id: object) -> bool:
        """Has this version coded, or rejected, the article before? One that is called back or forgotten is not in it any more."""
        return article_id in self.known or article_id in self.waiting

    def forget(self, articles: Iterable[str]) -> None:
        """Have these articles coded again when they come by."""
        self.known.difference_update(articles)
        self.waiting.difference_update(articles)

    @property
    def work(self) -> Path:
        return self.out / WORK

    def begin(self, sources: Iterable[Path | str]) -> None:
        """This run collects `sources`, and nobody else works on the folder: what a dead run left half done goes."""
        self.collected = [source_uri(Path(source)) for source in sources]
        self.leave_batches()

    def leave_batches(self) -> None:
        """Of what is under way, leave only coded batches, which the next run takes up; slices are cut anew from them."""
        for entry in self.work.glob("*"):
            if not (entry / "done").exists():
                shutil.rmtree(entry, ignore_errors=True)

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
        rejects = self.standing.rejects
        mine = {(r.source_uri, r.rule) for r in self.rejects}
        spoken = {uri for uri, _ in mine} | set(self.sources)
        before = set()
        for row in rejects.select(["source_uri", "rule", "stage", "row_json"]).to_pylist():
            if row["stage"] in {"collect", "parse"} and (row["source_uri"] in spoken or self._spoken_of_in_record(row)):
                before.add((row["source_uri"], row["rule"]))
        return mine != before

    def _spoken_of_in_record(self, reject: Mapping[str, Any]) -> bool:
        """Is it from the record of a collector that this run has read? What that says no more came since."""
        record = kept_in(reject["row_json"]) if reject["stage"] == "collect" else None
        if record is None or not is_within(record, self.collected):
            return False
        return not any(r.rule == "damaged_record" and r.source_uri == record for r in self.rejects)

    def gather(self, parts: Iterable[Path]) -> tuple[Slices, list[Reject]]:
        """All rows of the next edition before validation, and the rejects of coding: what stands and is not replaced, and what is new."""
        parts = list(parts)
        rejects = [_reject(line) for part in parts for line in (part / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]
        fresh = [read_part(part / "articles.arrow").select(KNOWN) for part in parts]
        new = {a for t in fresh for a in t["article_id"].to_pylist()} | {r.article_id for r in rejects if r.article_id}
        keep = self._kept(new)
        articles = pa.concat_tables([_of(self.standing.articles, keep), *fresh])
        planned = plan(articles)
        slices = Slices(self.work / "slices", planned.n, planned.months)
        originals = self._superseded(articles["article_id"].to_pylist())
        self.touched = self._touched(articles, keep, originals)
        for name in (*SLICED, VIEWS):
            stored = "actors" if name == VIEWS else name
            came = (pa.concat_tables(read_part(part / f"{stored}.arrow") for part in some) for some in _runs(parts, TOGETHER))
            for rows in chain((_of(piece, keep) for piece in self.standing.pieces(name)), came):
                for number, some in planned.split(_without(rows, originals) if name != "articles" else _as_copies(rows, originals)):
                    slices[number].add(name, some)
        return slices, rejects

    def _touched(self, articles: pa.Table, keep: pa.Array, superseded: Mapping[str, str]) -> set[str]:
        """Months in which something is other than it stands: articles that came, that went, and that are copies now."""
        standing = self.standing.articles
        went = standing.filter(pc.invert(pc.is_in(standing["article_id"], keep)))
        came = articles.filter(pc.invert(pc.is_in(articles["article_id"], keep)))
        old = pa.array(list(superseded), pa.string())
        copies = articles.filter(pc.or_kleene(pc.is_in(articles["article_id"], old), pc.is_in(articles["duplicate_of"], old)))
        return {month for some in (went, came, copies) for month in months_of(some)}

    def _superseded(self, articles: Iterable[str]) -> dict[str, str]:
        """Articles that were coded before a longer one came that says all they say, and that one: they become its copies, their rows go."""
        coded = set(articles)
        return {old: self.duplicates.copies[old] for old in self.duplicates.superseded if self.duplicates.copies.get(old) in coded}

    def _kept(self, new: set[str]) -> pa.Array:
        """Standing articles that this run does not replace: not coded anew, and not lying where another one lies now."""
        came = set(self.sources.values())
        articles = zip(*(self.standing.articles[column].to_pylist() for column in ("article_id", "source_uri")), strict=True)
        return pa.array([a for a, uri in articles if a not in new and (a in came or self.sources.get(uri) is None)], pa.string())

    def standing_rejects(self) -> list[dict[str, Any]]:
        """Rejects of earlier runs that this one says nothing about."""
        spoken = set(self.sources) | {r.source_uri for r in self.rejects}
        known = set(self.sources.values()) & (self.known | self.waiting)
        corrected = {
            (name, key) for name, table in self.standing.originals.items() for key in table[contract(name).primary_key].to_pylist()
        }
        return [
            r
            for r in self.standing.rejects.to_pylist()
            if r["rule"] != LEFT_OUT and (r["table"], r["row_id"]) not in corrected
            if r["source_uri"] not in spoken or (r["stage"] not in {"collect", "parse"} and r["article_id"] in known)
            if not self._spoken_of_in_record(r)
        ]

    def finish(self) -> None:
        """Nothing is under way any more."""
        shutil.rmtree(self.work, ignore_errors=True)


def merged_actors(slices: Slices) -> pa.Table:
    """The actors table, from every article's view of its actors."""
    return merge_parts(_Views(slices))


@dataclass(frozen=True, slots=True)
class _Views:
    """What the actors table is made of, slice by slice, as often as it is gone through."""

    slices: Slices

    def __iter__(self) -> Iterator[tuple[pa.Table, pa.Table, pa.Table]]:
        return ((one[VIEWS].drop_columns("article_id"), one["mentions"], one["articles"]) for one in self.slices)


def _runs(parts: Sequence[Path], n: int) -> Iterator[Sequence[Path]]:
    return (parts[i : i + n] for i in range(0, len(parts), n))


def _of(rows: pa.Table, articles: pa.Array) -> pa.Table:
    return rows.filter(pc.is_in(rows["article_id"], articles))


def _without(rows: pa.Table, superseded: Mapping[str, str]) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows["article_id"], pa.array(list(superseded), pa.string())))) if superseded else rows


def _as_copies(articles: pa.Table, superseded: Mapping[str, str]) -> pa.Table:
    """The articles, those that are superseded and their copies as copies of the longer ones."""
    if not superseded:
        return articles
    repeats = [
        superseded.get(article_id, superseded.get(repeated, repeated))
        for article_id, repeated in zip(articles["article_id"].to_pylist(), articles["duplicate_of"].to_pylist(), strict=True)
    ]
    index = articles.schema.get_field_index("duplicate_of")
    return articles.set_column(index, articles.schema.field(index), pa.array(repeats, pa.string()))


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


def _duplicates(out: Path, standing: Standing) -> Deduplicator:
    """What is known of the texts that stand; made anew where it is missing."""
    articles = standing.articles
    repeats = zip(articles["article_id"].to_pylist(), articles["duplicate_of"].to_pylist(), strict=True)
    copies = {article_id: original for article_id, original in repeats if original is not None}
    return Deduplicator(lambda: _signatures(out, standing), copies)


def _signatures(out: Path, standing: Standing) -> Signatures:
    """Of the originals that stand; made anew where they are missing."""
    if not standing:
        return Signatures()
    try:
        return Signatures.open(out / SIGNATURES)
    except (OSError, ValueError):
        duplicates = Deduplicator()
        for piece in standing.pieces("articles"):
            for row in piece.filter(pc.is_null(piece["duplicate_of"])).to_pylist():
                duplicates.enter(_article(row))
        return duplicates.signatures


def _article(row: dict[str, Any]) -> Article:
    """A row of the articles table as the article that it was."""
    given = {key: row[key] for key in ("article_id", "source_uri", "title", "text", "published_at", "published_basis")}
    rest = {key: row[key] for key in ("url", "publisher", "standfirst", "byline", "language")}
    return Article(**given, **rest, collected_at=row["ingested_at"])


def _reject(line: str) -> Reject:
    record = json.loads(line)
    record["span"] = tuple(record["span"]) if record["span"] else None
    return Reject(**record)
