"""The command line, one file a command. Exit status 0 done, 1 not published, 2 wrong usage.

A command's file imports click and nothing heavy; what it needs is imported when it runs, so that `sitrep --help` is instant.
"""

from __future__ import annotations

import click

import sitrep
from sitrep.cli.annotate import LAYERS, annotate
from sitrep.cli.correct import correct
from sitrep.cli.extract import extract
from sitrep.cli.review import review
from sitrep.cli.run import run
from sitrep.cli.schema import schema

__all__ = ["LAYERS", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(sitrep.__version__, prog_name="sitrep")
def main() -> None:
    """News articles in, analysis-ready tables of events, actors and statements out."""


for command in (run, extract, annotate, correct, review, schema):
    main.add_command(command)
