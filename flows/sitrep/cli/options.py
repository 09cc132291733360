"""Options that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

quiet = click.option("--quiet", is_flag=True, help="Print only errors.")
published = click.argument("out", default="output", type=click.Path(path_type=Path, file_okay=False))


def as_json(what: str) -> Callable[[Command], Command]:
    """The option --json, saying what it prints."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print {what} as JSON and nothing else.")


def show(value: Any) -> None:
    """Print a value as JSON, dates as ISO 8601."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))
