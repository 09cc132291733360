"""Files, folders, JSONL and archives in, raw documents out, one at a time and in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from sitrep.article import RawDocument, Reject
from sitrep.collect import files, jsonl, refused, sidecar


class SourceError(ValueError):
    """A source that cannot be collected at all: a wrong call, not a bad article. The message says what to do."""


def collect(sources: Iterable[Path | str], published: str | None = None) -> Iterator[RawDocument | Reject]:
    """Yield every document of the given files, folders and JSONL files.

    Order: the sources as given, a folder's files by path. Hidden files and sidecars are skipped. A document that cannot be
    read comes as a `Reject` in its place, what `sitrep collect` could not have first of its folder; a reject of severity `warning`
    comes before a document that is kept.
    `published` (ISO 8601) is when those appeared whose sidecar and text do not say.

    Raises `SourceError` at once, before anything is read, when a source does not exist or a folder holds nothing to read.
    """
    if isinstance(sources, str | Path):
        sources = [sources]
    paths = [Path(source) for source in sources]
    if not paths:
        raise SourceError("No source given: name at least one file, folder or JSONL file.")
    for path in paths:
        _check(path)
    return _documents(paths) if published is None else _dated(_documents(paths), published)


def _dated(documents: Iterable[RawDocument | Reject], published: str) -> Iterator[RawDocument | Reject]:
    for found in documents:
        if isinstance(found, RawDocument) and not found.meta.get("published"):
            found = replace(found, meta={**found.meta, "published_otherwise": published})
        yield found


def _documents(paths: Iterable[Path]) -> Iterator[RawDocument | Reject]:
    for path in paths:
        for file in _walk(path) if path.is_dir() else (path,):
            yield from _read(file)


def _read(path: Path) -> Iterator[RawDocument | Reject]:
    if sidecar.is_sidecar(path):
        yield from sidecar.orphan(path, files.source_uri(path))
        return
    if refused.is_record(path):
        yield from refused.refused(path)
        return
    yield from _reader(path)(path)


def _reader(path: Path) -> Callable[[Path], Iterator[RawDocument | Reject]]:
    """What reads a file of this suffix; archives are rare, and their readers imported when one comes."""
    match files.media_type(path):
        case files.JSONL:
            return jsonl.records
        case files.ZIP:
            from sitrep.collect import zipped

            return zipped.archive
        case files.TAR:
            from sitrep.collect import tarred

            return tarred.archive
        case files.WARC:
            from sitrep.collect import warc

            return warc.records
    return files.document


def _check(path: Path) -> None:
    if not path.exists():
        raise SourceError(f"{path} does not exist: give an article's file, a folder of articles or a JSONL file.")
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            raise SourceError(f"{path} cannot be opened: allow reading it (chmod u+rx), or give another folder.")
        if not any(_gives_something(file) for file in _walk(path)):
            raise SourceError(f"{path} holds no files to read: put articles (text, HTML, JSONL, archives) into it, or give another folder.")
    elif sidecar.is_sidecar(path):
        raise SourceError(f"{path} is a sidecar, not an article: give the article that it belongs to.")


def _gives_something(path: Path) -> bool:
    return any(refused.refused(path)) if refused.is_record(path) else not sidecar.is_sidecar(path)


def _walk(folder: Path) -> Iterator[Path]:
    """Files under a folder, files and folders together as a listing sorts them. Links to folders are not followed: they may loop."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") and not refused.is_record(Path(entry.path)):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif not entry.is_dir():
            yield Path(entry.path)
