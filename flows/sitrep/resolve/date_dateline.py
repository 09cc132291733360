"""The dateline of a wire report: "SAN SALVADOR, 3 JAN 90 --", "BAGHDAD, June 28 (Reuters) -", "KABUL (AP) —"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from sitrep.resolve.date_absolute import full_year
from sitrep.resolve.date_calendar import make
from sitrep.resolve.date_context import Context
from sitrep.resolve.date_lexicon import fragments, tables

# How far into a text a dateline can begin: a headline and a standfirst may stand before it.
REACH = 1200


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed: neither the place nor the date of any event. Offsets are into the text."""

    start: int
    end: int  # after the closing dash
    place: tuple[int, int]  # of the place's name
    day: date | None = None  # None when the dateline has no date, or one without a year and `published` gives none


@cache
def _pattern() -> re.Pattern[str]:
    month, day = fragments()["MONTH"], fragments()["DAY"]
    when = (
        rf"(?:(?P<day1>{day})\s+(?P<month1>{month})(?:,?\s+(?P<year1>\d{{4}}|\d\d))?"
        rf"|(?P<month2>{month})\s+(?P<day2>{day})(?:,?\s+(?P<year2>\d{{4}}))?)"
    )
    small = r"(?:d[aeo]s?|del|la|las|los|el|al|le|les|sur|upon|on|of|and|the|city|unknown)"  # "Rio de Janeiro", "No city (Peru)"
    name = rf"[A-ZÀ-Ý][\w.'’-]+(?:[ ](?:{small}|[A-ZÀ-Ý(][\w.'’)-]+)){{0,4}}"
    capitals = r"[A-ZÀ-Ý][A-ZÀ-Ýa-z.'’-]*[A-ZÀ-Ý](?:[ /][A-ZÀ-Ý(][A-ZÀ-Ý.'’)-]*){0,4}"
    agency = r"(?:[(\[]\w[\w /.,&’'\[\]-]{1,60}\))"  # true-cased wires leave a station's name small: "(radio Caracol)"
    dash = r"(?:--+|[-–—_])"
    return re.compile(
        rf"^[ \t]*(?:"
        rf"(?P<place1>{name})(?:,[ ]{name})?[,.:]?\s*(?i:{when})\s*(?P<agency1>{agency})?\s*(?:{dash}|:)"  # with a date
        rf"|(?P<place2>{name})(?:,[ ][\w. ]{{2,25}})?\s*{agency}\s*{dash}"  # with an agency
        rf"|(?P<place3>{capitals})(?:,[ ][\w. ]{{2,25}})?\s+{dash}(?=\s)"  # in capitals
        rf"|(?P<place4>{capitals}):(?=\s)"
        rf")",
        re.MULTILINE,
    )


def dateline(text: str, published: date | None = None) -> Dateline | None:
    """The dateline near the head of a text, or None. `published` completes a date that has no year."""
    found = [m for m in _pattern().finditer(text, 0, REACH) if not (m["place4"] and text.isupper())]
    if not found:
        return None
    # A date says most, a colon least: a headline has one too ("UN: hundreds flee").
    match = next((m for kind in ("place1", "place2", "place3") for m in found if m[kind]), found[0])
    groups = match.groupdict()
    kind = next(k for k in ("1", "2", "3", "4") if groups[f"place{k}"])
    return Dateline(match.start(), match.end(), match.span(f"place{kind}"), _date(groups, published) if kind == "1" else None)


def _date(groups: dict[str, str | None], published: date | None) -> date | None:
    side = "1" if groups["day1"] else "2"
    month = tables()["month"][groups[f"month{side}"].lower().rstrip(".")]
    day = int(re.match(r"\d+", groups[f"day{side}"])[0])
    year = full_year(groups[f"year{side}"], Context("", published))
    if year is None and published is not None:
        # A report is filed at most a few days after or, across a new year, before it is published.
        year = min((published.year + n for n in (-1, 0, 1)), key=lambda y: abs(((make(y, month, day) or published) - published).days))
    return make(year, month, day) if year else None
