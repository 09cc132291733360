"""Ctrl-C in a run. It ends at once, as a killed run does: what stood stands, and the next run goes on with what was finished.

To unwind would take minutes: the key reaches Prefect's own server too, which is then gone when the flow reports to it.
"""

from __future__ import annotations

import os
import signal
from typing import Any

STOPPED = "Stopped. What stood stands; the same command goes on with what was finished."


def at_once() -> None:
    """From now on, Ctrl-C ends this process and, from a terminal, all that it has started; exit status 1."""
    signal.signal(signal.SIGINT, _stop)


def _stop(*_: Any) -> None:
    os.write(2, f"\n{STOPPED}\n".encode())
    if os.getpgrp() == os.getpid():  # a terminal's job: nothing else is in its group
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)
    os._exit(1)
