"""Word lists as data: one YAML file a list, read once."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@functools.cache
def lexicon(name: str) -> Any:
    """The content of `knowledge/NAME.yaml`; do not change what it returns.

    Raises FileNotFoundError when there is no such list.
    """
    with open(HERE / f"{name}.yaml", encoding="utf-8") as f:
        return yaml.load(f, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
