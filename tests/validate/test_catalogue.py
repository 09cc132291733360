"""The data dictionary names every expectation with what happens where it fails; and that is what happens."""

from dataclasses import replace

import pytest

from sitrep.schemas import MODES, RECORDS, TABLES, contract
from sitrep.tables import from_rows
from sitrep.validate import suites, validate, validation
from sitrep.validate.catalogue import catalogue, rules
from sitrep.validate.trends import COMPARED, figures


def test_the_catalogue_has_every_expectation_that_a_validation_makes(coded):
    found = validate({name: from_rows(name, rows) for name, rows in coded.items()}, run_id="run-2")
    told = {(table, rule.name, rule.columns): rule.mode for table in TABLES for rule in rules(table)}
    for r in found.results:
        mode = told[r.table, r.expectation, r.columns]
        assert r.severity == ("warning" if mode == "warn" else "critical"), r.expectation


@pytest.mark.parametrize("name", TABLES + RECORDS)
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_each_line_says_what_must_hold_and_what_happens(name, form):
    shown = " ".join(catalogue(name, form).split()).replace("&lt;", "<").replace("\\|", "|")
    for rule in rules(name):
        assert rule.mode in MODES and len(rule.says) > 10
        assert rule.name in shown and " ".join(rule.says.split()) in shown
    assert all(meaning in shown for meaning in MODES.values())


def test_every_figure_of_a_run_that_is_compared_is_in_the_catalogue():
    run = {"articles_new": 4, "articles_in": 5, "articles_rejected": 1, "coded_events": 3, "event_types": {"AID": 3}}
    run |= {f"coded_{what}": 9 for what in ("words", "statements", "casualties", "mentions", "actors")}
    run |= {f"{what}_share": 0.5 for what in ("undated", "unplaced", "unresolved")}
    assert {(f.name, f.columns) for f in figures(run)} == set(COMPARED)


@pytest.mark.parametrize(
    ("mode", "stays", "publishable", "severity"),
    [("fail", False, False, "critical"), ("quarantine", False, True, "critical"), ("warn", True, True, "warning")],
)
def test_a_columns_mode_decides_what_a_broken_value_does(coded, monkeypatch, mode, stays, publishable, severity):
    """One and the same value, `publisher` on two lines, under each of the modes that a contract may give the column."""
    articles = contract("articles")
    columns = tuple(replace(c, mode=mode) if c.name == "publisher" else c for c in articles.columns)
    changed = replace(articles, columns=columns)
    monkeypatch.setattr(suites, "contract", lambda name: changed if name == "articles" else contract(name))
    monkeypatch.setattr(validation, "accounts", lambda counts: ([], []))  # of one article all may go here
    coded["articles"][0]["publisher"] = "Basra\nTimes"
    found = validate({name: from_rows(name, rows) for name, rows in coded.items()}, run_id="run-2")
    assert bool(found.tables["articles"].num_rows) == stays
    assert found.publishable == publishable
    result = next(r for r in found.results if r.table == "articles" and r.columns == ("publisher",))
    assert (result.success, result.severity, result.quarantined) == (False, severity, not stays)
    assert any(r["table"] == "articles" and "publisher" in r["reason"] for r in found.rejects) != stays
