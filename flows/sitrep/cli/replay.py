"""`sitrep replay`: what was rejected, once more."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sitrep.cli import options, stop


@click.command()
@options.reviewed
@click.option("--rule", help="Only what this rule rejected.")
@click.option("--workers", type=click.IntRange(min=1), help="Reading processes.  [default: one a core]")
@options.knowledge
@click.option("--wait", is_flag=True, help="When another run works on the folder, wait until it is done.")
@options.as_json("the summary")
@options.quiet
def replay(out: Path, rule: str | None, workers: int | None, knowledge: Path | None, wait: bool, as_json: bool, quiet: bool) -> None:
    """Try again what was rejected in the folder OUT, after a fix, and publish; corrections made since then take effect.

    Rejected files are collected again from where they lay; rejected articles, and articles of which rows were rejected, are
    coded again from what was kept of them. Give the options that the run had. Exit status as of `sitrep run`.

    \b
    Example:
      sitrep replay output --rule exception
    """
    from sitrep.console import Console
    from sitrep.edition import EditionUnreadable
    from sitrep.knowledge import KnowledgeError, use
    from sitrep.lock import OutputInUse, OutputNotWritable, check

    if not (out / "articles.parquet").exists():
        raise click.ClickException(f"no tables in {out}; make them with `sitrep run SOURCE --out {out}`")
    try:
        use(knowledge)
        if not wait:
            check(out)
    except (KnowledgeError, OutputInUse, OutputNotWritable) as error:
        raise click.UsageError(str(error)) from None
    console = Console(quiet=quiet or as_json)
    console.announce([Path(f"rejects of {out}")], out)
    stop.at_once()
    with console.progress():
        from sitrep.pipeline import replay as again  # Prefect takes seconds to import: the user has been told

        try:
            result = again(str(out), rule=rule, workers=workers, knowledge=str(knowledge) if knowledge else None, wait=wait)
        except (OutputInUse, OutputNotWritable, EditionUnreadable) as error:
            raise click.ClickException(str(error)) from None
    if as_json:
        options.show(result)
    else:
        console.summary(result)
    sys.exit(0 if result["published"] else 1)
