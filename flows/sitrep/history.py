"""The record of runs: `runs.parquet` in the output folder, one row a run.

It holds clock times, so it is no part of an edition: it lies beside the published version, is replaced by one rename after
each run, and what becomes of it never touches the tables.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sitrep.schemas import TABLES, arrow_schema, empty
from sitrep.summary import Summary

FILE = "runs.parquet"
UNREADABLE = "runs.unreadable.parquet"  # a broken record is put aside, not lost
NOTHING_CODED = dict.fromkeys((f"coded_{what}" for what in ("words", "events", "statements", "casualties", "mentions", "actors")), 0)
DESCRIBED = "description"  # actors.resolution of an actor known by no name


class Stopwatch:
    """Times the rooms of a run: `lap("read")` ends one."""

    def __init__(self) -> None:
        self.started_at = datetime.now(UTC)
        self.seconds = {"read_seconds": 0.0, "validate_seconds": 0.0, "publish_seconds": 0.0}
        self._last = time.monotonic()

    def lap(self, room: str) -> None:
        now = time.monotonic()
        self.seconds[f"{room}_seconds"] += now - self._last
        self._last = now


@contextlib.contextmanager
def recorded(out: Path, version: str, sources: Sequence[str], killed: str | None = None) -> Iterator[Stopwatch]:
    """Time a run; when it ends in an error, say so in the record of runs.

    `killed` tells of a run before this one that died and could not say it itself (see `lock.locked`): it gets a row too.
    """
    if killed:
        _record_crash(out, version, [], killed, Stopwatch())
    watch = Stopwatch()
    try:
        yield watch
    except BaseException as error:
        reason = f"{type(error).__name__}: {error}".strip().removesuffix(":")
        with contextlib.suppress(OSError):  # a full disk may be what ended it
            _record_crash(out, version, sources, reason, watch)
        raise


def _record_crash(out: Path, version: str, sources: Sequence[str], reason: str, watch: Stopwatch) -> None:
    facts = asdict(Summary(run_id="", version=version, out=str(out), published=False, reasons=[reason]))
    row = run_row(facts, sources=list(sources), started_at=watch.started_at, **watch.seconds)
    History.read(out).append(out, {**row, "run_id": None, "verdict": "crashed"})


def record(out: Path, facts: Mapping[str, Any], sources: Sequence[str], watch: Stopwatch) -> None:
    """Write what a run did into the record of runs; `facts` is its Summary as plain data."""
    row = run_row(facts, sources=list(sources), started_at=watch.started_at, **watch.seconds)
    History.read(out).append(out, row)


@dataclass(frozen=True, slots=True)
class History:
    """The runs before this one, as `schemas/runs.yaml` has them; `problem` says why they could not be read."""

    runs: pa.Table
    problem: str | None = None

    @classmethod
    def read(cls, out: Path) -> History:
        """What `out` remembers. A missing file is an empty history; so is a broken one, which is a problem to tell of."""
        path = out / FILE
        if not path.exists():
            return cls(empty("runs"))
        try:
            return cls(_as_now(pq.read_table(path, partitioning=None)))
        except (OSError, pa.ArrowException, ValueError) as error:
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            return cls(
                empty("runs"),
                f"{path} could not be read ({why}). The run goes on without the runs before it; the file is kept as {UNREADABLE}: "
                f"put a sound copy in its place to have them back.",
            )

    def last(self, n: int) -> pa.Table:
        """The last `n` runs, oldest first."""
        return self.runs.slice(max(0, self.runs.num_rows - n))

    def append(self, out: Path, row: Mapping[str, Any]) -> None:
        """Add the row of a run; its `run_number` follows the last one. Raises OSError when the folder cannot be written."""
        path = out / FILE
        if self.problem and path.exists():
            os.replace(path, out / UNREADABLE)
        number = (pc.max(self.runs["run_number"]).as_py() or 0) + 1
        new = pa.Table.from_pylist([{**row, "run_number": number}], schema=arrow_schema("runs"))
        part = path.with_suffix(".part")
        pq.write_table(pa.concat_tables([self.runs, new]), part, compression="zstd")
        os.replace(part, path)


def _as_now(runs: pa.Table) -> pa.Table:
    """The runs by today's contract: a column that an older version did not write is null, zero or empty."""
    schema = arrow_schema("runs")
    if "run_number" not in runs.column_names:
        raise ValueError("it has no column run_number")
    columns = [runs[f.name].cast(f.type) if f.name in runs.column_names else _unknown(f, runs.num_rows) for f in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _unknown(field: pa.Field, n: int) -> pa.Array:
    if field.nullable:
        return pa.nulls(n, field.type)
    blank: Any = [] if pa.types.is_list(field.type) or pa.types.is_map(field.type) else "" if pa.types.is_string(field.type) else 0
    return pa.array([blank] * n, field.type)


def coded_figures(slices: Iterable[Mapping[str, pa.Table]], actors: pa.Table, articles: Collection[str]) -> dict[str, Any]:
    """What the rows of these articles come to: counts, types of events, and shares of what is not known."""
    wanted = pa.array(sorted(articles), pa.string())
    n: Counter[str] = Counter()
    types: Counter[str] = Counter()
    named: set[str] = set()
    for one in slices:
        of = {name: _of(one[name], wanted) for name in ("articles", "events", "statements", "casualties", "mentions")}
        events = of["events"]
        n.update({name: table.num_rows for name, table in of.items()})
        n["words"] += pc.sum(of["articles"]["n_words"]).as_py() or 0
        n["undated"] += events["event_date_start"].null_count
        n["unplaced"] += events["where_precision"].null_count
        types.update(events["event_type"].to_pylist())
        named.update(pc.unique(of["mentions"]["actor_id"]).to_pylist())
    known = actors.filter(pc.is_in(actors["actor_id"], pa.array(sorted(named), pa.string())))["resolution"]
    return {
        **{f"coded_{name}": n[name] for name in ("words", "events", "statements", "casualties", "mentions")},
        "coded_actors": len(known),
        "event_types": dict(sorted(types.items())),
        "undated_share": n["undated"] / n["events"] if n["events"] else None,
        "unplaced_share": n["unplaced"] / n["events"] if n["events"] else None,
        "unresolved_share": pc.mean(pc.cast(pc.equal(known, DESCRIBED), pa.float64())).as_py() if len(known) else None,
    }


def run_row(facts: Mapping[str, Any], **record: Any) -> dict[str, Any]:
    """The row of a run, without its number: `facts` is its Summary as plain data, `record` what that does not tell:
    started_at, sources and the seconds."""
    verdict = "published" if facts["published"] else "held_back"
    checked = {f"{s}_{k}": facts["expectations"].get(s, {}).get(k, 0) for s in ("critical", "warning") for k in ("checked", "failed")}
    return {
        **{key: facts[key] for key in ("run_id", "version", "articles_in", "articles_known", "articles_new", "articles_rejected")},
        "verdict": verdict if facts["changed"] else "unchanged",
        "reasons": facts["reasons"],
        "corrections": facts["corrections"],
        **{name: facts["rows"].get(name, 0) for name in TABLES},
        "rejected": sorted(facts["rejects"].items()),
        **NOTHING_CODED,
        **facts["figures"],
        "event_types": sorted(facts["figures"].get("event_types", {}).items()),
        **checked,
        **record,
    }


def _of(table: pa.Table, articles: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table["article_id"], articles))
