"""The country that an article is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc


def home_country(
    doc: Doc, nations: Sequence[tuple[int, int, str]], toponyms: Iterable[tuple[int, int, str]] = ()
) -> tuple[str | None, tuple[str, ...]]:
    """(the country that the article is about, all its countries most mentioned first); names at the top weigh more.

    `toponyms` are (char_start, char_end, ISO alpha-3) of resolved places. No country stands out
    if the first has less than half as much again as the second.
    """
    weights: Counter = Counter()
    spans: list[tuple[int, str]] = [(doc[a].idx, code) for a, _, code in nations]
    taken = {t.idx for a, b, _ in nations for t in doc[a:b]}
    spans += [(start, code) for start, end, code in toponyms if code and taken.isdisjoint(range(start, end))]
    for start, code in spans:
        weights[code] += 3 if start < 300 else 1
    ordered = sorted(weights, key=lambda c: (-weights[c], c))
    if not ordered:
        return None, ()
    clear = weights[ordered[0]] > 1 and (len(ordered) == 1 or weights[ordered[0]] >= 1.5 * weights[ordered[1]])
    return (ordered[0] if clear else None), tuple(ordered)
