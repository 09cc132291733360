"""The command line: what it prints, and its exit statuses."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from sitrep.cli import LAYERS, main
from sitrep.schemas import TABLES

SENTENCE = "Rebels shelled the market in Aden on Monday, killing two women, a doctor said."


@pytest.fixture()
def cli():
    return lambda *arguments: CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.mark.parametrize(
    "arguments", [["run"], ["run", "nowhere.txt"], ["extract"], ["annotate", "smells", "a", "b"], ["schema", "nothing"]]
)
def test_wrong_usage_is_status_2_and_says_what_to_do(cli, arguments):
    result = cli(*arguments)
    assert result.exit_code == 2 and result.output.strip()


def test_an_empty_folder_is_wrong_usage(cli, tmp_path):
    result = cli("run", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 2 and "holds no files to read" in result.output
    assert not (tmp_path / "out").exists()


def test_schema_prints_the_data_dictionary(cli):
    assert "event_type" in cli("schema", "events").output
    every = cli("schema", "--format", "markdown").output
    assert all(name in every for name in TABLES)


def test_extract_prints_rows_as_json(cli, tmp_path):
    file = tmp_path / "aden.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    result = cli("extract", file, "--table", "casualties", "--table", "events")
    rows = json.loads(result.output)
    assert set(rows) == {"casualties", "events"}
    assert [(c["kind"], c["count_low"], c["count_high"]) for c in rows["casualties"]] == [("killed", 2, 2)]


def test_extract_shows_a_reject(cli, tmp_path):
    file = tmp_path / "short.txt"
    file.write_text("Too short", encoding="utf-8")
    result = cli("extract", file)
    assert [r["rule"] for r in json.loads(result.stdout)["rejects"]] == ["too_short"]
    assert result.exit_code == 1 and f"{file} was not coded: " in result.stderr


@pytest.mark.parametrize(
    ("layer", "key"), list(zip(LAYERS, ("tokens", "entities", "mentions", "attributions", "toponyms", "timexes"), strict=True))
)
def test_annotate_writes_one_record_a_text(cli, tmp_path, layer, key):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": "x", "text": SENTENCE, "date": "2021-06-28"}) + "\n", encoding="utf-8")
    assert cli("annotate", layer, source, target).exit_code == 0
    (record,) = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert record["id"] == "x" and record[key]


def test_annotate_names_the_bad_line(cli, tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "x", "text": "A."}\n{"id": "y"}\n', encoding="utf-8")
    result = cli("annotate", "dates", source, tmp_path / "out.jsonl")
    assert result.exit_code == 1 and "line 2" in result.output


def test_extract_starts_neither_prefect_nor_great_expectations(tmp_path):
    file = tmp_path / "aden.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    code = (
        "import sys\nsys.modules['torch'] = None\nfrom sitrep.cli import main\n"  # spaCy takes it where it is; we do without
        f"main(['extract', {str(file)!r}], standalone_mode=False)\n"
        "assert not {'prefect', 'great_expectations', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_help_has_an_example_for_every_command(cli):
    for name in main.commands:
        assert f"sitrep {name}" in cli(name, "--help").output.split("Example:")[1], name


def test_ctrl_c_ends_a_run_at_once_with_all_that_it_started():
    run = (
        "import subprocess, sys, time; from sitrep.cli import stop; stop.at_once(); "
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", run], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    child = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)  # both ends of the pipes are closed: the child is gone
    assert process.returncode == 1 and "the same command goes on" in said
    with pytest.raises(ProcessLookupError):
        for _ in range(100):
            os.kill(child, 0)
            time.sleep(0.05)
