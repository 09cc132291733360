"""What a check is: a rule about the rows of one table, tested on all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sitrep.validate.world import World

Test = Callable[[World], np.ndarray]  # one boolean a row: does it pass?


@dataclass(frozen=True, slots=True)
class Check:
    """`says` completes the sentence "every row must satisfy that …". A check that is `across` tables is made again
    when rows of other tables have gone to rejects; one that is `overall` counts the rows of all slices, and is made after them.
    `mode` as in the contract: fail, quarantine, warn."""

    table: str
    name: str
    columns: tuple[str, ...]
    says: str
    test: Test
    mode: str = "quarantine"
    across: bool = False
    overall: bool = False


CHECKS: list[Check] = []


def check(
    table: str, columns: str, says: str, *, mode: str = "quarantine", across: bool = False, overall: bool = False
) -> Callable[[Test], Test]:
    """Make a check of the decorated test; its name is the function's, `columns` are separated by blanks."""

    def add(test: Test) -> Test:
        CHECKS.append(Check(table, test.__name__, tuple(columns.split()), says, test, mode, across, overall))
        return test

    return add


def each(values: Iterable[Any]) -> np.ndarray:
    """Booleans from an iterable."""
    return np.fromiter((bool(v) for v in values), dtype=bool)
