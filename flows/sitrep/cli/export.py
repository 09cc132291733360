"""`sitrep export`: the tables in other formats."""

from __future__ import annotations

from pathlib import Path

import click

from sitrep.cli import options
from sitrep.export import FORMATS


@click.command()
@options.published
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="Format to write.")
@click.option("--to", default=".", show_default=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.")
@options.tables
@options.as_json("the files written")
@options.quiet
def export(out: Path, form: str, to: Path, names: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    """Write the tables published in OUT as CSV, XLSX, GeoJSON (events) or JSON-LD (schema.org, PROV-O).

    In CSV, text that a spreadsheet would run as a formula gets an apostrophe before it. XLSX needs `pip install "sitrep[xlsx]"`.

    \b
    Example:
      sitrep export output --format csv --to tables/
    """
    from sitrep.export import export as write
    from sitrep.schemas import TABLES

    unknown = sorted(set(names) - set(TABLES))
    if unknown:
        raise click.UsageError(f"no table {unknown[0]}; there are {', '.join(TABLES)}")
    try:
        files = write(out, form, to, names)
    except (ImportError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        options.show([str(file) for file in files])
    elif not quiet:
        for file in files:
            click.echo(file)
