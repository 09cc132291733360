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

    `failed`: page → {"rule", "reason", "tries"} and what its feed says of it: {"feed", "title", "published"}.
    `refused`: feed, sitemap or page that was asked for → what of it could not be had → {"rule", "reason"}: itself, a sitemap that it
    names, a link that is no address.
    """

    feeds: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> Memory:
        """What the last run wrote; nothing where it is missing or damaged: then all feeds are asked for once more."""
        try:
            return cls.read(folder / FILE)
        except (OSError, ValueError):
            return cls()

    @classmethod
    def read(cls, path: Path) -> Memory:
        """What a run wrote. Raises OSError when it cannot be read, ValueError when it is not what `save` writes."""
        try:
            found = json.loads(path.read_text("utf-8"))
            if found["format"] != FORMAT:
                raise ValueError(f"its format is {found['format']!r}, not {FORMAT}")
            feeds = {str(k): {n: str(v) for n, v in f.items()} for k, f in found["feeds"].items()}
            failed = {str(k): {n: str(v) for n, v in f.items()} | {"tries": int(f["tries"])} for k, f in found["failed"].items()}
            refused = {
                str(k): {str(what): {n: str(v) for n, v in told.items()} for what, told in f.items()}
                for k, f in found.get("refused", {}).items()
            }
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from None
        every: list[dict[str, Any]] = [*failed.values(), *(told for f in refused.values() for told in f.values())]
        if not all(told.get("rule") and told.get("reason") for told in every):
            raise ValueError("something that failed has no rule or no reason")
        return cls(feeds, failed, refused)

    def save(self, folder: Path) -> None:
        part = folder / (FILE + ".part")
        part.write_text(
            json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        os.replace(part, folder / FILE)

    def fail(self, page: str, rule: str, reason: str, **of: str | None) -> None:
        """A page could not be had; `of`: what its feed says of it."""
        tries = self.failed.get(page, {"tries": 0})["tries"] + 1
        self.failed[page] = {"rule": rule, "reason": reason, "tries": tries, **{name: value for name, value in of.items() if value}}

    def given_up(self, page: str) -> bool:
        return self.failed.get(page, {"tries": 0})["tries"] >= TRIES

    def refuse(self, asked: str, what: str, rule: str, reason: str) -> None:
        """`what` of the address that was asked for could not be had."""
        self.refused.setdefault(asked, {})[what] = {"rule": rule, "reason": reason}

    def answered(self, asked: str, changed: bool) -> None:
        """The address that was asked for could be had; when it is other than before, what was refused of it is told anew."""
        left = {} if changed else {what: told for what, told in self.refused.get(asked, {}).items() if what != asked}
        self.refused.pop(asked, None)
        if left:
            self.refused[asked] = left
