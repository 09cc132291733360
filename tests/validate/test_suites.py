"""Every expectation that Great Expectations evaluates is shown a row that breaks it, and names that row."""

import numpy as np
import pandas as pd
import pytest

from sitrep.schemas import TABLES, contract
from sitrep.tables import from_rows
from sitrep.validate import expectations
from sitrep.validate.expectations import evaluate
from sitrep.validate.suites import Expected, suite
from sitrep.validate.world import frame

# What went wrong in other data sets, and belongs to none of our columns.
WRONG_CODES = {"cameo_code": ["13y", "21", "4", "194\n", " 194", "x194"], "geonames_id": ["099532"], "admin1_code": ["IQBA"],
               "event_type": ["assault", "ASSAULT\t"], "country": ["IQ", "ENG"]}  # fmt: skip


def violations(expected, value):
    """Values that break one expectation of one column."""
    column = contract(expected.table)[expected.columns[0]]
    return {
        "ExpectColumnValuesToNotBeNull": [None],
        "ExpectColumnValuesToBeUnique": [value],
        "ExpectColumnValuesToBeInSet": ["13y", *WRONG_CODES.get(column.name, ())],
        "ExpectColumnValuesToMatchRegex": WRONG_CODES.get(column.name) or [_unlike(column.pattern)],
        "ExpectColumnValuesToBeBetween": [v for v in (_below(column.minimum), _above(column.maximum)) if v is not None],
    }[expected.kind]


def _unlike(pattern):
    return "" if pattern and (pattern.endswith("+") or "S" in pattern) else "a\tb"


def _below(minimum):
    return None if minimum is None else minimum - 1


def _above(maximum):
    return None if maximum is None else maximum + 1


@pytest.mark.parametrize("name", TABLES)
def test_each_expectation_names_the_row_that_breaks_it(coded, name):
    native = [e for e in suite(name) if e.check is None]
    good = frame(from_rows(name, coded[name])).iloc[0]
    rows, broken = [good], []
    for expected in native:
        for value in violations(expected, good[expected.columns[0]]):
            broken.append((expected, len(rows), value))
            rows.append(pd.concat([good.drop(expected.columns[0]), pd.Series({expected.columns[0]: value}, dtype=object)]))
    key = contract(name).primary_key
    for i, row in enumerate(rows[1:], start=1):
        untouched = not any(at == i and e.columns[0] == key for e, at, _ in broken)
        if untouched:
            row[key] = f"row-{i}"
    columns = pd.DataFrame(rows).reset_index(drop=True)
    findings = {(f.expected.name, f.expected.columns): f for f in evaluate(name, columns, native)}
    assert not [f.error for f in findings.values() if f.error]
    for expected, row, value in broken:
        found = findings[expected.name, expected.columns]
        assert row in found.rows, f"{expected.columns[0]} = {value!r} breaks {expected.says!r}"
        assert 0 not in found.rows, f"{expected.says!r} does not fail on the row as coded"


def test_the_suites_cover_the_contract():
    for name in TABLES:
        expected = {(e.kind, e.columns[0]) for e in suite(name) if e.check is None}
        for column in contract(name).columns:
            assert (("ExpectColumnValuesToNotBeNull", column.name) in expected) == (not column.nullable)
            if column.values and not column.is_list:
                assert ("ExpectColumnValuesToBeInSet", column.name) in expected
            elif column.pattern and not column.is_list:
                assert ("ExpectColumnValuesToMatchRegex", column.name) in expected
        assert ("ExpectColumnValuesToBeUnique", contract(name).primary_key) in expected


def test_an_expectation_that_breaks_is_no_failure_of_the_data():
    broken = Expected("events", "broken", ("absent",), "exists", "quarantine", "ExpectColumnValuesToNotBeNull")
    finding = evaluate("events", pd.DataFrame({"present": [1]}), [broken])[0]
    assert finding.error and not finding.rows


def test_too_many_failures_are_counted_and_not_listed(monkeypatch):
    monkeypatch.setattr(expectations, "LIST_AT_MOST", 10)
    rule = Expected("events", "rule", ("ok",), "is true", "quarantine", "ExpectColumnValuesToBeInSet", {"value_set": [True]})
    few, many = (evaluate("events", pd.DataFrame({"ok": np.arange(100) >= n}), [rule])[0] for n in (10, 11))
    assert (few.n_failed, few.listed, few.rows) == (10, True, list(range(10)))
    assert (many.n_failed, many.listed, many.rows) == (11, False, [])
