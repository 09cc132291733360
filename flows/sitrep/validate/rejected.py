"""Rows that failed a critical expectation, as rows of `rejects`."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from sitrep.schemas import contract
from sitrep.validate.suites import Expected


def reject_rows(
    tables: Mapping[str, pa.Table],
    rejected: Mapping[str, Mapping[int, Sequence[Expected]]],
    run_id: str,
    origins: Mapping[str, Mapping[str, str]],
) -> Iterator[dict[str, Any]]:
    """One row for each rejected row and rule, with what it held.

    `rejected` has the rules by table and position of the row, `origins` what its article says of itself by article_id.
    """
    for name, table in tables.items():
        seen: Counter[tuple[Any, ...]] = Counter()
        for position, rules in sorted(rejected[name].items()):
            row = table.slice(position, 1).to_pylist()[0]
            for expected in rules:
                key = (name, row[contract(name).primary_key], expected.name, expected.columns)
                yield _reject_row(name, seen[key], row, expected, origins, run_id)
                seen[key] += 1


def _reject_row(
    name: str, before: int, row: dict[str, Any], expected: Expected, origins: Mapping[str, Mapping[str, str]], run_id: str
) -> dict[str, Any]:
    """`before`: rows of the same key and rule before it."""
    key = row[contract(name).primary_key]
    found = ", ".join(f"{c} = {_short(row[c])}" for c in expected.columns)
    start, end = row.get("char_start"), row.get("char_end")
    origin = origins.get(row.get("article_id") or "", {})
    return {
        "reject_id": "rej-" + hashlib.sha256(json.dumps([name, key, before, expected.name, expected.columns]).encode()).hexdigest()[:16],
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
