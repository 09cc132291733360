"""Where each row is shown: articles stand at most a hundred to a page, the first page is the report itself.

A page ends earlier where its articles would make it a file that is slow to open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sitrep.report.figures import Tables

PAGE = 100  # articles of one page
HEAVY = 1_400_000  # bytes of the articles of one page, by WEIGHT; the rest of the report takes up to 400,000 with a hundred articles
FEW, AROUND = 25, 4  # pages that are all linked; else so many on either side
# Bytes of HTML that a row takes in its article, measured on reports; the words of texts and statements come on top.
WEIGHT = {"articles": 1000, "events": 580, "statements": 380, "casualties": 350, "mentions": 110}
WORDS = {"articles": "text", "statements": "content"}
KEYS = {"events": "event_id", "statements": "statement_id", "casualties": "casualty_id"}
LETTERS = {"events": "e", "statements": "s", "casualties": "c"}


@dataclass(frozen=True, slots=True)
class Pages:
    """Which articles each page has: numbers of the first article of each page, and of each slice."""

    starts: tuple[int, ...]
    firsts: tuple[int, ...]
    n_articles: int

    @property
    def n_pages(self) -> int:
        return len(self.starts)

    def page(self, number: int) -> int:
        """The page of an article."""
        return bisect_right(self.starts, number)

    def span(self, page: int) -> range:
        """Numbers of the articles of a page."""
        return range(self.starts[page - 1], self.starts[page] if page < self.n_pages else self.n_articles + 1)

    def linked(self, page: int) -> list[int | None]:
        """Pages that a page links to: all where they are few, else both ends and those around it, None where some are left out."""
        if self.n_pages <= FEW:
            return list(range(1, self.n_pages + 1))
        near = {n for middle in (1, page, self.n_pages) for n in range(middle - AROUND, middle + AROUND + 1) if 1 <= n <= self.n_pages}
        numbers = sorted(near)
        return [n for one, other in pairwise((0, *numbers)) for n in ((other,) if other == one + 1 else (None, other))]


@dataclass(frozen=True, slots=True)
class Places:
    """Where articles are shown, and events, statements and claims inside them: 64 bits of the key of each such row, sorted, the number of
    its article, and its label there (`e3`) as the number of its letter and its own."""

    articles: dict[str, int]  # article_id → number
    keys: np.ndarray
    rows: np.ndarray  # int32 of shape (rows, 3)
    pages: Pages

    def _find(self, key: str | None) -> tuple[int, str] | None:
        """Number of the article, and label inside it (empty for the article)."""
        if key in self.articles:
            return self.articles[key], ""
        at = int(np.searchsorted(self.keys, hash(key)))
        if at == len(self.keys) or self.keys[at] != hash(key):
            return None
        article, letter, number = self.rows[at].tolist()
        return article, f"{[*LETTERS.values()][letter]}{number}"

    def href(self, key: str | None, page: int = 1) -> str | None:
        """Address of a row, seen from a page; None where the row is not shown."""
        found = self._find(key)
        if found is None:
            return None
        number, label = found
        there = self.pages.page(number)
        return f"{'' if there == page else file_name(there)}#a{number}{label}"

    def label(self, key: str) -> str:
        """What the link to a row says: E3. Raises KeyError for a row that is on no page, which has no link either."""
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        number, label = found
        return label.upper() or str(number)


def file_name(page: int) -> str:
    """The file of a page, in the folder of the report."""
    return "index.html" if page == 1 else f"articles-{page}.html"


def places(slices: Iterable[Tables]) -> Places:
    """Where the rows of all slices are shown: rows of an article in the order of the text, numbered for each table.

    No page has articles of two slices.
    """
    articles: dict[str, int] = {}
    keys, rows = [np.zeros(0, np.int64)], [np.zeros((0, 3), np.int32)]
    starts: list[int] = [1]
    firsts: list[int] = []
    for one in slices:
        n, ids = len(articles), one["articles"]["article_id"].to_pylist()
        firsts.append(n + 1)
        articles.update((article, n + i) for i, article in enumerate(ids, 1))
        for letter, name in enumerate(LETTERS):
            found = _labels(one[name], KEYS[name], letter, articles)
            keys.append(np.fromiter((hash(key) for key, _ in found), np.int64, len(found)))
            rows.append(np.array([row for _, row in found], np.int32).reshape(-1, 3))
        starts += [n + start for start in _starts(ids, one) if n + start > 1]
    together = np.concatenate(keys)
    order = np.argsort(together, kind="stable")
    return Places(articles, together[order], np.concatenate(rows)[order], Pages(tuple(starts), tuple(firsts), len(articles)))


def _starts(articles: list[str], tables: Tables) -> list[int]:
    weights: Counter[str] = Counter()
    for name, weight in WEIGHT.items():
        for article, size in _sizes(tables[name], WORDS.get(name)):
            weights[article] += weight + size
    starts, on_page, heavy = [1], 0, 0
    for number, article in enumerate(articles, 1):
        if on_page and (on_page == PAGE or heavy + weights[article] > HEAVY):
            starts.append(number)
            on_page, heavy = 0, 0
        on_page, heavy = on_page + 1, heavy + weights[article]
    return starts


def _sizes(table: pa.Table, words: str | None) -> Iterator[tuple[str, int]]:
    sizes = pc.binary_length(table[words]).to_pylist() if words else [0] * table.num_rows
    return zip(table["article_id"].to_pylist(), sizes, strict=True)


def _labels(table: pa.Table, key: str, letter: int, number: dict[str, int]) -> list[tuple[str, tuple[int, int, int]]]:
    columns = zip(*(table[c].to_pylist() for c in ("article_id", "char_start", key)), strict=True)
    rows = sorted((row for row in columns if row[0] in number), key=lambda row: (number[row[0]], row[1]))
    seen: Counter[str] = Counter()
    labels = []
    for article, _, row in rows:
        seen[article] += 1
        labels.append((row, (number[article], letter, seen[article])))
    return labels
