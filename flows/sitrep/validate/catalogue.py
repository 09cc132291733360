"""What every run checks, as the data dictionary shows it: one line an expectation, by table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from sitrep.schemas.contracts import MODES
from sitrep.validate.gate import SHARE_REJECTED
from sitrep.validate.reviews import RULES as REVIEW_RULES
from sitrep.validate.suites import suite
from sitrep.validate.trends import AT_LEAST, COMPARED, LOOKS_BACK, TOLERANCE, slug

WIDTH = 120
WHOLE = (  # what is asked of a table or a run as a whole
    ("columns_and_types_of_the_contract", "fail", "columns and types are those of the contract"),
    ("in_is_out_plus_rejected", "fail", "every row that came in is published, rejected, or taken out by a reviewer"),
    ("few_rows_rejected", "fail", f"at most {SHARE_REJECTED:.0%} of the rows are rejected"),
    ("articles_left", "fail", "not all articles are rejected"),
)
OF_ARTICLES = (("documents_in_are_out_plus_rejected", "fail", "every document that came by is known, new or rejected"),)
OF_RUNS = (("record_is_readable", "warn", "the record of earlier runs can be read"),)


@dataclass(frozen=True, slots=True)
class Rule:
    """One expectation: what must hold, of which columns, and what happens where it does not (MODES)."""

    name: str
    columns: tuple[str, ...]
    mode: str
    says: str


def rules(table: str) -> Iterator[Rule]:
    """Every expectation of a table, or of `runs`: derived from its contract, checks across columns and tables, the table as a whole."""
    if table == "runs":
        alike = f"like the last {LOOKS_BACK} runs that published, within {TOLERANCE:g} spreads of their median; from {AT_LEAST} runs on"
        yield from (Rule(name, (), mode, says) for name, mode, says in OF_RUNS)
        yield from (Rule(slug(name), columns, "warn", f"{name} is {alike}") for name, columns in COMPARED)
        return
    yield from (Rule(e.name, e.columns, e.mode, e.says) for e in suite(table))
    yield from (Rule(name, (), mode, says) for name, mode, says in (*WHOLE, *(OF_ARTICLES if table == "articles" else ())))
    if table not in ("mentions", "rejects"):
        yield from (Rule(name, ("reviewed",), "warn", says) for name, says in REVIEW_RULES.items())


def catalogue(table: str, format: str = "text") -> str:
    """The rules of a table for a terminal ("text") or as a "markdown" table."""
    found = list(rules(table))
    if format == "markdown":
        cells = ((f"`{r.name}`", ", ".join(r.columns) or "the whole table", r.mode, r.says) for r in found)
        lines = ["| expectation | columns | mode | what must hold |", "| --- | --- | --- | --- |"]
        lines += ["| " + " | ".join(c.replace("|", "\\|").replace("<", "&lt;") for c in row) + " |" for row in cells]
        return "\n".join([*lines, "", *(f"- {mode}: {meaning}." for mode, meaning in MODES.items()), ""])
    lines = [f"  Expectations of {table}: {len(found)}"]
    for r in found:
        words = f"{r.mode:11}{r.says}  [{r.name}]"
        lines += textwrap.wrap(words, WIDTH, initial_indent="  ", subsequent_indent=" " * 13, break_on_hyphens=False)
    return "\n".join([*lines, "", *(f"  {mode:11}{meaning}" for mode, meaning in MODES.items()), ""])
