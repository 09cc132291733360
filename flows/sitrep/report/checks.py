"""What the run rejected and what its expectations found, as the report shows them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.report.figures import Figure, Tables, count, literal, rows_in
from sitrep.schemas import TABLES, contract

SEVERITIES = ("critical", "warning", "info")
EXAMPLES = 20  # rejects of one rule, and failing rows of one expectation, that are shown with their words
KEY = ("severity", "stage", "table", "rule")  # what groups rejects
WORDS = ("evidence", "text", "content", "name", "title", "reason")  # the first that a row has tells a person what it is about

Row = dict[str, Any]


def rejects(table: pa.Table) -> list[Row]:
    """Rejects by stage, table and rule, the gravest first, each with its count and its first examples."""
    columns = ["stage", "table", "rule", "severity", "source_uri", "reason", "row_id", "row_json"]
    counts: Counter[tuple[str, ...]] = Counter()
    examples: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for batch in table.select(columns).to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            key = (row["severity"], row["stage"], row["table"] or "", row["rule"])
            counts[key] += 1
            if len(examples[key]) < EXAMPLES:
                examples[key].append({**row, "words": _words(_row_of(row["row_json"]))})
    ordered = sorted(counts, key=lambda key: (SEVERITIES.index(key[0]), *key[1:]))
    return [{**dict(zip(KEY, key, strict=True)), "n": Figure(counts[key], _group_sql(key)), "examples": examples[key]} for key in ordered]


def _group_sql(key: tuple[str, ...]) -> str:
    conditions = [f"coalesce(\"{column}\", '') = {literal(value)}" for column, value in zip(KEY, key, strict=True)]
    return f"select count(*) from 'rejects.parquet' where {' and '.join(conditions)}"


def expectations(results: Iterable[Any], slices: Iterable[Tables], shared: Tables) -> list[Row]:
    """Expectations by table: what failed first, with the failing rows' words; then how many hold."""
    by_table: defaultdict[str, list[Any]] = defaultdict(list)
    for result in results:
        by_table[result.table].append(result)
    order = sorted(by_table, key=lambda name: (list(TABLES).index(name) if name in TABLES else len(TABLES), name))
    return [_table(name, by_table[name], [shared] if name in shared else slices, shared["rejects"]) for name in order]


def accounts(tables: Tables, run_id: str) -> list[Row]:
    """For each table the rows that came to validation, went out, and were rejected there."""
    rejects = tables["rejects"]
    mine = pc.and_(
        pc.equal(rejects["run_id"], run_id), pc.and_(pc.equal(rejects["stage"], "validate"), pc.equal(rejects["severity"], "critical"))
    )
    lost: defaultdict[str, set[str]] = defaultdict(set)
    for row in rejects.filter(mine).select(["table", "row_id"]).to_pylist():
        lost[row["table"]].add(row["row_id"])
    return [_account(name, tables, len(lost[name]), run_id) for name in TABLES if name != "rejects"]


def _account(name: str, tables: Tables, rejected: int, run_id: str) -> Row:
    out = count(name, None, tables)
    sql = (
        f"select count(distinct row_id) from 'rejects.parquet' where \"table\" = '{name}' and stage = 'validate' "
        f"and severity = 'critical' and run_id = {literal(run_id)}"
    )
    return {"name": name, "in": out.value + rejected, "out": out, "rejected": Figure(rejected, sql)}


def _table(name: str, results: Sequence[Any], slices: Iterable[Tables], rejects: pa.Table) -> Row:
    failed = sorted((r for r in results if not r.success), key=lambda r: (SEVERITIES.index(r.severity), r.expectation, tuple(r.columns)))
    wanted = sorted({str(key) for result in failed for key in result.failing_ids[:EXAMPLES]})
    words = _words_of(name, wanted, slices, rejects) if wanted else {}
    return {
        "name": name,
        "n": len(results),
        "failed": [
            {
                "result": result,
                "rows": [{"id": key, **words.get(str(key), {"words": None, "article": None})} for key in result.failing_ids[:EXAMPLES]],
            }
            for result in failed
        ],
        "held": sorted((r for r in results if r.success), key=lambda r: (SEVERITIES.index(r.severity), r.expectation, tuple(r.columns))),
    }


def _words_of(name: str, keys: list[str], slices: Iterable[Tables], rejects: pa.Table) -> dict[str, Row]:
    """The words of rows by key, and their article: from their table, or from the rejects when they are not there any more."""
    found: dict[str, Row] = {}
    for row in rows_in([{"rejects": rejects}], "rejects", "row_id", keys):
        found[row["row_id"]] = {"words": _words(_row_of(row["row_json"])), "article": row["article_id"]}
    if name in TABLES:
        key = contract(name).primary_key
        for row in rows_in(slices, name, key, keys):
            found[row[key]] = {"words": _words(row), "article": row.get("article_id")}
    return found


def _row_of(source: str | None) -> Row:
    try:
        row = json.loads(source or "{}")
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _words(row: Mapping[str, Any]) -> str:
    words = next((str(row[column]) for column in WORDS if row.get(column)), "")
    return words if len(words) <= 240 else words[:239] + "…"
