"""`sitrep rejects`: what was rejected, why, and what to do."""

from __future__ import annotations

from pathlib import Path

import click

from sitrep.cli import options


@click.command()
@options.reviewed
@click.option("--rule", help="Only this rule.")
@click.option("--table", shell_complete=options.table_names, help="Only rows of this table.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(min=1), help="Rows shown of each rule.")
@options.as_json("every reject, the rejected row with it,")
def rejects(out: Path, rule: str | None, table: str | None, limit: int, as_json: bool) -> None:
    """List the rejects of the folder OUT by rule: reason, severity, row, place in the text, and what to do.

    \b
    Example:
      sitrep rejects output --rule not_after_publication
    """
    from sitrep.rejects import explained
    from sitrep.rejects import rejects as found_in
    from sitrep.schemas import TABLES

    if table is not None and table not in TABLES:
        raise click.UsageError(f"no table {table}; there are {', '.join(TABLES)}")
    try:
        rows = found_in(out, rule, table)
        others = [] if rows or rule is None else sorted({row["rule"] for row in found_in(out, None, table)})
    except (FileNotFoundError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        options.show(rows)
        return
    for line in explained(rows, limit):
        click.echo(line)
    click.echo(f"{len(rows)} rejects" + (f" of {rule}" if rule else "") + (f"; there are some of {', '.join(others)}" if others else ""))
