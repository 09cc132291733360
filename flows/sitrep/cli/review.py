"""`sitrep review`: the least certain rows for a second look, out and in."""

from __future__ import annotations

from pathlib import Path

import click

from sitrep.cli import options


@click.command()
@options.reviewed
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.csv")
@click.option("--rows", "n", default=50, show_default=True, type=click.IntRange(min=1), help="How many rows to export.")
@click.option("--table", "tables", multiple=True, type=click.Choice(["events", "statements", "casualties"]), help="Only this table.")
@click.option("--read", "read_back", is_flag=True, help="Read an edited FILE.csv back instead of writing it.")
@click.option("--why", help="Reason of lines that give none.")
@click.option("--who", help="Who decides.  [default: your login name]")
@options.as_json("how many rows or decisions were written, and where,")
@options.quiet
def review(
    out: Path, file: Path, n: int, tables: tuple[str, ...], read_back: bool, why: str | None, who: str | None, as_json: bool, quiet: bool
) -> None:
    """Export the least certain rows of OUT with their sentences to FILE.csv; with --read, take the decisions back.

    In the file, mend the cells that are wrong or write `right` or `wrong` under verdict, and say why. Leave the rest as it is.
    Decisions go into OUT/corrections.csv, as those of `sitrep correct`. Rows that have been reviewed are not exported again.

    \b
    Example:
      sitrep review output second-look.csv
      sitrep review output second-look.csv --read
    """
    from sitrep.review.decide import DecisionError
    from sitrep.review.safe_csv import SheetError
    from sitrep.review.sheet import REVIEWED, read_sheet, write_sheet

    try:
        if read_back:
            if not file.exists():
                raise click.UsageError(f"there is no {file} to read")
            made = read_sheet(out, file, who, why)
            if as_json:
                options.show({"decisions": len(made), "file": str(out / "corrections.csv")})
            elif not quiet:
                click.echo(f"{len(made)} decisions written to {out / 'corrections.csv'}; they take effect with `sitrep replay {out}`.")
            return
        if file.exists():
            raise click.UsageError(f"{file} is there already and may hold decisions: read it with --read, or give another name")
        count = write_sheet(out, file, n, tables or REVIEWED)
    except (DecisionError, FileNotFoundError, SheetError) as error:
        raise click.ClickException(f"{error}\nNothing was written.") from None
    if as_json:
        options.show({"rows": count, "file": str(file)})
    elif not quiet:
        click.echo(f"{count} rows in {file}; edit it and read it back with `sitrep review {out} {file} --read`")
