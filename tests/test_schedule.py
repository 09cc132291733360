"""`sitrep schedule`: what it starts, what it says, how it stops."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitrep.cli import main
from sitrep.schedule import CannotSchedule, schedule

PROJECT = """
name: sitrep
pull:
  - prefect.deployments.steps.set_working_directory:
      directory: "{{ $PWD }}"
deployments:
  - name: daily
    entrypoint: flow.py:nothing
    work_pool: {name: sitrep}
    schedules:
      - cron: "0 5 * * *"
        timezone: UTC
"""
FLOW = "from prefect import flow\n\n\n@flow\ndef nothing():\n    pass\n"


@pytest.fixture()
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture()
def project(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    (tmp_path / "prefect.yaml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "flow.py").write_text(FLOW, encoding="utf-8")
    return tmp_path


def test_without_a_project_it_says_what_is_missing(tmp_path, port):
    with pytest.raises(CannotSchedule, match=r"no prefect.yaml in .*; run this in a clone of sitrep"):
        schedule(tmp_path, port, print)


def test_a_port_in_other_hands_is_told(project, port):
    with socket.create_server(("127.0.0.1", port)), pytest.raises(CannotSchedule, match=r"port \d+ is taken .* --port"):
        schedule(project, port, print)


def test_a_server_that_was_named_and_does_not_answer_is_told(project, port, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{port}/api")
    with pytest.raises(CannotSchedule, match="unset PREFECT_API_URL"):
        schedule(project, port, print)


def test_it_starts_everything_and_stops_on_ctrl_c(project, port, tmp_path):
    command = [sys.executable, "-m", "sitrep.cli", "schedule", "--port", str(port), "--project", str(project)]
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / "home")}
    environment.pop("PREFECT_API_URL", None)
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    alarm = threading.Timer(240, running.kill)
    alarm.start()
    said = []
    try:
        for line in running.stderr:
            said.append(line)
            if line.startswith("running:"):
                break
        assert re.search(rf"look at http://127.0.0.1:{port}/deployments", said[-1]), "".join(said)
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/api/deployments/name/nothing/daily")
        with urllib.request.urlopen(asked, timeout=30) as reply:
            assert b'"0 5 * * *"' in reply.read()
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
        assert running.wait(90) == 0 and rest.rstrip().endswith("stopped"), rest
    finally:
        alarm.cancel()
        running.kill()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0  # the server is gone too


@pytest.mark.parametrize(("option", "told"), [("--json", [{"says": "no server"}]), ("--quiet", [])])
def test_steps_are_told_as_json_or_not_at_all(project, monkeypatch, option, told):
    import sitrep.schedule

    monkeypatch.setattr(sitrep.schedule, "schedule", lambda folder, port, say: say("no server"))
    result = CliRunner().invoke(main, ["schedule", "--project", str(project), option])
    assert [json.loads(line) for line in result.stdout.splitlines()] == told and result.stderr == ""
