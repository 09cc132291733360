"""Large tables are cut by month of publication: other shape, same rows; what is not touched is not written again."""

import json
import os
import sys
from pathlib import Path

import duckdb
import geopandas
import polars
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parent / "faults"))
import killing

import sitrep
from sitrep import batches, slices
from sitrep.edition import EditionUnreadable
from sitrep.export import export
from sitrep.schemas import TABLES


def write(path: Path, *dates: str | None, first: str = "Police in Aden arrested {n} protesters of group {n} on Friday.") -> Path:
    with open(path, "w", encoding="utf-8") as day:
        for n, published in enumerate(dates):
            day.write(json.dumps({"id": str(n), "text": first.format(n=n), "published": published}) + "\n")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


@pytest.fixture()
def run(monkeypatch):
    """A run below the flow, with a coder that takes no time, in which four articles are many."""
    monkeypatch.setitem(sys.modules, "sitrep.coder", sys.modules["sitrep"])
    monkeypatch.setattr(slices, "LARGE", 4)
    monkeypatch.setattr(slices, "MOST", 2)
    return killing.run_below_the_flow


def files(out: Path, table: str) -> dict[str, os.stat_result]:
    return {path.stem: path.stat() for path in sorted((out / f"{table}.parquet").iterdir())}


def test_a_month_is_a_file_and_a_few_articles_are_one(run, tmp_path):
    out = tmp_path / "out"
    run(write(tmp_path / "day.jsonl", "2023-01-03", "2023-01-04", "2023-02-01"), out)
    assert (out / "articles.parquet").is_file()
    run(write(tmp_path / "day.jsonl", "2023-01-03", "2023-01-04", "2023-02-01", None), out)
    assert list(files(out, "articles")) == list(files(out, "mentions")) == ["2023-01", "2023-02", "undated"]
    assert (out / "actors.parquet").is_file() and (out / "rejects.parquet").is_file()
    run(write(tmp_path / "other.jsonl", "2023-01-03"), tmp_path / "small")
    assert (tmp_path / "small" / "articles.parquet").is_file()


def test_only_months_in_which_something_changed_are_written(run, tmp_path):
    out, day = tmp_path / "out", tmp_path / "day.jsonl"
    dates = ["2023-01-03", "2023-01-04", "2023-01-05", "2023-02-01", "2023-03-01"]
    run(write(day, *dates), out)
    before = {table: files(out, table) for table in slices.SLICED}
    run(write(day, *dates, "2023-02-09"), out)
    for table, stood in before.items():
        now = files(out, table)
        assert [month for month in now if now[month].st_ino != stood[month].st_ino] == ["2023-02"], table
    run(day, tmp_path / "at once")
    assert killing.digests(out) == killing.digests(tmp_path / "at once"), "to the byte what one run over all gives"


def test_a_month_that_is_gone_is_told(run, tmp_path):
    """Otherwise its articles would be gone without a word."""
    out = tmp_path / "out"
    run(write(tmp_path / "day.jsonl", "2023-01-03", "2023-01-04", "2023-02-01", "2023-03-01"), out)
    (out / "events.parquet" / "2023-02.parquet").unlink()
    with pytest.raises(EditionUnreadable, match=r"2023-02\.parquet is missing; put it back from a backup"):
        run(tmp_path / "day.jsonl", out)


def test_batches_leave_no_trace(run, tmp_path, monkeypatch):
    day = write(tmp_path / "day.jsonl", "2023-02-03", None, "2023-01-04", "2023-01-05", "2023-02-01")
    run(day, tmp_path / "together")
    monkeypatch.setattr(batches, "SMALLEST", 1)
    monkeypatch.setattr(batches, "LARGEST", 1)
    run(day, tmp_path / "one by one")
    assert killing.digests(tmp_path / "together") == killing.digests(tmp_path / "one by one")


def test_a_corrected_edition_is_written_whole(run, tmp_path):
    out, day = tmp_path / "out", tmp_path / "day.jsonl"
    run(write(day, "2023-01-03", "2023-01-04", "2023-02-01", "2023-03-01"), out)
    before = files(out, "articles")
    (out / "corrections.csv").write_text("table,row_id,column,new,why\nactors,police-xx-group,name,The police,as they call themselves\n")
    run(day, out)
    assert all(now.st_ino != before[month].st_ino for month, now in files(out, "articles").items())
    assert sitrep.load(out).actors["name"].tolist() == ["The police"]
    (out / "corrections.csv").unlink()
    run(day, out)
    run(day, tmp_path / "at once")
    assert killing.digests(out) == killing.digests(tmp_path / "at once")


def test_everybody_reads_both_shapes(run, tmp_path, monkeypatch):
    day = write(tmp_path / "day.jsonl", "2023-01-03", "2023-01-04", "2023-02-01", "2023-03-01", None)
    run(day, tmp_path / "months")
    monkeypatch.setattr(slices, "LARGE", 100)
    run(day, tmp_path / "whole")
    both = [sitrep.load(tmp_path / shape) for shape in ("months", "whole")]
    for table in TABLES:
        months, whole = (getattr(tables, table).drop(columns="run_id", errors="ignore") for tables in both)
        assert months.equals(whole), table
    for shape in ("months", "whole"):
        out = tmp_path / shape
        assert duckdb.sql(f"select count(*) from '{out}/articles.parquet'").fetchall() == [(5,)]
        assert polars.read_parquet(out / "mentions.parquet").height == 5
        assert len(geopandas.read_parquet(out / "events.parquet")) == 0
        assert export(out, "csv", tmp_path / f"{shape} csv")
    exported = [(tmp_path / f"{shape} csv" / "articles.csv").read_bytes() for shape in ("months", "whole")]
    assert exported[0] == exported[1]


def test_the_descriptors_name_every_file(run, tmp_path):
    out = tmp_path / "out"
    run(write(tmp_path / "day.jsonl", "2023-01-03", "2023-01-04", "2023-02-01", "2023-03-01"), out)
    resources = {r["name"]: r for r in json.loads((out / "datapackage.json").read_text())["resources"]}
    assert resources["articles"]["path"] == [f"articles.parquet/2023-0{m}.parquet" for m in (1, 2, 3)]
    assert sum(pq.read_metadata(out / path).num_rows for path in resources["articles"]["path"]) == 4
    mlcroissant = pytest.importorskip("mlcroissant")
    # It looks for sets of files in real folders only, not through links.
    records = mlcroissant.Dataset(str((out / "croissant.json").resolve())).records("articles")
    assert sorted(r["articles/source_uri"].decode().rpartition("#")[2] for r in records) == ["0", "1", "2", "3"]
