"""The contract as a data dictionary for people."""

from __future__ import annotations

import textwrap

from sitrep.schemas.contracts import RECORDS, TABLES, Column, Contract, contract

WIDTH = 120


def data_dictionary(name: str | None = None, format: str = "text") -> str:
    """The data dictionary of one table, or of all, as "text" for a terminal or as "markdown".

    Raises KeyError for an unknown table and ValueError for an unknown format.
    """
    writers = {"text": _text, "markdown": _markdown}
    if format not in writers:
        raise ValueError(f"format {format!r} is not one of {', '.join(writers)}")
    return "\n\n".join(writers[format](contract(n)) for n in ([name] if name else TABLES + RECORDS)) + "\n"


def constraints(column: Column) -> list[str]:
    """What a value of the column must satisfy, in words."""
    found = []
    if column.vocabulary == "country":
        found.append("an ISO 3166-1 alpha-3 code")
    elif column.values:
        found.append("one of " + ", ".join(column.values))
    elif column.pattern:
        found.append(f"matches {column.pattern}")
    if column.minimum is not None and column.maximum is not None:
        found.append(f"{column.minimum:g} to {column.maximum:g}")
    elif column.minimum is not None:
        found.append(f"at least {column.minimum:g}")
    if column.references:
        found.append(f"in {column.references}")
    return found


def _text(table: Contract) -> str:
    order = ", ".join(table.sort_key)
    lines = [f"{table.name}: {table.description}", f"  Grain: {table.grain}. Key: {table.primary_key}. Sorted by {order}."]
    for warning in table.usage_warnings:
        lines += textwrap.wrap(f"! {warning}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    lines.append("")
    for c in table.columns:
        head = f"  {c.name:21} {c.type + ('?' if c.nullable else ''):14} "
        margin = " " * len(head)
        about = c.description + (f" [{c.unit}]" if c.unit else "")
        lines += textwrap.wrap(about, WIDTH, initial_indent=head, subsequent_indent=margin, break_on_hyphens=False)
        for words in constraints(c):
            lines += textwrap.wrap(words, WIDTH, initial_indent=margin, subsequent_indent=margin + "  ", break_on_hyphens=False)
    return "\n".join(lines)


def _markdown(table: Contract) -> str:
    lines = [f"### {table.name}", "", f"{table.description} {table.grain[0].upper()}{table.grain[1:]}; key `{table.primary_key}`.", ""]
    lines += [f"- {w}" for w in table.usage_warnings] + ["", "| column | type | meaning | values |", "| --- | --- | --- | --- |"]
    for c in table.columns:
        about = c.description + (f" ({c.unit})" if c.unit else "")
        values = "; ".join(constraints(c))
        cells = [f"`{c.name}`", c.type + ("?" if c.nullable else ""), about, values]
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |")
    return "\n".join(lines)
