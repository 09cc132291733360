"""An event's own range from its claims: UCDP GED's low, best and high. Zero and unknown stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One claim: `source` is None for the article's own voice, `group` None for a source's total."""

    low: int | None
    high: int | None
    source: str | None = None
    group: str | None = None


def derive(figures: Iterable[Figure]) -> tuple[int | None, int | None, int | None]:
    """(low, best, high) of one event for one kind of harm; all None when nobody claims anything. The order is no matter.

    `low` is the smallest low, `high` the largest high (None if an open claim exceeds every bound), `best` the claim in the
    article's own voice, else the median of the sources' claims.
    """
    by_source: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_source[figure.source].append(figure)
    totals = {source: _total(made) for source, made in by_source.items()}
    lows = [low for low, _ in totals.values() if low is not None]
    highs = [high for _, high in totals.values() if high is not None]
    high = max(highs, default=None)
    if high is not None and any(h is None and (low or 0) > high for low, h in totals.values()):
        high = None
    points = {source: low if low is not None else high_ for source, (low, high_) in totals.items()}
    told = [p for p in points.values() if p is not None]
    best = points[None] if None in points else int(median(told)) if told else None
    return min(lows, default=None), best, high


def _total(made: Iterable[Figure]) -> Bounds:
    """One source's figure: different groups add up; a total, or a repeated count of the same group, stands for itself."""
    groups: dict[str | None, Bounds] = {}
    for figure in sorted(made, key=_size):
        groups[figure.group] = (figure.low, figure.high)  # the largest comes last
    whole = groups.pop(None, None)
    low = sum(g[0] or 0 for g in groups.values()) if any(g[0] is not None for g in groups.values()) else None
    highs = [g[1] for g in groups.values() if g[1] is not None]
    high = sum(highs) if groups and len(highs) == len(groups) else None
    if whole is None:
        return low, high
    if not groups or (whole[0] or 0) >= (low or 0):
        return whole
    return low, high


def _size(figure: Figure) -> tuple[int, bool, int]:
    return figure.low or 0, figure.high is None, figure.high or 0
