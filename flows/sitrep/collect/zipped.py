"""ZIP archives of articles: read member by member, nothing unpacked to disk."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sitrep.article import RawDocument, Reject
from sitrep.collect import bounded, files, members, sidecar
from sitrep.collect.bounded import BROKEN, ArchiveError, Bounded

MAX_DIRECTORY = 100_000_000  # bytes of the table of contents, which is read as a whole
ENCRYPTED = 1
LINK = 0o120000


def archive(path: Path) -> Iterator[RawDocument | Reject]:
    """The documents of every file in the archive, in the archive's order, with the sidecars that lie beside them.

    A member that cannot be read is a reject; so is the archive itself where it cannot be read further.
    """
    uri = files.source_uri(path)
    try:
        arrived = files.modified(path.stat())
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir() and not members.is_hidden(info.filename)]
            left = bounded.limit(path)
            sidecars, left = _sidecars(archive, infos, left)
            for info in infos:
                if members.is_sidecar(info.filename):
                    continue
                try:
                    with archive.open(_readable(info)) as file:
                        stream = Bounded(file, left)
                        yield from members.documents(info.filename, stream, uri, arrived, sidecars)
                        left -= stream.position
                except BROKEN as error:
                    yield Reject(members.member_uri(uri, info.filename), "collect", "broken_member", bounded.reason(error))
            yield from members.orphans(
                uri, sidecars, {members.sidecar_of(info.filename) for info in infos if not members.is_sidecar(info.filename)}
            )
    except BROKEN as error:
        yield Reject(uri, "collect", "broken_archive", bounded.reason(error))


def _readable(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The member, unless it is none that could be read. Raises ArchiveError."""
    if info.flag_bits & ENCRYPTED:
        raise ArchiveError("it is encrypted")
    if (info.external_attr >> 16) & 0o170000 == LINK:
        raise ArchiveError("it is a link, and links in archives are not followed")
    return info


def _sidecars(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], left: int) -> tuple[dict[str, bytes], int]:
    """The sidecars by name, and how many bytes the rest of the archive may have."""
    found = {}
    for info in infos:
        if members.is_sidecar(info.filename):
            with archive.open(_readable(info)) as file:
                stream = Bounded(file, left)
                found[info.filename] = stream.read(sidecar.MAX_BYTES + 1)
                left -= stream.position
    return found, left


def _check_directory(path: Path) -> None:
    """Look at the size of the table of contents before it is read. Raises ArchiveError."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 70_000))
        tail = file.read()
    end = tail.rfind(b"PK\5\6")
    large = tail.rfind(b"PK\6\6")
    try:
        (directory,) = struct.unpack_from("<L", tail, end + 12) if end >= 0 else (0,)
        if directory == 0xFFFFFFFF and large >= 0:
            (directory,) = struct.unpack_from("<Q", tail, large + 40)
    except struct.error:
        raise ArchiveError("it is cut off") from None
    if directory > MAX_DIRECTORY:
        raise ArchiveError(f"its table of contents has {directory:,} bytes: split it")
