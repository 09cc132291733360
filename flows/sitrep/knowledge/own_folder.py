"""The user's own facts: the folder that `--knowledge DIR` or SITREP_KNOWLEDGE names, for this process and those it starts."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "SITREP_KNOWLEDGE"
_GIVEN = os.environ.get(VARIABLE)  # what the process was started with


def own_folder() -> Path | None:
    """The folder in use, None for the shipped facts alone."""
    return Path(folder) if (folder := os.environ.get(VARIABLE)) else None


def use(folder: str | Path | None) -> None:
    """Extend the shipped facts by those of `folder`; None goes back to what the process was started with.

    Reading processes started from now on inherit it. Raises KnowledgeError, with file, line and remedy, if a file cannot be used.
    """
    from sitrep.knowledge.load import load

    if folder is not None:
        load(Path(folder).resolve())
        os.environ[VARIABLE] = str(Path(folder).resolve())
    elif _GIVEN is not None:
        os.environ[VARIABLE] = _GIVEN
    else:
        os.environ.pop(VARIABLE, None)
