"""Archives as streams that end: forward only, and never more out of a file than a file of its size can honestly hold."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Protocol

RATIO = 200  # news compresses to a fifth, forms filled by a machine to a hundredth
SMALL = 50_000_000  # bytes that any archive may unpack to
MAX_READ = 16_000_000  # bytes at once: headers that claim more are lies
MAX_MEMBERS = 1_000_000
COMPRESSIONS: dict[str, Any] = {
    ".gz": gzip.open,
    ".tgz": gzip.open,
    ".bz2": bz2.open,
    ".tbz2": bz2.open,
    ".xz": lzma.open,
    ".txz": lzma.open,
}


class ArchiveError(Exception):
    """An archive that cannot be read further; the message says why, and what to do."""


# What the standard library's readers raise at bytes that somebody has damaged.
BROKEN = (
    ArchiveError, OSError, EOFError, ValueError, OverflowError, IndexError, KeyError, TypeError, RuntimeError, NotImplementedError,
    AttributeError, zlib.error, lzma.LZMAError, struct.error, tarfile.TarError, zipfile.BadZipFile,
)  # fmt: skip


def limit(path: Path) -> int:
    """The bytes that the archive may unpack to."""
    return max(SMALL, RATIO * path.stat().st_size)


class Forward(Protocol):
    """A file that is read forward."""

    def read(self, size: int = -1, /) -> bytes: ...

    def readline(self, size: int = -1, /) -> bytes: ...


class Bounded:
    """A file that is read forward, at most `most` bytes of it. Raises ArchiveError beyond them, and where it is cut off."""

    def __init__(self, file: IO[bytes], most: int):
        self.file, self.most, self.position = file, most, 0

    def read(self, size: int = -1) -> bytes:
        return self._counted(self.file.read, size)

    def readline(self, size: int = -1) -> bytes:
        return self._counted(self.file.readline, size)

    def _counted(self, read: Callable[[int], bytes], size: int) -> bytes:
        if not 0 <= size <= MAX_READ:
            raise ArchiveError("a part of it claims to be larger than any header or article")
        try:
            data = read(size)
        except EOFError:
            raise ArchiveError("it is cut off") from None
        self.position += len(data)
        if self.position > self.most:
            raise ArchiveError(f"it unpacks to more than {self.most:,} bytes, which no archive of articles of its size does")
        return data

    def seek(self, position: int, whence: int = 0) -> int:
        if whence or position < self.position:
            raise ArchiveError("its parts overlap")
        while self.position < position and self.read(min(position - self.position, 1 << 20)):
            pass
        return self.position

    def tell(self) -> int:
        return self.position

    def close(self) -> None:
        self.file.close()


def unpacked(path: Path) -> Bounded:
    """The bytes of a file, decompressed when its suffix says that they are compressed."""
    opener = COMPRESSIONS.get(path.suffix.lower(), open)
    return Bounded(opener(path, "rb"), limit(path))


def reason(error: BaseException) -> str:
    """Why an archive could be read no further, as one sentence with the remedy."""
    words = " ".join(str(error).split())[:150] or type(error).__name__
    return f"The archive could not be read further ({words}): make it anew, or unpack it and give the folder."
