"""Time expressions in news text: found, typed and given a TIMEX3 value and the days that it means, by rules.

The rules lie in `date_absolute` (they name their day), `date_relative` (they count from the day of publication or from the last date said)
and `date_lengths` (durations, repetitions, clock times, "now"); the words in `knowledge/dates.yaml`; what a value means in `date_calendar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sitrep.resolve import date_absolute, date_lengths, date_relative
from sitrep.resolve.date_calendar import interval
from sitrep.resolve.date_context import Context, Reading, Rule, rules_of
from sitrep.resolve.date_dateline import Dateline, dateline
from sitrep.resolve.date_lexicon import lexicon, tables

__all__ = ["Dateline", "Time", "dateline", "find_times", "times_record"]

# How far, in characters, "a year earlier" reaches back for the quarter or month that it compares with.
PERIOD_REACH = 600
# How far into a text the day of publication can stand on a line of its own.
DATED = 600


@dataclass(frozen=True, slots=True)
class Time:
    """One time expression. `first` and `last` are the days of the interval that it means, None when not computable: "since 2014" has no
    `last` without the day of publication.

    `value` is TIMEX3 (2021-06-27, 2021-W25, P3D, PRESENT_REF; X for what is unknown; A/B for a range of days). `precision` is day,
    week, month, year or unknown. `relative`: it needed the day of publication or an earlier date. `ambiguous`: its digits can be read
    in two orders.
    """

    start: int
    end: int
    text: str
    type: str  # DATE, TIME, DURATION, SET
    value: str
    first: date | None = None
    last: date | None = None
    precision: str = "unknown"
    relative: bool = False
    ambiguous: bool = False


def find_times(text: str, published: date | None = None, *, datelines: bool = False) -> list[Time]:
    """All time expressions of a text in text order, none overlapping another.

    `published` is the day of publication; without it, absolute dates still resolve and relative ones have X in their value and no days.
    The date of a dateline is no event's date: it is left out unless `datelines`.
    """
    published = published.date() if isinstance(published, datetime) else published
    context = Context(text, published, day_first=_day_first(text))
    head = dateline(text, published)
    times: list[Time] = []
    at, period_end = 0, 0
    for start in _candidates(text):
        if start < at:
            continue
        if context.period and start - period_end > PERIOD_REACH:
            context.period = None
        found = _best(text, start, context)
        if found is None:
            continue
        end, reading = found
        at = end
        time = _time(text, start, end, reading)
        if head and head.start <= start < head.end or start < DATED and _fills_its_line(text, start, end):
            if datelines:
                times.append(time)
            continue
        times.append(time)
        if time.precision == "day" and time.first == time.last and time.type in {"DATE", "TIME"}:
            context.day = time.first
        if time.first and time.type in {"DATE", "TIME"}:
            context.moment = time.first
        if not re.search(r"ago|earlier", time.text, re.I) and re.fullmatch(r"\d{4}-(?:Q\d|\d\d)", time.value):
            context.period, period_end = time.value, end
    return _ranges(text, times, published)


def times_record(text: str, published: date | str | None = None) -> dict[str, Any]:
    """`{"timexes": [{start, end, text, type, value}]}` as TempEval counts them: a dateline's date too. `published` may be ISO 8601."""
    day = date.fromisoformat(published[:10]) if isinstance(published, str) and published else published or None
    columns = ("start", "end", "text", "type", "value")
    return {"timexes": [{c: getattr(t, c) for c in columns} for t in find_times(text, day, datelines=True)]}


@cache
def _rules() -> list[tuple[re.Pattern[str], Rule]]:
    return [r for module in (date_absolute, date_relative, date_lengths) for r in rules_of(module)]


@cache
def _any_rule() -> re.Pattern[str]:
    """What some rule matches, and a little more: most candidates fit none, and one look tells so sooner than one for each rule."""
    unnamed = (re.sub(r"\(\?P<\w+>", "(?:", re.sub(r"\(\?P=\w+\)", ".*?", pattern.pattern)) for pattern, _ in _rules())
    return re.compile("|".join(unnamed), re.IGNORECASE | re.VERBOSE)


@cache
def _known_beginnings() -> frozenset[str]:
    """The first three letters of every word that stands in a rule, the lexicon among them."""
    return frozenset(word[:3] for pattern, _ in _rules() for word in re.findall(r"[a-z]{3,}", pattern.pattern.lower()))


@cache
def _openers() -> frozenset[str]:
    """Every word that an expression can begin with."""
    words, table = lexicon(), tables()
    lists = ("openers", "numbers", "tens", "vague", "pair", "ordinals", "holidays", "sets", "decades")
    phrases = [phrase for name in lists for phrase in words[name]]
    phrases += [w for kind in table.values() for w in kind]
    return frozenset(re.split(r"[\s'’-]", p)[0] for p in phrases)


CANDIDATE = re.compile(r"(?<![\w])(?:\d|['’](?=\d0s)|([^\W\d_]+)(?=(?:\s+([^\W\d_]{3}))?))")
SMALL = {"the", "a", "an", "in", "that", "at", "as", "its", "their"}  # openers that mean no time by themselves


def _candidates(text: str):
    """Offsets at which an expression may begin: digits, an apostrophe before digits, the known first words."""
    openers, known = _openers(), _known_beginnings()
    for match in CANDIDATE.finditer(text):
        word = match[1]
        if word is None or (word := word.lower()) in openers:
            if word in SMALL and (after := match[2]) and after.lower() not in known:
                continue  # "the river": every third candidate
            yield match.start()


def _best(text: str, start: int, context: Context) -> tuple[int, Reading] | None:
    """The longest reading of what begins at `start`; the first rule wins among equals."""
    if not _any_rule().match(text, start):
        return None
    matches = []
    for order, (pattern, function) in enumerate(_rules()):
        match = pattern.match(text, start)
        if match and match.end() > start:
            matches.append((-match.end(), order, match, function))
    for _, _, match, function in sorted(matches, key=lambda m: m[:2]):
        reading = function(match, context)
        if reading is not None:
            return match.end(), reading
    return None


def _time(text: str, start: int, end: int, reading: Reading) -> Time:
    first, last, precision = interval(reading.value) if reading.type in {"DATE", "TIME"} else (None, None, "unknown")
    if reading.days:
        (first, last), precision = reading.days, reading.precision or precision
    return Time(start, end, text[start:end], reading.type, reading.value, first, last, precision, reading.relative, reading.ambiguous)


def _fills_its_line(text: str, start: int, end: int) -> bool:
    """A date on a line of its own above the text is when the article was published."""
    before, after = text[text.rfind("\n", 0, start) + 1 : start], text[end : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    return bool(not re.search(r"\w", before + after) and re.search(r"\d", text[start:end]) and re.search(r"\w", text[end + len(after) :]))


def _day_first(text: str) -> bool | None:
    """The order of day and month that the text's unambiguous numeric dates have; None if there is none, or both."""
    pairs = [(int(a), int(b)) for a, b in re.findall(r"\b(\d{1,2})[/.](\d{1,2})[/.](?:\d{4}|\d\d)\b", text)]
    orders = {a > 12 for a, b in pairs if (a > 12) != (b > 12) and max(a, b) <= 31}
    return orders.pop() if len(orders) == 1 else None


_FROM, _BETWEEN = re.compile(r"\bfrom\s+$", re.I), re.compile(r"\bbetween\s+$", re.I)
_TO, _AND = re.compile(r"\s*(?:to|until|till|through|[-–—])\s*", re.I), re.compile(r"\s+and\s+", re.I)
_CLOCK = re.compile(r"\d{4}|\d\d?:\d\d")
_POINTED, _APPOSED = re.compile(r"(?:today|yesterday|tomorrow|this)\b", re.I), re.compile(r",\s*|\s*[\[(]")
_DATED = re.compile(r"\d{1,2}\s+[A-Z]|[A-Z][a-z]+\.?\s+\d")
_SINCE = re.compile(r"\b(?:ever\s+)?since\s+(?:at\s+least\s+)?$", re.I)


def _ranges(text: str, times: list[Time], published: date | None) -> list[Time]:
    """ "from A to B" and "between A and B" mean one interval, "since A" one that ends with publication."""
    out = list(times)
    for i, (time, following) in enumerate(zip(times, [*times[1:], None], strict=False)):
        before = text[max(0, time.start - 20) : time.start]
        between = text[time.end : following.start] if following else ""
        if time.first and _SINCE.search(before):
            out[i] = replace(time, last=published if published and published >= time.first else None)
        elif (_FROM.search(before) and _TO.fullmatch(between)) or (_BETWEEN.search(before) and _AND.fullmatch(between)):
            if following.type == "TIME" and _CLOCK.fullmatch(time.text):
                time = out[i] = _on_the_day_of(following, time)  # "between 0600 and 1400 on Sunday"
            if time.first and following.last and time.first <= following.last:
                out[i], out[i + 1] = replace(time, last=following.last), replace(following, first=time.first)
        elif following and _names_the_day(time, between, following):
            out[i] = _on_the_day_of(following, time)
    return out


def _names_the_day(time: Time, between: str, following: Time) -> bool:
    """ "Today, 30 June": what is published a day late says which day it means."""
    exact = time.precision == following.precision == "day" and time.first == time.last
    return exact and bool(_POINTED.match(time.text) and _APPOSED.fullmatch(between) and _DATED.match(following.text))


def _on_the_day_of(other: Time, time: Time) -> Time:
    return replace(time, value=other.value[:10] + time.value[10:], first=other.first, last=other.last)
