"""What every command has in common: sitrep.toml, --json, --quiet, errors with their remedy, exit statuses, completion."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sitrep.cli import main
from sitrep.diagnosis import diagnose
from sitrep.tables import from_rows, write

PRINT_ONLY_WHAT_WAS_ASKED_FOR = {"completion", "extract", "rejects", "schema"}
AS_JSON = {  # what a command is tried on; `out` is the published folder
    "annotate": ["dates", "in.jsonl", "out.jsonl"],
    "collect": ["http://127.0.0.1:9/feed"],
    "completion": ["bash"],
    "doctor": [],
    "export": ["out", "--format", "csv"],
    "extract": ["in.txt"],
    "rejects": ["out"],
    "review": ["out", "sheet.csv"],
    "schema": ["events"],
}
TRIED_ELSEWHERE = {"correct", "replay", "run", "schedule"}  # below, in validate/test_corrections.py and in test_schedule.py


@pytest.fixture()
def cli(tmp_path, monkeypatch):
    """Runs `sitrep` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, [str(a) for a in arguments])


def settings(text):
    Path("sitrep.toml").write_text(text, encoding="utf-8")


def test_an_option_may_stand_in_sitrep_toml(cli):
    settings('[schema]\nformat = "markdown"\n')
    assert cli("schema", "mentions").output.startswith("### mentions")
    assert cli("schema", "mentions", "--format", "text").output.startswith("mentions:"), "the command line wins"


def test_a_file_of_another_name_is_given_by_config(cli):
    Path("mine.toml").write_text("[schema]\njson = true\n", encoding="utf-8")
    assert json.loads(cli("--config", "mine.toml", "schema", "mentions").output)[0]["name"] == "mentions"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[schema]\nfromat = "markdown"', "[schema] no option 'fromat'; did you mean 'format'?"),
        ("[shcema]", "no command 'shcema'; did you mean 'schema'?"),
        ('format = "text"', "no command 'format'"),
        ("run = 1", "run must be a table of options"),
        ("[schema", "sitrep.toml is not TOML"),
        ('[schema]\nformat = "smoke"', "'smoke' is not one of"),
    ],
)
def test_a_wrong_setting_is_wrong_usage_and_named(cli, text, told):
    settings(text)
    result = cli("schema", "mentions")
    assert result.exit_code == 2 and told in " ".join(result.output.split())


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_json_and_quiet(name):
    options = {o for p in main.commands[name].params for o in p.opts}
    assert "--json" in options and (("--quiet" in options) != (name in PRINT_ONLY_WHAT_WAS_ASKED_FOR))


@pytest.mark.parametrize("name", sorted(set(main.commands) - TRIED_ELSEWHERE))
def test_json_is_all_that_a_command_prints(cli, published, tmp_path, name):
    shutil.copytree(published, tmp_path / "out", symlinks=True)
    Path("in.jsonl").write_text('{"id": "x", "text": "He left on Sunday.", "date": "2021-06-28"}\n', encoding="utf-8")
    Path("in.txt").write_text("Rebels shelled the market in Aden on Monday, a doctor said.", encoding="utf-8")
    result = cli(name, *AS_JSON[name], "--json")
    assert result.stderr == "" and json.loads(result.stdout) is not None
    assert result.exit_code == (1 if name == "collect" else 0), "no feed answers there"


@pytest.mark.parametrize("name", ["annotate", "doctor", "export", "review"])
def test_quiet_prints_nothing_when_nothing_is_wrong(cli, published, tmp_path, name):
    test_json_is_all_that_a_command_prints(cli, published, tmp_path, name)
    (tmp_path / "sheet.csv").unlink(missing_ok=True)
    result = cli(name, *AS_JSON[name], "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_a_run_prints_its_summary_as_json_or_nothing(cli, prefect):
    Path("in.txt").write_text("Rebels shelled the market in Aden on Monday, killing two women, a doctor said.", encoding="utf-8")
    first = cli("run", "in.txt", "--out", "out", "--workers", "1", "--json")
    assert first.exit_code == 0 and json.loads(first.stdout)["rows"]["casualties"] == 1
    again = cli("replay", "out", "--json")
    assert again.exit_code == 0 and json.loads(again.stdout)["articles_new"] == 0
    for arguments in (["run", "in.txt", "--out", "out"], ["replay", "out"]):
        silent = cli(*arguments, "--quiet")
        assert (silent.exit_code, silent.stdout) == (0, "")


def test_every_option_and_command_says_what_it_does():
    for name, command in main.commands.items():
        assert command.help, name
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, (name, option.name)


def test_no_command_loads_what_it_does_not_need():
    heavy = ("numpy", "pandas", "prefect", "pyarrow", "spacy", "yaml")
    code = f"import sys, sitrep.cli; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_an_error_of_the_file_system_comes_with_its_remedy(cli, published, tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = cli("export", published, "--format", "csv", "--to", tmp_path / "file" / "folder")
    assert result.exit_code == 1 and "give a folder" in result.output and "Traceback" not in result.output


def test_exporting_nothing_says_how_to_make_something(cli):
    result = cli("export", "nothing", "--format", "csv")
    assert result.exit_code == 1 and "sitrep run SOURCE --out nothing" in result.output


def test_export_prints_its_files_or_nothing(cli, published):
    assert cli("export", published, "--format", "geojson").output == "events.geojson\n"
    assert cli("export", published, "--format", "geojson", "--quiet").output == ""
    assert json.loads(cli("export", published, "--format", "geojson", "--json").output) == ["events.geojson"]
    assert cli("export", published, "--format", "csv", "--table", "smells").exit_code == 2


@pytest.mark.parametrize(("shell", "word"), [("bash", "complete -o"), ("zsh", "#compdef sitrep"), ("fish", "complete --no-files")])
def test_completion_prints_the_shells_script(cli, shell, word):
    assert word in cli("completion", shell).output


@pytest.mark.parametrize(
    ("words", "completions"),
    [("ex", "export extract"), ("export --form", "--format"), ("schema ev", "events"), ("export --table st", "statements")],
)
def test_a_shell_gets_what_may_come_next(tmp_path, words, completions):
    asked = {**os.environ, "_SITREP_COMPLETE": "bash_complete", "COMP_WORDS": f"sitrep {words}", "COMP_CWORD": str(len(words.split()))}
    code = "from sitrep.cli import main; main(prog_name='sitrep')"
    found = subprocess.run([sys.executable, "-c", code], env=asked, cwd=tmp_path, capture_output=True, text=True)
    assert found.stdout.split() == [f"plain,{word}" for word in completions.split()]


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["run", "nowhere"], 2, "give an article's file, a folder of articles or a JSONL file"),
        (["rnu"], 2, "Did you mean 'run'"),
        (["schema", "--jsn"], 2, "Did you mean '--json'"),
        (["schema", "evnts"], 2, "there are articles, events,"),
        (["export", "nowhere", "--format", "csv", "--table", "evnts"], 2, "there are articles, events,"),
        (["export", "nowhere", "--format", "pdf"], 2, "'csv', 'xlsx', 'geojson', 'jsonld'"),
        (["rejects", "nowhere", "--table", "evnts"], 2, "there are articles, events,"),
        (["correct", "nowhere", "events"], 2, "give TABLE ROW_ID COLUMN=VALUE... --why REASON, or --from FILE.csv"),
        (["review", "nowhere", "sheet.csv", "--read"], 2, "there is no sheet.csv to read"),
        (["completion", "tcsh"], 2, "'bash', 'zsh', 'fish'"),
        *(([name, "nowhere"], 1, "`sitrep run SOURCE --out nowhere`") for name in ("rejects", "replay")),
        (["review", "nowhere", "sheet.csv"], 1, "`sitrep run SOURCE --out nowhere`"),
        (["correct", "nowhere", "events", "e1", "row=wrong", "--why", "x"], 1, "`sitrep run SOURCE --out nowhere`"),
        (["collect", "smoke"], 1, "it has to begin with http:// or https://"),
        (["schedule"], 1, "run this in a clone of sitrep or copy prefect.yaml"),
    ],
)
def test_an_error_says_what_to_do(cli, arguments, status, told):
    result = cli(*arguments)
    assert result.exit_code == status and told in " ".join(result.output.split()) and "Traceback" not in result.output


def test_rejects_of_a_rule_that_rejected_nothing_names_those_that_did(cli, published, tmp_path):
    shutil.copytree(published, tmp_path / "out", symlinks=True)
    reject = {"reject_id": "r1", "source_uri": "a.txt", "stage": "parse", "rule": "too_short", "severity": "critical", "reason": "short",
              "run_id": "x"}  # fmt: skip
    write(from_rows("rejects", [reject]), "rejects", (tmp_path / "out" / "rejects.parquet").resolve())
    assert cli("rejects", "out", "--rule", "smoke").output == "0 rejects of smoke; there are some of too_short\n"


def test_no_color_is_kept_to(monkeypatch, capsys):
    from sitrep.console import Console

    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    Console().out.print("[red]not published[/red]")
    assert capsys.readouterr().out == "not published\n"


def test_doctor_finds_a_healthy_installation(tmp_path):
    findings = {f.check: f for f in diagnose(tmp_path / "output")}
    assert list(findings) == ["versions", "model", "gazetteer", "Prefect", "output folder", "disk"]
    assert all(f.ok for name, f in findings.items() if name != "disk"), findings
    assert "sha256" in findings["model"].found and "Baghdad" in findings["gazetteer"].found


def test_doctor_names_what_is_broken_and_what_to_do(cli, monkeypatch):
    import sitrep.diagnosis as diagnosis

    monkeypatch.setattr(diagnosis, "ROOM", 1 << 62)
    for check in ("versions", "model", "prefect"):
        monkeypatch.setattr(diagnosis, check, lambda: diagnosis.Finding("skipped", True, ""))
    monkeypatch.setattr(diagnosis, "gazetteer", lambda: 1 / 0)
    result = cli("doctor", "--json")
    broken = {f["check"]: f for f in json.loads(result.output) if not f["ok"]}
    assert result.exit_code == 1 and set(broken) == {"gazetteer", "disk"}
    assert "ZeroDivisionError" in broken["gazetteer"]["found"] and all(f["remedy"] for f in broken.values())
    assert "FAIL  disk" in cli("doctor").output
