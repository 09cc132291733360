"""Expectations about corrections: each finds its row, says what the contract allows, and was made of the value as coded."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sitrep.review.apply import Decision
from sitrep.validate.expectations import Finding, evaluate
from sitrep.validate.results import NAMED, ExpectationResult
from sitrep.validate.suites import Expected

RULES = {
    "correction_is_applied": "a line of corrections.csv finds its row and says what the contract allows",
    "correction_is_of_the_coded_value": "the value as coded is still the one that the reviewer saw",
}


def of_corrections(decisions: Sequence[Decision]) -> list[ExpectationResult]:
    """Two expectations of severity warning for each table that has corrections; their notes name the first lines that fail."""
    results = []
    for table in sorted({d.correction.table for d in decisions}):
        made = [d for d in decisions if d.correction.table == table]
        faults = {"correction_is_applied": [d.problem for d in made], "correction_is_of_the_coded_value": [_drift(d) for d in made]}
        frame = pd.DataFrame({rule: [f is None for f in found] for rule, found in faults.items()})
        rules = [Expected(table, r, (r,), says, "warn", "ExpectColumnValuesToBeInSet", {"value_set": [True]}) for r, says in RULES.items()]
        for finding in evaluate("corrections", frame, rules):
            failing = [(made[i], faults[finding.expected.name][i]) for i in finding.rows]
            told = "".join(f"; line {d.line}: {fault}" for d, fault in failing[:NAMED])
            ids = [d.correction.row_id for d, _ in failing[:NAMED]]
            results.append(_result(finding, ids, len(made), len(failing), told))
    return results


def _result(finding: Finding, ids: list[str], n: int, n_failed: int, told: str) -> ExpectationResult:
    rule = finding.expected
    success = not n_failed and not finding.error
    return ExpectationResult(
        rule.table, rule.name, ("reviewed",), rule.severity, success, n, n_failed, ids, notes=rule.says + told, error=finding.error
    )


def _drift(decision: Decision) -> str | None:
    c = decision.correction
    return None if decision.drifted is None else f"{c.column} was {c.old or 'null'} and is now coded {decision.drifted or 'null'}"
