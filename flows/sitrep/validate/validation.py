"""Validation of an edition, slice by slice: what fails goes to rejects, and what hung on it is looked at again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sitrep.processes import on_all_cores
from sitrep.schemas import TABLES, contract, empty
from sitrep.validate.expectations import Finding, check_column, evaluate
from sitrep.validate.gate import accounts, types_of
from sitrep.validate.rejected import reject_rows
from sitrep.validate.results import NAMED, ExpectationResult, Validation
from sitrep.validate.suites import Expected, suite
from sitrep.validate.world import Tally, World, frame

ROUNDS = 12  # rejected rows take their dependents with them; each round is one link further
CIRCLE = f"rows still fall out after {ROUNDS} rounds; the tables refer to each other in a circle, look at the rejects"
SHARED = ("actors", "rejects")  # tables that slices share; the others are about one article a row
SLICED = tuple(name for name in TABLES if name not in SHARED)
ACTOR = ("actor_id", "name", "country", "sector")  # columns of actors that checks of other tables look at

Tables = Mapping[str, pa.Table]
Entry = tuple[str, str, tuple[str, ...]]  # table, expectation, columns


class Kept(Protocol):
    """Where the rows that passed go, slice by slice."""

    def clear(self, n: int, /) -> None: ...
    def put(self, number: int, tables: Tables, /) -> None: ...


class _InMemory(dict[int, Tables]):
    def clear(self, n: int = 0) -> None:
        super().clear()

    def put(self, number: int, tables: Tables) -> None:
        self[number] = tables


@dataclass(slots=True)
class _Part:
    """Tables that are looked at together, by the positions of their rows: those of a slice, or one that all slices share."""

    tables: Tables
    frames: dict[str, pd.DataFrame]  # the rows that still stand
    results: dict[Entry, ExpectationResult] = field(default_factory=dict)
    rejected: dict[str, dict[int, list[Expected]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    reasons: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Tables) -> _Part:
        return cls(tables, {name: frame(table) for name, table in tables.items()})

    def kept(self) -> dict[str, pa.Table]:
        return {name: table.take(pa.array(self.frames[name].index, pa.int64())) for name, table in self.tables.items()}

    def keys(self, name: str, positions: Iterable[int]) -> set[str]:
        """Primary keys of rows."""
        return set(self.tables[name][contract(name).primary_key].take(pa.array(list(positions), pa.int64())).to_pylist())


@dataclass(slots=True)
class _Sum:
    """What one pass over the slices comes to."""

    results: dict[Entry, ExpectationResult] = field(default_factory=dict)
    rejects: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[str, None] = field(default_factory=dict)
    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)
    gone: set[str] = field(default_factory=set)  # articles that were rejected
    repeated: set[str] = field(default_factory=set)  # articles of other slices that articles are copies of

    def of_part(self, part: _Part, run_id: str, origins: Mapping[str, Mapping[str, str]]) -> _Sum:
        """What one part comes to."""
        self.results = part.results
        self.rejects = list(reject_rows(part.tables, part.rejected, run_id, origins))
        self.reasons = dict.fromkeys(part.reasons)
        for name, table in part.tables.items():
            self.came[name] = table.num_rows
            self.went[name] = len(part.frames[name])
            self.rejected[name] = len(part.rejected[name])
        return self

    def add(self, other: _Sum) -> None:
        for entry, result in other.results.items():
            self.results[entry] = _joined(self.results[entry], result) if entry in self.results else result
        self.rejects += other.rejects
        self.reasons.update(other.reasons)
        for mine, more in ((self.came, other.came), (self.went, other.went), (self.rejected, other.rejected)):
            mine.update(more)
        self.tally.join(other.tally)
        self.gone |= other.gone
        self.repeated |= other.repeated


def validate(
    tables: Tables,
    *,
    run_id: str,
    known_ids: Mapping[str, Iterable[str]] | None = None,
    left_out: Mapping[str, int] | None = None,
) -> Validation:
    """Hold tables against their contracts and each other; as `validate_slices`, of one slice.

    `tables` by name; one that is missing counts as empty. `known_ids` gives ids by table that exist beside these rows, so that
    references to them are good and counts need not agree.
    """
    tables = {name: tables[name] if name in tables else empty(name) for name in TABLES}
    kept = _InMemory()
    shared, sliced = ({name: tables[name] for name in names} for names in (SHARED, SLICED))
    validation = validate_slices([sliced], shared, kept, run_id=run_id, known_ids=known_ids, left_out=left_out)
    found = {**validation.tables, **kept.get(0, sliced)}
    validation.tables = {name: found[name] for name in TABLES}
    return validation


def validate_slices(
    slices: Iterable[Tables],
    shared: Tables,
    kept: Kept,
    *,
    run_id: str,
    articles: frozenset[str] = frozenset(),
    known_ids: Mapping[str, Iterable[str]] | None = None,
    left_out: Mapping[str, int] | None = None,
    cores: int | None = None,
) -> Validation:
    """Hold an edition against its contracts; memory holds one slice.

    `slices` are gone through more than once: tables of some articles with all their rows. `shared` are `actors` and `rejects`,
    `articles` the ids of all articles, `left_out` how many rows of each table a reviewer took out before. Rows that fail a
    critical expectation leave their table and become rows for `rejects`; then everything that referred to them is looked at
    again, until nothing changes. Rows that passed go to `kept`, slice by slice; the result has the shared tables. Several slices are
    looked at in at most `cores` processes: then they and `kept` can be pickled, and what is put there in one is seen in all.
    """
    first = next(iter(slices), {name: empty(name) for name in SLICED})
    structure, reasons = types_of({name: (first if name in SLICED else shared)[name] for name in TABLES})
    if reasons:
        return Validation(dict(shared), [], structure, reasons)
    known = {name: frozenset(ids) for name, ids in (known_ids or {}).items()}
    ends = {name: _Part.of({name: shared[name]}) for name in SHARED}
    for part in ends.values():
        _settle(part, [World(part.frames, known)], overall=False)
    # What is lost in one pass over the slices and that rows of other slices rest on takes them along in the next.
    stages = [_Stage(ends["actors"].kept()["actors"].select(ACTOR), articles)]
    for _ in range(ROUNDS):
        total = _pass(list(slices), stages, known, run_id, kept, cores)
        world = World({"actors": ends["actors"].frames["actors"]}, known, tally=total.tally, complete=not known)
        lost = _round(ends["actors"], world, across_only=True, overall=True)
        if not lost and not total.gone & total.repeated & stages[-1].articles:
            break
        stages.append(_Stage(ends["actors"].kept()["actors"].select(ACTOR), articles - total.gone))
    else:
        total.reasons[CIRCLE] = None
    for part in ends.values():
        total.add(_Sum().of_part(part, run_id, {}))
    out = {name: (left_out or {}).get(name, 0) for name in TABLES}
    balance, more = accounts({n: (total.came[n] + out[n], total.went[n], total.rejected[n], out[n]) for n in TABLES})
    results = sorted(total.results.items(), key=lambda item: list(TABLES).index(item[0][0]))
    tables = {name: part.kept()[name] for name, part in ends.items()}
    return Validation(tables, total.rejects, [*structure, *(r for _, r in results), *balance], [*total.reasons, *more])


@dataclass(frozen=True, slots=True)
class _Stage:
    """What stands beside a slice: actors, of which memory holds as little as can be, and articles of other slices."""

    actors: pa.Table  # columns ACTOR
    articles: frozenset[str]

    def actors_of(self, tables: Tables, known: Mapping[str, frozenset[str]]) -> World:
        """Those that the rows of a slice refer to, or have the id of."""
        keys = {(name, contract(name).primary_key) for name in SLICED}
        keys |= {(name, key.column) for name in SLICED for key in contract(name).foreign_keys if key.table == "actors"}
        named = pa.chunked_array([c for name, column in sorted(keys) for c in _values(tables[name][column]).chunks], pa.string())
        return World({"actors": frame(self.actors.filter(pc.is_in(self.actors["actor_id"], named.unique())))}, known)


def _values(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.list_flatten(column) if pa.types.is_list(column.type) else column


def _pass(
    slices: Sequence[Tables],
    stages: Sequence[_Stage],
    known: Mapping[str, frozenset[str]],
    run_id: str,
    kept: Kept,
    cores: int | None,
) -> _Sum:
    total = _Sum()
    kept.clear(len(slices))
    for found in on_all_cores(_look, enumerate(slices), stages, known, run_id, kept, most=cores):
        total.add(found)
    return total


def _look(numbered: tuple[int, Tables], stages: Sequence[_Stage], known: Mapping[str, frozenset[str]], run_id: str, kept: Kept) -> _Sum:
    """What one slice comes to; the rows of it that passed are put into `kept`."""
    number, tables = numbered
    part = _Part.of({name: tables[name] for name in SLICED})
    articles = part.tables["articles"]
    repeated = set(articles["duplicate_of"].to_pylist()).difference(articles["article_id"].to_pylist())
    worlds = [
        World(
            part.frames,
            {**known, "articles": known.get("articles", frozenset()) | stage.articles & repeated},
            stage.actors_of(part.tables, known),
        )
        for stage in stages
    ]
    _settle(part, worlds, overall=None)
    origins = {row["article_id"]: row for row in articles.select(["article_id", "source_uri", "coded_by"]).to_pylist()}
    total = _Sum(gone=part.keys("articles", part.rejected["articles"]), repeated=repeated).of_part(part, run_id, origins)
    total.tally.add(part.frames)
    kept.put(number, part.kept())
    return total


def _settle(part: _Part, worlds: Sequence[World], overall: bool | None) -> None:
    """Take out what fails until nothing changes, in one world after the other."""
    for number, world in enumerate(worlds):
        for round_ in range(ROUNDS):
            now = World(part.frames, world.known, world.beside)
            if not _round(part, now, across_only=bool(number or round_), overall=overall):
                break
        else:
            part.reasons.append(CIRCLE)


def _round(part: _Part, world: World, *, across_only: bool, overall: bool | None) -> bool:
    """Evaluate the suites on what stands and take out what fails; True when something was taken out."""
    failing: dict[str, set[int]] = {}
    for name in part.frames:
        expected = suite(name, across_only=across_only, overall=overall)
        columns = _columns(world, name, expected)
        findings = evaluate(name, columns, [e for e in expected if _column_of(e) in columns]) if expected else []
        failing[name] = {row for f in findings for row in _record(part, name, f)}
    for name, rows in failing.items():
        if rows:
            part.frames[name] = part.frames[name].drop(index=list(rows))
    return any(failing.values())


def _column_of(expected: Expected) -> str:
    return check_column(expected) if expected.check else expected.columns[0]


def _columns(world: World, name: str, expected: list[Expected]) -> pd.DataFrame:
    """The columns that the suite looks at: those of the table, and one of booleans for each check."""
    source = world.frames[name]
    columns: dict[str, Any] = {e.columns[0]: source[e.columns[0]].to_numpy() for e in expected if not e.check}
    columns |= {check_column(e): e.check.test(world) for e in expected if e.check}
    return pd.DataFrame(columns)


def _record(part: _Part, name: str, finding: Finding) -> list[int]:
    """Enter a finding into the results; gives the positions (in the table as it came) of the rows that must go."""
    expected, standing = finding.expected, part.frames[name]
    positions = [int(standing.index[row]) for row in finding.rows]
    keys = standing[contract(name).primary_key]
    ids = [str(keys.loc[p]) for p in positions[:NAMED]]
    entry = (name, expected.name, expected.columns)
    result = part.results.get(entry)
    if result is None:
        kwargs = {k: v for k, v in expected.kwargs.items() if not expected.check}
        part.results[entry] = result = ExpectationResult(
            name, expected.name, expected.columns, expected.severity, True, len(standing), 0, kwargs=kwargs, notes=expected.says
        )
    if expected.mode == "warn":  # its rows stay and are found again in the next round
        result.n_failed, result.failing_ids = 0, []
    result.n_failed += finding.n_failed
    result.failing_ids = (result.failing_ids + ids)[:NAMED]
    result.error = result.error or finding.error
    result.success = result.n_failed == 0 and result.error is None
    if finding.error and expected.mode != "warn":
        part.reasons.append(f"{name}.{expected.name} could not be evaluated: {finding.error}")
    if expected.mode == "warn" or not finding.n_failed:
        return []
    if expected.mode == "fail":
        part.reasons.append(f"{name}: {finding.n_failed} rows break {expected.says}")
    if not finding.listed:
        part.reasons.append(f"{name}: {finding.n_failed:,} rows break {expected.says}, too many to take out one by one")
    result.quarantined = bool(positions)
    for position in positions:
        part.rejected[name][position].append(expected)
    return positions


def _joined(one: ExpectationResult, other: ExpectationResult) -> ExpectationResult:
    """One expectation over two slices."""
    return replace(
        one,
        success=one.success and other.success,
        n_checked=one.n_checked + other.n_checked,
        n_failed=one.n_failed + other.n_failed,
        failing_ids=(one.failing_ids + other.failing_ids)[:NAMED],
        quarantined=one.quarantined or other.quarantined,
        error=one.error or other.error,
    )
