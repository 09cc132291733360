"""Runs on a schedule, on one machine: Prefect's server, work pool, deployments and worker, started as far as they are missing."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

POOL = "sitrep"
PROJECT = "prefect.yaml"
STARTS_WITHIN, STOPS_WITHIN = 180, 30  # seconds; a server takes 10 to 60 on a loaded machine

Say = Callable[[str], None]


class CannotSchedule(RuntimeError):
    """Something is missing; the message says what, and what to do."""


def schedule(folder: Path, port: int, say: Say) -> None:
    """Serve the deployments of `folder`/prefect.yaml until interrupted (KeyboardInterrupt) or until a part of it ends.

    A server that answers at PREFECT_API_URL, or on `port` of this machine, is used and left running; else one is started and
    stopped at the end. Raises CannotSchedule.
    """
    if not (folder / PROJECT).exists():
        raise CannotSchedule(f"no {PROJECT} in {folder.resolve()}; run this in a clone of sitrep or copy {PROJECT} and flows/news.py there")
    with contextlib.ExitStack() as running:
        api, server = _server(port, say, running)
        environment = {**os.environ, "PREFECT_API_URL": api, "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        if _prefect(["work-pool", "inspect", POOL], folder, environment).returncode:
            _must("create the work pool", ["work-pool", "create", POOL, "--type", "process"], folder, environment)
            say(f"work pool {POOL} created")
        _must("deploy the flows", ["--no-prompt", "deploy", "--all"], folder, environment)
        say(f"the deployments of {PROJECT} are in place")
        worker = running.enter_context(_child("worker", ["worker", "start", "--pool", POOL], folder, environment))
        say(f"running: look at {api.removesuffix('/api')}/deployments, stop with Ctrl-C")
        _watch({"worker": worker} | ({"server": server} if server else {}))


def _server(port: int, say: Say, running: contextlib.ExitStack) -> tuple[str, subprocess.Popen[bytes] | None]:
    """The address of a server that answers, and its process when it was started here."""
    given = os.environ.get("PREFECT_API_URL")
    api = given or f"http://127.0.0.1:{port}/api"
    if _answers(api):
        say(f"using the Prefect server at {api}")
        return api, None
    if given:
        raise CannotSchedule(f"no Prefect server answers at PREFECT_API_URL={given}; start it or unset PREFECT_API_URL to have one started")
    if _taken(port):
        raise CannotSchedule(f"port {port} is taken by something that is no Prefect server; choose another with --port")
    say("starting the Prefect server; it takes 10 to 60 seconds")
    command = ["server", "start", "--host", "127.0.0.1", "--port", str(port), "--log-level", "WARNING"]
    server = running.enter_context(_child("server", command, Path.cwd(), dict(os.environ)))
    until = time.monotonic() + STARTS_WITHIN
    while not _answers(api):
        if server.poll() is not None:
            raise CannotSchedule(f"the Prefect server ended with status {server.returncode} while it started; its words stand above")
        if time.monotonic() > until:
            raise CannotSchedule(f"the Prefect server does not answer at {api} after {STARTS_WITHIN} s; see `prefect server start`")
        time.sleep(0.5)
    return api, server


def _answers(api: str) -> bool:
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=5) as reply:
            return reply.status == 200 and reply.read().strip() == b"true"
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _prefect(command: Sequence[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", "prefect", *command]
    return subprocess.run(whole, cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def _must(what: str, command: Sequence[str], folder: Path, environment: dict[str, str]) -> None:
    done = _prefect(command, folder, environment)
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise CannotSchedule(f"could not {what} (`prefect {' '.join(command)}`):\n{words}")


@contextlib.contextmanager
def _child(name: str, command: Sequence[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own session: Ctrl-C reaches us, and we stop it in our order, gently first."""
    whole = [sys.executable, "-m", "prefect", *command]
    process = subprocess.Popen(whole, cwd=folder, env=environment, stdout=sys.stderr, start_new_session=True)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _watch(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise CannotSchedule(f"the Prefect {name} ended with status {process.returncode}; its words stand above")
        time.sleep(0.5)
