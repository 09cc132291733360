"""JSONL: one record a line, {"id", "text", "title"?, "published"? or "date"?, "url"?, "publisher"?, "byline"?}."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sitrep.article import RawDocument, Reject
from sitrep.collect.bounded import Forward
from sitrep.collect.files import MAX_BYTES, modified, one_line, source_uri, too_large
from sitrep.collect.published import without_bad_date

FIELDS = ("title", "url", "publisher", "byline", "published")


def records(path: Path) -> Iterator[RawDocument | Reject]:
    """One document a line; only one line is in memory at a time. A line that is no record is a reject with its number."""
    uri = source_uri(path)
    try:
        with path.open("rb") as file:
            yield from lines(file, uri, modified(path.stat()))
    except OSError as error:
        yield Reject(uri, "collect", "unreadable", f"The file could not be read ({error.strerror}): check its permissions and the disk.")


def lines(file: Forward, uri: str, collected_at: datetime) -> Iterator[RawDocument | Reject]:
    """The documents of an open file, as `records` gives them; `uri` is its name."""
    for number, line in _lines(file):
        if line is None:
            yield too_large(f"{uri}#line-{number}", f"more than {MAX_BYTES:,} bytes in line {number}")
        else:
            yield from _record(line, number, uri, collected_at)


def _lines(file: Forward) -> Iterator[tuple[int, bytes | None]]:
    """Lines that are not blank, with their numbers; None for a line over the limit, which is skipped and never held whole."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
            yield number, None
        elif line.strip():
            yield number, line.removeprefix(codecs.BOM_UTF8)


def _record(line: bytes, number: int, uri: str, collected_at: datetime) -> Iterator[RawDocument | Reject]:
    try:
        record = json.loads(line)
        problem = _problem(record)
    except (ValueError, RecursionError) as error:
        record, problem = {}, f"is not JSON in UTF-8 ({' '.join(str(error).split())[:100]})"
    if problem:
        yield Reject(f"{uri}#line-{number}", "collect", "bad_record", f"Line {number} {problem}: mend the line and run again.")
        return
    name = record.get("id")
    record_uri = f"{uri}#line-{number}" if name in (None, "") else f"{uri}#{one_line(_clean(str(name)))}"
    meta, warning = without_bad_date(_meta(record), record_uri)
    if warning:
        yield warning
    if "published" in meta:
        meta["published_basis"] = "jsonl"
    yield RawDocument(record_uri, _clean(record["text"]).encode(), "text/plain", meta, collected_at)


def _problem(record: Any) -> str | None:
    if not isinstance(record, dict):
        return "is not an object with the keys id and text"
    if not isinstance(record.get("text"), str):
        return "has no text: it needs the key text, a string"
    if not isinstance(record.get("id"), str | int | None):
        return "has an id that is neither a string nor a number"
    for key in FIELDS:
        if key != "published" and not isinstance(record.get(key), str | None):
            return f"has a {key} that is not a string"
    return None


def _meta(record: dict[str, Any]) -> dict[str, Any]:
    meta = {key: record[key] for key in FIELDS if record.get(key) not in (None, "")}
    if "published" not in meta and record.get("date") not in (None, ""):
        meta["published"] = record["date"]
    return {key: _clean(value) if isinstance(value, str) else value for key, value in meta.items()}


def _clean(text: str) -> str:
    """Valid Unicode: JSON may hold half of a surrogate pair, which no file can."""
    return text.encode("utf-8", "replace").decode()
