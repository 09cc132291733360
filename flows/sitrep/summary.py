"""What a run says of itself: progress while it goes, a summary when it is done."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitrep.batches import Batch
    from sitrep.workers import Cluster, Workers


@dataclass(slots=True)
class Summary:
    """A run in numbers. `articles_in` = `articles_known` + `articles_new` + `articles_rejected`, always."""

    run_id: str
    version: str
    out: str
    articles_in: int = 0
    articles_known: int = 0  # coded before by the same version: not read again
    articles_new: int = 0  # coded by this run and published
    articles_rejected: int = 0
    rows: dict[str, int] = field(default_factory=dict)  # table → rows published
    rejects: dict[str, int] = field(default_factory=dict)  # "stage: rule" → rows rejected by this run
    expectations: dict[str, dict[str, int]] = field(default_factory=dict)  # severity → {"checked": n, "failed": n}
    published: bool = True
    changed: bool = True
    report: str | None = None
    reasons: list[str] = field(default_factory=list)  # why it is not published
    notes: list[str] = field(default_factory=list)  # what a person should know beside the expectations
    figures: dict[str, Any] = field(default_factory=dict)  # of the articles that this run coded (schemas/runs.yaml)
    corrections: int = 0  # reviewers' decisions applied

    @property
    def balanced(self) -> bool:
        return self.articles_in == self.articles_known + self.articles_new + self.articles_rejected


@dataclass(slots=True)
class Progress:
    """Counts that a listener may show: articles known, to code, coded; rejects by rule; what the run is doing."""

    known: int = 0
    to_code: int = 0
    coded: int = 0
    doing: str = ""
    collecting: bool = True
    rejects: Counter[str] = field(default_factory=Counter)
    started: float | None = None

    def say(self, doing: str) -> None:
        self.doing = doing
        tell(self)

    def add(self, batch: Batch) -> None:
        self.known += len(batch.known)
        self.to_code += batch.size
        self.rejects.update(f"{r.stage}: {r.rule}" for r in batch.rejects)
        self.say("reading")

    def collected(self) -> None:
        self.collecting = False
        tell(self)

    @property
    def share(self) -> float:
        """Per cent of the articles collected so far that are coded."""
        return 100.0 * self.coded / self.to_code if self.to_code else 100.0

    @property
    def rate(self) -> float:
        """Articles a second since the first one was coded."""
        return self.coded / (time.monotonic() - self.started) if self.started and self.coded else 0.0

    @contextlib.contextmanager
    def follow(self, workers: Workers | Cluster) -> Iterator[None]:
        """Look at the processes' common count a few times a second and tell the listeners."""
        over = threading.Event()
        self.started = time.monotonic()

        def watch() -> None:
            while not over.wait(0.2):
                self.coded = workers.done.value
                tell(self)

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.coded = workers.done.value


Listener = Callable[[Progress], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> Callable[[], None]:
    """Have `listener` called at every step of runs in this process; gives a function that ends it."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def tell(progress: Progress) -> None:
    for listener in list(_listeners):
        listener(progress)
