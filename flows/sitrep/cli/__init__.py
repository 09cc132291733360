"""The command line, one file a command.

Exit status: 0 done; 1 not done, and the message says why (`run`: kept back by a critical expectation; `doctor`: a check
failed); 2 wrong usage, sitrep.toml's included.

A command's file imports click and nothing heavy; what it needs is imported when it runs, so that `sitrep --help` is instant.
"""

from __future__ import annotations

from pathlib import Path

import click

import sitrep
from sitrep.cli import settings
from sitrep.cli.annotate import LAYERS, annotate
from sitrep.cli.collect import collect
from sitrep.cli.completion import completion
from sitrep.cli.correct import correct
from sitrep.cli.doctor import doctor
from sitrep.cli.export import export
from sitrep.cli.extract import extract
from sitrep.cli.group import Commands
from sitrep.cli.rejects import rejects
from sitrep.cli.replay import replay
from sitrep.cli.review import review
from sitrep.cli.run import run
from sitrep.cli.schedule import schedule
from sitrep.cli.schema import schema

__all__ = ["LAYERS", "main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="File of options.  [default: sitrep.toml, if it is here]"
)
@click.version_option(sitrep.__version__, prog_name="sitrep")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """News articles in, analysis-ready tables of events, actors and statements out."""
    file = config or Path(settings.FILE)
    if config or file.exists():
        ctx.default_map = settings.read(file, main.commands)


for command in (collect, run, extract, annotate, rejects, replay, correct, review, schedule, schema, export, doctor, completion):
    main.add_command(command)
