"""Rules for durations, repeated times, clock times and words that only point (now, recently, soon)."""

from __future__ import annotations

import re
from functools import cache

from sitrep.resolve import date_calendar as cal
from sitrep.resolve.date_absolute import day_number, in_a_span_of_hours, month_number, nearest_year
from sitrep.resolve.date_context import Context, Reading, rule
from sitrep.resolve.date_lexicon import fragments, lexicon, number, tables
from sitrep.resolve.date_relative import weekday_date, with_part

_AMOUNT = r"(?:(?P<number>{NUM}|half\s+an?)|(?P<vague>{VAGUE})|(?P<pair>{PAIR}))"
_TAIL = (
    r"(?:\s+(?:to|or)\s+(?:{NUM}|so))?[-\s]+(?:(?:more|full|straight|consecutive|additional|long|trading|fiscal)\s+)?"
    r"(?P<unit>{UNITS})(?P<half>\s+and\s+a\s+half)?(?:\s+or\s+(?:so|two|more))?"
)


_NO_LENGTH = re.compile(r"-(?:ago|earlier|end|long)\b|[-\s]old\b|['’]s?\s+(?:old|worth)", re.I)
# "twice a year", "$2 million a year", "700 seats a week", but not "it was a year".
_RATE = re.compile(
    r"(?:\d|\b(?:million|billion|percent|times?|once|twice|thousand|hundred)|%|(?!\b(?:was|is|lasts|takes|as)\b)\b[a-z]+s)\s$", re.I
)
_LASTING = re.compile(r"\b(?:for|in|over|take|takes|took|within|after|lasted|the|spent|follows|followed|following)\s+$", re.I)


@cache
def _counts() -> re.Pattern[str]:
    part = fragments()
    return re.compile(rf"\s+(?:{part['NUM']}|{part['VAGUE']}|{part['PAIR']}|{part['UNITS']})\b", re.I)


def duration(amount: float | None, unit: str) -> str:
    """The TIMEX3 duration of an amount (None: unknown) of a unit: P3D, PT24H, PXW, P30M."""
    factor, letter = re.fullmatch(r"(\d*)(.*)", unit).groups()
    if letter == "WE":
        factor, letter = "2", "D"
    clock = "T" if letter.startswith("T") else ""
    letter = letter[-1]
    if amount is None:
        return f"P{clock}X{'E' if unit == '10Y' else 'C' if unit == '100Y' else letter}"
    amount *= int(factor or 1)
    if amount != int(amount) and letter in "YH":
        whole, small = int(amount), {"Y": f"{round(amount % 1 * 12)}M", "H": f"{round(amount % 1 * 60)}M"}[letter]
        return f"P{clock}{f'{whole}{letter}' if whole else ''}{small}"
    return f"P{clock}{amount:g}{letter}"


def _amount(match: re.Match[str]) -> float | None:
    if match["pair"]:
        return 2
    if match["vague"]:
        return None
    text = match["number"].lower()
    value = 0.5 if text.startswith("half") else number(text)
    return None if value is None else value + (0.5 if match["half"] else 0)


@rule(
    r"(?P<side>(?:(?:the|this|at\s+least\s+the|its|their)\s+)?(?:past|last|previous|preceding|next|coming|latest|first|final|following))\s+"
    + _AMOUNT
    + _TAIL
)
@rule(r"(?P<side>(?:the\s+)?(?:past|coming))\s+(?P<number>)(?P<vague>)(?P<pair>)(?P<half>)(?P<unit>{UNITS})")
def span(match: re.Match[str], context: Context) -> Reading | None:
    """the past 24 hours, the next two weeks: days that end or begin on the day of publication"""
    unit, side = tables()["unit"][match["unit"].lower()], match["side"].lower().split()[-1]
    plural = match["unit"].lower().endswith("s")
    amount = _amount(match) if match["number"] or match["vague"] or match["pair"] else None if plural else 1
    days = None
    if amount is not None and context.published and amount < 3000:
        back = side in {"past", "last", "previous", "preceding", "latest"}
        other = cal.shift(context.published, -int(max(1, amount)) if back else int(max(1, amount)), unit)
        if unit.startswith("T") and amount * {"TH": 1, "TM": 1 / 60, "TS": 1 / 3600}[unit] > 2:
            other = cal.shift(context.published, -1 if back else 1, "D") if amount <= 24 else other
        if other and side in {"past", "last", "next", "coming"}:
            days = (other, context.published) if back else (context.published, other)
    elif amount is None and unit.startswith("T") and context.published and side in {"past", "last"}:
        days = (context.published, context.published)  # "in the past few hours"
    return Reading(duration(amount, unit), "DURATION", relative=days is not None, days=days, precision=_precision(unit) if days else None)


def _precision(unit: str) -> str:
    return "day" if unit.startswith("T") or unit == "D" else "week" if unit in {"W", "2W", "WE"} else "month" if unit == "M" else "year"


@rule(r"{ROUGHLY}*(?:(?:the|those|these|an\s+additional)\s+)?" + _AMOUNT + _TAIL)
def length(match: re.Match[str], context: Context) -> Reading | None:
    """three days; a five-year term; half an hour; several months"""
    amount, unit = _amount(match), tables()["unit"][match["unit"].lower()]
    if match["number"] and amount is None:
        return None
    before, after = context.text[max(0, match.start() - 30) : match.start()], context.text[match.end() : match.end() + 12]
    if _NO_LENGTH.match(after) or "quarter" in match["unit"].lower() and re.match(r"\s+of\b", after):
        return None  # "year-earlier", "19-year-old", "three-quarters of"
    if match["unit"].istitle() and match["number"] or match["unit"].lower() == "second" and not match["vague"] and amount <= 1:
        return None  # "60 Minutes"
    if (match["number"] or "").lower() in {"a", "an"}:
        if match["unit"].lower() in {"second", "quarter", "night", "minute"} and not match["half"]:
            return None
        if _RATE.search(before):
            return Reading(duration(1, unit), "SET")
    return Reading(duration(amount, unit), "DURATION")


@rule(
    r"(?:(?P<recent>recent|coming|future|past)\s+)(?P<unit>days|weeks|months|quarters|years|decades)(?:\s+(?:and|or)\s+"
    r"(?:weeks|months|years))?"
)
@rule(r"(?P<unit>days|weeks|months|years|decades|centuries)(?:\s+or\s+(?:weeks|months|years))?(?P<recent>)")
def vague_length(match: re.Match[str], context: Context) -> Reading | None:
    """recent weeks; for years"""
    if not match["recent"] and not _LASTING.search(context.text[max(0, match.start() - 10) : match.start()]):
        return None
    return Reading(duration(None, tables()["unit"][match["unit"].lower()]), "DURATION")


@rule(
    r"(?:each|every)\s+(?:(?P<number>{NUM}|other)\s+)?(?P<unit>{UNITS})|(?:each|every)\s+(?P<day>{WEEKDAY})(?:\s+"
    r"(?P<part>{PART}))?|(?:each|every)\s+(?P<month>{FULLMONTH})"
)
def repeated(match: re.Match[str], context: Context) -> Reading | None:
    """every day; each Friday; every two weeks"""
    if match["day"]:
        part = f"T{tables()['part'][match['part'].lower()]}" if match["part"] else ""
        return Reading(f"XXXX-WXX-{tables()['weekday'][match['day'].lower()]}{part}", "SET")
    if match["month"]:
        return Reading(f"XXXX-{tables()['month'][match['month'].lower().rstrip('.')]:02}", "SET")
    amount = 2 if (match["number"] or "").lower() == "other" else number(match["number"]) if match["number"] else 1
    return Reading(duration(amount, tables()["unit"][match["unit"].lower()]), "SET")


@rule(r"(?P<word>{SET})")
def adverb_set(match: re.Match[str], context: Context) -> Reading | None:
    """daily, annually"""
    return None if match[0][0].isupper() and not context.text.isupper() else Reading(lexicon()["sets"][match["word"].lower()], "SET")


@rule(
    r"(?:(?:about|around|shortly\s+(?:before|after)|just\s+(?:before|after)|nearly)\s+)?(?:(?P<hour>\d{1,2})(?:[:.]"
    r"(?P<minute>\d\d))?\s?(?P<half>[ap])\.?\s?m\b\.?|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?::\d\d)?|(?P<four>"
    r"(?:[01]\d|2[0-3])[0-5]\d)|(?P<word>noon|midday|midnight))(?:\s+(?:hours|hrs))?(?:\s*\(?"
    r"(?:gmt|utc|est|edt|cet|pst|pdt|bst|local\s+time|local)\b\)?)?(?:\s*\[[^\]\n]{0,12}\b(?:gmt|utc|local)\b[^\]\n]{0,25}\])?"
    r"(?:,?\s+(?:on\s+|in\s+the\s+|the\s+)?"
    r"(?P<day>{WEEKDAY}|today|yesterday|tomorrow|last\s+(?:night|evening)|this\s+(?:morning|afternoon|evening)|morning|afternoon|evening|same\s+day)"
    r"|,?\s+(?:on\s+)?(?P<date>{MONTH}\s+{DAY}|{DAY}\s+{MONTH}))?"
)
def clock(match: re.Match[str], context: Context) -> Reading | None:
    """7:15 p.m.; 1430 GMT; noon Monday; at 2230 on 29 March"""
    if match["four"]:
        if not _tells_time(match, context):
            return None
        hour, minute = int(match["four"][:2]), match["four"][2:]
    elif match["word"]:
        hour, minute = (12, "00") if match["word"].lower() in {"noon", "midday"} else (0, "00")
    elif match["hour"]:
        hour, minute = int(match["hour"]) % 12 + 12 * (match["half"].lower() == "p"), match["minute"] or "00"
    else:
        hour, minute = int(match["hour24"]), match["minute24"]
    if hour > 23 or int(minute) > 59:
        return None
    day, said = context.anchor, (match["day"] or "").lower()
    if match["date"]:
        name, number_ = sorted(match["date"].split(), key=lambda word: word[0].isdigit())
        year = nearest_year(context, match, month_number(name), day_number(number_))
        day = cal.make(year, month_number(name), day_number(number_)) if year else None
    word = said.split()[0] if said else ""
    if context.published and word in {"today", "yesterday", "tomorrow", "last", "this", *tables()["weekday"]}:
        code = tables()["weekday"].get(said)
        looks = context.looks(match.start(), match.end())
        moved = {"yesterday": -1, "last": -1, "tomorrow": 1}.get(word, 0)
        day = weekday_date(context.published, code, "", looks) if code else cal.shift(context.published, moved, "D")
    return Reading(f"{day.isoformat() if day else 'XXXX-XX-XX'}T{hour:02}:{minute}", "TIME", relative=True)


# After "at" four digits tell the time, unless they count something.
_AT = re.compile(r"\bat\s+(?:about|around|approximately|nearly|exactly|some)?\s*$", re.I)
_ZONE = re.compile(r"^[^\d]*\d{4}\s*(?:hours|hrs|[\[(]?\s*(?:gmt|utc|local))|\b(?:today|yesterday|tomorrow)$", re.I)


def _tells_time(match: re.Match[str], context: Context) -> bool:
    """Whether four digits are a clock's: "1430 GMT", "at 2230", "1400 yesterday", "from 1710 to 2250"; not "1200 people", "from 1915"."""
    before, after = context.text[max(0, match.start() - 24) : match.start()], context.text[match.end() : match.end() + 24]
    counted = re.match(r"\s+([^\W\d_]+)", after)
    if counted and counted[1].lower() in lexicon()["counted"]:
        return False
    return bool(_ZONE.search(match[0]) or _AT.search(before) or in_a_span_of_hours(before, match["four"], after))


@rule(r"(?:(?:the|mid|early|late)[-\s]+)?(?P<part>morning|afternoon|evening)(?:\s+(?P<day>yesterday|today))?(?!\s+of\s)")
def part_of_day(match: re.Match[str], context: Context) -> Reading | None:
    """in the morning: of the last day said, unless it is "of 16 November" """
    if match["part"] == match[0]:
        return None
    moved = -1 if (match["day"] or "").lower() == "yesterday" else 0
    anchor = context.published if match["day"] else context.anchor
    return with_part(anchor and cal.shift(anchor, moved, "D"), match["part"])


@rule(r"(?P<word>{REFERENCE})")
def pointer(match: re.Match[str], context: Context) -> Reading | None:
    """now, recently"""
    if match["word"][-4:].lower() == "past" and _counts().match(context.text, match.end()):
        return None  # "in the past two months" has its own rule
    return Reading(tables()["reference"][re.sub(r"\s+", " ", match["word"].lower())], relative=True)


@rule(r"(?P<word>current|recent)")
def pointing_adjective(match: re.Match[str], context: Context) -> Reading | None:
    """the current crisis, recent reports"""
    if not re.match(r"\s+[a-z]", context.text[match.end() : match.end() + 3]):
        return None
    return Reading({"current": "PRESENT_REF", "recent": "PAST_REF"}[match["word"].lower()], relative=True)


@rule(r"the\s+(?:full\s+|fiscal\s+)?(?P<unit>year|month|week|day)(?=\s+(?:ended|ending|through|to|that\s+ended)\b)")
def ended(match: re.Match[str], context: Context) -> Reading:
    """the year ended Sept. 30"""
    return Reading(duration(1, tables()["unit"][match["unit"].lower()]), "DURATION")
