"""What went wrong in other data sets, planted here: each is caught by an expectation, and the flawless rows beside it stay.

ICEWS: a code "13y", repeated ids. Data sets whose codes were read as integers: leading zeros lost. POLECAT: extra tabs.
GDELT: actor, act and place from different parts of one story. ACLED: zero and unknown deaths alike. Actor dictionaries years
out of date.
"""

import re
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from sitrep.resolve.codes import table as codes_table
from sitrep.schemas import contract
from sitrep.tables import from_rows
from sitrep.validate import validate
from sitrep.validate.gate import types_of

FILLER = "Nothing else was heard. " * 60
REGEX, UNIQUE = "expect_column_values_to_match_regex", "expect_column_values_to_be_unique"


def still_a_code():
    """A type whose code is a good code of another type once its zero is lost."""
    pattern = contract("events")["cameo_code"].pattern
    for (event_type, mode), code in codes_table().items():
        if code.cameo_code.startswith("0") and code.cameo_code != "000" and re.fullmatch(pattern, code.cameo_code.lstrip("0")):
            return {"event_type": event_type, "event_mode": mode, "cameo_code": code.cameo_code.lstrip("0"), "quad_class": code.quad_class,
                    "intensity": code.intensity, "acled_event_type": None, "acled_sub_event_type": None}  # fmt: skip
    return None


ZERO = {f"fatalities_{bound}": 0 for bound in ("low", "best", "high")}
NONE = {f"{what}_{bound}": None for what in ("fatalities", "injured") for bound in ("low", "best", "high")}
PLANTED = [  # table, flawless row (by number), change, the expectation that catches it, whether the row leaves the table
    ("events", 1, {"cameo_code": "13y"}, REGEX, True),
    ("events", 1, {"cameo_code": "4"}, REGEX, True),
    ("events", 1, {"actor_name": "Asaad\tEidani"}, REGEX, True),
    ("events", 0, {"place_text": "Basra\t", "evidence": "Shells\thit"}, "evidence_holds_span", True),
    ("events", 1, ZERO, "fatalities_rest_on_claims", True),
    ("events", 0, {**NONE, "recipient_ids": ["brigade"], "recipient_name": "the Coastal Brigade", "recipient_sector": "REB",
                   "recipient_country": None}, "participants_near_the_act", False),
    ("events", 1, {"place_text": "Basra"}, "place_near_the_act", False),
    ("statements", 0, {"cue": "hit", "cue_spans": [(7, 10)]}, "statement_from_one_passage", False),
    ("mentions", 0, {"mention_id": "a1-m1"}, UNIQUE, True),
    ("mentions", 0, {"mention_id": "a1-s1"}, "id_is_this_tables_only", True),
    ("articles", 0, {"article_id": "a9", "published_at": datetime(2099, 1, 1, tzinfo=UTC)}, "knowledge_reaches_this_far", False),
]  # fmt: skip
if still_a_code():
    PLANTED.append(("events", 1, still_a_code(), "codes_follow_the_type", True))


def apart(coded):
    """Three pages between the two paragraphs of the article."""
    article = coded["articles"][0]
    cut = article["text"].index("“We")
    article["text"] = article["text"][:cut] + FILLER + article["text"][cut:]
    article["n_words"] = len(article["text"].split())

    def moved(value):
        return value + len(FILLER) if value >= cut else value

    for row in (*coded["events"], *coded["statements"], *coded["mentions"], *coded["casualties"]):
        row.update({k: moved(row[k]) for k in ("char_start", "char_end")})
        row.update({k: [{b: moved(s[b]) for b in ("start", "end")} for s in row[k]] for k in row if k.endswith("_spans")})
    coded["events"][0]["mention_spans"] = coded["events"][0]["mention_spans"][:1]
    return coded


@pytest.fixture
def caught(coded):
    """One validation of the article and of all planted rows: (expectations by table and row that failed, rows left)."""
    coded = apart(coded)
    flawless = {name: list(rows) for name, rows in coded.items()}
    for number, (table, row, change, *_) in enumerate(PLANTED):
        key = contract(table).primary_key
        coded[table] = [*coded[table], {**flawless[table][row], key: f"a1-planted-{number}", **change}]
    found = validate({name: from_rows(name, rows) for name, rows in coded.items()}, run_id="run-2")
    failed = {(r.table, i): set() for r in found.results for i in r.failing_ids}
    for r in found.results:
        for i in r.failing_ids:
            failed[r.table, i].add(r.expectation)
    return failed, found


def test_each_failure_has_its_expectation(caught):
    failed, found = caught
    left = {name: t[contract(name).primary_key].to_pylist() for name, t in found.tables.items()}
    for number, (table, _, change, expectation, goes) in enumerate(PLANTED):
        row = change.get(contract(table).primary_key, f"a1-planted-{number}")
        assert expectation in failed.get((table, row), ()), f"{table}: {change} is not caught by {expectation}"
        if expectation != UNIQUE:
            assert (row not in left[table]) == goes, f"{table}: {change}"
    assert left["mentions"].count("a1-m1") == 1, "of two rows with one id the first stays"
    assert {"a1-e1", "a1-e2"} <= set(left["events"]) and "a1-s2" in left["statements"], "the flawless rows stay"
    assert "a1-s1" not in left["statements"], "of two tables' rows with one id nobody knows which is meant"


def test_codes_read_as_integers_hold_the_run_back(coded):
    events = from_rows("events", coded["events"])
    drifted = events.set_column(events.column_names.index("cameo_code"), "cameo_code", pa.array([194, 112]))
    assert types_of({"events": drifted})[1] == ["events.cameo_code is int64, in the contract string"]


def test_unknown_deaths_where_the_text_says_nobody_died_are_caught(coded):
    coded["casualties"][0].update(count_low=0, count_high=0)
    coded["events"][0].update(dict.fromkeys(ZERO))
    found = validate({name: from_rows(name, rows) for name, rows in coded.items()}, run_id="run-2")
    assert ("a1-e1", "fatalities_zero_where_zero_is_meant") in {(r["row_id"], r["rule"]) for r in found.rejects}
