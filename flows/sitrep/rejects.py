"""The rejects of an output folder, explained: what was wrong, where, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sitrep.collect.refused import kept_in
from sitrep.review.apply import LEFT_OUT
from sitrep.schemas.contracts import vocabulary
from sitrep.tables import read

Row = dict[str, Any]
SEVERITIES = tuple(vocabulary("reject_severity"))
AGAIN = "then `sitrep replay {out}`"
TO_DO = {  # by stage
    "collect": f"do as the reason says, {AGAIN}",
    "parse": f"do as the reason says, {AGAIN}",
    "validate": "it waits as it is: mend what made it (a fact in knowledge, a rule), or correct its article's rows with "
    f"`sitrep correct {{out}}`, {AGAIN}",
}
COLLECTING = (
    "do as the reason says, then `sitrep collect` it into the same folder and run again; what is not wanted any more goes with its entry "
    "in {record}"
)
CODING = f"it waits as it is: update Sitrep or report the article, {AGAIN}; another version tries it by itself"
OF_RULE = {
    "process_died": f"do as the reason says, {AGAIN}",
    LEFT_OUT: "take its line out of corrections.csv and run again to have it back",
}
WORDS = ("trigger", "content", "count_text", "text", "title")  # the first that a rejected row has tells a person what it is about
BY_DESIGN = "nothing: it is left out by design"
KEPT = "nothing must be done: it is in the tables, with the flaw that the reason names"


def rejects(out: Path, rule: str | None = None, table: str | None = None) -> list[Row]:
    """Rows of `rejects.parquet`, the gravest first, each with `to_do`; of one rule or table where these are given.

    `row` is the rejected row as data. Raises FileNotFoundError when nothing is published in `out`.
    """
    path = out / "rejects.parquet"
    if not path.exists():
        raise FileNotFoundError(f"no tables in {out}; make them with `sitrep run SOURCE --out {out}`")
    rows = [r for r in read("rejects", path).to_pylist() if rule in (None, r["rule"]) and table in (None, r["table"])]
    rows.sort(key=lambda r: (SEVERITIES.index(r["severity"]), r["stage"], r["table"] or "", r["rule"], r["source_uri"], r["reject_id"]))
    told = [{**r, "row": json.loads(r["row_json"] or "null"), "to_do": to_do(r, out)} for r in rows]
    return [{name: value for name, value in row.items() if name != "row_json"} for row in told]


def to_do(reject: Mapping[str, Any], out: Path) -> str:
    """What a person does about a reject, a row of the table."""
    if record := kept_in(reject["row_json"]):
        return COLLECTING.format(record=record)
    if reject["rule"] in OF_RULE:
        return OF_RULE[reject["rule"]].format(out=out)
    if reject["severity"] != "critical":
        return KEPT if reject["severity"] == "warning" else BY_DESIGN
    return TO_DO.get(reject["stage"], CODING).format(out=out)


def explained(rows: Sequence[Row], most: int) -> Iterator[str]:
    """Lines for a terminal: rejects by rule, at most so many rows of each."""
    meaning = vocabulary("reject_severity")
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["severity"], row["stage"], row["table"], row["rule"]), []).append(row)
    for (severity, stage, table, rule), found in groups.items():
        yield f"{rule}  {len(found)} × {severity} ({meaning[severity]}), stage {stage}{f', table {table}' if table else ''}"
        yield f"  to do: {found[0]['to_do']}"
        for row in found[:most]:
            yield f"  - {_where(row)}"
            yield f"    {_line(row['reason'])}"
        if len(found) > most:
            yield f"  … {len(found) - most} more: --limit {len(found)}, or --json"
        yield ""


def _where(row: Row) -> str:
    """Source, row, place in the text, and words of the row."""
    kept = row["row"] or {}
    words = next((str(kept[c]) for c in WORDS if kept.get(c)), None)
    parts = [row["source_uri"]]
    parts += [f"row {row['row_id']}"] if row["row_id"] else []
    parts += [f"characters {row['span']['start']}–{row['span']['end']}"] if row["span"] else []
    parts += [f"“{_line(words, 80)}”"] if words else []
    return _line(" ".join(parts))


def _line(text: str, most: int = 400) -> str:
    """One line of plain characters: what comes from an article may hold anything that a terminal obeys."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"
