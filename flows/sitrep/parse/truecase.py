"""Upper-case wire text in its usual case."""

from __future__ import annotations


def truecase(text: str) -> str:
    """The text with the same length."""
    return text
