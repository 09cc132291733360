"""Every check catches the violation that it is for: one thing is broken at a time, and the check that should says so."""

from datetime import UTC, date, datetime

import pytest

from sitrep.schemas import TABLES
from sitrep.tables import from_rows
from sitrep.validate.checks import CHECKS
from sitrep.validate.suites import suite
from sitrep.validate.world import World, frame

BY_NAME = {(c.table, c.name): c for c in CHECKS}


def world(coded, known=()):
    return World({name: frame(from_rows(name, coded[name])) for name in TABLES}, dict(known))


# table, check, the violation: new values of the first row (or of the row `at`)
VIOLATIONS = [
    # words
    ("events", "span_in_text", {"char_end": 9999}),
    ("statements", "span_in_text", {"char_start": 30, "char_end": 30}),
    ("casualties", "span_in_text", {"char_start": -1}),
    ("mentions", "span_in_text", {"char_start": 50, "char_end": 40}),
    ("events", "trigger_is_the_text", {"trigger": "struck"}),
    ("statements", "content_is_the_text", {"content": "“We condemn this crime”"}),
    ("statements", "cue_is_the_text", {"cue": "says"}),
    ("statements", "cue_is_the_text", {"cue": "says", "cue_spans": []}),
    ("statements", "source_text_is_the_text", {"source_text": "Asaad Eidani"}),
    ("casualties", "count_text_is_the_text", {"count_text": "4"}),
    ("mentions", "text_is_the_text", {"text": "Traders"}),
    ("events", "mention_spans_in_text", {"mention_spans": [(7, 10), (9000, 9003)]}),
    ("statements", "content_spans_in_text", {"content_spans": [(90, 95), (83, 88)]}),
    ("statements", "source_spans_in_text", {"source_spans": [(5, 5)]}),
    ("statements", "cue_spans_in_text", {"cue_spans": [(5, 9), (7, 12)]}),
    ("events", "evidence_holds_span", {"evidence": "He blamed the Coastal Brigade for the shelling."}),
    ("statements", "evidence_holds_span", {"evidence": "We condemn this."}),
    ("casualties", "evidence_holds_span", {"evidence": ""}),
    ("events", "trigger_is_a_mention", {"mention_spans": [(0, 6)]}),
    ("statements", "content_fills_its_span", {"content_spans": [(84, 90)]}),
    ("statements", "verbatim_in_content", {"verbatim": ["We deplore"]}),
    ("casualties", "victims_in_text", {"victims_text": "shoppers"}),
    ("events", "place_and_date_in_text", {"place_text": "Basrah"}),
    ("events", "place_and_date_in_text", {"date_text": "on Monday"}),
    # sense
    ("events", "fatalities_in_order", {"fatalities_best": 5}),
    ("events", "fatalities_in_order", {"fatalities_low": 9, "fatalities_best": None}),
    ("events", "injured_in_order", {"injured_low": 3}),
    ("casualties", "counts_in_order", {"count_low": 5}),
    ("casualties", "claim_has_a_bound", {"count_low": None, "count_high": None}),
    ("events", "mode_belongs_to_type", {"event_mode": "demo"}),
    ("events", "coded_unless_disaster", {"cameo_code": "000"}),
    ("events", "codes_follow_the_type", {"cameo_code": "190"}),
    ("events", "codes_follow_the_type", {"quad_class": "Verbal Conflict"}),
    ("events", "codes_follow_the_type", {"intensity": 10.0}),
    ("events", "acled_types_agree", {"acled_sub_event_type": "Peaceful protest"}),
    ("events", "acled_types_agree", {"acled_event_type": None}),
    ("events", "dates_in_order", {"event_date_end": date(2024, 5, 4)}),
    ("events", "dates_in_order", {"event_date_end": None}),
    ("events", "date_known_by_precision", {"date_precision": "unknown"}),
    ("events", "date_known_by_precision", {"event_date_start": None, "event_date_end": None}),
    ("events", "date_is_recent", {"event_date_start": date(204, 5, 5)}),
    ("events", "not_after_publication", {"event_date_start": date(2024, 5, 12), "event_date_end": date(2024, 5, 12)}),
    ("events", "point_is_whole", {"longitude": None}),
    ("events", "point_is_not_null_island", {"latitude": 0.0, "longitude": 0.0}),
    ("events", "point_in_country", {"latitude": 47.8, "longitude": 30.5}),  # swapped
    ("events", "no_invented_point", {"where_precision": 6}),
    ("events", "place_has_precision", {"where_precision": None}),
    ("events", "admin1_in_country", {"admin1_code": "SY-HA"}),
    ("events", "actor_is_not_recipient", {"actor_ids": ["traders"], "actor_name": "traders"}),
    ("events", "lists_without_repeats", {"recipient_ids": ["traders", "traders"]}),
    ("articles", "knowledge_reaches_this_far", {"published_at": datetime(2099, 1, 1, tzinfo=UTC)}),
    ("articles", "words_counted", {"n_words": 3}),
    ("articles", "date_has_a_basis", {"published_basis": "none"}),
    ("articles", "not_its_own_duplicate", {"duplicate_of": "a1"}),
    ("actors", "country_has_a_code", {"kind": "country"}),
    ("actors", "role_is_a_persons", {"role": "governor"}),
    ("actors", "not_its_own_affiliation", {"affiliation_id": "brigade"}),
    ("actors", "publications_in_order", {"first_published": datetime(2025, 1, 1, tzinfo=UTC)}),
    ("statements", "quote_type_fits_verbatim", {"quote_type": "indirect"}),
    ("statements", "quote_type_fits_verbatim", {"verbatim": []}),
    # links
    ("events", "article_id_exists", {"article_id": "a9"}),
    ("events", "actor_ids_exists", {"actor_ids": ["nobody"]}),
    ("events", "recipient_ids_exists", {"recipient_ids": ["traders", "nobody"]}),
    ("events", "attributed_to_ids_exists", {"attributed_to_ids": ["nobody"]}),
    ("events", "statement_id_exists", {"statement_id": "a1-s9"}),
    ("articles", "duplicate_of_exists", {"duplicate_of": "a9"}),
    ("actors", "affiliation_id_exists", {"affiliation_id": "nobody"}),
    ("statements", "article_id_exists", {"article_id": "a9"}),
    ("statements", "speaker_id_exists", {"speaker_id": "nobody"}),
    ("statements", "addressee_id_exists", {"addressee_id": "nobody"}),
    ("statements", "target_id_exists", {"target_id": "nobody"}),
    ("statements", "event_id_exists", {"event_id": "a1-e9"}),
    ("casualties", "event_id_exists", {"event_id": "a1-e9"}),
    ("casualties", "article_id_exists", {"article_id": "a9"}),
    ("casualties", "attributed_to_id_exists", {"attributed_to_id": "nobody"}),
    ("casualties", "statement_id_exists", {"statement_id": "a1-s9"}),
    ("mentions", "article_id_exists", {"article_id": "a9"}),
    ("mentions", "actor_id_exists", {"actor_id": "nobody"}),
    ("events", "statement_id_in_same_article", {"article_id": "a2", "statement_id": "a1-s1"}),
    ("statements", "event_id_in_same_article", {"article_id": "a2", "event_id": "a1-e1"}),
    ("casualties", "event_id_in_same_article", {"article_id": "a2"}),
    ("casualties", "statement_id_in_same_article", {"article_id": "a2", "statement_id": "a1-s1"}),
    *[(t, "id_is_this_tables_only", {f"{t.rstrip('s')}_id": "a1-m1"}) for t in ("articles", "events", "statements")],
    ("casualties", "id_is_this_tables_only", {"casualty_id": "a1-e1"}),
    ("mentions", "id_is_this_tables_only", {"mention_id": "a1-s1"}),
    ("mentions", "id_is_this_tables_only", {"mention_id": "eidani"}),
    ("events", "id_is_its_articles", {"event_id": "a2-e1"}),
    ("statements", "id_is_its_articles", {"statement_id": "a2-s1"}),
    ("casualties", "id_is_its_articles", {"casualty_id": "a2-c1"}),
    ("mentions", "id_is_its_articles", {"mention_id": "a2-m1"}),
    ("events", "fatalities_zero_where_zero_is_meant", {"claims": 0}),
    ("events", "injured_zero_where_zero_is_meant", {"injured_low": None, "injured_best": None, "injured_high": None}),
    ("events", "fatalities_null_only_without_claim", {"fatalities_low": None, "fatalities_best": None, "fatalities_high": None}),
    ("events", "injured_null_only_without_claim", {"injured_low": None, "injured_best": None, "injured_high": None}),
    ("events", "fatalities_follow_claims", {"fatalities_high": 5}),
    ("events", "injured_follow_claims", {"injured_high": None}),
    ("events", "actor_is_the_first", {"actor_name": "somebody"}),
    ("events", "recipient_is_the_first", {"recipient_sector": "MIL"}),
    ("events", "name_has_an_id", {"actor_name": "somebody"}),
    ("statements", "speaker_name_is_the_actors", {"speaker_name": "Eidani"}),
    ("actors", "mentions_counted", {"n_mentions": 7}),
    ("actors", "mentions_counted", {"n_articles": 2}),
    ("actors", "publication_is_an_articles", {"last_published": datetime(2025, 1, 1, tzinfo=UTC)}),
]  # fmt: skip


def fails(check, coded):
    return [not ok for ok in check.test(world(coded))]


@pytest.mark.parametrize(("table", "name", "change"), VIOLATIONS)
def test_each_check_catches_its_violation(coded, table, name, change):
    check = BY_NAME[table, name]
    assert not any(fails(check, coded)), "the article as coded passes"
    if "claims" in change:
        coded["casualties"][0].update(count_low=change["claims"], count_high=change["claims"])
    else:
        coded[table][0].update(change)
    assert fails(check, coded)[0]


# Violations that take more than one value.


def test_a_figure_without_a_claim_is_caught(coded):
    for kind, name in (("killed", "fatalities_rest_on_claims"), ("injured", "injured_rest_on_claims")):
        without = {**coded, "casualties": [c for c in coded["casualties"] if c["kind"] != kind]}
        assert not any(fails(BY_NAME["events", name], coded))
        assert fails(BY_NAME["events", name], without) == [True, False]


def test_an_actor_whose_mentions_are_gone_is_caught(coded):
    check = BY_NAME["actors", "actor_is_mentioned"]
    assert not any(fails(check, coded))
    coded["mentions"] = [m for m in coded["mentions"] if m["actor_id"] != "brigade"]
    assert fails(check, coded) == [True, False, False]


def test_a_mention_twice_is_caught(coded):
    check = BY_NAME["mentions", "mention_is_not_repeated"]
    assert not any(fails(check, coded))
    coded["mentions"].append({**coded["mentions"][0], "mention_id": "a1-m9"})
    assert fails(check, coded)[-1]


def far_apart(coded):
    """The same article with three pages between its first and its second paragraph."""
    filler = "Nothing else was heard. " * 60
    article = coded["articles"][0]
    cut = article["text"].index("“We")
    article["text"] = article["text"][:cut] + filler + article["text"][cut:]

    def move(span):
        return {k: v + len(filler) if v >= cut else v for k, v in span.items()}

    for row in (*coded["events"], *coded["statements"], *coded["mentions"]):
        row.update(move({k: row[k] for k in ("char_start", "char_end")}))
        row.update({k: [move(s) for s in row[k]] for k in row if k.endswith("_spans")})
    return coded


@pytest.mark.parametrize(
    ("table", "name", "change"),
    [
        ("events", "participants_near_the_act", {"recipient_ids": ["brigade"], "mention_spans": [(7, 10)]}),
        ("events", "place_near_the_act", None),
        ("statements", "statement_from_one_passage", {"cue_spans": [(7, 10)]}),
    ],
)
def test_what_comes_from_different_parts_of_a_story_is_caught(coded, table, name, change):
    check = BY_NAME[table, name]
    assert not any(fails(check, far_apart(coded)))
    if change is None:
        coded[table][1]["place_text"] = "Basra"
        assert fails(check, coded) == [False, True]
    else:
        coded[table][0].update(change)
        assert fails(check, coded)[0]


PLANTED_BELOW = {
    ("events", "fatalities_rest_on_claims"), ("events", "injured_rest_on_claims"), ("actors", "actor_is_mentioned"),
    ("mentions", "mention_is_not_repeated"), ("events", "participants_near_the_act"), ("events", "place_near_the_act"),
    ("statements", "statement_from_one_passage"),
}  # fmt: skip


def test_no_check_is_without_a_violation():
    assert {(t, n) for t, n, _ in VIOLATIONS} | PLANTED_BELOW == set(BY_NAME)
    assert len(BY_NAME) == len(CHECKS)


# What the checks let pass, on purpose.


@pytest.mark.parametrize(
    "change",
    [
        {"modality": "future"},
        {"event_type": "THREATEN", "event_mode": "violence"},
        {"event_date_start": date(2024, 5, 7), "event_date_end": date(2024, 5, 7)},  # a day later by a clock further east
    ],
)
def test_what_lies_ahead_may_be_dated_after_publication(coded, change):
    coded["events"][0].update({"event_date_start": date(2024, 6, 1), "event_date_end": date(2024, 6, 1)} | change)
    assert not any(fails(BY_NAME["events", "not_after_publication"], coded))


def test_without_a_publication_date_no_event_is_too_late(coded):
    coded["articles"][0]["published_at"] = None
    coded["events"][0]["event_date_start"] = date(2099, 1, 1)
    assert not any(fails(BY_NAME["events", "not_after_publication"], coded))


ACROSS_THE_DATE_LINE = [("FJI", -16.6, -179.9), ("FJI", -17.8, 177.4), ("RUS", 64.7, -173.2), ("NZL", -43.9, -176.5)]


@pytest.mark.parametrize(("country", "latitude", "longitude"), ACROSS_THE_DATE_LINE)
def test_countries_across_the_date_line_have_boxes(coded, country, latitude, longitude):
    coded["events"][0].update(country=country, latitude=latitude, longitude=longitude)
    assert not any(fails(BY_NAME["events", "point_in_country"], coded))


def test_a_disaster_needs_no_code(coded):
    coded["events"][0].update(event_type="DISASTER", event_mode=None, cameo_code="000", quad_class="Neutral", intensity=0.0)
    assert not any(fails(BY_NAME["events", "coded_unless_disaster"], coded))


def test_ids_known_from_elsewhere_are_good_references(coded):
    coded["events"][0]["actor_ids"] = ["registry:IRQ"]
    check = BY_NAME["events", "actor_ids_exists"]
    assert not check.test(world(coded))[0]
    assert check.test(world(coded, {"actors": frozenset(["registry:IRQ"])})).all()


@pytest.mark.parametrize("name", TABLES)
def test_checks_run_on_empty_tables(name):
    empty = world({n: [] for n in TABLES})
    assert all(len(e.check.test(empty)) == 0 for e in suite(name) if e.check)


def test_checks_survive_rows_of_nulls():
    nothing = world({n: [{}] for n in TABLES})
    for check in CHECKS:
        assert len(check.test(nothing)) == 1, check.name
