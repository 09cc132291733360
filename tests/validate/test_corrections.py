"""A reviewer's decision: checked by the contract, found again, applied with what follows from it, and taken back without a trace."""

import json
import shutil
from dataclasses import replace

import pytest

from sitrep.edition import Edition
from sitrep.review import corrections
from sitrep.review.apply import apply, as_coded, restore
from sitrep.review.corrections import COLUMNS, Correction, make
from sitrep.review.rows import Rows
from sitrep.tables import from_rows, load
from sitrep.validate import validate
from sitrep.validate.reviews import of_corrections

WHY = {"why": "the hospital's list says so", "who": "ana", "when": "2024-05-08"}


@pytest.fixture
def rows(tables):
    return {name: Rows(name, table) for name, table in tables.items()}


def corrected(tables, *cells):
    """The rows by table and key after corrections of (table, row, column, value)."""
    rows = {name: Rows(name, table) for name, table in tables.items()}
    applied = apply(tables, [(2 + n, make(rows, *cell, **WHY)) for n, cell in enumerate(cells)])
    assert [d.problem for d in applied.decisions] == [None] * len(cells)
    keys = {name: Rows(name, t).key for name, t in applied.tables.items()}
    return {name: {r[keys[name]]: r for r in t.to_pylist()} for name, t in applied.tables.items()}, applied


# What may be decided


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (("events", "a1-e1", "event_type", "ATTACK"), "one of AGREE, CONSULT"),
        (("events", "a1-e1", "event_type", ""), "may not be empty"),
        (("events", "a1-e1", "event_date_start", "05/05/2024"), "a date like 2024-05-06"),
        (("events", "a1-e1", "latitude", "120"), "-90 to 90"),
        (("events", "a1-e1", "latitude", "nan"), "may not be"),
        (("events", "a1-e1", "country", "IQ"), "ISO 3166-1 alpha-3"),
        (("events", "a1-e1", "actor_ids", "eidani nobody"), "no such row in actors"),
        (("events", "a1-e1", "cameo_code", "190"), "correct these"),
        (("events", "a1-e1", "fatalities_best", "5"), "in the table casualties"),
        (("events", "a1-e1", "trigger", "struck"), "these are: event_type"),
        (("events", "a1-e9", "event_type", "AID"), "no row 'a1-e9'"),
        (("events", "a1-e1", "row", "perhaps"), "right or wrong"),
        (("actors", "eidani", "row", "wrong"), "may be right, not"),
        (("casualties", "a1-c1", "count_low", "-1"), "at least 0"),
        (("casualties", "a1-c1", "count_low", "4.5"), "a whole number"),
        (("casualties", "a1-c1", "count_low", "3000000000"), "may not be"),
        (("statements", "a1-s1", "negated", "perhaps"), "true or false"),
        (("mentions", "a1-m1", "text", "x"), "the tables are articles"),
    ],
)
def test_what_the_contract_does_not_allow_is_refused_with_what_it_allows(rows, cell, problem):
    with pytest.raises(ValueError, match=problem):
        make(rows, *cell, **WHY)


def test_a_correction_needs_a_reason(rows):
    with pytest.raises(ValueError, match="say why"):
        make(rows, "events", "a1-e1", "modality", "negated", **{**WHY, "why": " "})


def test_a_correction_keeps_what_it_was_and_where_its_words_lie(rows, coded):
    made = make(rows, "casualties", "a1-c1", "count_high", "6", **WHY)
    assert (made.old, made.new, made.words, made.article_id) == ("4", "6", "four", "a1")
    assert int(made.char_start) == coded["casualties"][0]["char_start"]


# What follows


def test_a_corrected_count_changes_the_events_figures(tables):
    rows, _ = corrected(tables, ("casualties", "a1-c1", "count_low", "6"), ("casualties", "a1-c1", "count_high", "9"))
    event = rows["events"]["a1-e1"]
    assert (event["fatalities_low"], event["fatalities_best"], event["fatalities_high"]) == (6, 6, 9)
    assert (event["injured_low"], event["injured_high"]) == (0, 0), "another kind of harm stays"
    assert rows["casualties"]["a1-c1"]["reviewed"] == ["count_high", "count_low"] and event["reviewed"] == []


def test_a_claim_moved_to_another_event_takes_its_figures_along(tables):
    rows, _ = corrected(tables, ("casualties", "a1-c1", "event_id", "a1-e2"))
    assert rows["events"]["a1-e1"]["fatalities_low"] is None, "without a claim unknown, not zero"
    assert rows["events"]["a1-e2"]["fatalities_best"] == 4


def test_a_corrected_type_changes_the_codes(tables):
    rows, _ = corrected(tables, ("events", "a1-e1", "event_type", "COERCE"))
    event = rows["events"]["a1-e1"]
    assert event["event_mode"] is None, "heavy-weapons is no mode of COERCE"
    assert (
        event["cameo_code"].startswith("17")
        and event["quad_class"] == "Material Conflict"
        and event["acled_event_type"] == "Strategic developments"
    )


def test_what_did_not_happen_has_no_acled_type(tables):
    rows, _ = corrected(tables, ("events", "a1-e1", "modality", "future"))
    assert rows["events"]["a1-e1"]["acled_sub_event_type"] is None


def test_a_corrected_actor_is_renamed_wherever_he_speaks_or_acts(tables):
    rows, _ = corrected(tables, ("actors", "eidani", "name", "Asaad al-Eidani"))
    assert rows["events"]["a1-e2"]["actor_name"] == "Asaad al-Eidani"
    assert {s["speaker_name"] for s in rows["statements"].values()} == {"Asaad al-Eidani"}


def test_corrected_participants_bring_their_names(tables):
    rows, _ = corrected(tables, ("events", "a1-e1", "actor_ids", "brigade"), ("events", "a1-e2", "recipient_ids", ""))
    shelling, blaming = rows["events"]["a1-e1"], rows["events"]["a1-e2"]
    assert (shelling["actor_name"], shelling["actor_sector"]) == ("the Coastal Brigade", "REB")
    assert (blaming["recipient_ids"], blaming["recipient_name"], blaming["recipient_sector"]) == ([], None, None)


def test_a_date_brings_its_end_and_its_precision(tables):
    rows, _ = corrected(tables, ("events", "a1-e2", "event_date_start", "2024-05-05"), ("events", "a1-e1", "event_date_start", ""))
    blaming, shelling = rows["events"]["a1-e2"], rows["events"]["a1-e1"]
    assert (str(blaming["event_date_end"]), blaming["date_precision"]) == ("2024-05-05", "day")
    assert (shelling["event_date_end"], shelling["date_precision"]) == (None, "unknown")


def test_another_country_leaves_no_point_in_the_old_one(tables):
    rows, _ = corrected(tables, ("events", "a1-e1", "country", "SYR"))
    event = rows["events"]["a1-e1"]
    assert (event["latitude"], event["place_name"], event["where_precision"]) == (None, None, 6)


def test_another_speaker_makes_the_statements_claims(coded, tables):
    coded["casualties"][0].update(statement_id="a1-s1", attributed_to_id="eidani")
    tables["casualties"] = from_rows("casualties", coded["casualties"])
    rows, _ = corrected(tables, ("statements", "a1-s1", "speaker_id", "brigade"))
    assert rows["statements"]["a1-s1"]["speaker_name"] == "the Coastal Brigade"
    assert rows["casualties"]["a1-c1"]["attributed_to_id"] == "brigade"


def test_a_row_may_be_confirmed_or_taken_out(tables):
    rows, applied = corrected(tables, ("statements", "a1-s1", "row", "right"), ("events", "a1-e2", "row", "wrong"))
    assert rows["statements"]["a1-s1"]["reviewed"] == ["row"]
    assert "a1-e2" not in rows["events"] and rows["statements"]["a1-s2"]["event_id"] is None
    (reject,) = applied.rejects
    assert (reject.rule, reject.severity, reject.table, reject.row["event_id"]) == ("wrong_by_review", "info", "events", "a1-e2")
    assert WHY["why"] in reject.reason and "Take its line out" in reject.reason


def test_a_claim_taken_out_no_longer_counts(tables):
    rows, _ = corrected(tables, ("casualties", "a1-c1", "row", "wrong"))
    assert rows["events"]["a1-e1"]["fatalities_best"] is None


def test_corrected_tables_are_as_consistent_as_coded_ones(tables, validated):
    _, applied = corrected(
        tables, ("casualties", "a1-c1", "count_high", "6"), ("events", "a1-e1", "event_type", "COERCE"),
        ("actors", "eidani", "sector", "OPP"), ("statements", "a1-s1", "speaker_id", "brigade"), ("events", "a1-e2", "row", "wrong"),
    )  # fmt: skip
    found = validate(applied.tables, run_id="run-2", left_out={"events": 1})
    assert found.publishable and not found.rejects
    assert not [r for r in found.results if not r.success and r.expectation != "mentions_counted"]


# Found again


def test_a_row_is_found_again_by_its_words_when_ids_have_moved(tables):
    rows = {name: Rows(name, table) for name, table in tables.items()}
    made = make(rows, "events", "a1-e2", "modality", "negated", **WHY)
    renamed = tables["events"].to_pylist()
    for row, key in zip(renamed, ("a1-e2", "a1-e3"), strict=True):
        row["event_id"] = key
    applied = apply({**tables, "events": from_rows("events", renamed)}, [(2, made)])
    assert {r["event_id"]: r["modality"] for r in applied.tables["events"].to_pylist()} == {"a1-e2": "actual", "a1-e3": "negated"}


def test_a_row_that_is_gone_is_told_of(tables):
    rows = {name: Rows(name, table) for name, table in tables.items()}
    made = make(rows, "events", "a1-e2", "modality", "negated", **WHY)
    applied = apply({**tables, "events": tables["events"].slice(0, 1)}, [(7, made)])
    assert applied.tables["events"].num_rows == 1 and applied.n == 0
    failed = [r for r in of_corrections(applied.decisions) if not r.success]
    assert [(r.expectation, r.severity, r.failing_ids) for r in failed] == [("correction_is_applied", "warning", ["a1-e2"])]
    assert "line 7: events has no row a1-e2 any more" in failed[0].notes


def test_a_value_that_is_coded_otherwise_now_is_told_of_and_corrected_all_the_same(tables):
    rows = {name: Rows(name, table) for name, table in tables.items()}
    made = replace(make(rows, "events", "a1-e2", "modality", "negated", **WHY), old="future")
    applied = apply(tables, [(3, made)])
    assert applied.tables["events"]["modality"].to_pylist() == ["actual", "negated"]
    failed = [r for r in of_corrections(applied.decisions) if not r.success]
    assert [r.expectation for r in failed] == ["correction_is_of_the_coded_value"]
    assert "modality was future and is now coded actual" in failed[0].notes


def test_a_line_that_says_nonsense_changes_nothing(tables):
    made = Correction("events", "a1-e1", "event_type", "", "ATTACK", "typed by hand")
    applied = apply(tables, [(2, made), (3, replace(made, table="weather")), (4, replace(made, column="colour"))])
    assert all(applied.tables[name].equals(tables[name]) for name in tables)
    assert [bool(d.problem) for d in applied.decisions] == [True, True, True]


def test_the_last_decision_about_a_cell_holds_and_remembers_what_was_coded(tmp_path, tables):
    rows = {name: Rows(name, table) for name, table in tables.items()}
    corrections.add(tmp_path, [make(rows, "events", "a1-e2", "modality", "negated", **WHY)])
    again = replace(make(rows, "events", "a1-e2", "modality", "future", **WHY), old="negated")
    corrections.add(tmp_path, [again])
    ((_, kept),) = corrections.read(tmp_path / corrections.FILE)
    assert (kept.old, kept.new) == ("actual", "future")


# Through a run


def note(out, *cell):
    rows = {name: Rows(name, t) for name, t in Edition.open(out).standing.tables().items()}
    corrections.add(out, [make(rows, *cell, **WHY)])


def test_a_decision_survives_reruns_and_goes_without_a_trace(tmp_path, publish):
    out = tmp_path / "out"
    before, _, _ = publish(out)
    clean = {p.name: p.read_bytes() for p in out.glob("*.parquet")}
    note(out, "casualties", "a1-c1", "count_high", "6")
    note(out, "events", "a1-e2", "row", "wrong")
    assert Edition.open(out).changed, "other corrections are something to publish"
    for _ in range(2):
        summary, _, _ = publish(out)
        assert summary.published and summary.corrections == 2
        t = load(out)
        assert t.events["fatalities_high"].tolist() == [6] and t.casualties["reviewed"].tolist() == [["count_high"], []]
        assert t.rejects["rule"].tolist() == ["wrong_by_review"] and t.rejects["row_id"].tolist() == ["a1-e2"]
        assert not Edition.open(out).changed
    assert summary.run_id != before.run_id, "a run with other corrections is another run"
    (out / corrections.FILE).unlink()
    assert Edition.open(out).changed
    publish(out)
    assert {p.name: p.read_bytes() for p in out.glob("*.parquet")} == clean


def test_a_correction_that_breaks_a_rule_makes_a_reject_and_can_be_taken_back(tmp_path, publish):
    out = tmp_path / "out"
    publish(out)
    clean = {p.name: p.read_bytes() for p in out.glob("*.parquet")}
    note(out, "events", "a1-e1", "event_date_start", "2024-05-30")
    summary, _, _ = publish(out)
    t = load(out)
    assert ("a1-e1", "not_after_publication") in set(zip(t.rejects["row_id"], t.rejects["rule"], strict=True))
    (out / corrections.FILE).unlink()
    publish(out)
    assert {p.name: p.read_bytes() for p in out.glob("*.parquet")} == clean


def test_an_unreadable_file_holds_the_run_back(tmp_path, publish):
    out = tmp_path / "out"
    publish(out)
    (out / corrections.FILE).write_bytes(b"\xff\xfe\x00not a csv")
    summary, _, _ = publish(out)
    assert not summary.published and "corrections.csv" in summary.reasons[0] and "take it away" in summary.reasons[0]
    assert load(out).events.shape[0] == 2, "the tables before stand"


def test_a_new_edition_still_has_the_users_corrections(tmp_path, publish):
    out = tmp_path / "out"
    publish(out)
    note(out, "events", "a1-e1", "modality", "hypothetical")
    publish(out)
    kept = (out / corrections.FILE).read_bytes()
    shutil.rmtree(out / ".versions")
    for path in [*out.glob("*.parquet"), out / ".current"]:
        path.unlink()
    publish(out)  # as `--fresh` does
    assert (out / corrections.FILE).read_bytes() == kept
    assert load(out).events["modality"].tolist() == ["hypothetical", "actual"]


def test_restoring_where_nothing_was_corrected_is_nothing(tmp_path, tables):
    assert as_coded(tmp_path) == {}
    assert list(restore("events", [tables["events"]], {})) == [tables["events"]]


def test_the_files_columns_are_told_in_its_header(tmp_path, rows):
    corrections.add(tmp_path, [make(rows, "events", "a1-e2", "modality", "negated", **WHY)])
    assert (tmp_path / corrections.FILE).read_text("utf-8-sig").splitlines()[0].split(",") == list(COLUMNS)


# By the command line


@pytest.fixture
def correct(tmp_path, publish):
    from click.testing import CliRunner

    from sitrep.cli import main

    publish(tmp_path / "out")
    return lambda *arguments: CliRunner().invoke(main, ["correct", str(tmp_path / "out"), *map(str, arguments)])


def decided(tmp_path):
    return [(c.table, c.row_id, c.column, c.old, c.new, c.why, c.who) for _, c in corrections.read(tmp_path / "out" / corrections.FILE)]


def test_a_decision_is_typed(tmp_path, correct):
    result = correct("casualties", "a1-c1", "count_low=6", "count_high=", "--why", "toll rose", "--who", "ana")
    assert result.exit_code == 0, result.output
    assert "casualties a1-c1: count_low 4 → 6" in result.output and "count_high 4 → null" in result.output
    assert decided(tmp_path) == [
        ("casualties", "a1-c1", "count_low", "4", "6", "toll rose", "ana"),
        ("casualties", "a1-c1", "count_high", "4", "", "toll rose", "ana"),
    ]


def test_a_decision_is_told_as_json_or_not_at_all(tmp_path, correct):
    (told,) = json.loads(correct("events", "a1-e1", "row=right", "--why", "read it", "--json").stdout)
    assert (told["table"], told["column"], told["new"], told["why"]) == ("events", "row", "right", "read it")
    assert correct("events", "a1-e1", "row=right", "--why", "again", "--quiet").output == ""
    assert [d[-2] for d in decided(tmp_path)] == ["again"]


def test_decisions_come_from_a_file(tmp_path, correct):
    sheet = tmp_path / "mine.csv"
    sheet.write_text("table,row_id,column,new,why\nevents,a1-e1,modality,hypothetical,a drill\nstatements,a1-s1,row,right,\n")
    assert "line 3" in correct("--from", sheet).output, "the second line has no reason"
    assert decided(tmp_path) == [], "all or none"
    assert correct("--from", sheet, "--why", "read it").exit_code == 0
    assert [d[-2] for d in decided(tmp_path)] == ["a drill", "read it"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("events", "a1-e1", "modality=negated"), "--why REASON"),
        (("events", "a1-e1", "modality", "--why", "x"), "COLUMN=VALUE"),
        (("events", "a1-e1", "modality=maybe", "--why", "x"), "one of actual, future"),
        (("events", "a1-e1", "event_date_start=2024-06-30", "--why", "x"), "would fail: what has happened is not dated after"),
        (("casualties", "a1-c1", "count_low=9", "--why", "x"), "count_low <= count_high"),
    ],
)
def test_what_would_break_the_tables_is_not_written(tmp_path, correct, arguments, says):
    result = correct(*arguments)
    assert result.exit_code in (1, 2) and says in result.output
    assert decided(tmp_path) == []


def test_without_tables_there_is_nothing_to_correct(tmp_path):
    from click.testing import CliRunner

    from sitrep.cli import main

    result = CliRunner().invoke(main, ["correct", str(tmp_path), "events", "e", "modality=actual", "--why", "x"])
    assert result.exit_code == 1 and "make them with `sitrep run" in result.output
