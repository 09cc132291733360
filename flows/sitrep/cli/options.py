"""Options that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

quiet = click.option("--quiet", is_flag=True, help="Print only errors.")
# Whether anything is published there is for the command to say, with the remedy.
published = click.argument("out", default="output", type=click.Path(path_type=Path, file_okay=False))
reviewed = click.argument("out", type=click.Path(path_type=Path, file_okay=False))
knowledge = click.option("--knowledge", type=click.Path(path_type=Path, exists=True, file_okay=False),
                         help="Folder of your own armed_groups.csv, organizations.csv, offices.csv, …")  # fmt: skip


appeared = click.option("--published", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
                        help="When those appeared whose sidecar and text do not say.")  # fmt: skip


def iso(day: datetime | None) -> str | None:
    """A day as ISO 8601."""
    return None if day is None else f"{day:%Y-%m-%d}"


def table_names(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """What a shell completes the name of a table with."""
    from sitrep.schemas import RECORDS, TABLES

    return [name for name in TABLES + RECORDS if name.startswith(begun)]


tables = click.option("--table", "names", multiple=True, shell_complete=table_names, help="Only this table; may be given more than once.")


def as_json(what: str) -> Callable[[Command], Command]:
    """The option --json, saying what it prints."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print {what} as JSON and nothing else.")


def show(value: Any) -> None:
    """Print a value as JSON, dates as ISO 8601."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))
