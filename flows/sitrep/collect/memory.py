"""What the collector remembers between runs, in the raw folder's `.collect.json`: when feeds changed, what could not be had."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = ".collect.json"
FORMAT = 1
TRIES = 3  # runs in which a page is asked for before it is given up


@dataclass(slots=True)
class Memory:
    """`feeds`: address → {"etag", "modified"} of a feed that holds nothing which is still to be fetched.

    `failed`: page → {"rule", "reason", "tries"}.
    """

    feeds: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> Memory:
        """What the last run wrote; nothing where it is missing or damaged: then all feeds are asked for once more."""
        try:
            found = json.loads((folder / FILE).read_text("utf-8"))
            if found["format"] == FORMAT:
                feeds = {str(k): {n: str(v) for n, v in f.items()} for k, f in found["feeds"].items()}
                failed = {
                    str(k): {"rule": str(f["rule"]), "reason": str(f["reason"]), "tries": int(f["tries"])}
                    for k, f in found["failed"].items()
                }
                return cls(feeds, failed)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        return cls()

    def save(self, folder: Path) -> None:
        part = folder / (FILE + ".part")
        part.write_text(
            json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        os.replace(part, folder / FILE)

    def fail(self, page: str, rule: str, reason: str) -> None:
        self.failed[page] = {"rule": rule, "reason": reason, "tries": self.failed.get(page, {"tries": 0})["tries"] + 1}

    def given_up(self, page: str) -> bool:
        return self.failed.get(page, {"tries": 0})["tries"] >= TRIES
