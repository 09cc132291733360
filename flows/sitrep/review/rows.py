"""One table under correction: rows found by key or by value, changed one at a time; the rest of the table is not touched."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa

from sitrep.schemas import contract
from sitrep.tables import from_rows

Row = dict[str, Any]


class Rows:
    """Rows of one table by primary key. `table()` has all of them as they are now, in the order in which they came."""

    def __init__(self, name: str, table: pa.Table):
        self.name, self.coded = name, table
        self.key = contract(name).primary_key
        self._at = {key: i for i, key in enumerate(table[self.key].to_pylist())}
        self._changed: dict[str, Row] = {}
        self._dropped: set[str] = set()
        self._index: dict[str, dict[Any, list[str]]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._at and key not in self._dropped

    def get(self, key: str | None) -> Row | None:
        """The row as it is now; None when there is none. Change it with `set`."""
        if key is None or key not in self:
            return None
        return self._changed.get(key) or self.as_coded(key)

    def __getitem__(self, key: str) -> Row:
        row = self.get(key)
        if row is None:
            raise KeyError(f"no row {key!r} in {self.name}")
        return row

    def as_coded(self, key: str) -> Row:
        return self.coded.slice(self._at[key], 1).to_pylist()[0]

    def set(self, key: str, **values: Any) -> None:
        """Give columns of a row other values; a row that stays as it was counts as untouched."""
        row = self[key]
        if any(row[c] != v for c, v in values.items()):
            self._changed[key] = {**row, **values}

    def drop(self, key: str) -> None:
        self._dropped.add(key)

    def where(self, column: str, value: Any) -> list[str]:
        """Keys of the rows whose column is `value`, or whose list holds it, as they are now."""
        coded = [k for k in self._lookup(column).get(value, ()) if k in self and k not in self._changed]
        now = [k for k, row in self._changed.items() if k in self and _holds(row[column], value)]
        return sorted({*coded, *now}, key=self._at.__getitem__)

    def touched(self) -> list[str]:
        """Keys of the rows that are not as they were coded, in the table's order."""
        return sorted({*self._changed, *self._dropped}, key=self._at.__getitem__)

    def table(self) -> pa.Table:
        if not self._changed and not self._dropped:
            return self.coded
        places = np.arange(self.coded.num_rows)
        places[[self._at[key] for key in self._changed]] = self.coded.num_rows + np.arange(len(self._changed))
        places = np.delete(places, [self._at[key] for key in self._dropped])
        return pa.concat_tables([self.coded, from_rows(self.name, self._changed.values())]).take(pa.array(places))

    def originals(self) -> pa.Table:
        """The touched rows as they were coded."""
        return self.coded.take(pa.array([self._at[key] for key in self.touched()], pa.int64()))

    def _lookup(self, column: str) -> dict[Any, list[str]]:
        if column not in self._index:
            index: dict[Any, list[str]] = defaultdict(list)
            for key, value in zip(self._at, self.coded[column].to_pylist(), strict=True):
                for item in set(value) if isinstance(value, list) else [value]:
                    index[item].append(key)
            self._index[column] = index
        return self._index[column]


def _holds(cell: Any, value: Any) -> bool:
    return value in cell if isinstance(cell, list) else cell == value
