"""Reading the contract files into dataclasses."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent

TABLES = ("articles", "events", "actors", "statements", "casualties", "mentions", "rejects")
RECORDS = ("runs",)  # what the runs themselves leave: with clock times, kept across editions

# What happens to a value that breaks the contract, by the column's `mode` (`reference_mode` for a key that joins nothing).
MODES = {
    "fail": "the run is held back: the tables before it stand",
    "quarantine": "the row goes to rejects with the reason, and what refers to it is looked at again",
    "warn": "the row stays, and the report names it",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: values of `column` (or the items of its lists) are values of `key` in `table`."""

    column: str
    table: str
    key: str
    mode: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Stored words and the offsets at which `articles.text` has them: one pair of columns or a list of spans."""

    words: str
    start: str | None = None
    end: str | None = None
    spans: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

        `type` is string, int32, float32, float64, bool, date32, timestamp (microseconds, UTC), span
    XX `values` maps each allowed value to its meaning.
        `mode`, one of MODES, says what happens to a value that breaks the contract.
    """

    name: str
    type: str
    description: str
    nullable: bool = False
    unit: str | None = None
    vocabulary: str | None = None
    values: Mapping[str, str] | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    references: str | None = None
    reference_mode: str = "quarantine"
    mode: str = "quarantine"

    @property
    def severity(self) -> str:
        return "warning" if self.mode == "warn" else "critical"

    @property
    def is_list(self) -> bool:
        return self.type.startswith("list<")


@dataclass(frozen=True, slots=True)
class Contract:
    """What a table holds and what its rows must satisfy."""

    name: str
    version: int
    title: str
    description: str
    grain: str
    primary_key: str
    sort_key: tuple[str, ...]
    usage_warnings: tuple[str, ...]
    columns: tuple[Column, ...]
    anchors: tuple[Anchor, ...] = ()

    def __getitem__(self, column: str) -> Column:
        for c in self.columns:
            if c.name == column:
                return c
        raise KeyError(f"table {self.name} has no column {column!r}; it has {', '.join(self.column_names)}")

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def foreign_keys(self) -> tuple[Reference, ...]:
        split = ((c, *c.references.partition(".")) for c in self.columns if c.references)
        return tuple(Reference(c.name, table, key, c.reference_mode) for c, table, _, key in split)


@functools.cache
def contract(name: str) -> Contract:
    """The contract of one table of `TABLES` or `RECORDS`. Raises KeyError for any other name."""
    if name not in TABLES + RECORDS:
        raise KeyError(f"no table {name!r}; the tables are {', '.join(TABLES + RECORDS)}")
    raw = _read(f"{name}.yaml")
    columns = tuple(_column(name, raw["primary_key"], entry) for entry in raw.pop("columns"))
    anchors = tuple(Anchor(**a) for a in raw.pop("anchors", ()))
    lists: dict[str, Any] = {k: tuple(raw.pop(k)) for k in ("sort_key", "usage_warnings")}
    return Contract(**raw, **lists, columns=columns, anchors=anchors)


@functools.cache
def modes_of(event_type: str) -> tuple[str, ...]:
    """The PLOVER modes of an event type; empty when it has none."""
    return tuple(_read("event_modes.yaml").get(event_type, ()))


@functools.cache
def countries() -> Mapping[str, tuple[str, str]]:
    """ISO 3166-1 alpha-3 code → (alpha-2 code, name); with XKX, which GeoNames and the World Bank use for Kosovo."""
    with open(HERE / "countries.csv", encoding="utf-8", newline="") as f:
        return {row["alpha3"]: (row["alpha2"], row["name"]) for row in csv.DictReader(f)}


@functools.cache
def vocabulary(name: str) -> Mapping[str, str]:
    """Value → meaning of a closed vocabulary. Raises KeyError when there is none of that name."""
    if name == "country":
        return {code: label for code, (_, label) in countries().items()}
    if name == "event_mode":
        types: dict[str, list[str]] = {}
        for event_type, modes in _read("event_modes.yaml").items():
            for mode in modes:
                types.setdefault(mode, []).append(event_type)
        return {mode: ", ".join(types[mode]) for mode in sorted(types)}
    meanings: dict[str, str] = _read("vocabularies.yaml")[name]
    return meanings


@functools.cache
def _read(file: str) -> dict[str, Any]:
    with open(HERE / file, encoding="utf-8") as f:
        content: dict[str, Any] = yaml.load(f, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return content


def _column(table: str, primary_key: str, entry: str | dict[str, Any]) -> Column:
    entry = {"name": entry, "field": entry} if isinstance(entry, str) else dict(entry)
    shared = _read("fields.yaml")[entry.pop("field")] if "field" in entry else {}
    known = {**shared, **entry}
    if known["name"] == primary_key:
        known["references"] = None  # its own key
    if known.get("vocabulary"):
        known["values"] = vocabulary(known["vocabulary"])
    return Column(**known)
