"""`sitrep correct`: a reviewer's decision, kept in corrections.csv."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from sitrep.cli import options


@click.command()
@options.reviewed
@click.argument("table", required=False, shell_complete=options.table_names)
@click.argument("row_id", required=False)
@click.argument("cells", nargs=-1, metavar="[COLUMN=VALUE...]")
@click.option("--why", help="The reason; it is kept with the decision.")
@click.option("--who", help="Who decides.  [default: your login name]")
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="CSV with the columns table, row_id, column, new, why (and who) instead.")  # fmt: skip
@options.as_json("the decisions")
@options.quiet
def correct(
    out: Path,
    table: str | None,
    row_id: str | None,
    cells: tuple[str, ...],
    why: str | None,
    who: str | None,
    source: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Correct the row ROW_ID of TABLE in the folder OUT, or take it out with row=wrong, or confirm it with row=right.

    An empty VALUE is null; ids in a list have blanks between them. The contract and the checks of the tables decide what may be
    said. Decisions lie in OUT/corrections.csv and take effect when tables are next published, now and after every later run;
    take a line out and the row is as coded again. Columns that follow from others follow.

    \b
    Example:
      sitrep correct output casualties 3c1f-c002 count_low=6 count_high=6 --why "hospital list, 3 July"
    """
    from sitrep.review.corrections import NEEDED
    from sitrep.review.decide import DecisionError, decide
    from sitrep.review.safe_csv import SheetError, read

    if source is not None and not (table or cells):
        try:
            wishes = [(f"{source}, line {n}", {**row, "why": row["why"] or why or ""}) for n, row in read(source, NEEDED)]
        except SheetError as error:
            raise click.ClickException(str(error)) from None
    elif table and row_id and cells and why and source is None and all("=" in cell for cell in cells):
        said = (cell.partition("=") for cell in cells)
        wishes = [("", {"table": table, "row_id": row_id, "column": c.strip(), "new": v, "why": why}) for c, _, v in said]
    else:
        raise click.UsageError("give TABLE ROW_ID COLUMN=VALUE... --why REASON, or --from FILE.csv")
    try:
        made = decide(out, wishes, who)
    except (DecisionError, FileNotFoundError, SheetError) as error:
        raise click.ClickException(f"{error}\nNothing was written.") from None
    if as_json:
        options.show([asdict(c) for c in made])
    if as_json or quiet:
        return
    for c in made:
        click.echo(f"{c.table} {c.row_id}: {c.column} {c.old or 'null'} → {c.new or 'null'}")
    click.echo(f"{len(made)} written to {out / 'corrections.csv'}; they take effect with `sitrep replay {out}` or the next `sitrep run`.")
