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
