"""TAR archives of articles, compressed or not: read forward, nothing unpacked to disk, links not followed."""

from __future__ import annotations

import contextlib
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from sitrep.article import RawDocument, Reject
from sitrep.collect import bounded, files, members, sidecar
from sitrep.collect.bounded import BROKEN, MAX_MEMBERS, ArchiveError

MAX_SIDECARS = 200_000_000  # bytes of all of them, which are held in memory


def archive(path: Path) -> Iterator[RawDocument | Reject]:
    """The documents of every file in the archive, in the archive's order, with the sidecars that lie beside them.

    The archive is read twice: a sidecar may come after its article. Where it cannot be read further it is a reject.
    """
    uri = files.source_uri(path)
    sidecars: dict[str, bytes] = {}
    seen: set[str] = set()
    with contextlib.suppress(*BROKEN):  # what is wrong is said at the second reading
        for tar, info in _members(path):
            if members.is_sidecar(info.name) and info.isreg():
                sidecars[info.name] = _opened(tar, info).read(sidecar.MAX_BYTES + 1)
                if sum(map(len, sidecars.values())) > MAX_SIDECARS:
                    break
    try:
        arrived = files.modified(path.stat())
        for tar, info in _members(path):
            if members.is_sidecar(info.name):
                continue
            if not info.isreg():
                reason = "This is a link or a device, which is not followed: put the file itself into the archive."
                yield Reject(members.member_uri(uri, info.name), "collect", "unreadable", reason)
                continue
            seen.add(members.sidecar_of(info.name))
            yield from members.documents(info.name, _opened(tar, info), uri, arrived, sidecars)
        yield from members.orphans(uri, sidecars, seen)
    except BROKEN as error:
        yield Reject(uri, "collect", "broken_archive", bounded.reason(error))


def _opened(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(info)
    if file is None:
        raise bounded.ArchiveError(f"{info.name} is no file")
    return file


def _members(path: Path) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """The members but folders and hidden files. Raises what damaged archives make `tarfile` raise."""
    with (
        contextlib.closing(bounded.unpacked(path)) as stream,
        tarfile.open(fileobj=cast(IO[bytes], stream), mode="r:", errorlevel=1) as tar,
    ):
        count = 0
        while (info := tar.next()) is not None:
            vars(tar)["members"].clear()  # which it keeps for going back
            count += 1
            if count > MAX_MEMBERS:
                raise ArchiveError(f"it has more than {MAX_MEMBERS:,} members")
            if not info.isdir() and not members.is_hidden(info.name):
                yield tar, info
