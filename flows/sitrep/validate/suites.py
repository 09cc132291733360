"""The expectations of a table: derived from its contract, and the checks of this room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sitrep.validate.links
import sitrep.validate.sense
import sitrep.validate.words  # noqa: F401  (each fills CHECKS)
from sitrep.schemas import Column, contract
from sitrep.validate.checks import CHECKS, Check


@dataclass(frozen=True, slots=True)
class Expected:
    """One Great Expectations expectation by its class name, on one column of the frame; or one of our checks, which is
    a column of booleans that must be true."""

    table: str
    name: str
    columns: tuple[str, ...]
    says: str
    mode: str
    kind: str  # the class in great_expectations.expectations
    kwargs: dict[str, Any] = field(default_factory=dict)
    check: Check | None = None

    @property
    def severity(self) -> str:
        return "warning" if self.mode == "warn" else "critical"


def suite(table: str, *, across_only: bool = False, overall: bool | None = None) -> list[Expected]:
    """Everything that is expected of a table; only what other tables' rows decide when `across_only`, only what counts the rows of
    all slices when `overall`, and all but that when it is False."""
    checks = [_of_check(c) for c in checks_of(table) if (c.across or not across_only) and overall in (None, c.overall)]
    return checks if across_only or overall else [*_of_contract(table), *checks]


def checks_of(table: str) -> list[Check]:
    """The checks of a table by name: the order in which modules were imported must not show in what is published."""
    return sorted((c for c in CHECKS if c.table == table), key=lambda c: c.name)


def _of_check(c: Check) -> Expected:
    return Expected(c.table, c.name, c.columns, c.says, c.mode, "ExpectColumnValuesToBeInSet", {"value_set": [True]}, c)


def _of_contract(table: str) -> Iterator[Expected]:
    for column in contract(table).columns:
        yield from _of_column(table, column)


def _of_column(table: str, column: Column) -> Iterator[Expected]:
    # A reject is never rejected: whatever is wrong with it, it is kept and the report says so.
    mode = "warn" if table == "rejects" else column.mode

    def expect(kind: str, says: str, mode: str = mode, **kwargs: Any) -> Expected:
        return Expected(table, _snake(kind), (column.name,), f"{column.name} {says}", mode, kind, kwargs)

    if not column.nullable:
        yield expect("ExpectColumnValuesToNotBeNull", "is not null")
    if column.name == contract(table).primary_key:
        yield expect("ExpectColumnValuesToBeUnique", "is unique", "warn" if table == "rejects" else "quarantine")
    if column.is_list or column.type == "span":
        return
    if column.values:
        known = "an ISO 3166-1 alpha-3 code" if column.vocabulary == "country" else "one of " + ", ".join(column.values)
        yield expect("ExpectColumnValuesToBeInSet", f"is {known}", value_set=list(column.values))
    elif column.pattern:
        # Great Expectations looks for the pattern anywhere in the value, and $ would let a newline at the end pass.
        yield expect("ExpectColumnValuesToMatchRegex", f"matches {column.pattern}", regex=_whole(column.pattern))
    if column.minimum is not None or column.maximum is not None:
        low, high = column.minimum, column.maximum
        bounds = f"is {low:g} to {high:g}" if high is not None else f"is at least {low:g}"
        yield expect("ExpectColumnValuesToBeBetween", bounds, min_value=low, max_value=high)


def _whole(pattern: str) -> str:
    rest = pattern.removeprefix("(?s)")
    return f"{'(?s)' if rest != pattern else ''}\\A(?:{rest})\\Z"


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
