"""The flow from a raw folder to a published edition, and what happens when it is run again."""

import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sitrep.batches import CODED_TABLES

STRIKE = "Israeli warplanes struck a weapons depot near Damascus on Tuesday, killing at least three soldiers, state media said."
ARREST = "Police in Nairobi arrested five protesters on Friday. The interior minister accused the opposition of inciting violence."


@pytest.fixture()
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    records = [
        {"id": "strike", "title": "Strike near Damascus", "text": STRIKE, "published": "2023-03-08"},
        {"id": "arrest", "title": "Arrests in Nairobi", "text": ARREST, "published": "2023-07-22"},
        {"id": "again", "title": "Arrests in Nairobi", "text": ARREST, "published": "2023-07-22"},
        {"id": "nothing", "text": ""},
    ]
    (folder / "day.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return folder


def digests(out: Path) -> dict[str, str]:
    """Of the tables; the record of runs beside them tells the time."""
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(out.glob("*.parquet")) if p.name != "runs.parquet"}


@pytest.fixture(scope="module")
def run(prefect):
    from sitrep.pipeline import news

    return lambda sources, out, **options: news([str(sources)], str(out), workers=1, **options)


def test_in_equals_out_plus_rejected(run, raw, tmp_path):
    out = tmp_path / "out"
    summary = run(raw, out)
    assert summary["published"] and (summary["articles_in"], summary["articles_new"], summary["articles_rejected"]) == (4, 2, 2)
    rejects = [r for r in pq.read_table(out / "rejects.parquet").to_pylist() if r["stage"] == "parse"]
    assert {(r["source_uri"].rsplit("#")[-1], r["rule"]) for r in rejects} == {("again", "duplicate"), ("nothing", "empty")}
    assert {p.stem for p in out.glob("*.parquet")} == {*CODED_TABLES, "rejects", "runs"}
    assert (out / "report" / "index.html").stat().st_size > 1000
    assert not (out / ".work").exists()


def test_a_second_run_reads_nothing_and_changes_no_byte(run, raw, tmp_path):
    out = tmp_path / "out"
    run(raw, out)
    before = digests(out)
    summary = run(raw, out)
    assert (summary["articles_known"], summary["articles_new"], summary["changed"]) == (2, 0, False)
    assert digests(out) == before
    runs = pq.read_table(out / "runs.parquet").to_pylist()
    assert [(r["run_number"], r["verdict"], r["articles_new"]) for r in runs] == [(1, "published", 2), (2, "unchanged", 0)]
    assert runs[0]["read_seconds"] > 0 and runs[0]["sources"] == [str(raw)] and runs[0]["coded_events"] == runs[0]["events"]


def test_the_order_of_arrival_leaves_no_trace(run, raw, tmp_path):
    """One run over two articles, or one article after the other: the same bytes."""
    together, apart = tmp_path / "together", tmp_path / "apart"
    lines = (raw / "day.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    day = raw / "day.jsonl"
    day.write_text("".join(lines[:2]), encoding="utf-8")
    run(raw, together)
    day.write_text(lines[0], encoding="utf-8")
    run(raw, apart)
    day.write_text("".join(lines[:2]), encoding="utf-8")
    run(raw, apart)
    different = {name for name, digest in digests(together).items() if digests(apart)[name] != digest}
    assert different <= {"articles.parquet"}  # when a file arrived is told by its modification time


def test_a_changed_article_replaces_itself(run, raw, tmp_path):
    out = tmp_path / "out"
    run(raw, out)
    day = raw / "day.jsonl"
    day.write_text(day.read_text(encoding="utf-8").replace("at least three", "at least seven"), encoding="utf-8")
    summary = run(raw, out)
    assert summary["articles_new"] == 1
    texts = pq.read_table(out / "articles.parquet")["text"].to_pylist()
    assert len(texts) == 2 and any("at least seven" in t for t in texts) and not any("at least three" in t for t in texts)
    assert {c["count_low"] for c in pq.read_table(out / "casualties.parquet").to_pylist() if c["kind"] == "killed"} == {7}


def test_another_version_keeps_what_it_is_not_given_again(run, raw, tmp_path, monkeypatch):
    """A new version codes anew what comes by; articles that do not come by stay as they are, with their actors."""
    out = tmp_path / "out"
    run(raw, out)
    monkeypatch.setattr("sitrep.edition.coder_version", lambda: "another")
    day = raw / "day.jsonl"
    day.write_text(day.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    summary = run(raw, out)
    assert (summary["published"], summary["articles_new"], summary["rows"]["articles"]) == (True, 1, 2)
    assert not [r for r in pq.read_table(out / "rejects.parquet").to_pylist() if r["stage"] == "validate"]


def test_a_killed_run_is_taken_up(run, raw, tmp_path, monkeypatch):
    """What a killed run had coded is not coded again, and the stale staging folder goes."""
    import sitrep.pipeline as pipeline

    out = tmp_path / "out"
    with monkeypatch.context() as m:
        m.setattr(pipeline, "audit", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(BaseException):  # noqa: B017 - killed in the middle, whatever Prefect makes of it
            run(raw, out)
    assert not (out / "articles.parquet").exists()
    done = list((out / ".work").glob("*/done"))
    assert len(done) == 1
    stamp = (done[0].parent / "events.arrow").stat().st_mtime_ns
    (out / ".staging-dead").mkdir()
    seen = []
    monkeypatch.setattr("sitrep.workers.ProcessPoolExecutor", lambda *a, **k: seen.append(a) or pytest.fail("coded again"))
    assert run(raw, out)["published"]
    assert not seen and not (out / ".staging-dead").exists() and stamp
    runs = pq.read_table(out / "runs.parquet").to_pylist()
    assert [(r["verdict"], r["reasons"]) for r in runs] == [("crashed", ["KeyboardInterrupt"]), ("published", [])]


def test_a_run_that_may_not_publish_leaves_the_old_edition(run, raw, tmp_path, monkeypatch):
    """A critical expectation about a whole table holds the run back: old tables stand, the new report says why."""
    import sitrep.validate
    from sitrep.validate import validate_slices

    out = tmp_path / "out"
    run(raw, out)
    before = digests(out)

    def strict(*arguments, **options):
        validation = validate_slices(*arguments, **options)
        validation.reasons.append("a critical expectation failed")
        return validation

    monkeypatch.setattr(sitrep.validate, "validate_slices", strict, raising=False)
    day = raw / "day.jsonl"
    day.write_text(day.read_text(encoding="utf-8").replace("five protesters", "six protesters"), encoding="utf-8")
    summary = run(raw, out)
    assert summary["published"] is False and digests(out) == before
    assert "Held back" in (out / "failed" / "report" / "index.html").read_text(encoding="utf-8")
    last = pq.read_table(out / "runs.parquet").to_pylist()[-1]
    assert (last["verdict"], last["reasons"]) == ("held_back", ["a critical expectation failed"])


def test_prefect_shows_summary_report_and_progress(run, raw, tmp_path):
    from prefect.client.orchestration import get_client

    run(raw, tmp_path / "out")
    with get_client(sync_client=True) as client:
        kinds = {a.key: a.type for a in client.read_artifacts(limit=200)}
    assert kinds.items() >= {"sitrep-summary": "table", "sitrep-report": "markdown", "sitrep-articles": "progress"}.items()


def test_what_was_rejected_is_tried_again_after_a_fix(run, raw, tmp_path):
    from sitrep.pipeline import replay

    out = tmp_path / "out"
    run(raw, out)
    day = raw / "day.jsonl"
    day.write_text(
        day.read_text(encoding="utf-8").replace('"text": ""', f'"text": "{STRIKE.replace("Tuesday", "Friday")}"'), encoding="utf-8"
    )
    summary = replay(str(out), workers=1)
    assert summary["published"] and (summary["articles_known"], summary["articles_new"]) == (2, 1)
    rejects = pq.read_table(out / "rejects.parquet").to_pylist()
    assert [r["rule"] for r in rejects if r["stage"] == "parse"] == ["duplicate"]
    assert replay(str(out), workers=1)["changed"] is False, "nothing is left to try again"
    assert pq.read_table(out / "runs.parquet")["verdict"].to_pylist() == ["published", "published", "unchanged"]


def test_prefect_hears_what_became_of_a_run(run, raw, tmp_path, monkeypatch):
    """One event a run that publishes or is held back, with the summary: automations listen for it."""
    import sitrep.pipeline as pipeline

    heard = []
    monkeypatch.setattr(pipeline, "emit_event", lambda **event: heard.append(event))
    run(raw, tmp_path / "out")
    run(raw, tmp_path / "out")
    monkeypatch.setattr(pipeline, "audit", _held_back(pipeline.audit))
    run(raw, tmp_path / "out", fresh=True)
    assert [e["event"] for e in heard] == ["sitrep.run.published", "sitrep.run.held_back"], "a run that changes nothing is no event"
    assert heard[0]["payload"]["rows"]["articles"] == 2 and heard[1]["payload"]["reasons"] == ["a reason"]
    assert heard[0]["resource"]["prefect.resource.id"] == f"sitrep.edition.{(tmp_path / 'out').resolve()}"


def _held_back(audit):
    def strict(*arguments):
        outcome = audit(*arguments)
        outcome.summary.published, outcome.summary.reasons = False, ["a reason"]
        return outcome

    return strict


def test_wrong_source_is_refused_before_anything_starts(run, tmp_path):
    from sitrep.collect import SourceError

    with pytest.raises(SourceError, match="does not exist"):
        run(tmp_path / "nowhere", tmp_path / "out")
