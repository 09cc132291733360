"""The tables of an edition on disk, in slices that memory can hold: articles published next to each other, with all their rows.

Which slice an article is in depends on the articles alone, not on the order or the batches in which they came.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sitrep.schemas import arrow_schema
from sitrep.tables import append_part, in_order, read_parts

SLICED = ("articles", "events", "statements", "casualties", "mentions")  # every row is of one article
VIEWS = "article_actors"  # each article's own view of its actors, of which the actors table is made: its columns and article_id
MOST = (
    1000  # articles of a slice: to validate one takes 2 s, and 1 s more for a thousand articles; twice as many took 270 MB in each process
)
WORDS = 1_000_000  # of all its articles; a thousand articles of the usual length have half of it
UNDATED = "undated"
LARGE = 20_000  # articles: from here on, tables are cut by month; below 100 MB that only makes them slower to read


def schema_of(name: str) -> pa.Schema:
    """The columns of one of SLICED, or of VIEWS."""
    return arrow_schema("actors").append(pa.field("article_id", pa.string())) if name == VIEWS else arrow_schema(name)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which slice each article is in. `months` has the month of each slice when the edition is LARGE, else nothing."""

    articles: pa.Array  # ids
    numbers: np.ndarray  # of their slices
    n: int
    months: tuple[str, ...] = ()

    def split(self, rows: pa.Table) -> Iterator[tuple[int, pa.Table]]:
        """Rows by slice; those of articles that are not in the plan are left out."""
        places = pc.index_in(rows["article_id"], value_set=self.articles)
        rows, numbers = rows.filter(places.is_valid()), self.numbers[places.drop_null().to_numpy()]
        for number in np.unique(numbers):
            yield int(number), rows.filter(pa.array(numbers == number))


def plan(articles: pa.Table) -> Plan:
    """Slices of `articles` (article_id, published_at, n_words) in the order of publication; of one month each when they are LARGE."""
    articles = articles.sort_by([("published_at", "ascending"), ("article_id", "ascending")])
    by_month = articles.num_rows >= LARGE
    months: list[str] = []  # of each slice, that of its first article
    numbers = np.zeros(articles.num_rows, np.int64)
    held = words = 0
    for i, (month, n) in enumerate(zip(months_of(articles), articles["n_words"].to_pylist(), strict=True)):
        if not months or held == MOST or (held and words + n > WORDS) or (by_month and month != months[-1]):
            months.append(month)
            held = words = 0
        held, words = held + 1, words + n
        numbers[i] = len(months) - 1
    return Plan(articles["article_id"].combine_chunks(), numbers, len(months), tuple(months) if by_month else ())


def months_of(articles: pa.Table) -> list[str]:
    """The month in which each article was published: "2023-03" or UNDATED."""
    return [UNDATED if day is None else f"{day:%Y-%m}" for day in articles["published_at"].to_pylist()]


@dataclass(frozen=True, slots=True)
class Slice(Mapping[str, pa.Table]):
    """The tables of one slice, each read when it is asked for, its rows in the contract's order."""

    folder: Path

    def __getitem__(self, name: str) -> pa.Table:
        table = read_parts(self.folder / f"{name}.arrows", schema_of(name))
        return table.sort_by([("article_id", "ascending"), ("actor_id", "ascending")]) if name == VIEWS else in_order(name, table)

    def __iter__(self) -> Iterator[str]:
        return iter((*SLICED, VIEWS))

    def __len__(self) -> int:
        return len(SLICED) + 1

    def add(self, name: str, rows: pa.Table) -> None:
        """Append rows to a table."""
        self.folder.mkdir(exist_ok=True)
        append_part(rows.select(schema_of(name).names).cast(schema_of(name)), self.folder / f"{name}.arrows")


class Slices:
    """Slices in a folder of their own, which is emptied first. `months` as in their Plan."""

    def __init__(self, folder: Path, n: int = 0, months: Sequence[str] = ()) -> None:
        self.folder, self.months = folder, months
        self.clear(n)

    def __len__(self) -> int:
        return self.n

    def __iter__(self) -> Iterator[Slice]:
        return (self[number] for number in range(self.n))

    def __getitem__(self, number: int) -> Slice:
        return Slice(self.folder / f"{number:05d}")

    def clear(self, n: int = 0) -> None:
        """Have `n` empty slices."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.n = n

    def put(self, number: int, tables: Mapping[str, pa.Table]) -> None:
        """Have these rows in a slice, and no others."""
        shutil.rmtree(self[number].folder, ignore_errors=True)
        for name, rows in tables.items():
            self[number].add(name, rows)

    def append(self, tables: Mapping[str, pa.Table]) -> None:
        """One more slice."""
        self.n += 1
        self.put(self.n - 1, tables)

    def pieces(self, name: str, numbers: Sequence[int] | None = None) -> Pieces:
        """One table of the slices with these numbers, of all where there are none."""
        return Pieces(self, name, range(self.n) if numbers is None else numbers)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A table slice by slice, as often as it is gone through."""

    slices: Slices
    name: str
    numbers: Sequence[int]

    def __iter__(self) -> Iterator[pa.Table]:
        return (self.slices[number][self.name] for number in self.numbers)
