"""What `sitrep run` shows a person: what is about to happen, progress while it does, a short table at the end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console as RichConsole
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from sitrep import summary


class Console:
    """Prints to standard error while a run goes and to standard output what it found; silent when `quiet`."""

    def __init__(self, quiet: bool = False):
        self.quiet = quiet
        self.out = RichConsole(quiet=quiet)
        self.err = RichConsole(stderr=True, quiet=quiet)

    def announce(self, sources: Iterable[Path], out: Path) -> None:
        names = ", ".join(str(s) for s in sources)
        self.err.print(
            f"Coding [bold]{escape(names)}[/bold] into [bold]{escape(str(out))}[/bold]. "
            "Starting Prefect first: its server takes 10 to 30 seconds; reading begins right after.",
            highlight=False,
        )

    @contextlib.contextmanager
    def progress(self) -> Iterator[None]:
        """A bar over the articles, with rate and rejects; follows the run by listening to it."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.err, transient=False, disable=self.quiet) as bar:
            task = bar.add_task("starting Prefect", total=None, note="")

            def show(now: summary.Progress) -> None:
                rate = f"{now.rate:.1f} articles/s" if now.rate else ""
                rejected = sum(now.rejects.values())
                note = ", ".join(
                    filter(None, [rate, f"{now.known} known" if now.known else "", f"{rejected} rejected" if rejected else ""])
                )
                bar.update(task, description=now.doing, completed=now.coded, total=None if now.collecting else now.to_code, note=note)

            stop = summary.listen(show)
            try:
                yield
            finally:
                stop()

    def summary(self, result: dict[str, Any]) -> None:
        """The short table that ends a run."""
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        table.add_column(style="bold")
        table.add_column()
        table.add_row(
            "articles in",
            "{articles_in} = {articles_new} new + {articles_known} known + {articles_rejected} rejected".format(**result),
        )
        for reason, n in result["rejects"].items():
            table.add_row("", f"{n} rejected, {escape(reason)}")
        if result["published"] and result["changed"]:
            table.add_row("tables", f"{len(result['rows'])} Parquet files in {escape(result['out'])}")
        table.add_row("rows", ", ".join(f"{n} {name}" for name, n in result["rows"].items()))
        for severity, counts in result["expectations"].items():
            table.add_row(f"expectations, {severity}", f"{counts['checked']} checked, {counts['failed']} failed")
        if not result["changed"]:
            table.add_row("", "nothing changed: every article is known, the tables stand as they are")
        if not result["published"]:
            table.add_row("[red]not published[/red]", "a critical expectation failed; the report says which")
            for reason in result["reasons"]:
                table.add_row("", escape(reason))
        for note in result["notes"]:
            table.add_row("[yellow]note[/yellow]", escape(note))
        if result["report"]:
            table.add_row("report", escape(result["report"]))
        self.out.print(table, highlight=False)
