"""What goes wrong around a run: kills, a full disk, a folder that cannot be written, damaged files, a clock set back."""

import multiprocessing
import os
import resource
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import killing

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are tried on forked processes")


@pytest.fixture(scope="module", autouse=True)
def imported():
    killing.preload()


@pytest.fixture()
def day(tmp_path) -> Path:
    return killing.write_day(tmp_path / "day.jsonl", 12)


@pytest.fixture()
def run(day, monkeypatch):
    """A run below the flow in this process, with a coder that takes no time."""
    monkeypatch.setitem(sys.modules, "sitrep.coder", sys.modules["sitrep"])  # put back afterwards
    return lambda out: killing.run_below_the_flow(day, out)


def child(function, *arguments) -> int:
    """Run in a forked process, which may take limits upon itself; gives its exit status."""
    process = multiprocessing.get_context("fork").Process(target=function, args=arguments)
    process.start()
    process.join()
    return process.exitcode


def test_kills_at_random_moments_cost_nothing(tmp_path):
    assert killing.kills(killing.forked, 4, 24, tmp_path) == []


def limited(day: Path, out: Path, size: int) -> None:
    from sitrep.cli.run import FULL

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        killing.run_below_the_flow(day, out)
    except OSError as error:
        os._exit(28 if error.errno in FULL else 1)
    os._exit(0)


def test_a_full_disk_leaves_the_old_tables_and_the_work(run, day, tmp_path):
    out = tmp_path / "out"
    run(out)
    before = killing.digests(out)
    killing.write_day(day, 200)
    assert child(limited, day, out, 16_000) == 28
    assert killing.digests(out) == before
    run(out)
    undisturbed = tmp_path / "undisturbed"
    run(undisturbed)
    assert killing.digests(out) == killing.digests(undisturbed)


def as_nobody(out: Path) -> None:
    from sitrep.lock import OutputNotWritable, check

    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        check(out)
    except OutputNotWritable as error:
        os._exit(13 if "make it writable" in str(error) else 1)
    os._exit(0)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    for folder in (out, *out.parents):
        if folder == Path("/tmp"):
            break
        folder.chmod(0o555)
    try:
        assert child(as_nobody, out) == 13
    finally:
        for folder in (out, *out.parents):
            if folder == Path("/tmp"):
                break
            folder.chmod(0o755)


@pytest.mark.parametrize("name", ["events.parquet", "articles.parquet", ".article_actors.arrow"])
@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b""], ids=["cut short", "emptied"])
def test_a_damaged_table_is_told_and_nothing_is_lost(run, tmp_path, name, damage):
    """To code again what the sources still have would silently drop what they have not."""
    from sitrep.edition import EditionUnreadable

    out = tmp_path / "out"
    run(out)
    file = (out / name).resolve() if (out / name).exists() else (out / ".current" / name).resolve()
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(EditionUnreadable, match=r"is damaged \(.+\); put it back from a backup, or code all again with --fresh"):
        run(out)


def test_damage_to_what_corrections_took_the_place_of_is_told(run, tmp_path):
    from sitrep.edition import EditionUnreadable

    out = tmp_path / "out"
    run(out)
    article = pq.read_table(out / "articles.parquet")["article_id"][0].as_py()
    line = f"articles,{article},title,,Arrests in a port,the headline was lost,a reviewer,2024-05-06T07:08:09"
    (out / "corrections.csv").write_text(f"table,row_id,column,old,new,why,who,when\n{line}\n")
    run(out)
    assert "Arrests in a port" in pq.read_table(out / "articles.parquet")["title"].to_pylist()
    kept = (out / ".as_coded").resolve()
    whole = {name: (kept / name).read_bytes() for name in ("articles.arrow", "corrections.sha256")}
    (kept / "corrections.sha256").write_bytes(b"\xff")
    run(out)  # made anew
    assert ((out / ".as_coded") / "corrections.sha256").read_bytes() == whole["corrections.sha256"]
    (out / ".as_coded" / "articles.arrow").write_bytes(whole["articles.arrow"][:100])
    with pytest.raises(EditionUnreadable, match="is damaged"):
        run(out)


def test_a_table_damaged_inside_is_told_when_it_is_needed(run, day, tmp_path):
    """Its end is sound, so that it opens; a checksum a page says that it is not what was written."""
    from sitrep.edition import EditionUnreadable

    out = tmp_path / "out"
    run(out)
    file = (out / "mentions.parquet").resolve()
    data = bytearray(file.read_bytes())
    middle = slice(100, len(data) // 3)
    data[middle] = bytes(byte ^ 255 for byte in data[middle])
    file.write_bytes(data)
    before = killing.digests(out)
    killing.write_day(day, 30)
    with pytest.raises(EditionUnreadable, match="is damaged"):
        run(out)
    assert killing.digests(out) == before


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"\0\xff"], ids=["cut short", "overwritten"])
def test_damaged_records_cost_nothing(run, day, tmp_path, damage):
    """What stands beside the tables can be made anew."""
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    run(out)
    for name in (".signatures.arrow", ".failed_expectations.json", "datapackage.json", "croissant.json", "runs.parquet", ".lock.json"):
        file = out / name
        file.write_bytes(damage(file.read_bytes() if file.exists() else b"{}"))
    killing.write_day(day, 24)
    run(out)
    run(undisturbed)
    assert killing.digests(out) == killing.digests(undisturbed)


def in_work(out: Path) -> dict[str, bool]:
    """What lies in the folder of what is under way: is it a batch that is coded?"""
    return {p.name: (p / "done").exists() for p in (out / ".work").glob("*")}


def test_a_run_begins_without_what_a_dead_one_left_half_done(run, day, tmp_path, monkeypatch):
    """Killed while it validates, a run leaves slices as large as the tables; the next may have long to read before it cuts its own."""
    import sitrep.publishing
    from sitrep.edition import Edition

    def killed(*_):
        raise KeyboardInterrupt

    out = tmp_path / "out"
    with monkeypatch.context() as m, pytest.raises(KeyboardInterrupt):
        m.setattr(sitrep.publishing, "merged_actors", killed)
        run(out)
    (out / ".work" / "0123456789abcdef.4711.part").mkdir()  # a batch that was being coded
    left = in_work(out)
    assert not left["slices"] and sum(left.values()) == 3 == len(left) - 2
    Edition.open(out).begin([day])
    assert in_work(out) == {name: True for name, coded in left.items() if coded}
    run(out)
    assert not (out / ".work").exists()


def test_a_run_that_is_held_back_leaves_only_its_batches(run, tmp_path, monkeypatch):
    import sitrep.publishing

    real = sitrep.publishing.audit

    def refusing(*given):
        outcome = real(*given)
        outcome.summary.reasons, outcome.summary.published = ["a critical expectation failed"], False
        return outcome

    out = tmp_path / "out"
    with monkeypatch.context() as m:
        m.setattr(sitrep.publishing, "audit", refusing)
        run(out)
    assert (out / "failed" / "articles.parquet").exists() and not (out / "articles.parquet").exists()
    assert set(in_work(out).values()) == {True}
    run(out)
    assert (out / "articles.parquet").exists() and not (out / ".work").exists() and not (out / "failed").exists()


def test_a_damaged_batch_is_coded_again(run, day, tmp_path, monkeypatch):
    import sitrep.publishing

    out = tmp_path / "out"
    with monkeypatch.context() as m:
        m.setattr(sitrep.publishing, "audit", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            run(out)
    batch = next(p.parent for p in sorted((out / ".work").glob("*/done")))
    (batch / "mentions.arrow").write_bytes(b"")
    (batch / "articles.jsonl").write_bytes((batch / "articles.jsonl").read_bytes()[:50])
    run(out)
    undisturbed = tmp_path / "undisturbed"
    run(undisturbed)
    assert killing.digests(out) == killing.digests(undisturbed)


def test_a_damaged_sidecar_is_a_reject_or_a_note_and_stops_nobody(run, tmp_path, monkeypatch):
    from sitrep.collect import collect

    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("Police in Aden arrested five men on Friday, the interior ministry said.", encoding="utf-8")
    (raw / "a.txt.meta.yaml").write_bytes(b"title: [unclosed\x00\xff")
    (raw / "b.txt").write_text("Gunmen killed six soldiers in northern Mali, the army said on Monday.", encoding="utf-8")
    found = list(collect([raw]))
    assert any(str(getattr(d, "source_uri", "")).endswith("b.txt") for d in found)
    assert any("a." in d.source_uri and hasattr(d, "reason") for d in found)


@pytest.mark.parametrize("name", ["reader.onnx", "labels.json", "tokenizer.json"])
def test_a_damaged_model_says_what_to_do(tmp_path, name):
    import shutil

    from sitrep.read import Reader
    from sitrep.read.reading import SHIPPED

    model = tmp_path / "model"
    shutil.copytree(SHIPPED, model)
    (model / name).write_bytes((model / name).read_bytes()[:100])
    with pytest.raises(ValueError, match=rf"{name}.* is damaged .*reinstall sitrep"):
        Reader.load(model)


def test_a_clock_set_back_changes_no_byte(run, tmp_path, monkeypatch):
    """No table says when it was made, and no decision rests on a clock: files newer than now are read as they are."""
    import time

    out, other = tmp_path / "out", tmp_path / "other"
    run(out)
    monkeypatch.setattr(time, "time", lambda: 86_400.0)
    run(other)
    assert killing.digests(other) == killing.digests(out)
    stamps = {p: os.stat(p).st_mtime for p in out.glob("*.parquet")}
    run(out)
    assert {p: os.stat(p).st_mtime for p in out.glob("*.parquet")} == stamps
    assert pq.read_table(out / "articles.parquet").num_rows
