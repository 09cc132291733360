"""`sitrep.toml`: options by the names that they have on the command line, a table a command. The command line wins.

[run]
out = "output/"
workers = 4
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

FILE = "sitrep.toml"


def read(path: Path, commands: Mapping[str, click.Command]) -> dict[str, dict[str, Any]]:
    """The file as click's `default_map`: command → parameter → value.

    Raises click.UsageError when it is no TOML, or names a command or an option that there is not.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path} is not TOML: {error}") from None
    found = {}
    for name, values in tables.items():
        if name not in commands:
            raise click.UsageError(f"{path}: {_unknown(name, commands, 'command')}")
        if not isinstance(values, dict):
            raise click.UsageError(f"{path}: {name} must be a table of options; write [{name}] on a line of its own")
        found[name] = _options(path, commands[name], values)
    return found


def _options(path: Path, command: click.Command, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {option.removeprefix("--"): p for p in command.params if isinstance(p, click.Option) for option in p.opts if option[:2] == "--"}
    for given in values:
        if given not in names:
            raise click.UsageError(f"{path}: [{command.name}] {_unknown(given, names, 'option')}")
    return {str(names[given].name): value for given, value in values.items()}


def _unknown(name: str, known: Iterable[str], what: str) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    return f"no {what} {name!r}; " + (f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}")
