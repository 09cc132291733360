"""What every command has in common: sitrep.toml, --json, --quiet, errors with their remedy, exit statuses, completion."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sitrep.cli import main
from sitrep.diagnosis import diagnose

NOTHING_TO_PRINT_AS_JSON = {"completion"}  # a shell's script


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


@pytest.mark.parametrize("name", sorted(set(main.commands) - NOTHING_TO_PRINT_AS_JSON))
def test_every_command_has_json(name):
    assert any("--json" in p.opts for p in main.commands[name].params), f"sitrep {name} has no --json"


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


def test_a_shell_gets_the_commands(tmp_path):
    asked = {**os.environ, "_SITREP_COMPLETE": "bash_complete", "COMP_WORDS": "sitrep ex", "COMP_CWORD": "1"}
    code = "from sitrep.cli import main; main(prog_name='sitrep')"
    found = subprocess.run([sys.executable, "-c", code], env=asked, cwd=tmp_path, capture_output=True, text=True)
    assert found.stdout.split() == ["plain,export", "plain,extract"]


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
