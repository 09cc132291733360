"""Rejects explained; what waits, and what is tried again from what was kept of it."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from sitrep.article import Article, Reject
from sitrep.cli import main
from sitrep.edition import Edition
from sitrep.publishing import reject_row
from sitrep.rejects import explained, rejects
from sitrep.replay import Replay, replay_of
from sitrep.tables import from_rows, write
from sitrep.version import coder_version

FAILED = Article(
    article_id="b2",
    source_uri="day.jsonl#4",
    title="Two held",
    text="Police held two men in Suez.",
    published_at=datetime(2024, 5, 6, tzinfo=UTC),
    published_basis="jsonl",
    collected_at=datetime(2024, 5, 7, tzinfo=UTC),
)


def crashed(article=FAILED):
    return Reject(
        article.source_uri, "extract", "exception", "IndexError: …", article_id=article.article_id, table="articles", row=asdict(article)
    )


@pytest.fixture
def folder(tmp_path, publish, coded):
    """A published article, one that could not be coded, a file that could not be read, a duplicate, a row that a check rejected."""
    out = tmp_path / "out"
    publish(out)
    (tmp_path / "torn.html").write_text("<p>")
    made = [
        crashed(),
        Reject(str(tmp_path / "torn.html"), "parse", "too_short", "It has one word: give the whole article."),
        Reject(str(tmp_path / "gone.txt"), "collect", "unreadable", "The file could not be read: check the disk."),
        Reject("copy.txt", "parse", "duplicate", "It repeats basra.txt.", severity="info"),
    ]
    rows = [reject_row(r, "run-1", coder_version()) for r in made]
    event = {"event_id": "a1-e3", "article_id": "a1", "trigger": "hit\x1b[2J"}
    rejected = Reject("basra.txt", "validate", "point_in_country", "The rule is that …", "critical", "a1", "events", event, (7, 10))
    rows.append(reject_row(rejected, "run-1", coder_version()))
    write(from_rows("rejects", rows), "rejects", out / ".current" / "rejects.parquet")
    return out


def test_the_gravest_come_first_each_with_what_to_do(folder):
    found = rejects(folder)
    assert [r["rule"] for r in found] == ["unreadable", "exception", "too_short", "point_in_country", "duplicate"]
    to_do = {r["rule"]: r["to_do"] for r in found}
    assert f"sitrep replay {folder}" in to_do["too_short"] and "sitrep correct" in to_do["point_in_country"]
    assert "another version" in to_do["exception"] and to_do["duplicate"].startswith("nothing")
    assert next(r for r in found if r["rule"] == "exception")["row"]["text"] == FAILED.text


def test_they_are_listed_on_the_terminal(folder):
    result = CliRunner().invoke(main, ["rejects", str(folder), "--rule", "point_in_country"])
    assert result.exit_code == 0
    assert "point_in_country  1 × critical (the article or row is not in the tables), stage validate, table events" in result.output
    assert "basra.txt row a1-e3 characters 7–10 “hit" in result.output and "\x1b" not in result.output
    assert CliRunner().invoke(main, ["rejects", str(folder), "--table", "events"]).output.endswith("1 rejects\n")


def test_they_are_given_as_json(folder):
    rows = json.loads(CliRunner().invoke(main, ["rejects", str(folder), "--json"]).output)
    assert len(rows) == 5 and {"rule", "reason", "severity", "row", "span", "to_do"} <= set(rows[0])


def test_many_of_one_rule_are_counted(folder):
    lines = list(explained([r for r in rejects(folder) if r["rule"] == "exception"] * 9, most=2))
    assert lines[0].startswith("exception  9 ×") and "7 more" in "".join(lines)


def test_without_tables_there_are_no_rejects_to_list(tmp_path):
    result = CliRunner().invoke(main, ["rejects", str(tmp_path)])
    assert result.exit_code == 1 and "make them with" in result.output


# Waiting and trying again


def test_what_this_version_could_not_code_waits(folder, monkeypatch):
    assert Edition.open(folder).waiting == {"b2"}
    monkeypatch.setattr("sitrep.edition.coder_version", lambda: "another")
    assert Edition.open(folder).waiting == set(), "another version tries it"


def test_a_waiting_article_counts_as_rejected_and_its_reject_stands(folder):
    from sitrep.batches import Batch
    from sitrep.publishing import unchanged

    edition = Edition.open(folder)
    edition.known.add("a1")
    edition.add(Batch(folder, 0, known=["a1", "b2"], sources={"basra.txt": "a1", FAILED.source_uri: "b2"}))
    summary = unchanged(edition)
    assert (summary.articles_in, summary.articles_known, summary.articles_rejected) == (2, 1, 1) and summary.balanced
    assert not edition.changed
    assert {r["rule"] for r in edition.standing_rejects()} >= {"exception", "point_in_country"}


def test_a_replay_takes_what_was_kept(folder, tmp_path):
    edition = Edition.open(folder)
    again = replay_of(edition)
    assert {a.article_id for a in again.articles} == {"a1", "b2"}, "an article of which a row was rejected is coded again"
    assert next(a for a in again.articles if a.article_id == "b2") == FAILED, "to the letter, times among it"
    assert again.paths == [str(tmp_path / "torn.html")] and again.gone == [str(tmp_path / "gone.txt")]
    assert "a1" not in edition and "b2" not in edition


def test_a_replay_of_one_rule_leaves_the_others(folder):
    edition = Edition.open(folder)
    again = replay_of(edition, "exception")
    assert [a.article_id for a in again.articles] == ["b2"] and not again.paths


def test_an_article_published_is_replayed_as_it_was_read(folder, coded):
    again = replay_of(Edition.open(folder), "point_in_country")
    (article,) = again.articles
    row = coded["articles"][0]
    assert (article.text, article.published_at, article.collected_at) == (row["text"], row["published_at"], row["ingested_at"])


def test_records_of_a_file_are_collected_from_it(folder, tmp_path):
    (tmp_path / "day.jsonl").write_text("{}\n")
    edition = Edition.open(folder)
    bad = Reject(f"{tmp_path}/day.jsonl#line-1", "collect", "bad_record", "Line 1 is no record: mend the line and run again.")
    edition.standing.rejects = from_rows("rejects", [reject_row(bad, "run-1", "v")])
    assert replay_of(edition).paths == [f"{tmp_path}/day.jsonl"]


def test_an_actor_comes_again_with_the_articles_that_name_it(folder):
    edition = Edition.open(folder)
    actor = Reject("", "validate", "publications_in_order", "The rule is that …", table="actors", row={"actor_id": "x"})
    event = Reject("basra.txt", "validate", "actor_ids_exists", "The rule is that …", "critical", "a1", "events", {"event_id": "a1-e1"})
    edition.standing.rejects = from_rows("rejects", [reject_row(r, "run-1", "v") for r in (actor, event)])
    again = replay_of(edition)
    assert [a.article_id for a in again.articles] == ["a1"] and not again.gone


def test_an_article_that_comes_by_is_not_replayed_a_second_time(folder, tmp_path):
    """The file of a bad record holds the rejected article too."""
    text = "Police held two men in Suez on Sunday, the interior ministry said in a statement."
    (tmp_path / "day.jsonl").write_text(json.dumps({"id": "4", "text": text}) + "\n")
    edition = Edition.open(folder)
    (article,) = Replay(paths=[str(tmp_path / "day.jsonl")]).parsed(edition)
    edition = Edition.open(folder)
    again = Replay(articles=[FAILED, article], paths=[str(tmp_path / "day.jsonl")])
    assert [a.article_id for a in again.parsed(edition)] == [article.article_id, "b2"]


def test_nothing_rejected_is_nothing_to_replay(tmp_path, publish):
    publish(tmp_path / "out")
    again = replay_of(Edition.open(tmp_path / "out"))
    assert (again.articles, again.paths, list(again.parsed(Edition.open(tmp_path / "out")))) == ([], [], [])
