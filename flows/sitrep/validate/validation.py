"""Validation of all tables of a run: what fails goes to rejects, and what hung on it is looked at again."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from sitrep.schemas import TABLES, contract, empty
from sitrep.validate.expectations import Finding, check_column, evaluate
from sitrep.validate.gate import accounts, types_of
from sitrep.validate.results import NAMED, ExpectationResult, Validation
from sitrep.validate.suites import Expected, suite
from sitrep.validate.world import World, frame

ROUNDS = 12  # rejected rows take their dependents with them; each round is one link further


@dataclass(slots=True)
class _Run:
    """Frames of the rows that still stand, by table, indexed by their positions in the tables as they came."""

    frames: dict[str, pd.DataFrame]
    known: Mapping[str, frozenset[str]]
    results: dict[tuple[str, str, tuple[str, ...]], ExpectationResult] = field(default_factory=dict)
    rejected: dict[str, dict[int, list[Expected]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    reasons: list[str] = field(default_factory=list)


def validate(
    tables: Mapping[str, pa.Table],
    *,
    run_id: str,
    known_ids: Mapping[str, Iterable[str]] | None = None,
    left_out: Mapping[str, int] | None = None,
) -> Validation:
    """Hold tables against their contracts and each other.

    `tables` by name; one that is missing counts as empty. `known_ids` gives ids by table that exist beside these rows, so that
    references to them are good; `left_out` how many rows of each table a reviewer took out before. Rows that fail a critical
    expectation leave their table and become rows for `rejects`; then everything that referred to them is looked at again,
    until nothing changes.
    """
    tables = {name: tables[name] if name in tables else empty(name) for name in TABLES}
    structure, reasons = types_of(tables)
    if reasons:
        return Validation(dict(tables), [], structure, reasons)
    known = {name: frozenset(ids) for name, ids in (known_ids or {}).items()}
    run = _Run({name: frame(table) for name, table in tables.items()}, known)
    for round_ in range(ROUNDS):
        if not _round(run, across_only=round_ > 0):
            break
    else:
        run.reasons.append(f"rows still fall out after {ROUNDS} rounds; the tables refer to each other in a circle, look at the rejects")
    kept = {name: tables[name].take(pa.array(run.frames[name].index, pa.int64())) for name in TABLES}
    rejects = _reject_rows(run, tables, run_id)
    out = {name: (left_out or {}).get(name, 0) for name in TABLES}
    counts = {n: (tables[n].num_rows + out[n], kept[n].num_rows, len(run.rejected[n]), out[n]) for n in TABLES}
    balance, more = accounts(counts)
    return Validation(kept, rejects, [*structure, *run.results.values(), *balance], [*run.reasons, *more])


def _round(run: _Run, *, across_only: bool) -> bool:
    """Evaluate the suites on what stands and take out what fails; True when something was taken out."""
    world = World(run.frames, run.known)
    failing: dict[str, set[int]] = {}
    for name in TABLES:
        expected = suite(name, across_only=across_only)
        columns = _columns(world, name, expected, run.reasons)
        findings = evaluate(name, columns, [e for e in expected if _column_of(e) in columns]) if expected else []
        failing[name] = {row for f in findings for row in _record(run, name, f)}
    for name, rows in failing.items():
        if rows:
            run.frames[name] = run.frames[name].drop(index=list(rows))
    return any(failing.values())


def _column_of(expected: Expected) -> str:
    return check_column(expected) if expected.check else expected.columns[0]


def _columns(world: World, name: str, expected: list[Expected], reasons: list[str]) -> pd.DataFrame:
    """The columns that the suite looks at: those of the table, and one of booleans for each check."""
    source = world.frames[name]
    columns: dict[str, Any] = {e.columns[0]: source[e.columns[0]].to_numpy() for e in expected if not e.check}
    columns |= {check_column(e): e.check.test(world) for e in expected if e.check}
    return pd.DataFrame(columns)


def _record(run: _Run, name: str, finding: Finding) -> list[int]:
    """Enter a finding into the results; gives the positions (in the table as it came) of the rows that must go."""
    expected, standing = finding.expected, run.frames[name]
    positions = [int(standing.index[row]) for row in finding.rows]
    keys = standing[contract(name).primary_key]
    ids = [str(keys.loc[p]) for p in positions[:NAMED]]
    entry = (name, expected.name, expected.columns)
    result = run.results.get(entry)
    if result is None:
        kwargs = {k: v for k, v in expected.kwargs.items() if not expected.check}
        run.results[entry] = result = ExpectationResult(
            name, expected.name, expected.columns, expected.severity, True, len(standing), 0, kwargs=kwargs, notes=expected.says
        )
    result.n_failed += finding.n_failed
    result.failing_ids = (result.failing_ids + ids)[:NAMED]
    result.error = result.error or finding.error
    result.success = result.n_failed == 0 and result.error is None
    if finding.error and expected.mode != "warn":
        run.reasons.append(f"{name}.{expected.name} could not be evaluated: {finding.error}")
    if expected.mode == "warn" or not finding.n_failed:
        return []
    if expected.mode == "fail":
        run.reasons.append(f"{name}: {finding.n_failed} rows break {expected.says}")
    if not finding.listed:
        run.reasons.append(f"{name}: {finding.n_failed:,} rows break {expected.says}, too many to take out one by one")
    result.quarantined = bool(positions)
    for position in positions:
        run.rejected[name][position].append(expected)
    return positions


def _reject_rows(run: _Run, tables: Mapping[str, pa.Table], run_id: str) -> list[dict[str, Any]]:
    """One row for each rejected row and rule, with what it held."""
    origins = {row["article_id"]: row for row in tables["articles"].select(["article_id", "source_uri", "coded_by"]).to_pylist()}
    rows = []
    for name in TABLES:
        for position, rules in sorted(run.rejected[name].items()):
            row = tables[name].slice(position, 1).to_pylist()[0]
            rows += [_reject_row(name, position, row, expected, origins, run_id) for expected in rules]
    return rows


def _reject_row(
    name: str, position: int, row: dict[str, Any], expected: Expected, origins: Mapping[str, Mapping[str, str]], run_id: str
) -> dict[str, Any]:
    key = row[contract(name).primary_key]
    found = ", ".join(f"{c} = {_short(row[c])}" for c in expected.columns)
    start, end = row.get("char_start"), row.get("char_end")
    origin = origins.get(row.get("article_id"), {})
    return {
        "reject_id": "rej-" + hashlib.sha256(json.dumps([name, key, position, expected.name, expected.columns]).encode()).hexdigest()[:16],
        "run_id": run_id,
        "stage": "validate",
        "version": origin.get("coded_by"),
        "source_uri": row.get("source_uri") or origin.get("source_uri") or "",
        "article_id": row.get("article_id"),
        "table": name,
        "row_id": key,
        "rule": expected.name,
        "reason": f"The rule is that {expected.says}; found {found}. Mend what made the row and run again.",
        "severity": "critical",
        "span": {"start": start, "end": end} if start is not None and end is not None else None,
        "row_json": json.dumps(row, default=str, ensure_ascii=False),
    }


def _short(value: Any) -> str:
    words = repr(value) if not hasattr(value, "isoformat") else value.isoformat()
    return words if len(words) <= 80 else words[:79] + "…"
