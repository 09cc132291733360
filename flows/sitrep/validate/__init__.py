"""Contracts → expectations; rows that fail become rejects; a gate decides whether a run may publish.

Great Expectations is imported when something is validated, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitrep.validate.results import ExpectationResult, Validation
    from sitrep.validate.validation import validate

__all__ = ["ExpectationResult", "Validation", "validate"]


def __getattr__(name: str):
    # The modules need pandas, which nothing but a validation does.
    if name == "validate":
        from sitrep.validate.validation import validate

        return validate
    if name in ("ExpectationResult", "Validation"):
        from sitrep.validate import results

        return getattr(results, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
