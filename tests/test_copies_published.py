"""From a folder of papers to the tables: one story, read once, with every paper that printed it."""

import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sitrep.batches import batches, parse_all
from sitrep.collect import collect
from sitrep.edition import Edition
from sitrep.publishing import audit, release
from sitrep.workers import code_folder

LEAD = "Gunmen opened fire on a bus in the Darrin valley on Tuesday, killing seven passengers and wounding 12, the governor said."
MORE = (
    'Police chief Rahim Tolo said the attackers had fled into the mountains on motorcycles. "We have closed every road," he told '
    "reporters in the town of Sarband. The army sent 200 soldiers to the valley to help with the search."
)
LAST = "The Highland Front, which signed a peace agreement in 2019, condemned the attack and denied any part in it."
FLOOD = "Floods in the north of the country killed nine people on Friday, officials said."


def papers(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.meta.yaml").write_text(f"publisher: {name.title()}\npublished: 2023-05-09\n", encoding="utf-8")
    return folder


def run(raw: Path, out: Path):
    edition = Edition.open(out)
    parsed = parse_all(collect([raw]), edition.duplicates, edition.published_at(), edition.recall)
    parts = []
    for batch in batches(parsed, known=edition.known, work=edition.work, version=edition.version):
        edition.add(batch)
        parts += [code_folder(batch.path)] if batch.size else []
    if edition.changed:
        release(edition, audit(edition, parts))
    return {row["publisher"]: row for row in pq.read_table(out / "articles.parquet").to_pylist()}


def events_of(out: Path) -> set[str]:
    return set(pq.read_table(out / "events.parquet")["article_id"].to_pylist())


def digests(out: Path) -> dict[str, str]:
    tables = [*out.glob("*.parquet"), out / ".signatures.arrow"]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(tables) if p.stem != "runs"}


@pytest.fixture()
def story(tmp_path):
    whole = "\n\n".join([LEAD, MORE, LAST])
    return papers(tmp_path / "raw", brief=f"{LEAD}\n\n{MORE}", courier=f"SARBAND (Reuters) - {whole}", herald=whole, times=FLOOD)


def test_a_story_in_three_papers_is_read_once_and_every_paper_is_named(story, tmp_path):
    rows = run(story, tmp_path / "out")
    original = rows["Courier"]["article_id"]
    assert {name: row["duplicate_of"] for name, row in rows.items()} == {
        "Brief": original,  # it came first, and says less
        "Courier": None,
        "Herald": original,
        "Times": None,
    }
    assert events_of(tmp_path / "out") == {original, rows["Times"]["article_id"]}
    counted = {}
    for row in rows.values():
        counted.setdefault(row["duplicate_of"] or row["article_id"], set()).add(row["publisher"])
    assert counted[original] == {"Brief", "Courier", "Herald"}


def test_papers_that_come_one_by_one_give_the_same_events(story, tmp_path):
    run(story, tmp_path / "together")
    apart = papers(tmp_path / "later")
    for some in ("[bt]*", "[ch]*"):
        for file in story.glob(some):
            (apart / file.name).write_bytes(file.read_bytes())
        run(apart, tmp_path / "apart")
    before = digests(tmp_path / "apart")
    run(apart, tmp_path / "apart")
    assert digests(tmp_path / "apart") == before
    for table in ("events", "statements", "casualties", "actors", "mentions"):
        rows = [pq.read_table(tmp_path / out / f"{table}.parquet").to_pylist() for out in ("together", "apart")]
        assert json.dumps(rows[0], default=str) == json.dumps(rows[1], default=str)


def test_when_the_original_is_replaced_its_copies_speak_for_themselves(story, tmp_path):
    run(story, tmp_path / "out")
    papers(story, courier="Police in Sarband arrested five smugglers on Monday.")
    rows = run(story, tmp_path / "out")
    assert (rows["Herald"]["duplicate_of"], rows["Brief"]["duplicate_of"]) == (None, rows["Herald"]["article_id"])
    assert {rows["Herald"]["article_id"], rows["Courier"]["article_id"]} < events_of(tmp_path / "out")


def test_an_article_that_moved_is_kept_when_another_lies_in_its_place(story, tmp_path):
    before = run(story, tmp_path / "out")["Times"]["article_id"]
    (story / "times.txt").rename(story / "wires.txt")
    (story / "times.meta.yaml").rename(story / "wires.meta.yaml")
    papers(story, times="The parliament in Sarband elected a new speaker on Monday after two days of talks.")
    run(story, tmp_path / "out")
    assert before in pq.read_table(tmp_path / "out" / "articles.parquet")["article_id"].to_pylist()


def test_signatures_that_are_lost_are_made_anew(story, tmp_path):
    run(story, tmp_path / "out")
    (tmp_path / "out" / ".signatures.arrow").write_bytes(b"damaged")
    papers(story, valley=f"{LEAD}\n\n{LAST}")
    rows = run(story, tmp_path / "out")
    assert rows["Valley"]["duplicate_of"] == rows["Courier"]["article_id"]
