"""The processes that read: one long-lived pool, the model loaded once in each, one thread a process.

Nothing here imports Prefect or Great Expectations: a worker starts in about a second.
"""

from __future__ import annotations

import gc
import itertools
import json
import os
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa

from sitrep.article import Article, Reject
from sitrep.batches import CODED_TABLES, read_articles
from sitrep.knowledge.own_folder import VARIABLE as OWN_KNOWLEDGE
from sitrep.memories import forget_in_time
from sitrep.processes import begin, context, cores

Coded = dict[str, list[dict[str, Any]]]  # rows by table
TOGETHER = 32  # articles whose rows are typed together: one by one takes four times as long

_done: Synchronized[int] | None = None  # articles coded, counted by all processes together


class Workers:
    """A pool of reading processes; `run` codes a batch folder and can be called from many threads."""

    def __init__(self, size: int | None = None):
        self.size = size or cores()
        self._context = context()
        self.done: Synchronized[int] = self._context.Value("Q", 0)
        self._pool: ProcessPoolExecutor | None = None
        self._left = False  # the run is over, done or stopped

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._left = True
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _executor(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = self._processes(self.size)
        return self._pool

    def _processes(self, n: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(n, mp_context=self._context, initializer=_start, initargs=(self.done, os.environ.get(OWN_KNOWLEDGE)))

    def run(self, folder: Path) -> Path:
        """Code the articles of a batch folder; gives the folder. What is done already is not done again."""
        if is_done(folder):
            self.done.value += sum(1 for _ in read_articles(folder))
            return folder
        pool = self._executor()
        try:
            return pool.submit(code_folder, folder).result()
        except BrokenProcessPool:
            if self._left:
                raise
            return self._one_by_one(folder, pool)

    def _one_by_one(self, folder: Path, broken: ProcessPoolExecutor) -> Path:
        """A process died (out of memory, killed): find the article that does it, reject it, keep the others."""
        if self._pool is broken:
            self._pool = None
        fatal = []
        for article in read_articles(folder):
            with self._processes(1) as single:
                try:
                    single.submit(_try, article).result()
                except BrokenProcessPool:
                    fatal.append(article.article_id)
        return code_folder(folder, skip=frozenset(fatal))


class Cluster:
    """Readers on a Dask cluster, as many as it has threads; it counts what `done` is told."""

    def __init__(self, address: str):
        from distributed import Client

        with Client(address) as client:
            self.size = max(1, sum(w["nthreads"] for w in client.scheduler_info()["workers"].values()))
        self.done = SimpleNamespace(value=0)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None: ...


def code_on_cluster(folder: Path, knowledge: str | None, version: str) -> Path:
    """Code a batch folder in this process. Raises RuntimeError when it is of another version than the run, or sees another disk."""
    from sitrep.knowledge import use
    from sitrep.version import coder_version

    if not (folder / "articles.jsonl").exists():
        raise RuntimeError(f"the Dask worker on {socket.gethostname()} does not see {folder}; give it the same disk under the same path")
    use(knowledge)
    if coder_version() != version:
        raise RuntimeError(f"the Dask worker on {socket.gethostname()} has sitrep {coder_version()}, the run {version}; install the same")
    return folder if is_done(folder) else code_folder(folder)


def _start(done: Synchronized[int], knowledge: str | None = None) -> None:
    """`knowledge`: the folder of the user's own facts."""
    global _done
    _done = done
    begin(knowledge)
    import sitrep.loaded  # noqa: F401

    gc.set_threshold(10_000)


def _try(article: Article) -> None:
    from sitrep.coder import code

    code(article)


def is_done(folder: Path) -> bool:
    """Is the batch coded, and can its files be read? A machine that lost power may have left some empty: then it is coded again."""
    from sitrep.tables import read_part

    if not (folder / "done").exists():
        return False
    try:
        for name in CODED_TABLES:
            read_part(folder / f"{name}.arrow")
        for line in (folder / "rejects.jsonl").read_text(encoding="utf-8").splitlines():
            json.loads(line)
    except (OSError, ValueError):
        (folder / "done").unlink()
        return False
    return True


def code_folder(folder: Path, skip: frozenset[str] = frozenset()) -> Path:
    """Code every article of `folder`; one Arrow file a table and rejects.jsonl, then the mark `done`, all or nothing."""
    from sitrep.schemas import empty
    from sitrep.tables import write_part

    part = folder.with_name(folder.name + f".{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    tables: dict[str, list[pa.Table]] = {name: [empty(name)] for name in CODED_TABLES}
    tables["actors"] = [empty("actors").append_column("article_id", pa.array([], pa.string()))]
    rejects: list[Reject] = []
    for articles in _by(TOGETHER, read_articles(folder)):
        coded = []
        for article in articles:
            rows = _code_or_reject(article, skip)
            if isinstance(rows, Reject):
                rejects.append(rows)
            else:
                coded.append((article, rows))
            if _done is not None:
                with _done.get_lock():
                    _done.value += 1
        for name, table in _tables(coded, rejects):
            tables[name].append(table)
        forget_in_time(len(articles))
    for name, made in tables.items():
        write_part(pa.concat_tables(made), part / f"{name}.arrow")
    (part / "rejects.jsonl").write_text("".join(json.dumps(asdict(r), default=str) + "\n" for r in rejects), encoding="utf-8")
    for file in sorted(part.iterdir()):
        file.replace(folder / file.name)
    part.rmdir()
    (folder / "done").touch()
    return folder


def _by(n: int, articles: Iterator[Article]) -> Iterator[list[Article]]:
    while some := list(itertools.islice(articles, n)):
        yield some


def _code_or_reject(article: Article, skip: frozenset[str]) -> Coded | Reject:
    from sitrep.coder import code

    if article.article_id in skip:
        reason = "The reading process died on this article twice: split its text, or run where there is more memory; then `sitrep replay`."
        return Reject(article.source_uri, "read", "process_died", reason, **_kept(article))
    try:
        return code(article)
    except Exception as error:  # one article must never stop the others; the reject says what happened
        return _failed(article, error)


def _tables(coded: list[tuple[Article, Coded]], rejects: list[Reject]) -> Iterator[tuple[str, pa.Table]]:
    """The tables of coded articles; an article with a row that does not fit its contract goes to `rejects`."""
    from sitrep.tables import from_rows

    try:
        made = {name: from_rows(name, [row for _, rows in coded for row in rows.get(name, ())]) for name in CODED_TABLES}
    except Exception as error:
        if len(coded) == 1:
            rejects.append(_failed(coded[0][0], error))
            return
        for one in coded:
            yield from _tables([one], rejects)
        return
    # An article's view of its actors: the row of all articles is made of these.
    views = [article.article_id for article, rows in coded for _ in rows.get("actors", ())]
    made["actors"] = made["actors"].append_column("article_id", pa.array(views, pa.string()))
    yield from made.items()


def _failed(article: Article, error: Exception) -> Reject:
    reason = f"{type(error).__name__}: {error}. It is kept here; `sitrep extract` on its file shows where, `sitrep replay` tries again."
    return Reject(article.source_uri, "extract", "exception", reason, **_kept(article))


def _kept(article: Article) -> dict[str, Any]:
    """With which `sitrep replay` tries again."""
    return {"article_id": article.article_id, "table": "articles", "row": asdict(article)}
