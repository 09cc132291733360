"""The calendar behind TIMEX3 values: what days a value means, shifts by units, movable holidays."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

# Months of a season in the northern hemisphere; TIMEX3 names a winter by the year in which it begins.
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_VALUE = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|W(\d\d)(?:-(WE|[1-7]))?|Q([1-4])|H([12])|(SP|SU|FA|WI)))?(?:T.*)?")


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def interval(value: str) -> tuple[date | None, date | None, str]:
    """First day, last day and precision (day, week, month, year, unknown) of a TIMEX3 value; (None, None, …) if it has unknown parts."""
    nothing = (None, None, "unknown")
    try:
        if "/" in value:
            (first, _, kind), (_, last, _) = map(interval, value.split("/", 1))
            return (first, last, kind) if first and last else nothing
        if re.fullmatch(r"\d{3}", value):
            return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31), "year"
        if re.fullmatch(r"\d\d", value):
            return date(int(value) * 100, 1, 1), date(int(value) * 100 + 99, 12, 31), "year"
        match = _VALUE.fullmatch(value)
        return _period(match) if match else nothing
    except (ValueError, OverflowError):
        return nothing


def _period(match: re.Match[str]) -> tuple[date, date, str]:
    year, (month, day, week, weekday, quarter, half, season) = int(match[1]), match.groups()[1:]
    if day:
        return (date(year, int(month), int(day)),) * 2 + ("day",)
    if month:
        return date(year, int(month), 1), month_end(year, int(month)), "month"
    if week:
        monday = date.fromisocalendar(year, int(week), 1)
        if weekday and weekday != "WE":
            return (monday + timedelta(days=int(weekday) - 1),) * 2 + ("day",)
        return (monday + timedelta(days=5) if weekday else monday), monday + timedelta(days=6), "week"
    if quarter:
        return date(year, int(quarter) * 3 - 2, 1), month_end(year, int(quarter) * 3), "year"
    if half:
        return date(year, int(half) * 6 - 5, 1), month_end(year, int(half) * 6), "year"
    if season:
        first, last = SEASONS[season]
        return date(year, first, 1), month_end(year + (last < first), last), "year"
    return date(year, 1, 1), date(year, 12, 31), "year"


def week(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def quarter(day: date) -> str:
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def add_months(day: date, months: int) -> date | None:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= years <= 9999:
        return None
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def shift(day: date, amount: int, unit: str) -> date | None:
    """`day` moved by `amount` units: D, W, M, Q, Y, 10Y, 2W, …; hours and smaller move less than a day at a time."""
    number, letter = re.fullmatch(r"(\d*)(.*)", unit).groups()
    amount *= int(number or 1)
    try:
        if letter in {"D", "W", "WE"}:
            return day + timedelta(days=amount * (1 if letter == "D" else 7))
        if letter in {"M", "Q", "Y"}:
            return add_months(day, amount * {"M": 1, "Q": 3, "Y": 12}[letter])
        return day + timedelta(days=int(amount / {"TH": 24, "TM": 1440, "TS": 86400}[letter]))
    except OverflowError:
        return None


def at_granularity(day: date, unit: str) -> str:
    """The TIMEX3 value that tells `day` as precisely as `unit` does: "two months ago" is a month, "ten years ago" a year."""
    if unit in {"W", "2W"}:
        return week(day)
    if unit == "WE":
        return week(day) + "-WE"
    if unit == "M":
        return f"{day.year:04}-{day.month:02}"
    if unit == "Q":
        return quarter(day)
    if unit.endswith("Y"):
        return f"{day.year:04}"
    return day.isoformat()


def easter(year: int) -> date:
    """Western Easter Sunday (anonymous Gregorian algorithm, Meeus 1991)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    x = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(nth: int, weekday: int, month: int, year: int) -> date:
    """The nth (1 = first, -1 = last) ISO weekday of a month."""
    days = [d for d in (date(year, month, n + 1) for n in range(calendar.monthrange(year, month)[1])) if d.isoweekday() == weekday]
    return days[nth - 1 if nth > 0 else nth]


def holiday(rule: dict, year: int) -> date:
    """The day of a holiday of `knowledge/dates.yaml` in a year."""
    if "easter" in rule:
        return easter(year) + timedelta(days=rule["easter"])
    if "nth" in rule:
        nth, weekday, month = rule["nth"]
        return nth_weekday(nth, weekday, month, year)
    return date(year, *rule["date"])
