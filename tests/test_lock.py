"""One run at a time on an output folder."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from sitrep.lock import NOTE, OutputInUse, OutputNotWritable, check, locked

HOLD = """
import pathlib, sys, time
from sitrep.lock import locked
with locked(pathlib.Path(sys.argv[1])):
    print('held', flush=True)
    time.sleep(60)
"""


@pytest.fixture()
def other(tmp_path):
    """Another process that holds the folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_the_second_run_says_who_holds_the_folder(tmp_path, other):
    with pytest.raises(OutputInUse, match=rf"in use by process {other.pid} on .+ since \d{{4}}-.+; wait until it is done"):
        check(tmp_path)


def test_the_lock_of_a_killed_run_is_dead(tmp_path, other):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert (tmp_path / NOTE).exists()  # it had no time to take its note away
    check(tmp_path)
    with locked(tmp_path) as killed:
        assert json.loads((tmp_path / NOTE).read_text())["pid"] == os.getpid()
    assert killed.startswith(f"process {other.pid} on ") and killed.endswith("was killed")
    with locked(tmp_path) as killed:
        assert killed is None, "it is told once"
    assert not (tmp_path / NOTE).exists()


def test_a_run_that_waits_says_so_once_and_goes_on(tmp_path, other):
    said = []
    threading.Timer(1.2, other.kill).start()
    started = time.monotonic()
    with locked(tmp_path, wait=True, tell=said.append):
        assert time.monotonic() - started > 0.5
    assert len(said) == 1 and f"process {other.pid}" in said[0] and said[0].endswith("waiting for it")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputNotWritable, match="cannot be written to .*choose another --out"):
        check(tmp_path / "file" / "out")
