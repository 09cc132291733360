"""Expectations about whole tables, which decide whether a run may publish."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from sitrep.schemas import arrow_schema
from sitrep.validate.expectations import evaluate
from sitrep.validate.results import NAMED, ExpectationResult
from sitrep.validate.suites import Expected

# More rejected rows than this are a fault of the run, not of its rows.
SHARE_REJECTED = 0.2
FEW = 10  # rejected rows that are never too many

Verdict = tuple[list[ExpectationResult], list[str]]  # results, and reasons not to publish


def types_of(tables: Mapping[str, pa.Table]) -> Verdict:
    """Has every table the columns of its contract, with their types?"""
    rows = [
        (name, column, _type(arrow_schema(name), column), _type(table.schema, column))
        for name, table in tables.items()
        for column in dict.fromkeys([*arrow_schema(name).names, *table.column_names])
    ]
    columns = pd.DataFrame(rows, columns=["table", "column", "contract", "found"])
    columns["columns_and_types_of_the_contract"] = columns["contract"] == columns["found"]
    rule = _rule("columns_and_types_of_the_contract", "columns and types are those of the contract")
    wrong = columns.loc[evaluate("columns", columns, [rule])[0].rows]
    results = [_result(name, rule, list(wrong["column"][wrong["table"] == name]), table.num_columns) for name, table in tables.items()]
    return results, [f"{r.table}.{r.column} is {r.found}, in the contract {r.contract}" for r in wrong.itertuples()]


def accounts(counts: Mapping[str, tuple[int, int, int, int]]) -> Verdict:
    """Is every row that came in published or rejected, and are not too many rejected? `counts`: rows in, out, rejected by an
    expectation and taken out by a reviewer."""
    books = pd.DataFrame([(n, *c) for n, c in counts.items()], columns=["table", "n_in", "n_out", "n_rejected", "n_reviewed"])
    books["in_is_out_plus_rejected"] = books["n_in"] == books["n_out"] + books["n_rejected"] + books["n_reviewed"]
    books["few_rows_rejected"] = (books["n_rejected"] <= FEW) | (books["n_rejected"] <= SHARE_REJECTED * books["n_in"])
    books["articles_left"] = (books["n_out"] > 0) | (books["n_in"] == 0) | (books["table"] != "articles")
    rules = [
        _rule("in_is_out_plus_rejected", "every row that came in is published or rejected"),
        _rule("few_rows_rejected", f"at most {SHARE_REJECTED:.0%} of the rows are rejected"),
        _rule("articles_left", "not all articles are rejected"),
    ]
    results, reasons = [], []
    for finding in evaluate("counts", books, rules):
        for i, row in enumerate(books.to_dict("records")):
            failed = i in finding.rows
            results.append(_result(row["table"], finding.expected, [row["table"]] if failed else [], 1))
            if failed:
                went = f"{row['n_out']} go out, {row['n_rejected']} are rejected, {row['n_reviewed']} taken out by a reviewer"
                count = f"{row['n_in']} rows came in, {went}"
                reasons.append(f"{row['table']}: {count}; the rule is that {finding.expected.says}")
    return results, reasons


def documents(came: int, known: int, new: int, rejected: int) -> Verdict:
    """Is every document that came by known, new or rejected?"""
    rule = _rule("documents_in_are_out_plus_rejected", "every document that came by is known, new or rejected")
    books = pd.DataFrame({rule.name: [came == known + new + rejected]})
    lost = bool(evaluate("documents", books, [rule])[0].rows)
    count = f"articles: {came} documents came by, {known} are known, {new} new, {rejected} rejected; the rule is that {rule.says}"
    return [_result("articles", rule, ["this run"] if lost else [], 1)], [count] if lost else []


def readable(problem: str | None) -> ExpectationResult:
    """Could the record of earlier runs be read? `problem` says why not."""
    says = "the record of earlier runs can be read" + (f"; {problem}" if problem else "")
    return ExpectationResult("runs", "record_is_readable", (), "warning", problem is None, 1, int(problem is not None), notes=says)


def _rule(name: str, says: str) -> Expected:
    return Expected("", name, (name,), says, "fail", "ExpectColumnValuesToBeInSet", {"value_set": [True]})


def _result(table: str, rule: Expected, failing: list[str], n_checked: int) -> ExpectationResult:
    return ExpectationResult(table, rule.name, (), rule.severity, not failing, n_checked, len(failing), failing[:NAMED], notes=rule.says)


def _type(schema: pa.Schema, column: str) -> str:
    return str(schema.field(column).type) if column in schema.names else "missing"
