"""`sitrep schema`: the data dictionary."""

from __future__ import annotations

import click


@click.command()
@click.argument("table", required=False)
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True)
def schema(table: str | None, form: str) -> None:
    """Print the data dictionary, of one TABLE or of all.

    \b
    Example:
      sitrep schema events
    """
    from sitrep.schemas import TABLES, data_dictionary

    if table is not None and table not in TABLES:
        raise click.UsageError(f"no table {table}; there are {', '.join(TABLES)}")
    click.echo(data_dictionary(table, format=form))
