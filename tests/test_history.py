"""The record of runs: kept across editions, read whatever became of it, and never in the way of a run."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sitrep.history import FILE, UNREADABLE, History, Stopwatch, coded_figures, record, recorded
from sitrep.schemas import arrow_schema
from sitrep.tables import from_rows

FACTS = {
    "run_id": "run-1", "version": "0.1.0+aa", "articles_in": 5, "articles_known": 1, "articles_new": 3, "articles_rejected": 1,
    "rows": {"articles": 4, "events": 9, "rejects": 1}, "rejects": {"parse: empty": 1}, "reasons": [], "corrections": 2,
    "figures": {"coded_events": 8, "event_types": {"ASSAULT": 5, "ACCUSE": 3}, "undated_share": 0.25},
    "expectations": {"critical": {"checked": 200, "failed": 0}, "warning": {"checked": 40, "failed": 3}},
    "published": True, "changed": True,
}  # fmt: skip


def write(out, **changes):
    record(out, {**FACTS, **changes}, ["raw"], Stopwatch())


def test_a_row_a_run(tmp_path):
    write(tmp_path)
    write(tmp_path, published=False, reasons=["articles: 2 rows break a rule"])
    write(tmp_path, changed=False)
    table = pq.read_table(tmp_path / FILE)
    assert table.schema.equals(arrow_schema("runs"))
    first, second, third = table.to_pylist()
    assert [r["run_number"] for r in (first, second, third)] == [1, 2, 3]
    assert [r["verdict"] for r in (first, second, third)] == ["published", "held_back", "unchanged"]
    assert (first["articles"], first["events"], first["casualties"], first["corrections"]) == (4, 9, 0, 2)
    assert (first["critical_failed"], first["warning_checked"], first["warning_failed"]) == (0, 40, 3)
    assert dict(first["event_types"]) == {"ACCUSE": 3, "ASSAULT": 5} and dict(first["rejected"]) == {"parse: empty": 1}
    assert (first["undated_share"], first["unplaced_share"]) == (0.25, None), "unknown is null, not zero"
    assert History.read(tmp_path).last(2)["run_number"].to_pylist() == [2, 3]
    assert second["reasons"] == ["articles: 2 rows break a rule"]
    assert (datetime.now(UTC) - first["started_at"]).total_seconds() < 60


def test_a_run_that_ends_in_an_error_has_a_row_that_says_which(tmp_path):
    with pytest.raises(ValueError), recorded(tmp_path, "0.1.0+aa", ["raw"]) as watch:
        watch.lap("read")
        raise ValueError("a column is missing")
    with pytest.raises(KeyboardInterrupt), recorded(tmp_path, "0.1.0+aa", ["raw"], killed="process 7 was killed"):
        raise KeyboardInterrupt
    first, killed, stopped = pq.read_table(tmp_path / FILE).to_pylist()
    assert (first["verdict"], first["run_id"], first["reasons"]) == ("crashed", None, ["ValueError: a column is missing"])
    assert first["read_seconds"] > 0 and first["sources"] == ["raw"]
    assert (killed["reasons"], killed["sources"], stopped["reasons"]) == (["process 7 was killed"], [], ["KeyboardInterrupt"])
    assert [r["run_number"] for r in (first, killed, stopped)] == [1, 2, 3]


def test_a_run_that_ends_well_is_recorded_by_itself_alone(tmp_path):
    with recorded(tmp_path, "0.1.0+aa", ["raw"]) as watch:
        record(tmp_path, FACTS, ["raw"], watch)
    assert pq.read_table(tmp_path / FILE)["verdict"].to_pylist() == ["published"]


def test_no_record_is_an_empty_history(tmp_path):
    history = History.read(tmp_path)
    assert history.runs.num_rows == 0 and history.problem is None


@pytest.mark.parametrize("content", [b"", b"PAR1 and nothing else", b"\x00" * 4096])
def test_a_broken_record_is_told_of_and_put_aside(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    history = History.read(tmp_path)
    assert history.runs.num_rows == 0
    assert FILE in history.problem and UNREADABLE in history.problem and "put a sound copy in its place" in history.problem
    write(tmp_path)
    assert (tmp_path / UNREADABLE).read_bytes() == content
    assert History.read(tmp_path).runs["run_number"].to_pylist() == [1]


def test_another_table_in_its_place_is_no_record(tmp_path):
    pq.write_table(pa.table({"x": [1]}), tmp_path / FILE)
    assert "run_number" in History.read(tmp_path).problem


def test_a_record_of_an_older_version_is_read(tmp_path):
    write(tmp_path)
    old = pq.read_table(tmp_path / FILE).drop_columns(["corrections", "undated_share", "reasons", "rejected"])
    pq.write_table(old.append_column("gone", pa.array([1])), tmp_path / FILE)
    write(tmp_path)
    first, second = History.read(tmp_path).runs.to_pylist()
    assert (first["corrections"], first["undated_share"], first["reasons"], first["rejected"]) == (0, None, [], [])
    assert second["corrections"] == 2 and second["run_number"] == 2


def test_figures_are_of_the_articles_that_were_coded():
    day = datetime(2024, 5, 5, tzinfo=UTC)
    event = {"event_type": "ASSAULT", "where_precision": 1, "event_date_start": day.date()}
    tables = {
        "articles": [{"article_id": a, "n_words": n} for a, n in (("a", 100), ("b", 50), ("old", 999))],
        "events": [
            {"article_id": "a", **event},
            {"article_id": "a", **event, "event_date_start": None},
            {"article_id": "b", "event_type": "ACCUSE"},
            {"article_id": "old", "event_type": "AID"},
        ],
        "actors": [{"actor_id": "x", "resolution": "registry"}, {"actor_id": "y", "resolution": "description"}, {"actor_id": "z"}],
        "statements": [{"article_id": "b"}],
        "casualties": [],
        "mentions": [{"article_id": "a", "actor_id": "x"}, {"article_id": "b", "actor_id": "y"}, {"article_id": "b", "actor_id": "x"}],
    }
    made = {name: from_rows(name, rows) for name, rows in tables.items()}
    made = coded_figures([made], made["actors"], {"a", "b"})
    assert made == {
        "coded_words": 150, "coded_events": 3, "coded_statements": 1, "coded_casualties": 0, "coded_mentions": 3, "coded_actors": 2,
        "event_types": {"ACCUSE": 1, "ASSAULT": 2}, "undated_share": 2 / 3, "unplaced_share": 1 / 3, "unresolved_share": 0.5,
    }  # fmt: skip


def test_shares_of_nothing_are_unknown():
    nothing = {name: from_rows(name, []) for name in ("articles", "events", "actors", "statements", "casualties", "mentions")}
    made = coded_figures([nothing], nothing["actors"], set())
    assert (made["coded_events"], made["undated_share"], made["unresolved_share"]) == (0, None, None)
