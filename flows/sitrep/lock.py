"""One run at a time on an output folder: a lock that dies with its process.

The lock is the operating system's (flock, on Windows LockFileEx), so that a run that is killed leaves none behind. Beside it
lies a note that says who holds it; a note without a lock means nothing.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

if os.name == "nt":
    import msvcrt
else:
    import fcntl

LOCK, NOTE = ".lock", ".lock.json"
AGAIN = 0.5  # seconds between two looks at a lock that another run holds
REMEDY = "wait until it is done (--wait does), stop it, or choose another --out"
BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


class OutputInUse(RuntimeError):
    """Another run works on the output folder."""


class OutputNotWritable(RuntimeError):
    """The output folder cannot be written to."""


@contextlib.contextmanager
def locked(out: Path, wait: bool = False, tell: Callable[[str], None] = lambda _: None) -> Iterator[str | None]:
    """Hold the output folder `out`, which is made when it is missing; gives a sentence on the run before when that was killed, else None.

    When another run holds it: raises OutputInUse, which says who, or with `wait` calls `tell` with that sentence and waits.
    Raises OutputNotWritable when the folder cannot be made or written to.
    """
    file = _opened(out)
    try:
        told = False
        while not _take(file, out):
            if not wait:
                raise OutputInUse(f"{holder(out)}; {REMEDY}")
            if not told:
                tell(f"{holder(out)}; waiting for it")
                told = True
            time.sleep(AGAIN)
        killed = _killed(out)
        note = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        (out / NOTE).write_text(json.dumps(note), encoding="utf-8")
        try:
            yield killed
        finally:
            (out / NOTE).unlink(missing_ok=True)
    finally:
        file.close()  # gives the lock back


def check(out: Path) -> None:
    """Raise OutputInUse or OutputNotWritable now rather than when the run has started; nothing stays locked, and a note stays."""
    file = _opened(out)
    try:
        if not _take(file, out):
            raise OutputInUse(f"{holder(out)}; {REMEDY}")
    finally:
        file.close()


def _killed(out: Path) -> str | None:
    """What a run left that held the folder and did not end: its note, without a lock."""
    try:
        note = json.loads((out / NOTE).read_text(encoding="utf-8"))
        return f"process {note['pid']} on {note['host']}, begun {note['since']}, was killed"
    except (OSError, ValueError, KeyError, TypeError):
        return None


def holder(out: Path) -> str:
    """Who says to hold the folder: "output is in use by process 4711 on cray since 2026-01-02T03:04:05+00:00"."""
    try:
        note = json.loads((out / NOTE).read_text(encoding="utf-8"))
        return f"{out} is in use by process {note['pid']} on {note['host']} since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return f"{out} is in use by another run"


def _opened(out: Path) -> IO[bytes]:
    try:
        out.mkdir(parents=True, exist_ok=True)
        return open(out / LOCK, "a+b")
    except OSError as error:
        raise OutputNotWritable(f"{out} cannot be written to ({error.strerror}); make it writable or choose another --out") from None


def _take(file: IO[bytes], out: Path) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in BUSY:
            return False
        raise OutputNotWritable(
            f"{out} lies on a file system that cannot lock files ({error.strerror}); choose an --out on one that can"
        ) from None
    return True
