"""The tables of a run as the checks see them: pandas frames, and what one table must know of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sitrep.schemas import contract

NO_IDS: Mapping[str, frozenset[str]] = {}


@dataclass
class World:
    """Frames by table. `known` has ids by table that exist beside them: a run over new articles may refer to old actors."""

    frames: dict[str, pd.DataFrame]
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Are these all rows there are, so that counts over them must agree?"""
        return not self.known

    def ids(self, table: str) -> set[str]:
        """Primary keys of a table."""
        return set(self.frames[table][contract(table).primary_key]) | set(self.known.get(table, ()))

    def column(self, table: str, column: str) -> dict[str, Any]:
        """Primary key → value of a column."""
        frame = self.frames[table]
        return dict(zip(frame[contract(table).primary_key], frame[column], strict=True))

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
