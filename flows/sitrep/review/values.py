"""Values of the contract as people write them, and whether the contract allows them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from sitrep.schemas.contracts import Column

KINDS = {
    "int32": "a whole number",
    "float32": "a number",
    "float64": "a number",
    "bool": "true or false",
    "date32": "a date like 2024-05-06",
    "list<string>": "ids with blanks between them",
}
TRUE, FALSE = {"true", "yes", "1"}, {"false", "no", "0"}


def as_text(value: Any) -> str:
    """A value as a reviewer reads and writes it: null is empty, a list has blanks between its ids, a date is ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    return value.isoformat() if isinstance(value, date) else str(value)


def from_text(column: Column, text: str) -> Any:
    """The value that `text` means in `column`; empty text is null, or no ids in a list.

    Raises ValueError, saying what may stand there, when the contract does not allow it.
    """
    text = text.strip()
    value = _typed(column, text)
    if value is None and not column.nullable:
        raise ValueError(f"{column.name} may not be empty: {_allowed(column)}")
    for item in value if isinstance(value, list) else [] if value is None else [value]:
        if not _fits(column, item):
            raise ValueError(f"{column.name} may not be {as_text(item)!r}: {_allowed(column)}")
    return value


def _typed(column: Column, text: str) -> Any:
    if column.is_list:
        return text.split()
    if not text:
        return None
    read: dict[str, Callable[[str], Any]] = {"int32": int, "float32": float, "float64": float, "bool": _bool, "date32": date.fromisoformat}
    try:
        return read.get(column.type, str)(text)
    except ValueError:
        raise ValueError(f"{column.name} may not be {text!r}: {_allowed(column)}") from None


def _bool(text: str) -> bool:
    if text.lower() not in TRUE | FALSE:
        raise ValueError(text)
    return text.lower() in TRUE


def _fits(column: Column, item: Any) -> bool:
    if column.values and item not in column.values:
        return False
    if column.pattern and isinstance(item, str) and not re.fullmatch(column.pattern, item):
        return False
    if isinstance(item, float) and item != item:
        return False
    low, high = column.minimum, column.maximum
    if column.type == "int32" and not -(2**31) <= item < 2**31:
        return False
    return (low is None or item >= low) and (high is None or item <= high)


def _allowed(column: Column) -> str:
    from sitrep.schemas.dictionary import constraints

    words = "; ".join([KINDS.get(column.type, "text"), *constraints(column)])
    return f"{words}; empty for unknown" if column.nullable else words
