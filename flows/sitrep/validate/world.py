"""Tables as the checks see them: pandas frames, and what one table must know of another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sitrep.schemas import contract


@dataclass
class Tally:
    """What actors must know of the rows of all slices."""

    mentions: Counter[str] = field(default_factory=Counter)  # actor → rows in mentions
    articles: Counter[str] = field(default_factory=Counter)  # actor → articles that mention it
    published: set[Any] = field(default_factory=set)  # publication dates

    def add(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Count the rows of one more slice; the rows of an article are all in one."""
        m = frames["mentions"]
        self.mentions.update(m["actor_id"])
        self.articles.update(actor for actor, _ in set(zip(m["actor_id"], m["article_id"], strict=True)))
        self.published.update(frames["articles"]["published_at"])

    def join(self, other: Tally) -> None:
        """Count what another tally counted, of other slices."""
        self.mentions.update(other.mentions)
        self.articles.update(other.articles)
        self.published |= other.published


@dataclass
class World:
    """Frames by table. `known` has ids by table that exist beside them: a run over new articles may refer to old actors.

    `beside` has the tables that all slices share; `tally` counts the rows of all slices (None: `frames` are all there are).
    """

    frames: dict[str, pd.DataFrame]
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beside: World | None = None
    tally: Tally | None = None
    complete: bool = True  # are these, with the tally, all rows there are, so that counts over them must agree?
    _ids: dict[str, set[str]] = field(default_factory=dict)
    _columns: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def ids(self, table: str) -> set[str]:
        """Primary keys of a table."""
        if self.beside and table not in self.frames:
            return self.beside.ids(table)
        if table not in self._ids:
            self._ids[table] = set(self.frames[table][contract(table).primary_key]) | set(self.known.get(table, ()))
        return self._ids[table]

    def column(self, table: str, column: str) -> dict[str, Any]:
        """Primary key → value of a column."""
        if self.beside and table not in self.frames:
            return self.beside.column(table, column)
        if (table, column) not in self._columns:
            frame = self.frames[table]
            self._columns[table, column] = dict(zip(frame[contract(table).primary_key], frame[column], strict=True))
        return self._columns[table, column]

    @cached_property
    def counted(self) -> Tally:
        """The tally; made of these frames where there is none."""
        if self.tally is not None:
            return self.tally
        tally = Tally()
        tally.add(self.frames)
        return tally

    @cached_property
    def texts(self) -> dict[str, str]:
        return self.column("articles", "text")

    @cached_property
    def mentioned_at(self) -> dict[tuple[str, str], list[int]]:
        """(article, actor) → where the actor's mentions begin."""
        places: dict[tuple[str, str], list[int]] = defaultdict(list)
        frame = self.frames["mentions"]
        for article, actor, start in zip(frame["article_id"], frame["actor_id"], frame["char_start"], strict=True):
            places[article, actor].append(start)
        return places


def frame(table: pa.Table) -> pd.DataFrame:
    """Plain numpy columns: text and lists as objects with None, numbers as floats where there are nulls.

    Equal texts are one object: ids, codes and sentences stand in many rows.
    """
    columns = {}
    for f in table.schema:
        column = table[f.name]
        if pa.types.is_integer(f.type) or pa.types.is_floating(f.type) or pa.types.is_timestamp(f.type):
            columns[f.name] = column.to_pandas(date_as_object=False)
        elif pa.types.is_string(f.type):
            columns[f.name] = pd.Series(_shared(column), dtype=object)
        else:
            values = np.empty(len(column), dtype=object)
            values[:] = column.to_pylist()
            columns[f.name] = pd.Series(values, dtype=object)
    return pd.DataFrame(columns)


def _shared(column: pa.ChunkedArray) -> np.ndarray:
    """Texts as objects, None where there is none; equal ones are one object."""
    coded = column.combine_chunks().dictionary_encode()
    texts = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
    return texts[coded.indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False)]
