"""What passes, what goes to rejects and takes along, and what keeps a run from publishing."""

import json
import subprocess
import sys

import pyarrow as pa
import pytest

from sitrep.schemas import TABLES, empty
from sitrep.tables import from_rows, write
from sitrep.validate import validate
from sitrep.validate.gate import accounts, types_of


def failed(validation):
    return {(r.table, r.expectation) for r in validation.results if not r.success}


def test_a_flawless_article_passes_as_it_is(coded, validated):
    v = validated(coded)
    assert v.publishable and v.reasons == [] and v.rejects == [] and failed(v) == set()
    assert all(v.tables[name].equals(from_rows(name, coded[name])) for name in TABLES)
    assert {r.severity for r in v.results} == {"critical", "warning"}
    assert all(r.notes for r in v.results)


def test_no_articles_at_all_pass():
    v = validate({}, run_id="run-1")
    assert v.publishable and v.rejects == [] and failed(v) == set()
    assert {n: t.schema for n, t in v.tables.items()} == {n: empty(n).schema for n in TABLES}


def test_a_broken_row_becomes_a_reject_and_takes_along_what_hangs_on_it(coded, validated, tmp_path):
    # The accusing event has a code that CAMEO does not know; its statement refers to it, and the brigade's one flaw is a warning.
    coded["events"][1]["cameo_code"] = "13y"
    coded["actors"][0]["role"] = "brigade"
    v = validated(coded)
    assert v.tables["events"]["event_id"].to_pylist() == ["a1-e1"]
    assert v.tables["statements"]["statement_id"].to_pylist() == ["a1-s1"], "a1-s2 performs the rejected event"
    assert [(r["table"], r["row_id"], r["rule"]) for r in v.rejects] == [
        ("events", "a1-e2", "expect_column_values_to_match_regex"),
        ("events", "a1-e2", "codes_follow_the_type"),
        ("statements", "a1-s2", "event_id_exists"),
    ]
    reject = v.rejects[0]
    assert "'13y'" in reject["reason"] and reject["source_uri"] == "basra.txt" and reject["run_id"] == "run-2"
    assert json.loads(reject["row_json"])["cameo_code"] == "13y"
    assert reject["span"] == {"start": coded["events"][1]["char_start"], "end": coded["events"][1]["char_end"]}
    assert v.publishable, "one bad row does not stop the others"
    results = {(r.table, r.expectation, r.columns): r for r in v.results}
    code = results["events", "expect_column_values_to_match_regex", ("cameo_code",)]
    assert (code.success, code.quarantined, code.n_checked, code.n_failed, code.failing_ids) == (False, True, 2, 1, ["a1-e2"])
    warning = results["actors", "role_is_a_persons", ("kind", "role")]
    assert (warning.severity, warning.success, warning.quarantined) == ("warning", False, False)
    assert v.tables["actors"].num_rows == 3, "a warning keeps its row"
    for name, table in v.tables.items():
        write(table, name, tmp_path / f"{name}.parquet")
    assert from_rows("rejects", v.rejects).num_rows == 3


def test_everything_of_a_rejected_article_is_rejected_and_nothing_is_published(coded, validated):
    coded["articles"][0]["language"] = "English"
    v = validated(coded)
    assert all(v.tables[name].num_rows == 0 for name in TABLES if name not in ("rejects", "actors"))
    rejected = {(r["table"], r["row_id"]) for r in v.rejects}
    assert len(rejected) == sum(len(coded[n]) for n in TABLES if n != "rejects"), "in = out + rejected"
    assert not v.publishable and any("not all articles are rejected" in r for r in v.reasons)
    assert ("articles", "articles_left") in failed(v)


def test_of_two_rows_with_one_id_the_first_stays(coded, validated):
    coded["mentions"].append({**coded["mentions"][0], "mention_type": "name"})
    v = validated(coded)
    assert v.tables["mentions"]["mention_type"].to_pylist() == ["nominal", "name", "pronoun", "name"]
    assert [(r["row_id"], r["rule"]) for r in v.rejects] == [("a1-m1", "expect_column_values_to_be_unique")]


def test_a_null_where_none_may_be_is_a_reject_and_not_a_crash(coded, validated):
    coded["casualties"][0]["kind"] = None
    v = validated(coded)
    assert ("casualties", "expect_column_values_to_not_be_null") in failed(v)
    assert "a1-e1" in [r["row_id"] for r in v.rejects], "the event's figure rested on the claim"


def test_an_article_without_key_holds_the_run_back(coded, validated):
    coded["articles"][0]["article_id"] = None
    v = validated(coded)
    assert not v.publishable and any("article_id is not null" in r for r in v.reasons)


def test_rejects_are_never_rejected(coded, validated):
    coded["rejects"][0]["stage"] = "nowhere"
    v = validated(coded)
    assert v.tables["rejects"].num_rows == 1 and v.publishable
    assert ("rejects", "expect_column_values_to_be_in_set") in failed(v)


def test_a_run_over_new_articles_may_refer_to_known_actors(coded, validated):
    coded["events"][0].update(actor_ids=["registry:IRQ"], actor_name="Iraq")
    assert not validated(coded, known_ids={"actors": ["registry:IRQ"]}).rejects


@pytest.mark.parametrize(
    "change, reason",
    [
        (lambda t: t.drop_columns(["trigger"]), "events.trigger is missing, in the contract string"),
        (lambda t: t.set_column(4, "cameo_code", pa.array([194, 112])), "events.cameo_code is int64, in the contract string"),
        (lambda t: t.append_column("more", pa.array([1, 2])), "events.more is int64, in the contract missing"),
    ],
)
def test_missing_columns_and_drifted_types_hold_the_run_back(coded, change, reason):
    results, reasons = types_of({"events": change(from_rows("events", coded["events"]))})
    assert reasons == [reason]
    assert [(r.table, r.success) for r in results] == [("events", False)]


def test_drifted_tables_are_not_looked_at_further(coded):
    v = validate({"events": from_rows("events", coded["events"]).drop_columns(["trigger"])}, run_id="run-1")
    assert not v.publishable and ("events", "columns_and_types_of_the_contract") in failed(v)


def test_a_lost_row_holds_the_run_back():
    results, reasons = accounts({"articles": (10, 9, 0, 0), "events": (50, 48, 1, 1)})
    rule = "the rule is that every row that came in is published or rejected"
    assert reasons == [f"articles: 10 rows came in, 9 go out, 0 are rejected, 0 taken out by a reviewer; {rule}"]
    assert [(r.table, r.expectation) for r in results if not r.success] == [("articles", "in_is_out_plus_rejected")]


def test_too_many_rejects_hold_the_run_back():
    assert accounts({"events": (100, 80, 20, 0)})[1] == []
    assert accounts({"events": (12, 2, 10, 0)})[1] == [], "a few rows are not a fault of the run"
    assert "at most 20%" in accounts({"events": (100, 79, 21, 0)})[1][0]


def test_great_expectations_is_imported_by_validating_only():
    code = "import sys, sitrep.validate, sitrep.tables; assert 'great_expectations' not in sys.modules and 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
