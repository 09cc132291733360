"""Contracts → expectations; rows that fail become rejects; a gate decides whether a run may publish.

Great Expectations is imported when something is validated, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitrep.validate.results import ExpectationResult, Validation
    from sitrep.validate.validation import validate, validate_slices

__all__ = ["ExpectationResult", "Validation", "validate", "validate_slices"]


def __getattr__(name: str) -> Any:
    # The modules need pandas, which nothing but a validation does.
    if name in ("validate", "validate_slices"):
        from sitrep.validate import validation

        return getattr(validation, name)
    if name in ("ExpectationResult", "Validation"):
        from sitrep.validate import results

        return getattr(results, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
