"""Audit and release of an edition: contracts, rejects, staging folder, the switch."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.article import Reject
from sitrep.batches import CODED_TABLES
from sitrep.edition import SIGNATURES, Edition, loses_document, merged_actors
from sitrep.history import History, coded_figures
from sitrep.review.apply import Applied, Decision, apply_to_slices, in_all, keep, with_rejected
from sitrep.review.corrections import FILE as CORRECTIONS
from sitrep.review.corrections import read as read_corrections
from sitrep.review.safe_csv import SheetError
from sitrep.schemas import TABLES, contract
from sitrep.slices import SLICED, VIEWS, Slices, schema_of
from sitrep.standing import VIEWS_FILE
from sitrep.summary import Summary
from sitrep.tables import Stored, from_rows, in_order, write, write_in_pieces, write_parts
from sitrep.tables.months import link

RUNS_COMPARED = 1000  # of the record, the last; runs that changed nothing are many among them
SEVERITIES = ("critical", "warning", "info")


@dataclass(slots=True)
class Outcome:
    """An audited edition: the rows that passed, what every expectation found, the summary."""

    summary: Summary
    coded: Slices  # as coded; their views are kept for the next edition
    slices: Slices  # what passed
    shared: dict[str, pa.Table]  # actors and rejects
    results: Sequence[Any]
    originals: dict[str, pa.Table] = field(default_factory=dict)  # rows as coded, of those that are published otherwise
    decisions: Sequence[Decision] = ()  # what became of the lines of corrections.csv


def unchanged(edition: Edition) -> Summary:
    """The edition as it stands, when a run changes nothing."""
    summary = _summary(edition)
    summary.rows = edition.standing.rows
    summary.changed = False
    report = edition.out / "report" / "index.html"
    summary.report = str(report) if report.exists() else None
    return summary


def audit(edition: Edition, parts: Sequence[Path], cores: int | None = None) -> Outcome:
    """Hold the next edition against its contracts, on so many cores (default: all); what fails a critical expectation becomes rejects."""
    from sitrep.validate import validate_slices
    from sitrep.validate.reviews import of_corrections

    coded, coding = edition.gather(parts)
    edition.rejects += coding
    run_id = edition.run_id
    slices, applied, unreadable = _corrected(edition, coded)
    before = edition.standing_rejects()
    rejects = from_rows("rejects", [*before, *(reject_row(r, run_id, edition.version) for r in (*edition.rejects, *applied.rejects))])
    came = {article for articles in slices.pieces("articles") for article in articles["article_id"].to_pylist()}
    kept = Slices(edition.work / "passed")
    validation = validate_slices(
        slices,
        {"actors": applied.tables["actors"], "rejects": rejects},
        kept,
        run_id=run_id,
        articles=frozenset(came),
        left_out=Counter(r.table for r in applied.rejects if r.table),
        cores=cores,
    )
    shared = {**validation.tables, "rejects": pa.concat_tables([validation.tables["rejects"], from_rows("rejects", validation.rejects)])}
    summary = _summary(edition)
    summary.rows = {name: shared[name].num_rows if name in shared else sum(t.num_rows for t in kept.pieces(name)) for name in TABLES}
    summary.corrections = applied.n
    for row in (*validation.rejects, *({"table": r.table, "rule": r.rule} for r in applied.rejects)):
        summary.rejects[f"{row['table']}: {row['rule']}"] = summary.rejects.get(f"{row['table']}: {row['rule']}", 0) + 1
    lost = len(came) - summary.rows["articles"]
    summary.articles_new -= len(coding) + lost
    summary.articles_rejected += len(coding) + lost
    results, reasons = _of_the_run(edition, summary, kept, shared["actors"])
    results = [*validation.results, *results, *of_corrections(applied.decisions)]
    summary.reasons = [*validation.reasons, *reasons, *unreadable]
    summary.expectations = _by_severity(results)
    summary.published = not summary.reasons
    originals = with_rejected(applied.originals, coded, validation.rejects) if applied.n else {}
    return Outcome(summary, coded, kept, shared, results, originals, applied.decisions)


def _corrected(edition: Edition, coded: Slices) -> tuple[Slices, Applied, list[str]]:
    """The slices with the reviewers' corrections in them; when their file cannot be read, without, and why nothing may be published."""
    actors = merged_actors(coded)
    try:
        corrections = read_corrections(edition.out / CORRECTIONS)
    except SheetError as error:
        why = f"{error}. Mend it, or take it away to publish without corrections."
        return coded, Applied({"actors": actors}), [why]
    if not corrections:
        return coded, Applied({"actors": actors}), []
    corrected = Slices(edition.work / "corrected")
    parts = []
    for part in apply_to_slices(coded, actors, corrections):
        corrected.append({name: part.tables.pop(name) for name in SLICED})
        parts.append(part)
    return corrected, in_all(parts), []


def _of_the_run(edition: Edition, summary: Summary, slices: Slices, actors: pa.Table) -> tuple[list[Any], list[str]]:
    """Expectations about the run as a whole, and reasons not to publish: its documents balance, and it is like the runs before."""
    from sitrep.validate.gate import documents, readable
    from sitrep.validate.trends import compare

    history = History.read(edition.out)
    summary.notes += [history.problem] if history.problem else []
    new = {article for articles in slices.pieces("articles") for article in _coded_by(articles, edition.version)} - edition.known
    summary.figures = coded_figures(slices, actors, new)
    balance, reasons = documents(summary.articles_in, summary.articles_known, summary.articles_new, summary.articles_rejected)
    alike = compare({**asdict(summary), **summary.figures}, history.last(RUNS_COMPARED).to_pylist())
    return [*balance, readable(history.problem), *alike], reasons


def _coded_by(articles: pa.Table, version: str) -> list[str]:
    return articles.filter(pc.equal(articles["coded_by"], version))["article_id"].to_pylist()


def release(edition: Edition, outcome: Outcome, cores: int | None = None) -> Summary:
    """Write tables and report into a staging folder; switch to it when the audit allows, else leave the report beside the old edition."""
    from sitrep.report import write_report
    from sitrep.tables import describe, publish, stage
    from sitrep.validate import failures
    from sitrep.validate.data_docs import write_data_docs

    summary = outcome.summary
    staging = stage(edition.out)
    _write_tables(staging, edition, outcome)
    describe(staging, edition.version)
    keep(staging, outcome.originals, edition.corrections)
    failures.keep(staging, outcome.results)
    published = {article for articles in outcome.slices.pieces("articles") for article in articles["article_id"].to_pylist()}
    edition.duplicates.signatures.save(staging / SIGNATURES, keep=published)
    facts = asdict(summary)
    write_report(
        staging / "report" / "index.html",
        edition=Audited(outcome),
        results=outcome.results,
        summary=facts,
        before=Published.of(edition.out),
        failed_before=failures.kept(edition.out),
        decisions=outcome.decisions,
        history=History.read(edition.out).runs,
        docs="data_docs/index.html",
        cores=cores,
    )
    write_data_docs(staging / "report" / "data_docs", outcome.results, summary.run_id)
    if not summary.published:
        failed = edition.out / "failed"
        shutil.rmtree(failed, ignore_errors=True)
        staging.chmod(0o755)  # a staging folder is private
        staging.rename(failed)
        edition.leave_batches()
        summary.report = str(failed / "report" / "index.html")
        return summary
    publish(staging, edition.out)
    shutil.rmtree(edition.out / "failed", ignore_errors=True)
    edition.finish()
    summary.report = str(edition.out / "report" / "index.html")
    return summary


def _write_tables(staging: Path, edition: Edition, outcome: Outcome) -> None:
    months = outcome.coded.months
    # A month's file says nothing of the run, which need not have written it.
    about = {"sitrep.version": edition.version, "sitrep.run": outcome.summary.run_id}
    for name, table in outcome.shared.items():
        write(table, name, staging / f"{name}.parquet", about)
    for name in SLICED:
        if months:
            _write_months(staging, edition, outcome.slices, name, months)
        else:
            write_in_pieces(outcome.slices.pieces(name), name, staging / f"{name}.parquet", about)
    write_parts(outcome.coded.pieces(VIEWS), staging / VIEWS_FILE, schema_of(VIEWS))


def _write_months(staging: Path, edition: Edition, slices: Slices, name: str, months: Sequence[str]) -> None:
    """A file a month; where nothing changed, the one that stands."""
    folder = staging / f"{name}.parquet"
    folder.mkdir()
    as_it_stands = not edition.corrections and not edition.standing.originals
    for month in dict.fromkeys(months):
        rows, path = slices.pieces(name, [n for n, of in enumerate(months) if of == month]), folder / f"{month}.parquet"
        if as_it_stands and month not in edition.touched and link(edition.out / folder.name / path.name, path, edition.version, rows):
            continue
        write_in_pieces(rows, name, path, {"sitrep.version": edition.version})


@dataclass(frozen=True, slots=True)
class Audited:
    """What passed, as the report reads it."""

    outcome: Outcome

    def slices(self) -> Slices:
        return self.outcome.slices

    def pieces(self, name: str) -> Iterable[pa.Table]:
        shared = self.outcome.shared
        return [in_order(name, shared[name])] if name in shared else self.outcome.slices.pieces(name)


@dataclass(frozen=True, slots=True)
class Published:
    """The tables as they are published, corrections and all, as the report reads them."""

    out: Path

    @classmethod
    def of(cls, out: Path) -> Published | None:
        """None where none can be read, or those of an older contract."""
        try:
            for name in CODED_TABLES:
                next(iter(Stored(name, out / f"{name}.parquet", ())), None)
        except (OSError, ValueError):
            return None
        return cls(out)

    def pieces(self, name: str) -> Iterable[pa.Table]:
        return Stored(name, self.out / f"{name}.parquet")


def reject_row(reject: Reject, run_id: str, version: str) -> dict[str, Any]:
    """A reject as a row of its table."""
    row_id = reject.row[contract(reject.table).primary_key] if reject.table and reject.row else None
    key = [reject.stage, reject.source_uri, reject.article_id, reject.rule, reject.reason, reject.span, *([row_id] if row_id else [])]
    if reject.row and not reject.table:  # what two collectors' records say of one address
        key.append(dict(reject.row))
    return {
        "reject_id": "rej-" + hashlib.sha256(json.dumps(key).encode()).hexdigest()[:16],
        "run_id": run_id,
        "version": None if reject.stage in {"collect", "parse"} else version,
        "stage": reject.stage,
        "source_uri": reject.source_uri,
        "article_id": reject.article_id,
        "table": reject.table,
        "row_id": row_id,
        "rule": reject.rule,
        "reason": reject.reason,
        "severity": reject.severity,
        "span": {"start": reject.span[0], "end": reject.span[1]} if reject.span else None,
        "row_json": json.dumps(dict(reject.row), default=str, ensure_ascii=False) if reject.row else None,
    }


def _summary(edition: Edition) -> Summary:
    lost = [r for r in edition.rejects if loses_document(r)]
    return Summary(
        run_id=edition.run_id,
        version=edition.version,
        out=str(edition.out),
        articles_in=edition.documents,
        articles_known=edition.known_seen,
        articles_new=edition.new,
        articles_rejected=len(lost) + edition.waiting_seen,
        rejects=dict(sorted(Counter(f"{r.stage}: {r.rule}" for r in edition.rejects).items())),
    )


def _by_severity(results: Sequence[Any]) -> dict[str, dict[str, int]]:
    out = {severity: {"checked": 0, "failed": 0} for severity in SEVERITIES}
    for result in results:
        out[result.severity]["checked"] += 1
        out[result.severity]["failed"] += not result.success
    return {severity: counts for severity, counts in out.items() if counts["checked"]}
