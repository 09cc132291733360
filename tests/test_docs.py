"""The documentation says what the code does: everything is documented, every example still gives its output."""

import csv
import doctest
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sitrep.cli import main
from sitrep.docs.reference import DOCUMENT_RULES, FILE, reference
from sitrep.schemas import TABLES, contract

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "flows" / "sitrep" / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted(DOCS.glob("*.md")))}
WRITTEN_BY_HAND = {name: text for name, text in PAGES.items() if name != FILE.name}


def test_the_reference_is_what_the_code_says():
    assert PAGES[FILE.name] == reference(), "write it anew: python -m sitrep.docs.reference"


def test_every_command_and_option_is_in_the_reference():
    page = PAGES[FILE.name]
    for name, command in main.commands.items():
        section = page.partition(f"### sitrep {name}\n")[2].partition("\n### ")[0]
        assert section, f"sitrep {name} is not documented"
        for option in (o for p in command.params if isinstance(p, click.Option) for o in p.opts):
            assert option in section, f"{option} of sitrep {name} is not documented"


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_in_the_reference(table):
    section = PAGES[FILE.name].partition(f"### {table}\n")[2].partition("\n### ")[0]
    assert [c for c in contract(table).column_names if f"`{c}`" not in section] == []


def test_every_rule_that_rejects_a_document_is_documented():
    found = set()
    for path in (ROOT / "flows" / "sitrep").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'Reject\(\s*[^()"]*"(\w+)",\s*"(\w+)"', text))
        found |= {("collect", rule) for rule in re.findall(r'FetchError\("(\w+)"', text)}
        if path.parent.name == "parse":
            found |= {("parse", rule) for rule in re.findall(r'_reject\(\w+, "(\w+)"', text)}
    documented = {(stage, rule) for stage, rules in DOCUMENT_RULES.items() for rule in rules}
    assert found and found <= documented, found - documented


def test_every_check_of_rows_is_documented():
    import sitrep.validate.validation  # noqa: F401  the modules that hold the checks
    from sitrep.validate.checks import CHECKS

    assert CHECKS and [c.name for c in CHECKS if f"`{c.name}`: {c.says}" not in PAGES[FILE.name]] == []


@pytest.mark.parametrize("name", sorted(WRITTEN_BY_HAND))
def test_every_link_leads_somewhere(name):
    folder = ROOT if name == "README.md" else DOCS
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", WRITTEN_BY_HAND[name])
    assert [t for t in targets if not t.startswith("http") and not (folder / t).exists()] == []


@pytest.mark.parametrize("name", sorted(WRITTEN_BY_HAND))
def test_every_command_line_is_one_that_there_is(name):
    """Commands and options of every `$ sitrep …` line; what it works on need not be there."""
    for line in re.findall(r"^\$ (?:.*&& )?sitrep (.+)$", WRITTEN_BY_HAND[name], re.M):
        words = shlex.split(line, comments=True)
        command = main.commands.get(words[0])
        assert command, line
        known = {o for p in command.params for o in p.opts} | {"--help"}
        assert [w for w in words if w.startswith("--") and w not in known] == [], line


@pytest.mark.parametrize("name", sorted(n for n, text in WRITTEN_BY_HAND.items() if ">>>" in text))
def test_every_example_gives_its_output(name, published, tmp_path, monkeypatch):
    (tmp_path / "output").symlink_to(published)
    monkeypatch.chdir(tmp_path)
    code = "\n".join(re.findall(r"^```(?:python|pycon)\n(.*?)^```", WRITTEN_BY_HAND[name], re.M | re.S))
    examples = doctest.DocTestParser().get_doctest(code, {}, name, name, 0)
    assert examples.examples
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    told = []
    assert runner.run(examples, out=told.append).failed == 0, "".join(told)


@pytest.mark.parametrize("name", sorted(WRITTEN_BY_HAND))
def test_every_file_that_a_page_names_is_there(name):
    named = re.findall(r"`((?:flows|schemas|tests|raw)/\w[a-z0-9_./-]*)`", WRITTEN_BY_HAND[name])
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_what_the_tutorial_says_of_doctor_is_what_it_checks():
    from sitrep.diagnosis import diagnose

    (block,) = [b for b in code_blocks(PAGES["tutorial.md"]) if "$ sitrep doctor" in b]
    assert re.findall(r"^ok    ([^:]+):", block, re.M) == [finding.check for finding in diagnose(Path("output"))]


def test_what_r_reads_is_what_is_exported(published, tmp_path):
    from sitrep.export import export

    with open(export(published, "csv", tmp_path, ["casualties"])[0], encoding="utf-8", newline="") as file:
        exported = [[row["kind"], row["count_low"] or "NA", row["count_high"] or "NA"] for row in csv.DictReader(file)]
    (block,) = [b for b in code_blocks(PAGES["README.md"]) if b.startswith("> claims")]
    assert [line.split()[1:] for line in block.splitlines() if line[0].isdigit()] == exported


def shown(block):
    """The cells of a table that the README shows between ``` lines; two blanks or more part them."""
    lines = [line for line in block.splitlines() if line.strip()]
    return [re.split(r"\s{2,}", line.strip()) for line in lines[1:]]


def code_blocks(page):
    return re.findall(r"^```\w*\n(.*?)^```", page, re.M | re.S)


def test_the_claims_that_the_readme_shows_are_those_of_the_first_article(published):
    import sitrep

    t = sitrep.load(published)
    names = t.actors.set_index("actor_id")["name"]
    claims = t.casualties.assign(source=t.casualties["attributed_to_id"].map(names).astype("string").fillna("(the article)"))
    (block,) = [b for b in code_blocks(PAGES["README.md"]) if b.startswith("kind ")]
    assert shown(block) == claims[["kind", "count_text", "victims_text", "source"]].values.tolist()


def test_the_events_that_the_readme_shows_are_those_of_the_first_article(published):
    import pandas as pd

    import sitrep

    (block,) = [b for b in code_blocks(PAGES["README.md"]) if b.startswith("event_type ")]
    columns = ["event_type", "event_mode", "actor_name", "recipient_name", "country", "event_date_start"]
    events = sitrep.load(published).events.assign(fatalities=lambda e: [figures(row) for row in e.to_dict("records")])
    assert shown(block) == [["–" if pd.isna(v) else str(v) for v in row] for row in events[[*columns, "fatalities"]].values.tolist()]


def figures(event):
    import pandas as pd

    found = [event[f"fatalities_{bound}"] for bound in ("low", "best", "high")]
    return "–" if all(pd.isna(v) for v in found) else " / ".join("–" if pd.isna(v) else str(v) for v in found)


def test_the_summary_that_the_readme_shows_is_that_of_the_first_run(prefect, tmp_path, monkeypatch):
    (tmp_path / "raw").symlink_to(ROOT / "raw")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    result = CliRunner().invoke(main, ["run", "raw/", "--out", "output/"])
    (block,) = [b for b in code_blocks(PAGES["README.md"]) if b.startswith("articles in ")]
    assert [line.rstrip() for line in result.stdout.splitlines()] == block.splitlines()
