"""The processes that a run starts: how they come to be, what they know of it, and that they end with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

import pyarrow as pa

from sitrep.knowledge.own_folder import VARIABLE as OWN_KNOWLEDGE

Result = TypeVar("Result")

_shared: tuple[Any, ...] = ()  # what the tasks of `on_all_cores` have in common, in a process that works on them


def cores() -> int:
    """Those that this process may use."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def context() -> BaseContext:
    """How processes come to be: forked from one that has loaded all they need, where forking is safe."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(["sitrep.loaded"])
    return forking


def give_back_what_is_free() -> None:
    """Arrow's own allocator keeps what it has had: 100 MB in each process that goes through slices of tables. The system's does not."""
    pa.set_memory_pool(pa.system_memory_pool())


def begin(knowledge: str | None) -> None:
    """In a new process, before its first task. `knowledge`: the folder of the user's own facts."""
    give_back_what_is_free()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal: the run says when its processes end
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if knowledge:
        from sitrep.memories import forget_what_was_loaded

        os.environ[OWN_KNOWLEDGE] = knowledge
        forget_what_was_loaded()  # it is of the package's facts


def on_all_cores(work: Callable[..., Result], items: Iterable[Any], *shared: Any, most: int | None = None) -> Iterator[Result]:
    """`work(item, *shared)` of each item, in their order, on as many cores as there are, `most` of them if that is given.

    `work` is a function of a module that may be called twice with one item; all else can be pickled. Processes begin at once, for every
    core but one; this process does its share, the last items first, when results are asked for: it has loaded what they have to load.
    """
    items = list(items)
    n = min(most or cores(), len(items)) - 1
    if n < 1:
        return (work(item, *shared) for item in items)
    pool = ProcessPoolExecutor(n, mp_context=context(), initializer=_begin_sharing, initargs=(os.environ.get(OWN_KNOWLEDGE), shared))
    futures = [pool.submit(_call, work, item) for item in items]
    pool.shutdown(wait=False)
    return _results(work, items, shared, futures)


def _results(work: Callable[..., Any], items: list[Any], shared: tuple[Any, ...], futures: list[Any]) -> Iterator[Any]:
    here: dict[int, Any] = {}
    untaken = range(len(items) - 1, -1, -1).__iter__()
    for i, future in enumerate(futures):
        while not future.done():
            last = next((n for n in untaken if n >= i and futures[n].cancel()), None)
            if last is None:
                break
            here[last] = work(items[last], *shared)
        yield here.pop(i) if i in here else _result(future, work, items[i], shared)
        futures[i] = items[i] = None  # what it gave need not be kept


def _begin_sharing(knowledge: str | None, shared: tuple[Any, ...]) -> None:
    global _shared
    begin(knowledge)
    _shared = shared


def _call(work: Callable[..., Any], item: Any) -> Any:
    return work(item, *_shared)


def _result(future: Future[Any], work: Callable[..., Any], item: Any, shared: tuple[Any, ...]) -> Any:
    try:
        return future.result()
    except (BrokenProcessPool, CancelledError):  # a process was killed: what is left is done here
        return work(item, *shared)


def _end_with_parent() -> None:
    """A pool waits for work for ever when the run that made it is killed: end with it."""
    if parent := multiprocessing.parent_process():
        connection.wait([parent.sentinel])
    os._exit(1)
