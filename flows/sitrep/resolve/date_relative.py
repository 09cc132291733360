"""Rules for dates that count from the day of publication or from the last date said: weekdays, yesterday, last week, two days earlier."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sitrep.resolve import date_calendar as cal
from sitrep.resolve.date_context import FORWARD, Context, Reading, rule
from sitrep.resolve.date_lexicon import number, tables

UNKNOWN_DAY = "XXXX-XX-XX"
_CLOSED = re.compile(r"\s*(?:[.,;:)”\"]|$|and\b|but\b)")


def with_part(day: date | None, part: str | None) -> Reading:
    """A day with or without its part: "Friday", "Friday night"."""
    value = day.isoformat() if day else UNKNOWN_DAY
    if part:
        return Reading(f"{value}T{tables()['part'][part.lower()]}", "TIME", relative=True)
    return Reading(value, relative=True)


def weekday_date(published: date, weekday: int, which: str, looks: str | None) -> date:
    """The day that a weekday's name means: the last one, the day of publication included; the coming one where the clause looks forward."""
    back = (published.isoweekday() - weekday) % 7
    if which in {"last", "this past", "the previous", "past"}:
        return published - timedelta(days=back or 7)
    if which in {"next", "coming", "this coming", "the coming"} or (which != "earlier" and looks == FORWARD):
        # "on Monday" that looks forward and stands in a Monday's article is that day, "next Monday" is not.
        return published + timedelta(days=(7 - back) % 7 or (7 if which else 0))
    if which == "this":
        return published - timedelta(days=published.isoweekday() - weekday)
    return published - timedelta(days=back)


@rule(
    r"(?:(?P<which>last|next|this\s+coming|this\s+past|this|the\s+(?:previous|following|next)|coming|earlier|later)\s+|(?:early|late)\s+"
    r"(?:on\s+)?)?"
    r"(?P<day>{WEEKDAY})(?:\s+(?P<part>{PART})(?!s))?(?:\s+(?P<week>last|next)\s+week)?"
)
@rule(r"(?:the\s+)?(?:early\s+)?(?P<part>{PART})\s+(?:of|on)\s+(?P<day>{WEEKDAY})(?!,?\s+(?:{MONTH}|\d))")
def weekday(match: re.Match[str], context: Context) -> Reading | None:
    """Sunday; early Monday; last Tuesday; Friday night"""
    if match["day"][0].islower() and not context.text.islower():
        return None
    groups, code = match.groupdict(), tables()["weekday"][match["day"].lower()]
    which = re.sub(r"\s+", " ", (groups.get("which") or "").lower())
    if context.published is None:
        return Reading(f"XXXX-WXX-{code}", relative=True)
    if groups.get("week"):
        week = timedelta(days=-7 if groups["week"].lower() == "last" else 7)
        return with_part(context.published + week + timedelta(days=code - context.published.isoweekday()), groups.get("part"))
    looks = context.looks(match.start(), match.end())
    if which in {"the following", "the next"}:
        told = context.day is not None and context.day < context.published
        return with_part(_after(context.day if told else context.published, code), groups.get("part"))
    anchor = context.day if which == "the previous" and context.day else context.published
    return with_part(weekday_date(anchor, code, "" if which == "later" else which, looks), groups.get("part"))


def _after(day: date, weekday: int) -> date:
    """The first such weekday after a day."""
    return day + timedelta(days=(weekday - day.isoweekday() - 1) % 7 + 1)


@rule(r"(?:(?:early|late|later|earlier|also)\s+)?(?P<day>today|yesterday|tomorrow)(?:\s+(?P<part>{PART}))?")
@rule(r"(?P<day>the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow)(?P<part>)")
@rule(r"(?:(?:early|late|later|earlier)\s+)?(?P<day>this)\s+(?P<part>{PART})")
@rule(r"(?P<day>last)\s+(?P<part>night|evening)|(?P<tonight>tonight)")
def near_day(match: re.Match[str], context: Context) -> Reading:
    """today, yesterday, tomorrow morning, last night, tonight"""
    groups = match.groupdict()
    if groups.get("tonight"):
        return with_part(context.published, "night")
    word = re.sub(r"\s+", " ", groups["day"].lower())
    moved = {"today": 0, "this": 0, "yesterday": -1, "last": -1, "tomorrow": 1, "the day before yesterday": -2}.get(word, 2)
    return with_part(context.published and cal.shift(context.published, moved, "D"), groups["part"])


@rule(r"(?P<word>overnight|(?<=\bduring\s)the\s+night)")
def overnight(match: re.Match[str], context: Context) -> Reading:
    """overnight, during the night: the night that ends on the day of publication"""
    return with_part(context.published and cal.shift(context.published, -1, "D"), "night")


@rule(
    r"(?:(?:early|earlier|late|later|sometime)\s+|(?:the\s+)?(?:end|middle|beginning|start)\s+of\s+)?(?P<which>last|next|this|this"
    r"\s+past|the\s+current|the\s+coming|the\s+previous|the\s+following|the\s+next|that|the\s+same)\s+(?:fiscal\s+)?"
    r"(?P<unit>week|month|year|quarter|decade|century|weekend)(?P<ago>\s+ago)?"
)
def unit_by_word(match: re.Match[str], context: Context) -> Reading | None:
    """last week, next month, this year, the following year"""
    which, unit = re.sub(r"\s+", " ", match["which"].lower()), tables()["unit"][match["unit"].lower()]
    told = which in {"the previous", "the following", "the next", "that", "the same"}
    anchor = (context.moment or context.published) if told else context.published
    if anchor is None:
        return Reading({"W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}.get(unit, "XXXX"), relative=True)
    steps = 0 if which in {"this", "the current", "that", "the same"} else -1 if which in {"last", "this past", "the previous"} else 1
    if unit == "WE":
        return Reading(weekend(anchor, which, context.looks(match.start(), match.end())), relative=True)
    day = cal.shift(anchor, steps, unit)
    if day is None:
        return None
    if unit in {"10Y", "100Y"}:
        return Reading(f"{day.year:04}"[: 3 if unit == "10Y" else 2], relative=True)
    return Reading(cal.at_granularity(day, unit), relative=True)


def weekend(published: date, which: str, looks: str | None) -> str:
    """The weekend meant: on a Saturday or Sunday the present one, else the last, or the coming one where the clause looks forward."""
    inside = published.isoweekday() >= 6
    if which in {"next", "the coming", "the following", "the next"}:
        return cal.week(published + timedelta(days=7 if inside else 0)) + "-WE"
    if which in {"last", "the previous", "this past"}:
        return cal.week(published - timedelta(days=7)) + "-WE"
    if inside or looks == FORWARD or which == "this" and looks is None:
        return cal.week(published) + "-WE"
    return cal.week(published - timedelta(days=7)) + "-WE"


@rule(r"the\s+weekend")
def the_weekend(match: re.Match[str], context: Context) -> Reading:
    """over the weekend"""
    if context.published is None:
        return Reading("XXXX-WXX-WE", relative=True)
    return Reading(weekend(context.published, "", context.looks(match.start(), match.end())), relative=True)


_COUNT = (
    r"(?:(?:about|almost|nearly|roughly|some|over|more\s+than|less\s+than|only|just|around)\s+)?(?:(?P<number>{NUM}|half\s+an?)|"
    r"(?P<vague>{VAGUE})|(?P<pair>{PAIR}))(?:\s+or\s+(?:so|{NUM}))?[-\s]+(?:(?:more|full|short|long|trading)\s+)?(?P<unit>{UNITS})"
    r"(?P<half>\s+and\s+a\s+half)?(?:\s+or\s+so)?"
)


@rule(_COUNT + r"\s+(?P<side>ago|earlier|later|before|afterwards?|from\s+now|hence|prior|previously|beforehand)")
def counted(match: re.Match[str], context: Context) -> Reading | None:
    """ten days ago; two days earlier (from the last full date said)"""
    side, unit = match["side"].lower().split()[0], tables()["unit"][re.sub(r"\s+", " ", match["unit"].lower())]
    back = side in {"ago", "earlier", "before", "prior", "previously", "beforehand"}
    if side in {"before", "after"} and not _CLOSED.match(context.text, match.end()):
        return None  # "ten days before the vote": what it counts from is not a date
    anchor = context.published if side in {"ago", "from", "hence"} else context.anchor
    if match["vague"]:
        if side == "ago" and unit.startswith("T") and anchor is not None:
            return Reading("PAST_REF", relative=True, days=(anchor, anchor), precision="day")  # "a few minutes ago"
        return _vague_shift(anchor, unit, back)
    amount = 2 if match["pair"] else 0.5 if match["number"].lower().startswith("half") else number(match["number"])
    if amount is None or amount > 5000:
        return None
    if unit == "Y" and amount == 1 and context.period and side in {"ago", "earlier"}:
        return Reading(_year_before(context.period), relative=True)
    if anchor is None:
        return Reading({"D": UNKNOWN_DAY, "W": "XXXX-WXX", "M": "XXXX-XX"}.get(unit, "XXXX"), relative=True)
    if amount != int(amount) or match["half"]:
        amount += 0.5 * bool(match["half"])
        unit, amount = {"Y": ("M", amount * 12), "M": ("D", amount * 30), "W": ("D", amount * 7)}.get(unit, (unit, amount))
    day = cal.shift(anchor, int(-amount if back else amount), unit)
    if day is None:
        return None
    if unit[-1] == "Y" and amount * int(unit[:-1] or 1) <= 1 and side not in {"ago"}:
        return Reading(f"{day.year:04}", relative=True)
    return Reading(cal.at_granularity(day, unit), relative=True)


def _year_before(period: str) -> str:
    return f"{int(period[:4]) - 1}{period[4:]}"


def _vague_shift(anchor: date | None, unit: str, back: bool) -> Reading:
    return Reading("PAST_REF" if back else "FUTURE_REF", relative=True)


@rule(r"(?P<word>the\s+(?:very\s+)?same\s+day|that\s+(?:(?:very\s+)?same\s+|very\s+)?day|that\s+(?P<part>{PART}))")
@rule(
    r"(?P<word>the\s+(?:next|following|previous|preceding)\s+(?:day|(?P<part>{PART}))|the\s+day\s+(?:before|after|earlier)|a\s+day"
    r"\s+(?:before|after))(?!\s+(?:yesterday|tomorrow))"
)
def told_day(match: re.Match[str], context: Context) -> Reading | None:
    """that day, the next day, the day before: from the last full date said, not from the day of publication"""
    word, part = re.sub(r"\s+", " ", match["word"].lower()), match["part"]
    if re.search("before|after$|after\\b", word) and not _CLOSED.match(context.text, match.end()):
        return None
    moved = 0 if "same" in word or "that" in word else -1 if re.search("previous|preceding|before|earlier", word) else 1
    if context.day is None and moved == 0 and context.published is None:
        return None
    return with_part(context.anchor and cal.shift(context.anchor, moved, "D"), part)


@rule(
    r"(?:the\s+|around\s+)?year[-\s]end|(?:the\s+)?(?:end|middle|beginning|start)\s+of\s+the\s+(?P<unit>year|month|week)|(?:the"
    r"\s+)?year['’]s\s+end|(?:earlier|later)\s+in\s+the\s+year"
)
def end_of_period(match: re.Match[str], context: Context) -> Reading:
    """year-end, the end of the month"""
    unit = tables()["unit"][(match["unit"] or "year").lower()]
    if context.published is None:
        return Reading({"W": "XXXX-WXX", "M": "XXXX-XX"}.get(unit, "XXXX"), relative=True)
    return Reading(cal.at_granularity(context.published, unit), relative=True)


@rule(
    r"(?:the\s+)?(?:comparable\s+|same\s+|corresponding\s+)?year[-\s](?P<side>ago|earlier)(?:\s+"
    r"(?P<noun>quarter|period|level|month))?|(?:the\s+)?(?P<noun2>quarter|period)\s+a\s+year\s+(?P<side2>ago|earlier)|(?:the\s+)?"
    r"(?:corresponding|same|comparable)\s+period\s+(?:a\s+year\s+(?:ago|earlier)|last\s+year)"
)
def year_ago(match: re.Match[str], context: Context) -> Reading:
    """the year-ago quarter: the last period said, a year before"""
    if context.period:
        return Reading(_year_before(context.period), relative=True)
    if context.published is None:
        return Reading("XXXX", relative=True)
    return Reading(f"{context.published.year - 1}", relative=True)


@rule(r"(?:the|this|that|the\s+latest|the\s+current)\s+(?P<unit>quarter|period)")
@rule(r"the\s+latest\s+(?P<unit>quarter|period|fiscal\s+year)")
def latest_period(match: re.Match[str], context: Context) -> Reading | None:
    """the latest quarter: the last one said, else the last one complete"""
    if context.period and "-Q" in context.period:
        return Reading(context.period, relative=True)
    if "quarter" not in match["unit"].lower():
        return None
    if context.published is None or "latest" not in match[0].lower():
        return Reading("XXXX-QX" if context.published is None else f"{context.published.year:04}-QX", relative=True)
    return Reading(cal.quarter(cal.shift(context.published, -1, "Q")), relative=True)
