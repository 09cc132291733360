"""A publication date from the text itself, when nothing else gives one: a line that holds only a date, or the body's dateline."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sitrep.parse.plain import Layout
from sitrep.resolve import dates

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def dateline(parts: Layout) -> datetime | None:
    """Midnight UTC of the day that the text's head names as its own, or None."""
    if parts.date and (line := _parsed(parts.date)):
        return line
    found = dates.dateline("\n".join(parts.paragraphs[:4]))
    return datetime(found.day.year, found.day.month, found.day.day, tzinfo=UTC) if found and found.day else None


def _parsed(words: str) -> datetime | None:
    """The day of "2006-01-12", "Jan. 12, 2006" or "12th January 2006"."""
    month = next((number for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name}", words.lower())), None)
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    try:
        if month is None:
            year, month, day = numbers
        else:
            day, year = sorted(numbers)
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
