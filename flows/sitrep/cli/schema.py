"""`sitrep schema`: the data dictionary."""

from __future__ import annotations

import click

from sitrep.cli import options


@click.command()
@click.argument("table", required=False)
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True, help="How to print it.")
@options.as_json("the contracts")
def schema(table: str | None, form: str, as_json: bool) -> None:
    """Print the data dictionary, of one TABLE or of all.

    \b
    Example:
      sitrep schema events
    """
    from dataclasses import asdict

    from sitrep.schemas import TABLES, contract, data_dictionary

    if table is not None and table not in TABLES:
        raise click.UsageError(f"no table {table}; there are {', '.join(TABLES)}")
    if as_json:
        options.show([asdict(contract(name)) for name in ([table] if table else TABLES)])
        return
    click.echo(data_dictionary(table, format=form))
