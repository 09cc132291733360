"""Rules for dates that name their day, month, year, quarter, season, decade or century."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date

from sitrep.resolve import date_calendar as cal
from sitrep.resolve.date_context import FORWARD, PAST, Context, Reading, rule
from sitrep.resolve.date_lexicon import lexicon, number, tables

# What may stand before a bare month name.
_FRAME = re.compile(
    r"\b(?:in|since|by|of|until|till|from|through|during|before|after|to|and|for|or|early|late|mid|between|last|that|this|next)[\s-]+$",
    re.I,
)
_SEASON_FRAME = re.compile(r"\b(?:in|into|during|since|over|by|until|this)\s+$", re.I)


def month_number(text: str) -> int:
    return tables()["month"][text.lower().rstrip(".")]


def day_number(text: str) -> int:
    ordinal = tables()["ordinal"].get(re.sub(r"\s+", "-", text.lower()))
    return ordinal or int(re.match(r"\d+", text)[0])


def nearest_year(context: Context, match: re.Match[str], month: int, day: int = 15) -> int | None:
    """The year of a month or day given without one: the past one, unless the coming one is near, or the clause looks forward."""
    if context.published is None:
        return None
    years = (year for n in (-1, 0, 1) if MINYEAR <= (year := context.published.year + n) <= MAXYEAR)
    candidates = [cal.make(year, month, day) or date(year, month, 28) for year in years]
    past = max((d for d in candidates if d <= context.published), default=None)
    future = min((d for d in candidates if d > context.published), default=None)
    if past is None or future is None:  # at the ends of the calendar
        return (past or future).year
    looks, ahead = context.looks(match.start(), match.end()), (future - context.published).days
    reach = {FORWARD: 300, PAST: 21}.get(looks, 60)
    return (future if ahead <= reach and ahead < (context.published - past).days * (3 if looks == FORWARD else 1) else past).year


def _day(context: Context, match: re.Match[str], month: int, day: int, year: int | None) -> Reading | None:
    known = year or nearest_year(context, match, month, day)
    if known is None:
        return Reading(f"XXXX-{month:02}-{day:02}") if cal.make(2000, month, day) else None
    when = cal.make(known, month, day)
    return Reading(when.isoformat(), relative=year is None) if when else None


def full_year(text: str | None, context: Context) -> int | None:
    """2021 of "2021", 1990 of "90" and "'90"."""
    if not text:
        return None
    digits = text.strip("'’,. ")
    if len(digits) == 4:
        return int(digits)
    pivot = (context.published.year if context.published else 2030) % 100 + 10
    return int(digits) + (2000 if int(digits) <= pivot else 1900)


@rule(r"(?P<value>\d{4}-\d\d-\d\d)(?:T(?P<clock>\d\d:\d\d)(?::\d\d)?Z?)?")
def iso(match: re.Match[str], context: Context) -> Reading | None:
    """2021-06-28"""
    if cal.interval(match["value"])[0] is None:
        return None
    return Reading(f"{match['value']}T{match['clock']}", "TIME") if match["clock"] else Reading(match["value"])


@rule(r"(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)")
def numeric(match: re.Match[str], context: Context) -> Reading | None:
    """11/09/2001: two orders are possible; an unambiguous date elsewhere in the text decides, else the American order, flagged."""
    a, b, year = int(match["a"]), int(match["b"]), full_year(match["year"], context)
    month_first, day_first = cal.make(year, a, b), cal.make(year, b, a)
    if not (month_first and day_first):
        when = month_first or day_first
        return Reading(when.isoformat()) if when else None
    when = day_first if context.day_first or (context.day_first is None and match["mark"] == ".") else month_first
    return Reading(when.isoformat(), ambiguous=a != b and context.day_first is None)


@rule(
    r"(?:{ANYDAY},?\s+)?(?P<month>{MONTH})\s+(?P<day>{DAY})(?:\s?[-–—]\s?|\s+(?:to|through)\s+)(?P<last>{DAY})(?!:)(?:,?\s+"
    r"(?P<year>{YEAR}))?"
)
@rule(r"(?P<day>{DAY})(?:\s?[-–—]\s?|\s+(?:to|(?P<both>and))\s+)(?P<last>{DAY})\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR}))?")
def days_of_month(match: re.Match[str], context: Context) -> Reading | None:
    """March 3–5, 3–5 March 2021, 3 and 4 March"""
    month, first, last = month_number(match["month"]), day_number(match["day"]), day_number(match["last"])
    year = full_year(match["year"], context) or nearest_year(context, match, month, first)
    if first >= last or match.groupdict().get("both") and last > first + 1 or not cal.make(year or 2000, month, last):
        return None
    return Reading(f"{year or 'XXXX'}-{month:02}-{first:02}/{year or 'XXXX'}-{month:02}-{last:02}", relative=not match["year"])


@rule(
    r"(?:(?:this\s+coming\s+|last\s+|next\s+)?{ANYDAY}(?:\s+the)?,?\s+)?(?P<month>{MONTH})\s+(?:the\s+)?(?P<day>{DAY}|{ORDINAL})"
    r"(?:,?\s+(?P<year>{YEAR})\b)?(?!\d|[,.]\d|:\d|\s*(?:percent|%))"
)
@rule(
    r"(?:{ANYDAY}(?:\s+the)?,?\s+)?(?P<day>{DAY}|{ORDINAL})(?:\s+of)?\s+(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR}|'\d\d|\d\d(?=\s*"
    r"(?:--|[-–—,.)]|$)))\b)?"
)
def day_of_month(match: re.Match[str], context: Context) -> Reading | None:
    """February 25; Monday, 28 June 2021; the fifth of May; 3 JAN 90"""
    if match["month"].lower() in lexicon()["month_words"] and match["month"].islower():
        return None
    return _day(context, match, month_number(match["month"]), day_number(match["day"]), full_year(match["year"], context))


@rule(r"(?:early|late|mid|(?:the\s+)?(?:beginning|start|middle|end)\s+of)[-\s]+(?P<month>{FULLMONTH})(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?")
@rule(r"(?P<month>{MONTH})(?:\s+of|,)?\s+(?P<year>{YEAR}|{WORDYEAR})")
@rule(r"(?P<month>{FULLMONTH})(?:\s+of)?\s+(?P<which>last|this|next)\s+year")
@rule(r"(?:(?P<which>last|next|this|this\s+past|this\s+coming)\s+)?(?P<month>{FULLMONTH})(?!\s+\d)")
def month(match: re.Match[str], context: Context) -> Reading | None:
    """November; mid-March; June 2014; last May; June last year"""
    groups, name = match.groupdict(), match["month"]
    if name.islower() and name in lexicon()["month_words"]:
        return None
    if not groups.get("which") and not groups.get("year") and not _is_month(match, context):
        return None
    which, year = (groups.get("which") or "").lower(), spoken_year(groups.get("year"))
    if not year and which and context.published:
        year = _year_by_word(match, which, month_number(name), context)
    year, said = year or nearest_year(context, match, month_number(name)), year
    return Reading(f"{f'{year:04}' if year else 'XXXX'}-{month_number(name):02}", relative=not said or bool(which))


def _year_by_word(match: re.Match[str], which: str, number: int, context: Context) -> int:
    published = context.published
    if match[0].lower().endswith("year"):
        return published.year + {"last": -1, "this": 0, "next": 1}[which]
    if which in {"last", "this past"}:
        return published.year - (number >= published.month)
    if which in {"next", "this coming"}:
        return published.year + (number <= published.month)
    return published.year


def _is_month(match: re.Match[str], context: Context) -> bool:
    """A bare month name, and not a verb, a modal or a person: "they march", "Theresa May", "April Jones"."""
    name, before = match["month"], context.text[max(0, match.start() - 14) : match.start()]
    if name.islower():
        return False
    framed = _FRAME.search(before)
    if name.lower() in lexicon()["month_words"]:
        return bool(framed) and not (name.isupper() and re.match(r"\s+[A-Z]+\b", context.text[match.end() :]) and name.lower() == "may")
    following = re.match(r"\s+([A-Z][a-z]+)", context.text[match.end() :])
    return bool(framed) or not (following and name.lower() in {"april", "june", "august"})


def spoken_year(text: str | None) -> int | None:
    """2014, or "nineteen ninety-six", "two thousand and three"."""
    if not text:
        return None
    if text.strip().isdigit():
        return int(text)
    words = text.lower().split(None, 1)
    if words[0] == "nineteen":
        return 1900 + int(number(words[1]))
    return int(number(text.lower().replace(" and ", " ")))


@rule(
    r"(?:(?:early|late|mid)(?:\s+in)?[-\s]+|(?:the\s+)?(?:beginning|start|middle|end)\s+of\s+|the\s+year\s+|(?:the\s+)?fiscal(?:"
    r"\s+year)?\s+|calendar\s+)?(?P<year>{YEAR})(?P<period>\s+(?:period|fiscal\s+year))?(?!\d|[,.:]\d|s\b|['’]s\s+\d)"
)
@rule(r"(?:the\s+year\s+)?(?P<year>{WORDYEAR})")
def year(match: re.Match[str], context: Context) -> Reading | None:
    """2014; early 2014; fiscal 1990; nineteen ninety-six"""
    if match["year"].isdigit() and match.start() == match.start("year") and not _is_year(match, context):
        return None
    value = spoken_year(match["year"])
    if match.groupdict().get("period") and context.period and "-Q" in context.period:
        return Reading(f"{value}{context.period[4:]}")
    return Reading(f"{value}") if 1500 <= value <= 2099 and (value < 2050 or match["year"].isdigit()) else None


def _is_year(match: re.Match[str], context: Context) -> bool:
    """A bare four-digit number is a year unless it counts, numbers or measures something."""
    words = lexicon()
    before, after = context.text[max(0, match.start() - 24) : match.start()], context.text[match.end() : match.end() + 24]
    if re.search(r"[$€£¥#/\d.,-]$|[$€£¥]\s$", before) or re.match(r"[-/]\d|%|\s*(?:million|billion|hundred|°)|st\b|\s?[x×]\s?\d", after):
        return bool(re.search(r"(?:19|20)\d\d[-/]$", before))
    if in_a_span_of_hours(before, match["year"], after):
        return False
    previous, following = re.search(r"([^\W\d_]+)\.?\s+$", before), re.match(r"\s+([^\W\d_]+)", after)
    if previous and previous[1].lower() in words["numbered"]:
        return False
    return not (following and following[1].lower() in words["counted"])


_SPAN = re.compile(r"\s*(?:to|until|till|and|[-–—])\s*((?:[01]\d|2[0-3])[0-5]\d)\b(?!\s*%)", re.I)
_SPANNED = re.compile(r"\b((?:[01]\d|2[0-3])[0-5]\d)\s*(?:to|until|till|and|[-–—])\s*$", re.I)


def in_a_span_of_hours(before: str, digits: str, after: str) -> bool:
    """ "From 1710 to 2250": four digits of a pair of which one cannot be a year."""
    other = _SPAN.match(after) or _SPANNED.search(before)
    return bool(other) and any(not 1500 <= int(d) <= 2099 for d in (digits, other[1])) and int(other[1][2:]) < 60


@rule(
    r"(?:the\s+)?(?:(?:early|late|mid)[-\s]+|(?:first|last|second)\s+half\s+of\s+the\s+)?(?:the\s+)?(?:(?P<century>1[5-9]|20)"
    r"(?P<tens>\d)0['’]?s|['’](?P<short>\d)0s)"
)
@rule(r"(?:the\s+)(?:(?:early|late|mid)[-\s]+)?(?P<name>{DECADE})")
def decade(match: re.Match[str], context: Context) -> Reading:
    """the 1980s, the '80s, the nineties"""
    groups = match.groupdict()
    if groups.get("century"):
        return Reading(f"{groups['century']}{groups['tens']}")
    return Reading(f"19{groups.get('short') or lexicon()['decades'][groups['name'].lower()]}")


@rule(r"(?:the\s+)?(?:(?:early|late|mid)[-\s]+)?(?P<nth>\d\d?(?:st|nd|rd|th)|{ORDINAL})[-\s]centur(?:y|ies)")
def century(match: re.Match[str], context: Context) -> Reading:
    """the 20th century"""
    return Reading(f"{day_number(match['nth']) - 1:02}")


@rule(
    r"(?:(?:the|its|their|a)\s+)?(?:(?:same|fiscal|latest|current)[-\s]+)?(?:(?P<before>{YEAR}|last\s+year['’]s|this"
    r"\s+year['’]s|next\s+year['’]s|year-ago|year-earlier)\s+)?(?:fiscal[-\s])?(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[-"
    r"\s]quarter(?:(?:\s+of|\s+in)?\s+(?:(?:fiscal\s+)?(?P<year>{YEAR})|(?P<which>last|this|next)\s+year))?"
)
@rule(
    r"(?:(?:the|its)\s+)?(?P<before>)(?P<nth>first|second|last)[-\s](?P<half>half)(?:\s+of)?\s+(?:(?P<year>{YEAR})|(?:of\s+)?"
    r"(?P<which>last|this|next|the)\s+year)"
)
def quarter(match: re.Match[str], context: Context) -> Reading:
    """the third quarter; the fourth quarter of 2020; the first half of 2014"""
    groups, half = match.groupdict(), "half" in match.groupdict()
    nth = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "last": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}[groups["nth"].lower()]
    word = (groups["before"] or groups["which"] or "").lower()
    said = groups["year"] or (word if word.isdigit() else None)
    year = int(said) if said else None
    if year is None and context.published:
        year = context.published.year + (1 if word.startswith("next") else -1 if word.startswith("last") or "-" in word else 0)
        length = 6 if half else 3
        ahead = (nth - 1) * length + 1 - context.published.month
        if not word and (ahead > length or (ahead > 0 and context.looks(match.start(), match.end()) == PAST)):
            year -= 1
    return Reading(f"{year or 'XXXX'}-{'H' if half else 'Q'}{nth}", relative=said is None)


@rule(
    r"(?P<which>last|this|this\s+past|this\s+coming|next|the)\s+(?:(?:early|late)\s+)?(?P<season>{SEASON})(?:\s+of\s+"
    r"(?P<year>{YEAR}|{WORDYEAR}))?"
)
@rule(r"(?:(?:early|late|mid)[-\s]+)?(?P<season>{SEASON})(?:\s+of)?,?\s+(?P<year>{YEAR})")
def season(match: re.Match[str], context: Context) -> Reading | None:
    """last fall, the summer of 2014"""
    groups, code = match.groupdict(), tables()["season"][match["season"].lower()]
    which, year = (groups.get("which") or "").lower(), spoken_year(groups.get("year"))
    if which == "the" and not year and not _SEASON_FRAME.search(context.text[max(0, match.start() - 8) : match.start()]):
        return None
    said = year
    if year is None and context.published:
        year, begins = context.published.year, cal.SEASONS[code][0]
        if which in {"last", "this past"} or (which == "the" and context.looks(match.start(), match.end()) != FORWARD):
            year -= begins + 2 >= context.published.month if which == "last" else begins > context.published.month
        elif which in {"next", "this coming"}:
            year += begins <= context.published.month
    return Reading(f"{year or 'XXXX'}-{code}", relative=said is None)


@rule(r"(?:(?P<which>last|this|next)\s+)?(?P<name>{HOLIDAY})(?:,?\s+(?P<year>{YEAR}))?")
def holiday(match: re.Match[str], context: Context) -> Reading | None:
    """Good Friday, Thanksgiving Day 2020"""
    if match["name"][0].islower():
        return None
    known = lexicon()["holidays"][re.sub(r"\s+", " ", match["name"].lower().replace("’", "'"))]
    if match["year"]:
        return Reading(cal.holiday(known, int(match["year"])).isoformat())
    if not context.published:
        return Reading("XXXX-XX-XX", relative=True)
    candidates = [cal.holiday(known, context.published.year + n) for n in (-1, 0, 1)]
    looks = {"last": PAST, "next": FORWARD}.get((match["which"] or "").lower()) or context.looks(match.start(), match.end())
    if looks == PAST:
        when = max(d for d in candidates if d <= context.published)
    elif looks == FORWARD:
        when = min(d for d in candidates if d >= context.published)
    else:
        when = min(candidates, key=lambda d: abs((d - context.published).days))
    return Reading(when.isoformat(), relative=True)
