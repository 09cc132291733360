"""What validation gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

NAMED = 50  # failing ids that a result names


@dataclass(slots=True)
class ExpectationResult:
    """One expectation of one table. `notes` says what must hold; `quarantined`, whether failing rows went to rejects.

    `failing_ids` are the primary keys of the first 50 failing rows; `error` is set when the expectation itself broke.
    """

    table: str
    expectation: str
    columns: tuple[str, ...]
    severity: str
    success: bool
    n_checked: int
    n_failed: int
    failing_ids: list[str] = field(default_factory=list)
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""
    quarantined: bool = False
    error: str | None = None


@dataclass(slots=True)
class Validation:
    """`tables` hold the rows that passed, `rejects` rows for the rejects table, `results` one entry an expectation.

    `publishable` is False when a critical expectation about a whole table failed; `reasons` say which.
    """

    tables: dict[str, pa.Table]
    rejects: list[dict[str, Any]]
    results: list[ExpectationResult]
    reasons: list[str]

    @property
    def publishable(self) -> bool:
        return not self.reasons
