"""One file that holds one article: text, Markdown or HTML."""

from __future__ import annotations

import contextlib
import functools
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path, PurePath
from typing import Any

import yaml

from sitrep.article import RawDocument, Reject
from sitrep.collect import sidecar
from sitrep.collect.published import published_at

MAX_BYTES = 10_000_000  # a book is 1 MB; what is larger is no article
JSONL, ZIP, TAR, WARC = "application/jsonl", "application/zip", "application/x-tar", "application/warc"


@functools.cache
def _types() -> dict[str, dict[str, str]]:
    return yaml.safe_load(resources.files("sitrep.collect").joinpath("media_types.yaml").read_text("utf-8"))


def media_type(path: PurePath) -> str | None:
    """The media type that the suffix names, or None."""
    last_two = "".join(path.suffixes[-2:]).lower()
    types = _types()["documents"]
    return types.get(last_two) or types.get(path.suffix.lower())


def unsupported(path: PurePath) -> str | None:
    """What to do with a file of a kind that is not read as an article; None when it may be one."""
    return None if media_type(path) else _types()["unsupported"].get(path.suffix.lower())


def document(path: Path) -> Iterator[RawDocument | Reject]:
    """The document in a file, with its sidecar's metadata; a reject when it cannot be used."""
    uri = source_uri(path)
    if remedy := unsupported(path):
        yield Reject(uri, "collect", "unsupported_type", f"{path.suffix} files are not read as articles: {remedy}.")
        return
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe or device might never end
            yield Reject(uri, "collect", "unreadable", "This is not a regular file: copy its content into one.")
            return
        if status.st_size > MAX_BYTES:
            yield too_large(uri, f"{status.st_size:,} bytes")
            return
        data = path.read_bytes()
    except OSError as error:
        yield Reject(uri, "collect", "unreadable", f"The file could not be read ({error.strerror}): check its permissions and the disk.")
        return
    meta, problems = sidecar.metadata(path, uri)
    yield from problems
    if meta is not None:
        yield raw(uri, data, media_type(path), meta, modified(status))


def raw(uri: str, data: bytes, known_type: str | None, meta: dict[str, Any], arrived: datetime) -> RawDocument:
    """The document of some bytes. `retrieved` in the metadata says when they arrived, and is no part of what they are."""
    rest = {key: value for key, value in meta.items() if key != "retrieved"}
    with contextlib.suppress(ValueError):
        arrived = published_at(meta.get("retrieved")).replace(microsecond=0)
    return RawDocument(uri, data, known_type or _sniff(data), rest, arrived)


def source_uri(path: Path) -> str:
    """The path as the tables name it: relative to the working folder when below it, with forward slashes, valid Unicode, one line."""
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return one_line(os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace"))


def one_line(name: str) -> str:
    """A name that fits a table's cell: tabs and line ends, which file names and ids may have, as escapes."""
    return name.translate({ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r"})


def modified(status: os.stat_result) -> datetime:
    """When the bytes arrived: the file's modification time in whole seconds, UTC. A time that no calendar has becomes its nearest end."""
    seconds = min(max(int(status.st_mtime), 0), 253_402_300_799)
    return datetime.fromtimestamp(seconds, UTC)


def too_large(uri: str, size: str) -> Reject:
    return Reject(uri, "collect", "too_large", f"The document has {size}; the limit is {MAX_BYTES:,}: split it into articles.")


def _sniff(data: bytes) -> str:
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "text/html" if head.startswith((b"<!doctype html", b"<html")) else "text/plain"
