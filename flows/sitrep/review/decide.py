"""Taking a reviewer's decisions: held against the contract and against the checks of the tables before they are written down."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.edition import Edition
from sitrep.review import corrections
from sitrep.review.apply import apply
from sitrep.review.corrections import Correction, latest, make
from sitrep.review.rows import Rows
from sitrep.schemas import TABLES, contract, empty

Wish = Mapping[str, str]  # table, row_id, column, new, why, and who where it is not the one who types


class DecisionError(ValueError):
    """Decisions that cannot be taken; the message has one line for each."""


def decide(out: Path, wishes: Iterable[tuple[str, Wish]], who: str | None = None) -> list[Correction]:
    """Write decisions into corrections.csv of the folder `out`: all of them, or none. They take effect when tables are next published.

    `wishes` are (where it was said, decision): "line 7" of a file, or "" for one that was typed. Raises FileNotFoundError when
    nothing is published in `out`, DecisionError when the contract or a check does not allow a decision.
    """
    if not (out / "articles.parquet").exists():
        raise FileNotFoundError(f"no tables in {out}; make them with `sitrep run SOURCE --out {out}`")
    standing = Edition.open(out).standing.tables()
    rows = {name: Rows(name, table) for name, table in standing.items()}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made, problems = [], []
    for where, wish in wishes:
        try:
            signed = {"why": wish["why"], "who": wish.get("who") or who or getpass.getuser(), "when": now}
            made.append(make(rows, wish["table"], wish["row_id"], wish["column"], wish["new"], **signed))
        except ValueError as error:
            problems.append(f"{where}: {error}" if where else str(error))
    problems = problems or _breaks(standing, [*corrections.read(out / corrections.FILE), *((0, c) for c in made)])
    if problems:
        raise DecisionError("\n".join(problems))
    corrections.add(out, made)
    return made


def _breaks(tables: Mapping[str, pa.Table], decisions: list[tuple[int, Correction]]) -> list[str]:
    """What critical checks would say of the corrected rows' articles."""
    from sitrep.validate.suites import suite
    from sitrep.validate.world import World, frame

    applied = apply(tables, latest(decisions))
    touched = {row["article_id"] for name, t in applied.originals.items() for row in t.select(["article_id"]).to_pylist()}
    known = {name: frozenset(t[contract(name).primary_key].to_pylist()) for name, t in applied.tables.items()}
    here = {name: t if name == "actors" else _of(t, touched) for name, t in applied.tables.items()}
    world = World({name: frame(t) for name, t in ({**here, "rejects": empty("rejects")}).items()}, known, complete=False)
    broken = []
    for name in TABLES[:-1]:
        keys = world.frames[name][contract(name).primary_key]
        for expected in suite(name):
            if expected.check and expected.mode != "warn":
                broken += [f"{name} {key} would fail: {expected.says}" for key in keys[~expected.check.test(world)]]
    return broken


def _of(table: pa.Table, articles: set[str]) -> pa.Table:
    return table.filter(pc.is_in(table["article_id"], pa.array(sorted(articles), pa.string())))
