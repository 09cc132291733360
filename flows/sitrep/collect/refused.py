"""What `sitrep collect` could not have, as rejects of the run that reads the raw folder: nothing that was asked for is lost.

The collector keeps it in the folder's record (`.collect.json`) and takes out what comes later; so the rejects stand as long as it does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sitrep.article import Reject
from sitrep.collect.files import one_line, source_uri
from sitrep.collect.memory import FILE, Memory

KEPT_IN = "kept_in"  # in the row of such a reject: the record that it is from


def is_record(path: Path) -> bool:
    return path.name == FILE


def refused(record: Path) -> Iterator[Reject]:
    """A reject for each feed, sitemap, page and link that could not be had; `row` says where that is kept, of which feed it is, and what
    the feed says of it. A record that cannot be read is a warning."""
    uri = source_uri(record)
    try:
        memory = Memory.read(record)
    except (OSError, ValueError) as error:
        why = " ".join(str(error).split())[:100]
        reason = f"What the collector could not have is not known ({why}): `sitrep collect` makes the record anew."
        yield Reject(uri, "collect", "damaged_record", reason, severity="warning", row={KEPT_IN: uri})
        return
    for feed, found in sorted(memory.refused.items()):
        for what, told in sorted(found.items()):
            yield _reject(feed if told["rule"] == "bad_address" else what, told, uri, feed=feed)
    for page, told in sorted(memory.failed.items()):
        yield _reject(page, told, uri, **{name: told[name] for name in ("feed", "title", "published") if name in told})


def kept_in(row_json: str | None) -> str | None:
    """The record that a reject is from, None for one of another origin."""
    if not row_json or KEPT_IN not in row_json:
        return None
    found = json.loads(row_json).get(KEPT_IN)
    return found if isinstance(found, str) else None


def is_within(uri: str, sources: Sequence[str]) -> bool:
    """Is the file among these files and folders (all as `source_uri` gives them)?"""
    below = ("/" if s == "/" else f"{s}/" for s in sources if s != ".")
    return uri in sources or uri.startswith(tuple(below)) or ("." in sources and not uri.startswith(("/", "../")))


def _reject(address: str, told: dict[str, Any], record: str, **row: str) -> Reject:
    row = {KEPT_IN: record, **{name: _valid(value) for name, value in row.items()}}
    return Reject(_valid(address), "collect", _valid(told["rule"]), _valid(told["reason"]), row=row)


def _valid(text: str) -> str:
    """One line of valid Unicode: a person may have edited the record."""
    return one_line(text.encode("utf-8", "replace").decode())
