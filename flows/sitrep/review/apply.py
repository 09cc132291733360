"""Corrections on the tables of an edition before it is validated, and the rows as they were coded, kept for the next one.

What is published is corrected; the next run starts from what was coded. So the coded rows of everything that a correction
touched lie beside the tables (`.as_coded/`): take a line out of corrections.csv, run again, and the row is as the code has it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.article import Reject
from sitrep.review.corrections import FILE, RIGHT, ROW, WRONG, Correction, find, latest, value
from sitrep.review.follow import follow, forget
from sitrep.review.rows import Row, Rows
from sitrep.review.values import as_text
from sitrep.schemas import contract
from sitrep.slices import SLICED
from sitrep.tables import read_part, write_part

AS_CODED = ".as_coded"
DIGEST = "corrections.sha256"
LEFT_OUT = "wrong_by_review"  # rule of the rejects that a reviewer made
ORDER = ("actors", "articles", "statements", "casualties", "events")  # a decision about a row comes after what follows from others


@dataclass(slots=True)
class Decision:
    """What became of a line of corrections.csv. `row_id` is the row that it was found to be about."""

    line: int
    correction: Correction
    row_id: str | None = None
    problem: str | None = None  # why it is not applied
    drifted: str | None = None  # the value as coded now, where it is not the one that the reviewer saw


@dataclass(slots=True)
class Applied:
    """Tables with the corrections in them; `originals` are the coded rows of what was touched, `rejects` the rows taken out."""

    tables: dict[str, pa.Table]
    originals: dict[str, pa.Table] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def n(self) -> int:
        return sum(d.problem is None for d in self.decisions)


def apply(tables: Mapping[str, pa.Table], corrections: Sequence[tuple[int, Correction]]) -> Applied:
    """Apply the decisions of a file to tables as they were coded. A line that cannot be applied is told of and changes nothing."""
    if not corrections:
        return Applied(dict(tables))
    rows = {name: Rows(name, table) for name, table in tables.items() if name != "rejects"}
    decisions = [_decide(line, c, rows) for line, c in latest(corrections)]
    together: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for d in decisions:
        if d.problem is None and d.row_id is not None:
            together[d.correction.table, d.row_id].append(d)
    wrong = {row for row, made in together.items() if any(d.correction.new == WRONG and d.correction.column == ROW for d in made)}
    for table, key in sorted(together.keys() - wrong, key=lambda row: (ORDER.index(row[0]), row)):
        _set(rows, table, key, together[table, key])
    rejects = [_take_out(rows, table, key, together[table, key]) for table, key in sorted(wrong)]
    touched = {name: r.originals() for name, r in rows.items() if r.touched() and name != "actors"}  # actors are made anew by every run
    return Applied({**tables, **{name: r.table() for name, r in rows.items()}}, touched, rejects, decisions)


def apply_to_slices(
    slices: Iterable[Mapping[str, pa.Table]], actors: pa.Table, corrections: Sequence[tuple[int, Correction]]
) -> Iterator[Applied]:
    """As `apply`, slice by slice; the actors, which all slices share, are in each. `in_all` makes one of what came of them."""
    for one in slices:
        yield apply({"actors": actors, **{name: one[name] for name in SLICED}}, corrections)


def in_all(parts: Iterable[Applied]) -> Applied:
    """Everything but the tables of slices: a line is about a row of one slice, or of the actors."""
    whole = Applied({})
    originals: dict[str, list[pa.Table]] = defaultdict(list)
    decisions: dict[int, Decision] = {}
    for part in parts:
        whole.tables["actors"] = part.tables["actors"]
        whole.rejects += part.rejects
        for name, table in part.originals.items():
            originals[name].append(table)
        for decision in part.decisions:
            if decision.line not in decisions or decision.row_id is not None:
                decisions[decision.line] = decision
    whole.originals = {name: pa.concat_tables(tables) for name, tables in originals.items()}
    whole.decisions = list(decisions.values())
    return whole


def with_rejected(
    originals: Mapping[str, pa.Table], coded: Iterable[Mapping[str, pa.Table]], rejects: Sequence[Mapping[str, str]]
) -> dict[str, pa.Table]:
    """`originals` and the coded rows that validation rejected: a correction may have been what made them fail."""
    kept = dict(originals)
    gone: dict[str, set[str]] = defaultdict(set)
    for reject in rejects:
        gone[reject["table"]].add(reject["row_id"])
    for name in gone.keys() - {"actors", "articles", "rejects"}:
        key = contract(name).primary_key
        have = set(kept[name][key].to_pylist()) if name in kept else set()
        wanted = pa.array(sorted(gone[name] - have), pa.string())
        more = [one[name].filter(pc.is_in(one[name][key], wanted)) for one in coded]
        kept[name] = pa.concat_tables([kept[name], *more] if name in kept else more)
    return kept


def _decide(line: int, correction: Correction, rows: Mapping[str, Rows]) -> Decision:
    key = find(correction, rows)
    if key is None:
        return Decision(line, correction, problem=f"{correction.table} has no row {correction.row_id} any more")
    decision = Decision(line, correction, key)
    try:
        value(correction, rows)
    except ValueError as error:
        decision.problem = str(error)
        return decision
    coded = as_text(rows[correction.table].as_coded(key).get(correction.column))
    seen = correction.old or correction.when  # a line written by hand may not say what the reviewer saw
    if correction.column != ROW and seen and coded not in (correction.old, correction.new):
        decision.drifted = coded
    return decision


def _set(rows: Mapping[str, Rows], table: str, key: str, decisions: Sequence[Decision]) -> None:
    """All decisions about one row at once, and then what follows from them."""
    before = rows[table][key]
    new = {d.correction.column: value(d.correction, rows) for d in decisions if d.correction.column != ROW}
    marks = sorted({*new, *(ROW for d in decisions if d.correction.new == RIGHT and d.correction.column == ROW)})
    rows[table].set(key, **new, reviewed=marks)
    follow(rows, table, key, before, new.keys())


def _take_out(rows: Mapping[str, Rows], table: str, key: str, decisions: Sequence[Decision]) -> Reject:
    row = rows[table].as_coded(key)
    article = rows["articles"].get(row["article_id"]) or {}
    forget(rows, table, key)
    said = next(d.correction for d in decisions if d.correction.new == WRONG)
    reason = f"A reviewer took it out: {said.why}. Take its line out of {FILE} and run again to have it back."
    return Reject(article.get("source_uri", ""), "validate", LEFT_OUT, reason, "info", row["article_id"], table, row, _span(row))


def _span(row: Row) -> tuple[int, int] | None:
    return (row["char_start"], row["char_end"]) if "char_start" in row else None


def digest(out: Path) -> str:
    """Of corrections.csv as it lies there; "" where there is none."""
    path = out / FILE
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def digest_of_standing(out: Path) -> str:
    """Of the corrections.csv that the published tables were made with."""
    path = out / AS_CODED / DIGEST
    return path.read_text(encoding="ascii", errors="replace") if path.exists() else ""


def keep(folder: Path, originals: Mapping[str, pa.Table], made_with: str) -> None:
    """Write the rows as coded beside the tables that are staged in `folder`; nothing where there are no corrections."""
    if not made_with:
        return
    (folder / AS_CODED).mkdir()
    (folder / AS_CODED / DIGEST).write_text(made_with, encoding="ascii")
    for name, table in sorted(originals.items()):
        write_part(table, folder / AS_CODED / f"{name}.arrow")


def as_coded(out: Path) -> dict[str, pa.Table]:
    """The rows as coded of what stands otherwise than it was coded, by table."""
    return {path.stem: read_part(path) for path in sorted((out / AS_CODED).glob("*.arrow"))}


def restore(name: str, pieces: Iterable[pa.Table], originals: Mapping[str, pa.Table]) -> Iterator[pa.Table]:
    """The pieces of a published table as they were coded."""
    if name not in originals:
        yield from pieces
        return
    key = contract(name).primary_key
    touched = originals[name][key].combine_chunks()
    for piece in pieces:
        yield piece.filter(pc.invert(pc.is_in(piece[key], touched)))
    yield originals[name]
