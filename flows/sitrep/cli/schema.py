"""`sitrep schema`: the data dictionary."""

from __future__ import annotations

import click

from sitrep.cli import options


@click.command()
@click.argument("table", required=False, shell_complete=options.table_names)
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True, help="How to print it.")
@options.as_json("the contracts")
def schema(table: str | None, form: str, as_json: bool) -> None:
    """Print the data dictionary, of one TABLE or of all: columns, and what every run checks.

    \b
    Example:
      sitrep schema events
    """
    from dataclasses import asdict

    from sitrep.schemas import RECORDS, TABLES, contract, data_dictionary
    from sitrep.validate.catalogue import catalogue, rules

    if table is not None and table not in TABLES + RECORDS:
        raise click.UsageError(f"no table {table}; there are {', '.join(TABLES + RECORDS)}")
    names = [table] if table else TABLES + RECORDS
    if as_json:
        options.show([{**asdict(contract(name)), "expectations": [asdict(rule) for rule in rules(name)]} for name in names])
        return
    for name in names:
        click.echo(data_dictionary(name, format=form))
        click.echo(catalogue(name, format=form))
