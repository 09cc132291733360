"""The files in an archive as documents: what `files` and `jsonl` do for those on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath

from sitrep.article import RawDocument, Reject
from sitrep.collect import files, jsonl, sidecar
from sitrep.collect.bounded import Forward


def member_uri(archive: str, name: str) -> str:
    """ARCHIVE#NAME. A name is only ever a name: nothing is written under it, wherever it points."""
    return files.one_line(f"{archive}#{name.encode('utf-8', 'backslashreplace').decode()}")


def is_hidden(name: str) -> bool:
    """Files that folders skip too, and what one system packs beside the files of its users."""
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in PurePosixPath(name).parts)


def is_sidecar(name: str) -> bool:
    return name.endswith(sidecar.SUFFIX)


def sidecar_of(name: str) -> str:
    """The name of the sidecar that would lie beside a member."""
    path = PurePosixPath(name)
    return str(path.with_name(path.stem + sidecar.SUFFIX)) if path.name else name


def documents(name: str, file: Forward, archive: str, arrived: datetime, sidecars: Mapping[str, bytes]) -> Iterator[RawDocument | Reject]:
    """The documents in one member. `file` is read forward and no more of it than a document may have."""
    uri = member_uri(archive, name)
    path = PurePosixPath(name)
    if remedy := files.unsupported(path):
        yield Reject(uri, "collect", "unsupported_type", f"{path.suffix} files in an archive are not read as articles: {remedy}.")
        return
    if files.media_type(path) in (files.ZIP, files.TAR, files.WARC):
        yield Reject(
            uri, "collect", "unsupported_type", "An archive in an archive is not opened: unpack the outer one and give its folder."
        )
        return
    if files.media_type(path) == files.JSONL:
        yield from jsonl.lines(file, uri, arrived)
        return
    data = file.read(files.MAX_BYTES + 1)
    if len(data) > files.MAX_BYTES:
        yield files.too_large(uri, f"more than {files.MAX_BYTES:,} bytes")
        return
    meta, problems = sidecar.parsed(sidecars[sidecar_of(name)], sidecar_of(name), uri) if sidecar_of(name) in sidecars else ({}, [])
    yield from problems
    if meta is not None:
        yield files.raw(uri, data, files.media_type(path), meta, arrived)


def orphans(archive: str, sidecars: Mapping[str, bytes], used: set[str]) -> Iterator[Reject]:
    """A warning for each sidecar that no member lay beside; `used`: the names of sidecars that members would have."""
    for name in sorted(set(sidecars) - used):
        stem = PurePosixPath(name).name.removesuffix(sidecar.SUFFIX)
        reason = f"No document named {stem} lies beside this sidecar: rename one of the two."
        yield Reject(member_uri(archive, name), "collect", "orphan_sidecar", reason, severity="warning")
