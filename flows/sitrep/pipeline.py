"""The news flow: articles in batches through the rooms; the only file of the library that knows Prefect.

A task is a batch, never one article: a Prefect task costs milliseconds and a row in Prefect's database, and articles come
in millions. Threads run the tasks, one long-lived pool of processes reads; what a batch gives lies in files, so that
tasks pass paths. A killed run leaves its finished batches, and the next one takes them up.
"""

from __future__ import annotations

import os
import threading

# An ephemeral Prefect server takes 8 to 50 s to start against a default limit of 20. Set before the import, which reads them once.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from prefect import Flow, flow, task
from prefect.artifacts import (
    create_link_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event
from prefect.futures import PrefectFuture
from prefect.task_runners import ThreadPoolTaskRunner

from sitrep.article import Article, RawDocument, Reject
from sitrep.batches import batches, parse_all, read_articles
from sitrep.collect import collect
from sitrep.collect.fetch import Fetcher, FetchError
from sitrep.collect.harvest import harvest
from sitrep.edition import Edition
from sitrep.history import Stopwatch, record, recorded
from sitrep.knowledge import use
from sitrep.knowledge.own_folder import VARIABLE as OWN_KNOWLEDGE
from sitrep.lock import locked
from sitrep.processes import give_back_what_is_free
from sitrep.publishing import Outcome, audit, release, unchanged
from sitrep.replay import replay_of
from sitrep.summary import Progress, Summary
from sitrep.version import coder_version
from sitrep.workers import Cluster, Workers

IN_FLIGHT = 3  # batches handed out for each process: none waits, and the queue stays short
REPLAY = "(replay)"  # what the record of runs has for a source
ONE_PASS = {"cache_policy": NO_CACHE, "persist_result": False}


class MissingExtra(RuntimeError):
    """An optional package is not installed."""


@flow(name="news", task_runner=ThreadPoolTaskRunner(max_workers=8), persist_result=False)
def news(
    sources: list[str],
    out: str = "output",
    workers: int | None = None,
    fresh: bool = False,
    knowledge: str | None = None,
    wait: bool = False,
    dask: str | None = None,
    published: str | None = None,
) -> dict[str, Any]:
    """Code the articles of `sources` (files, folders, JSONL, archives) and publish their tables in the folder `out`.

    `workers` reading processes (default: one a core); `fresh` forgets what lies in `out`; `knowledge` is a folder of the user's own
    armed groups, offices and the like; `wait` until another run has left `out`; `dask` is the address of a Dask scheduler whose
    workers read instead (see `on_dask`); `published` (ISO 8601) is when those appeared that do not say.
    Gives the run's Summary as plain data.
    Raises SourceError when a source does not exist or holds nothing, KnowledgeError for facts that cannot be used, OutputInUse when
    another run works on `out`, OutputNotWritable, EditionUnreadable when what stands in `out` is damaged.
    """
    use(knowledge)
    progress = Progress()
    with locked(Path(out), wait=wait, tell=progress.say) as killed, recorded(Path(out), coder_version(), sources, killed) as watch:
        edition = Edition.open(Path(out), fresh=fresh)
        parsed = parse_all(collect(sources, published), edition.duplicates, edition.published_at(), edition.recall, edition.known)
        readers = Cluster(dask) if dask else Workers(workers)
        return next_edition(parsed, edition, progress, readers, sources, watch)


def on_dask(address: str) -> Flow:
    """The same flow with its tasks on the Dask cluster at `address`; call it with `dask=address`.

    The workers have sitrep installed in the same version and see the output folder under the same path.
    Raises MissingExtra when prefect-dask is not installed.
    """
    try:
        from prefect_dask import DaskTaskRunner
    except ImportError:
        raise MissingExtra('--dask needs the Prefect task runner for Dask: pip install "sitrep[dask]"') from None
    return news.with_options(task_runner=DaskTaskRunner(address=address))


@flow(name="replay", task_runner=ThreadPoolTaskRunner(max_workers=8), persist_result=False)
def replay(
    out: str = "output", rule: str | None = None, workers: int | None = None, knowledge: str | None = None, wait: bool = False
) -> dict[str, Any]:
    """Try again what was rejected in the folder `out` (by one `rule`, if it is given) and publish; the rest is as of `news`."""
    use(knowledge)
    progress = Progress()
    with locked(Path(out), wait=wait, tell=progress.say) as killed, recorded(Path(out), coder_version(), [REPLAY], killed) as watch:
        edition = Edition.open(Path(out))
        again = replay_of(edition, rule)
        notes = [f"{uri} was rejected and is not there any more: nothing to try again" for uri in again.gone]
        return next_edition(again.parsed(edition), edition, progress, Workers(workers), [REPLAY, *again.paths], watch, notes)


def next_edition(
    parsed: Iterable[Article | RawDocument | Reject],
    edition: Edition,
    progress: Progress,
    readers: Workers | Cluster,
    sources: list[str],
    watch: Stopwatch,
    notes: Iterable[str] = (),
) -> dict[str, Any]:
    """From parsed articles to the published edition, while nobody else works on its folder. `sources` are for the record."""
    progress.say("collecting")
    edition.begin(sources)
    give_back_what_is_free()
    parts = read_and_code(parsed, edition, progress, readers)
    watch.lap("read")
    if not edition.changed:
        progress.say("nothing new")
        edition.finish()
        facts = asdict(unchanged(edition)) | {"notes": list(notes)}
        record(edition.out, facts, sources, watch)
        return facts
    progress.say("validating")
    cores = readers.size if isinstance(readers, Workers) else None  # of this machine: those that were given
    outcome = validate_tables(parts, edition, cores)
    watch.lap("validate")
    progress.say("publishing" if outcome.summary.published else "writing the report")
    summary = publish_tables(outcome, edition, cores)
    watch.lap("publish")
    summary.notes += notes
    facts = asdict(summary)
    record(edition.out, facts, sources, watch)
    announce(summary)
    notify(facts)
    progress.say("done")
    return facts


@flow(name="collect", persist_result=False)
def collect_feeds(
    addresses: list[str], to: str = "raw", limit: int = 500, delay: float = 1.0, allow_private: bool = False
) -> dict[str, Any]:
    """Save the new articles of `addresses` (feeds, sitemaps, pages) in the folder `to`; gives what was found as plain data.

    Raises FetchError when none of the addresses could be read: one that fails is told in the result.
    """
    fetcher = Fetcher(delay=delay, allow_private=allow_private)
    try:
        found = harvest(addresses, Path(to), fetcher, limit=limit)
    finally:
        fetcher.close()
    problems = [{"address": p.source_uri, "reason": p.reason} for p in (*found.failed, *found.problems)]
    create_table_artifact(
        problems or [{"address": "", "reason": "no problems"}], key="sitrep-collect", description=found.sentence(Path(to))
    )
    if addresses and len(found.failed) == len(addresses):
        raise FetchError("unreachable", f"None of the {len(addresses)} addresses could be read. {found.failed[0].reason}")
    return found.summary()


def read_and_code(
    parsed: Iterable[Article | RawDocument | Reject], edition: Edition, progress: Progress, readers: Workers | Cluster
) -> list[Path]:
    """Code the articles as they are parsed; gives the folders of the coded batches, in the order of the input."""
    artifact = create_progress_artifact(0.0, key="sitrep-articles", description="articles coded")
    parts: list[Path] = []
    waiting: list[PrefectFuture] = []
    with readers as workers, progress.follow(workers):
        for batch in batches(parsed, known=edition, work=edition.work, version=edition.version):
            edition.add(batch)
            progress.add(batch)
            if batch.size:
                waiting.append(_submit(batch.path, workers))
            while len(waiting) >= IN_FLIGHT * workers.size:
                parts.append(_coded(waiting.pop(0), workers))
                update_progress_artifact(artifact, progress.share)
        progress.collected()
        if waiting:
            threading.Thread(target=_prepare_validation, daemon=True).start()
        parts += [_coded(future, workers) for future in waiting]
    update_progress_artifact(artifact, 100.0)
    return parts


def _prepare_validation() -> None:
    """It takes 3 s of one core, and at the end of a run one has nothing left to read."""
    from sitrep.validate.expectations import load

    load()


@task(task_run_name="code {folder}", retries=1, **ONE_PASS)
def code_batch(folder: str, workers: Workers) -> str:
    """Read and code the articles of one batch folder in the pool; gives the folder."""
    return str(workers.run(Path(folder)))


@task(task_run_name="code {folder}", retries=2, **ONE_PASS)
def code_batch_on_cluster(folder: str, knowledge: str | None, version: str) -> str:
    """The same in the process of a Dask worker, which keeps its model from task to task."""
    from sitrep.workers import code_on_cluster

    return str(code_on_cluster(Path(folder), knowledge, version))


def _submit(folder: Path, workers: Workers | Cluster) -> PrefectFuture:
    if isinstance(workers, Cluster):
        return code_batch_on_cluster.submit(str(folder.resolve()), os.environ.get(OWN_KNOWLEDGE), coder_version())
    return code_batch.submit(str(folder), workers)


def _coded(future: PrefectFuture, workers: Workers | Cluster) -> Path:
    folder = Path(future.result())
    if isinstance(workers, Cluster):
        workers.done.value += sum(1 for _ in read_articles(folder))
    return folder


@task(**ONE_PASS)
def validate_tables(parts: list[Path], edition: Edition, cores: int | None = None) -> Outcome:
    """Gather the next edition and hold it against its contracts."""
    return audit(edition, parts, cores)


@task(**ONE_PASS)
def publish_tables(outcome: Outcome, edition: Edition, cores: int | None = None) -> Summary:
    """Write tables and report to a staging folder and switch the output folder to them."""
    return release(edition, outcome, cores)


def prefect_settings() -> dict[str, Any]:
    """What of Prefect's settings decides where a run's records go: version, api (null: an ephemeral server), home, startup_timeout."""
    import prefect
    from prefect.settings import get_current_settings

    settings = get_current_settings()
    ephemeral = settings.server.ephemeral.startup_timeout_seconds
    return {"version": prefect.__version__, "api": settings.api.url, "home": str(settings.home), "startup_timeout": ephemeral}


def announce(summary: Summary) -> None:
    """Prefect artifacts: the summary as a table, a link to the report."""
    rows = [{"what": "articles in", "rows": summary.articles_in}, {"what": "articles rejected", "rows": summary.articles_rejected}]
    rows += [{"what": name, "rows": n} for name, n in summary.rows.items()]
    rows += [{"what": f"failed expectations, {severity}", "rows": n["failed"]} for severity, n in summary.expectations.items()]
    create_table_artifact(rows, key="sitrep-summary", description=f"Run {summary.run_id}, version {summary.version}")
    if summary.report:
        create_link_artifact(Path(summary.report).resolve().as_uri(), key="sitrep-report", link_text="Report", description="Opens offline")


def notify(facts: dict[str, Any]) -> None:
    """A Prefect event, `sitrep.run.published` or `sitrep.run.held_back`, with the summary: an automation can tell people of it."""
    out = Path(facts["out"]).resolve()
    emit_event(
        event="sitrep.run.published" if facts["published"] else "sitrep.run.held_back",
        resource={"prefect.resource.id": f"sitrep.edition.{out.as_posix()}", "prefect.resource.name": out.name},
        payload=facts,
    )
