"""A run held against the runs before it: is it like them? Differences are warnings with the figures, never a verdict.

Each figure of the articles that a run coded is expected within TOLERANCE spreads of the median of the earlier runs. The
spread is the larger of what earlier runs show (scaled median absolute deviation, so that one bad day does not widen it)
and what chance alone gives for as many articles as this run has; a run of three articles may look like anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import pandas as pd

from sitrep.schemas.contracts import vocabulary
from sitrep.validate.expectations import evaluate
from sitrep.validate.results import ExpectationResult
from sitrep.validate.suites import Expected

AT_LEAST = 5  # earlier runs: with fewer nothing is said
LOOKS_BACK = 30  # earlier runs: what was long ago is no measure
TOLERANCE = 4.0  # spreads; some 25 figures a run are compared, and of 600 made-up runs of the same news one or none warned
NORMAL = 1.4826  # median absolute deviation of a normal distribution → standard deviation

RATES = ("words", "events", "statements", "casualties", "mentions", "actors")
SHARES = {
    "share of undated events": "undated_share",
    "share of unplaced events": "unplaced_share",
    "share of unresolved actors": "unresolved_share",
}
COMPARED = (  # name of each figure, and the columns of the record that it is made of
    *((f"{what} per article", (f"coded_{what}",)) for what in RATES),
    *((name, (column,)) for name, column in SHARES.items()),
    ("share of rejected articles", ("articles_rejected",)),
    *((f"share of {event_type} events", ("event_types",)) for event_type in vocabulary("event_type")),
)

Run = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a run: `value` is a share (0 to 1) or a rate; `articles` is how many it rests on."""

    name: str
    columns: tuple[str, ...]
    value: float
    articles: int
    is_share: bool


def compare(run: Run, before: Sequence[Run]) -> list[ExpectationResult]:
    """Expectations of severity warning about `run`, from the runs `before` it, oldest first; rows as in schemas/runs.yaml.

    Only runs that published something newly coded count. Empty when they are too few or this run coded nothing.
    """
    earlier = [r for r in before if r["verdict"] == "published" and r["articles_new"]][-LOOKS_BACK:]
    if len(earlier) < AT_LEAST or not run["articles_new"]:
        return []
    known = [{f.name: f.value for f in figures(r)} for r in earlier]
    rules, found = [], {}
    for figure in figures(run):
        values = [k[figure.name] for k in known if figure.name in k]
        if len(values) >= AT_LEAST:
            low, high = bounds(values, figure)
            middle = median(values)
            says = (
                f"{figure.name} is {_figure(low)} to {_figure(high)}, as in the {len(values)} runs before "
                f"(median {_figure(middle)}); found {_figure(figure.value)} in {figure.articles} articles"
            )
            kwargs = {"min_value": low, "max_value": high}
            rules.append(Expected("runs", slug(figure.name), (figure.name,), says, "warn", "ExpectColumnValuesToBeBetween", kwargs))
            found[figure.name] = figure
    frame = pd.DataFrame({name: [f.value] for name, f in found.items()})
    return [_result(finding.expected, found[finding.expected.columns[0]], finding) for finding in evaluate("runs", frame, rules)]


def bounds(values: Sequence[float], figure: Figure) -> tuple[float, float]:
    """Lowest and highest value of `figure` that is like the earlier `values`."""
    middle = median(values)
    spread = NORMAL * median(abs(v - middle) for v in values)
    reach = TOLERANCE * max(spread, _by_chance(middle, figure))
    return max(0.0, middle - reach), min(1.0, middle + reach) if figure.is_share else middle + reach


def _by_chance(middle: float, figure: Figure) -> float:
    """Standard error over the articles of the run. Rows of one article are not independent, so articles count, not rows:
    a share varies like a binomial (one success and one failure added, so that a share never seen may be seen), a rate by
    article like a geometric distribution (variance m + m²)."""
    n = figure.articles
    if figure.is_share:
        p = (middle * n + 1) / (n + 2)
        return (p * (1 - p) / n) ** 0.5
    return ((middle + middle**2) / n) ** 0.5


def figures(run: Run) -> Iterator[Figure]:
    """The figures of a run that are compared; a share of nothing is none."""
    n = run["articles_new"]
    for what in RATES:
        yield Figure(f"{what} per article", (f"coded_{what}",), run[f"coded_{what}"] / n, n, False)
    for name, column in SHARES.items():
        if run[column] is not None:
            yield Figure(name, (column,), run[column], n, True)
    seen = run["articles_in"]
    yield Figure("share of rejected articles", ("articles_rejected",), run["articles_rejected"] / seen, seen, True)
    types, events = dict(run["event_types"]), run["coded_events"]
    for event_type in vocabulary("event_type") if events else ():
        yield Figure(f"share of {event_type} events", ("event_types",), types.get(event_type, 0) / events, n, True)


def _result(rule: Expected, figure: Figure, finding: Any) -> ExpectationResult:
    return ExpectationResult(
        "runs", rule.name, figure.columns, rule.severity, not finding.n_failed and not finding.error, 1, finding.n_failed,
        ["this run"] if finding.n_failed else [], kwargs=rule.kwargs, notes=rule.says, error=finding.error,
    )  # fmt: skip


def _figure(value: float) -> str:
    return f"{value:.3g}"


def slug(name: str) -> str:
    """The name of a figure's expectation."""
    return name.replace(" ", "_").lower()
