"""Publication dates as metadata give them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from sitrep.article import Reject


def published_at(value: object) -> datetime:
    """A publication date as a UTC time. ISO 8601, or RFC 2822 as feeds have it; without a zone it is UTC, without a time midnight.

    Raises `ValueError` for anything else, and for a year before 1600, when there were no newspapers.
    """
    if not isinstance(value, str):
        raise ValueError("not a text")
    text = value.strip()
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except (TypeError, ValueError, IndexError, OverflowError) as error:
            raise ValueError("not a date") from error
    if when.year < 1600 or when.year > 9998:
        raise ValueError("not a year of newspapers")
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def without_bad_date(meta: Mapping[str, Any], uri: str) -> tuple[dict[str, Any], Reject | None]:
    """The metadata without a publication date that is none, and the warning that says so."""
    if "published" not in meta:
        return dict(meta), None
    try:
        published_at(meta["published"])
    except ValueError:
        reason = f"published is {str(meta['published'])[:60]!r}, which is no date: write it as 2021-06-28. The article is read without one."
        rest = {key: value for key, value in meta.items() if key not in ("published", "published_basis")}
        return rest, Reject(uri, "collect", "bad_date", reason, severity="warning")
    return dict(meta), None
