"""What an edition's expectations found, kept beside its tables, so that the next run can say what newly fails and what is mended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sitrep.validate.results import ExpectationResult

FILE = ".failed_expectations.json"

Key = tuple[str, str, tuple[str, ...]]


def key(result: ExpectationResult) -> Key:
    """What names an expectation from run to run: its table, name and columns."""
    return (result.table, result.expectation, tuple(result.columns))


def keep(folder: Path, results: Sequence[ExpectationResult]) -> None:
    """Write the expectations that failed, with how many rows did, into the folder of an edition. The same results give the same bytes."""
    failed = sorted((*key(r), r.severity, r.n_failed) for r in results if not r.success)
    (folder / FILE).write_text(json.dumps(failed), encoding="utf-8")


def kept(folder: Path) -> dict[Key, int] | None:
    """Rows that failed each expectation of the edition that stands; None where nothing, or nothing legible, was kept."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {(str(table), str(name), tuple(columns)): int(n) for table, name, columns, _, n in found}
    except (OSError, ValueError, TypeError):
        return None
