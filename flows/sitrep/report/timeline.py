"""Events over time: bars by day, month or year, whichever the middle of the dated events fits into."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import pyarrow.compute as pc

from sitrep.report.figures import QUADS, Row, Tables

WIDTH, HEIGHT = 960, 150
LONGEST = {"day": 92, "month": 8 * 366}  # days that are drawn day by day, or month by month; longer spans by year
FINE = {"day": ("day",), "month": ("day", "week", "month"), "year": ("day", "week", "month", "year")}
FARTHEST = 120  # bars
WIDEST = 64  # pixels of a bar and the room after it
EXAMPLES = 8  # events that a bar leads to
OUTSIDE = 0.04  # of the dated events, at each end, that may lie outside the window


def timeline(tables: Tables) -> Row | None:
    """Bars of the window that holds nearly all dated events, and how many lie outside it; None where no event is dated."""
    events = tables["events"]
    dated = events.filter(pc.is_valid(events["event_date_start"]))
    rows = dated.select(["event_id", "event_date_start", "date_precision", "quad_class"]).to_pylist()
    if not rows:
        return None
    unit, first, last = _window(sorted(row["event_date_start"] for row in rows))
    drawn = [row for row in rows if row["date_precision"] in FINE[unit]]
    inside = [row for row in drawn if first <= row["event_date_start"] <= last]
    return {
        "unit": unit,
        "first": first,
        "last": last,
        "n": len(inside),
        "earlier": sum(row["event_date_start"] < first for row in drawn),
        "later": sum(row["event_date_start"] > last for row in drawn),
        "coarse": len(rows) - len(drawn),
        "bars": list(_bars(inside, unit, first, last)),
        "ticks": list(_ticks(unit, first, last)),
        "width": WIDTH,
        "height": HEIGHT,
        "sql": _sql(unit, first, last),
    }


def _sql(unit: str, first: date, last: date) -> str:
    precisions = ", ".join(f"'{p}'" for p in FINE[unit])
    return (
        f"select date_trunc('{unit}', event_date_start)::date as \"{unit}\", count(*) as events from 'events.parquet' "
        f"where event_date_start between '{first}' and '{last}' and date_precision in ({precisions}) group by 1 order by 1"
    )


def _window(days: list[date]) -> tuple[str, date, date]:
    """The unit of the bars and the first and last day drawn."""
    cut = int(len(days) * OUTSIDE)
    first, last = days[cut], days[-1 - cut]
    unit = next((unit for unit, longest in LONGEST.items() if (last - first).days <= longest), "year")
    if (days[-1] - days[0]).days <= LONGEST.get(unit, FARTHEST * 365):
        first, last = days[0], days[-1]
    start = _start(last, unit)
    bars = 1
    while start > first and bars < FARTHEST:
        start, bars = _start(start - timedelta(days=1), unit), bars + 1
    return unit, start, _next(_start(last, unit), unit) - timedelta(days=1)


def _start(day: date, unit: str) -> date:
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(day: date, unit: str) -> date:
    if unit == "day":
        return day + timedelta(days=1)
    return day.replace(year=day.year + 1) if unit == "year" else (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _units(unit: str, first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = _next(first, unit)


def _bars(rows: list[Row], unit: str, first: date, last: date) -> Iterator[Row]:
    """One bar a unit that has events, its kinds one above the other."""
    found: defaultdict[date, list[Row]] = defaultdict(list)
    for row in rows:
        found[_start(row["event_date_start"], unit)].append(row)
    starts = list(_units(unit, first, last))
    step = min(WIDTH / len(starts), WIDEST)
    most = max((len(here) for here in found.values()), default=1)
    for number, start in enumerate(starts):
        here = found.get(start)
        if not here:
            continue
        kinds = Counter(QUADS[row["quad_class"]] for row in here)
        top, parts = float(HEIGHT), []
        for kind in QUADS.values():
            if kinds[kind]:
                height = HEIGHT * kinds[kind] / most
                top -= height
                parts.append({"kind": kind, "n": kinds[kind], "y": round(top, 1), "height": round(max(0.5, height - 0.8), 1)})
        yield {
            "start": start,
            "label": _label(start, unit),
            "x": round(number * step, 2),
            "width": round(max(1, step - (1 if step < 8 else 2)), 2),
            "n": len(here),
            "parts": parts,
            "keys": [row["event_id"] for row in here[:EXAMPLES]],
        }


def _ticks(unit: str, first: date, last: date) -> Iterator[Row]:
    """Labels below the axis, about a hundred pixels apart."""
    starts = list(_units(unit, first, last))
    step = min(WIDTH / len(starts), WIDEST)
    every = max(1, round(110 / step))
    for number in range(0, len(starts), every):
        yield {"x": round((number + 0.5) * step, 1), "label": _label(starts[number], unit)}


def _label(start: date, unit: str) -> str:
    return {"day": f"{start.day} {start:%b %Y}", "month": f"{start:%b %Y}", "year": str(start.year)}[unit]
