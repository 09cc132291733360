"""The sheet for a second look: the least certain rows go out with their sentences, and what a person changed comes back."""

import csv

import pytest
from click.testing import CliRunner

from sitrep.cli import main
from sitrep.review import corrections
from sitrep.tables import load


@pytest.fixture
def sheet(tmp_path, publish):
    """Write, edit and read a sheet of a published article."""
    out, path = tmp_path / "out", tmp_path / "look.csv"
    publish(out)

    def review(*arguments):
        return CliRunner().invoke(main, ["review", str(out), str(path), *arguments])

    def edit(**changes):
        with open(path, encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f))
        for row in rows:
            row.update(changes.get(row["row_id"].replace("-", "_"), {}))
        with open(path, "w", encoding="utf-8", newline="") as f:  # as a spreadsheet saves it
            writer = csv.DictWriter(f, rows[0], delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        return review("--read", "--who", "ana")

    return review, edit, out, path


def decided(out):
    return [(c.table, c.row_id, c.column, c.old, c.new, c.why, c.who) for _, c in corrections.read(out / corrections.FILE)]


def test_the_least_certain_rows_go_out_with_their_sentences(sheet):
    review, _, _, path = sheet
    assert review("--rows", "3").exit_code == 0
    with open(path, encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    assert [(r["table"], r["row_id"], r["confidence"]) for r in rows] == [
        ("events", "a1-e2", "0.80"), ("statements", "a1-s1", "0.90"), ("casualties", "a1-c1", "0.70"),
    ]  # fmt: skip
    assert rows[0]["sentence"].startswith("He blamed") and rows[0]["title"] == "Market shelled" and rows[2]["words"] == "four"
    assert rows[0]["event_type"] == "ACCUSE" and rows[0]["count_low"] == "", "cells of another table are empty"


def test_a_sheet_that_may_hold_decisions_is_not_written_over(sheet):
    review, _, _, path = sheet
    review()
    before = path.read_bytes()
    result = review()
    assert result.exit_code == 2 and "--read" in result.output and path.read_bytes() == before


def test_what_was_edited_comes_back(sheet, publish):
    review, edit, out, _ = sheet
    review()
    result = edit(
        a1_e2={"verdict": "wrong", "why": "no accusation", "modality": "negated"},
        a1_c1={"count_low": "6", "count_high": "6", "why": "toll rose"},
        a1_s1={"verdict": "Right"},
    )
    assert result.exit_code == 0, result.output
    assert sorted(decided(out)) == [
        ("casualties", "a1-c1", "count_high", "4", "6", "toll rose", "ana"),
        ("casualties", "a1-c1", "count_low", "4", "6", "toll rose", "ana"),
        ("events", "a1-e2", "row", "", "wrong", "no accusation", "ana"),
        ("statements", "a1-s1", "row", "", "right", "read and found right", "ana"),
    ]
    publish(out)
    t = load(out)
    assert t.events["event_id"].tolist() == ["a1-e1"] and t.events["fatalities_best"].tolist() == [6]


def test_reviewed_rows_do_not_go_out_again(sheet, publish, tmp_path):
    review, edit, out, path = sheet
    review("--table", "statements")
    edit(a1_s1={"verdict": "right"})
    publish(out)
    path.unlink()
    review("--table", "statements")
    assert "a1-s2" in path.read_text("utf-8-sig") and "a1-s1" not in path.read_text("utf-8-sig")


def test_an_untouched_sheet_decides_nothing(sheet):
    review, edit, out, _ = sheet
    review()
    assert "0 decisions" in edit().output and decided(out) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"count_low": "6", "count_high": "6"}, "say why"),
        ({"count_low": "nine", "why": "x"}, "a whole number"),
        ({"verdict": "maybe"}, "right, wrong or empty"),
        ({"table": "weather", "verdict": "right"}, "no table 'weather'"),
        ({"as_exported": "0", "count_low": "2", "why": "x"}, "has changed since"),
    ],
)
def test_what_cannot_be_taken_is_told_by_line_and_nothing_is_written(sheet, change, says):
    review, edit, out, path = sheet
    review()
    result = edit(a1_c1=change, a1_s1={"verdict": "right"})
    assert result.exit_code == 1 and says in result.output and f"{path.name}, line " in result.output
    assert decided(out) == []
