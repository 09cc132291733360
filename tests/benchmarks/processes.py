"""What a command and all processes that it starts use: seconds and memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

EVERY = 2.0  # seconds between two looks; the kernel walks all pages for each, which a run would feel if it were done more often
MB = 2**20


@dataclass(slots=True)
class Used:
    """`pss` is memory in which what processes share counts once, `rss` in which it counts for each; both the most at one moment, in MB,
    of all processes together. `processes` are those of the moment of `pss`: the end of each command line, and its share."""

    seconds: float = 0.0
    pss: float = 0.0
    rss: float = 0.0
    processes: tuple[tuple[str, float], ...] = ()


def watched(command: list[str], tell: Callable[[Used], None] = lambda _: None, cores: int | None = None) -> tuple[Used, str]:
    """Run a command, with all that it starts on so many cores (None: all there are); gives what it used and what it printed, and calls
    `tell` with the former while it runs.

    Raises CalledProcessError when it fails.
    """
    used, started = Used(), time.monotonic()
    mine = sorted(os.sched_getaffinity(0))[:cores]
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, preexec_fn=lambda: os.sched_setaffinity(0, mine))
        try:
            while process.poll() is None:
                _look(process.pid, used)
                tell(used)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(EVERY)
                used.seconds = time.monotonic() - started
        finally:
            process.terminate()
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, command)
        out.seek(0)
        return used, out.read()


def _look(root: int, used: Used) -> None:
    found = {process: memory for process in family(root) if (memory := _memory(process))}
    pss, rss = (sum(memory[kind] for memory in found.values()) / MB for kind in ("Pss", "Rss"))
    if pss > used.pss:
        used.pss = pss
        used.processes = tuple((_command(process), memory["Pss"] / MB) for process, memory in found.items())
    used.rss = max(used.rss, rss)


def family(root: int) -> set[int]:
    """A process and its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, waiting = {root}, [root]
    while waiting:
        one = waiting.pop()
        children = {p for p, parent in parents.items() if parent == one} - found
        found |= children
        waiting += children
    return found


def _memory(process: int) -> dict[str, int] | None:
    """Bytes by the names of the kernel (Pss, Rss); None when the process is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return None
    return {line.split(":")[0]: 1024 * int(line.split()[1]) for line in lines} if lines else None


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()[-60:]
    except OSError:
        return "?"
