"""Great Expectations, and the only file that imports it: a suite on a frame gives the rows that fail."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from sitrep.validate.suites import Expected

ROW = "row number"
# A listing of failing rows takes twice the time of a yes or no, and 21 s for 300,000 rows: ask first, list what fails.
LIST_AT_MOST = 50_000  # failing rows of one expectation


@dataclass(slots=True)
class Finding:
    """What an expectation found: positions of the failing rows. `listed` is False when they were too many to list."""

    expected: Expected
    n_failed: int = 0
    rows: list[int] = field(default_factory=list)
    listed: bool = True
    error: str | None = None


def evaluate(name: str, frame: pd.DataFrame, suite: Sequence[Expected]) -> list[Finding]:
    """Hold the rows of `frame` against `suite`; one finding an expectation, in their order.

    The columns named by each expectation are in `frame`; those of checks are under `check_column(expected)`.
    """
    if frame.empty:  # Great Expectations cannot type columns without values; nothing can fail
        return [Finding(e) for e in suite]
    batch = _batch(name, frame)
    verdicts = zip(suite, _validate(batch, suite, "BOOLEAN_ONLY"), strict=True)
    findings = [Finding(e, int(not r.success), error=_raised(r)) for e, r in verdicts]
    failed = [f.expected for f in findings if f.n_failed and not f.error]
    # Only in a table that is larger can more rows fail than may be listed.
    counted = failed if len(frame) > LIST_AT_MOST else []
    counts = {id(e): int(r.result["unexpected_count"]) for e, r in zip(counted, _validate(batch, counted, "BASIC"), strict=True)}
    few = [e for e in failed if counts.get(id(e), 0) <= LIST_AT_MOST]
    listed = {id(e): _listed(e, r) for e, r in zip(few, _validate(batch, few, "COMPLETE"), strict=True)}
    return [listed.get(id(f.expected)) or replace(f, n_failed=counts.get(id(f.expected), 0), listed=not f.n_failed) for f in findings]


def check_column(expected: Expected) -> str:
    """The frame's column of booleans for one of our checks."""
    return f"check {expected.name}"


def _validate(batch: Any, suite: Sequence[Expected], detail: str) -> list[Any]:
    if not suite:
        return []
    gx, gxe = _modules()
    expectations = [
        getattr(gxe, e.kind)(column=check_column(e) if e.check else e.columns[0], severity=e.severity, meta={"order": i}, **e.kwargs)
        for i, e in enumerate(suite)
    ]
    wanted = {"result_format": detail, "return_unexpected_index_query": False}
    if detail == "COMPLETE":
        wanted["unexpected_index_column_names"] = [ROW]
    results = batch.validate(gx.ExpectationSuite(name="suite", expectations=expectations), result_format=wanted).results
    return sorted(results, key=lambda r: r.expectation_config.meta["order"])


def _listed(expected: Expected, result: Any) -> Finding:
    entries = result.result["unexpected_index_list"]
    rows = [int(entry[ROW]) for entry in entries]
    if expected.kind == "ExpectColumnValuesToBeUnique":
        rows = _but_first(rows, entries, expected.columns[0])
    return Finding(expected, len(rows), sorted(rows))


def _but_first(rows: list[int], entries: Sequence[dict[str, Any]], column: str) -> list[int]:
    """Of rows with one key the first stays."""
    seen, others = set(), []
    for row, entry in sorted(zip(rows, entries, strict=True), key=lambda pair: pair[0]):
        if entry[column] in seen:
            others.append(row)
        seen.add(entry[column])
    return others


def _raised(result: Any) -> str | None:
    """An exception inside Great Expectations comes back as `success: False`: tell it from a failure."""
    info = result.exception_info or {}
    infos = [info] if "raised_exception" in info else list(info.values())
    return next((str(i.get("exception_message")) for i in infos if i.get("raised_exception")), None)


def _batch(name: str, frame: pd.DataFrame) -> Any:
    frame = frame.assign(**{ROW: np.arange(len(frame))})
    return _definition(name).get_batch({"dataframe": frame})


@functools.cache
def _definition(name: str) -> Any:
    return _source().add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)


@functools.cache
def _source() -> Any:
    return _context().data_sources.add_or_update_pandas("tables")  # one for all: each keeps the last frame that it saw


@functools.cache
def _context() -> Any:
    gx, _ = _modules()
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)  # it sets INFO itself, to tell of its folders
    context = gx.get_context(mode="ephemeral")
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def load() -> None:
    """Load Great Expectations while there is nothing else to do."""
    _context()


@functools.cache
def _modules() -> tuple[Any, Any]:
    """Great Expectations takes 3 to 6 s and 250 MB to import: only when there is something to validate."""
    os.environ.setdefault("DO_NOT_TRACK", "1")
    import great_expectations as gx
    import great_expectations.expectations as gxe

    return gx, gxe
