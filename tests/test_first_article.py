"""The first article, whole: one strike in two countries, three sources with three casualty figures, a speaker named a sentence late."""

from pathlib import Path

import pytest

from sitrep.article import Article
from sitrep.coder import code
from sitrep.collect import collect
from sitrep.parse import parse

RAW = Path(__file__).parents[1] / "raw"


@pytest.fixture(scope="module")
def article() -> Article:
    return parse(next(iter(collect([RAW]))))


@pytest.fixture(scope="module")
def rows(article) -> dict[str, list[dict]]:
    return code(article)


def claims(rows, kind):
    return {(c["count_low"], c["count_high"], c["attributed_to_id"]) for c in rows["casualties"] if c["kind"] == kind}


def test_furniture_is_not_read(article):
    assert "1 min read" not in article.text and "Latest from Blog" not in article.text
    assert article.title == "US airstrikes hit Iran-backed militias in Syria and Iraq"
    assert article.published_basis == "inferred"


def test_three_sources_three_figures(rows):
    killed = claims(rows, "killed")
    assert (4, None, None) in killed  # the article's own voice
    assert (5, 5, "syrian-observatory-for-human-rights") in killed  # "a war monitor", named a sentence later
    assert any((low, high) == (1, 1) and source not in {None, "syrian-observatory-for-human-rights"} for low, high, source in killed)
    assert (3, None, "syrian-observatory-for-human-rights") in claims(rows, "injured")


def test_one_strike_two_countries(rows):
    strikes = [
        e for e in rows["events"] if e["event_type"] == "ASSAULT" and "USA" in e["actor_ids"] and str(e["event_date_start"]) == "2021-06-27"
    ]
    assert {e["country"] for e in strikes} == {"SYR", "IRQ"}


def test_the_earlier_strike_keeps_its_own_dead_and_date(rows):
    (claim,) = [c for c in rows["casualties"] if c["count_low"] == 22]
    (event,) = [e for e in rows["events"] if e["event_id"] == claim["event_id"]]
    assert (str(event["event_date_start"]), event["fatalities_low"], event["fatalities_high"]) == ("2021-02-25", 22, None)


def test_a_body_under_three_names_is_one_actor(rows):
    (pentagon,) = [a for a in rows["actors"] if a["actor_id"] == "us-department-of-defense"]
    spoken = [s for s in rows["statements"] if s["speaker_id"] == pentagon["actor_id"]]
    assert len(spoken) >= 5
    assert [s["negated"] for s in spoken if s["speech_act"] == "no_comment"] == [True]


def test_the_statement_speaks_for_who_issued_it(rows):
    (read,) = [s for s in rows["statements"] if s["source_text"] == "the statement"]
    assert (read["speaker_name"], read["speaker_resolution"], read["quote_type"]) == ("Yehia Rasool", "document", "direct")


def test_every_row_carries_its_words(article, rows):
    assert rows["statements"] and rows["events"] and rows["casualties"] and rows["mentions"]
    for row in rows["mentions"]:
        assert article.text[row["char_start"] : row["char_end"]] == row["text"]
    for row in rows["events"]:
        assert article.text[row["char_start"] : row["char_end"]] == row["trigger"] and row["trigger"] in row["evidence"]
    for row in rows["statements"]:
        assert row["content"] == " … ".join(article.text[p["start"] : p["end"]] for p in row["content_spans"])
    for row in rows["casualties"]:
        assert article.text[row["char_start"] : row["char_end"]] == row["count_text"]


def of(rows, **wanted):
    """The one event with these values."""
    (event,) = [e for e in rows["events"] if all(e[k] == v for k, v in wanted.items())]
    return event


EVENTS = [  # type, mode, date, place, country; low, best, high of the dead
    ("ASSAULT", "aerial", "2021-06-27", "Anbar province", "IRQ", 4, 4, None),
    ("ASSAULT", "aerial", "2021-06-27", "Syria", "SYR", 1, 3, 5),
    ("ASSAULT", "aerial", "2021-02-25", None, None, 22, 22, None),
    ("ASSAULT", "drone", "None", "Iraq", "IRQ", None, None, None),
    ("ASSAULT", "heavy-weapons", "None", "neighboring Iraq", "IRQ", None, None, None),
    ("ACCUSE", "disapprove", "None", None, None, None, None, None),
    ("ACCUSE", "allege", "None", None, None, None, None, None),
    ("THREATEN", "violence", "None", None, None, None, None, None),
]


def test_the_eight_events_with_mode_day_place_and_dead(rows):
    dead = ("fatalities_low", "fatalities_best", "fatalities_high")
    found = [
        (e["event_type"], e["event_mode"], str(e["event_date_start"]), e["place_text"], e["country"], *(e[k] for k in dead))
        for e in rows["events"]
    ]
    assert sorted(found, key=str) == sorted(EVENTS, key=str)
    assert {(e["modality"], tuple(e["attributed_to_ids"])) for e in rows["events"]} == {("actual", ())}
    assert all(e["event_date_end"] in {None, e["event_date_start"]} for e in rows["events"])
    assert {e["date_precision"] for e in rows["events"] if e["event_date_start"]} == {"day"}
    assert {e["date_precision"] for e in rows["events"] if not e["event_date_start"]} == {"unknown"}


def test_who_did_it_to_whom(rows):
    for country in ("IRQ", "SYR"):
        strike = of(rows, event_mode="aerial", country=country)
        assert {"USA", "usa-armed-forces"} <= set(strike["actor_ids"])
        assert any("militias" in i for i in strike["recipient_ids"])
    assert "hashd-al-shaabi" in of(rows, event_mode="aerial", country="IRQ")["recipient_ids"]
    assert (of(rows, event_mode="drone")["actor_ids"], of(rows, event_mode="drone")["recipient_ids"]) == ([], ["usa-armed-forces"])
    rockets = of(rows, event_mode="heavy-weapons")
    assert (rockets["actor_ids"], rockets["recipient_ids"]) == ([], ["USA"])
    assert "USA" in of(rows, place_text=None, event_mode="aerial")["actor_ids"]
    speech = {e["event_mode"]: (e["actor_ids"], e["recipient_ids"]) for e in rows["events"] if e["event_type"] in {"ACCUSE", "THREATEN"}}
    assert speech["allege"] == (["saeed-khatibzadeh"], ["usa-biden-administration"])
    assert speech["disapprove"][0] == ["yehia-rasool"] and "USA" in speech["disapprove"][1]
    assert speech["violence"] == (["kataib-sayyid-al-shuhada"], ["USA"])


def test_accusations_are_the_statements_that_make_them(rows):
    spoken = {s["statement_id"]: s["speaker_id"] for s in rows["statements"]}
    accusers = [(e["actor_ids"], spoken[e["statement_id"]]) for e in rows["events"] if e["event_type"] == "ACCUSE"]
    assert accusers and all(actors == [speaker] for actors, speaker in accusers)


def test_the_six_claims_with_victims_source_and_event(rows):
    events = {e["event_id"]: (e["event_mode"], str(e["event_date_start"]), e["country"]) for e in rows["events"]}
    iraq, syria, february = (("aerial", "2021-06-27", "IRQ"), ("aerial", "2021-06-27", "SYR"), ("aerial", "2021-02-25", None))
    observatory = "syrian-observatory-for-human-rights"
    local = next(a["actor_id"] for a in rows["actors"] if a["name"] == "Local reports")
    found = [
        (c["kind"], c["count_low"], c["count_high"], c["count_text"], c["victim_class"], c["attributed_to_id"], events[c["event_id"]])
        for c in rows["casualties"]
    ]
    assert found == [
        ("killed", 4, None, "at least four", "combatants", None, iraq),
        ("killed", 5, 5, "five", "combatants", observatory, syria),
        ("injured", 3, None, "several", "combatants", observatory, syria),
        ("killed", 1, 1, "a child", "children", "sana", syria),
        ("injured", 3, None, "at least three", "civilians", "sana", syria),
        ("killed", 22, None, "at least 22", "civilians", local, february),
    ]
