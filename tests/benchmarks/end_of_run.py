"""Memory of the end of a run, at any number of articles: coded articles are multiplied, then gathered, validated and published.

    SITREP_GOLD=gold/ python tests/benchmarks/end_of_run.py --articles 2000 20000 200000 --folder DIR

To read 200,000 articles takes half a day; what comes after depends on their rows only. 500 articles of a synthetic day are read once, and
each is taken as often as needed under another id, with all that is keyed by it: rows, described actors, links. Their texts count as
different ones, so that as much is remembered of each as of any other. Named actors are the same in every copy.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from processes import watched
from synthetic_day import gold, write_day

READ = 500  # articles that are read
AS_CODED = ("articles", "events", "actors", "statements", "casualties", "mentions")
# An article's id opens those of its rows; its first half closes those of the actors that it only describes.
ROW, ACTOR = r"^[0-9a-f]{3}([0-9a-f]{13})(-|$)", r"-[0-9a-f]{3}([0-9a-f]{5})$"


def read_once(folder: Path) -> None:
    """Have coded batches of a synthetic day in the folder, by this version."""
    from sitrep.batches import batches, parse_all
    from sitrep.collect import collect
    from sitrep.edition import Edition
    from sitrep.workers import code_folder, is_done

    day, parts = folder / "read.jsonl", []
    if not day.exists():
        write_day(READ, day, gold())
    edition = Edition.open(folder / "read")
    for batch in batches(parse_all(collect([day]), edition.duplicates, {}), known=(), work=edition.work, version=edition.version):
        parts.append(batch.path if is_done(batch.path) else code_folder(batch.path))
    for other in set(edition.work.iterdir()) - set(parts):  # of another version
        shutil.rmtree(other)


def again(table: pa.Table, n: int) -> pa.Table:
    """The rows as those of the `n`th copies of their articles, coded by this version."""
    from sitrep.version import coder_version

    for i, column in enumerate(table.schema):
        if column.name == "source_uri":
            table = table.set_column(i, column, pc.binary_join_element_wise(table[i], f"{n}", "-"))
        elif column.name == "coded_by":
            table = table.set_column(i, column, pa.array([coder_version()] * table.num_rows, pa.string()))
        elif column.name.endswith(("_id", "_ids")) or column.name == "duplicate_of":
            table = table.set_column(i, column, _renamed(table[i].combine_chunks(), n))
    return table


def _renamed(ids: pa.Array, n: int) -> pa.Array:
    if pa.types.is_list(ids.type):
        return pa.ListArray.from_arrays(ids.offsets, _renamed(ids.values, n), type=ids.type, mask=ids.is_null() if ids.null_count else None)
    if not pa.types.is_string(ids.type):
        return ids
    rows = pc.replace_substring_regex(ids, ROW, rf"{n:03x}\1\2")
    return pc.replace_substring_regex(rows, ACTOR, rf"-{n:03x}\1")


def multiplied(parts: list[Path], articles: int, work: Path) -> Iterator[tuple[Path, pa.Table]]:
    """Folders of coded batches with so many articles in all, and the articles of each."""
    from sitrep.tables import read_part, write_part

    n = made = 0
    while made < articles:
        for part in parts:
            folder = work / f"{n:03x}-{part.name}"
            tables = {name: again(read_part(part / f"{name}.arrow"), n) for name in AS_CODED}
            if not (folder / "done").exists():
                folder.mkdir(parents=True)
                for name, table in tables.items():
                    write_part(table, folder / f"{name}.arrow")
                (folder / "rejects.jsonl").touch()
                (folder / "done").touch()
            yield folder, tables["articles"]
            made += tables["articles"].num_rows
            if made >= articles:
                return
        n += 1


def end(articles: int, read: Path, out: Path, cores: int | None) -> dict[str, dict[str, float]]:
    """Seconds, and the most memory of this process in MB, of each step; here nothing has been read."""
    from sitrep.batches import Batch
    from sitrep.edition import Edition
    from sitrep.processes import give_back_what_is_free
    from sitrep.publishing import audit, release

    give_back_what_is_free()
    edition, parts, steps = Edition.open(out), [], Steps()
    rng = np.random.default_rng(0)
    for folder, rows in multiplied(sorted((read / ".work").iterdir()), articles, edition.work):
        ids, uris = rows["article_id"].to_pylist(), rows["source_uri"].to_pylist()
        edition.add(Batch(folder, len(ids), sources=dict(zip(uris, ids, strict=True))))
        parts.append(folder)
        for article_id, words, day in zip(ids, rows["n_words"].to_pylist(), rows["published_at"].to_pylist(), strict=True):
            codes = rng.integers(0, 2**32, words, np.uint32)
            edition.duplicates.signatures.add(article_id, article_id, day.toordinal(), codes)
    steps.done("prepare")
    outcome = audit(edition, parts, cores)
    steps.done("validate")
    summary = release(edition, outcome, cores)
    steps.done("publish")
    if not summary.published or summary.rows["articles"] < articles:
        raise RuntimeError(f"not published as it should: {summary.reasons}, {summary.rows}")
    return steps.steps


class Steps:
    """What each step of this process takes."""

    def __init__(self) -> None:
        self.steps: dict[str, dict[str, float]] = {}
        self.started = time.monotonic()

    def done(self, name: str) -> None:
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        self.steps[name] = {"seconds": time.monotonic() - self.started, "most_mb": int(status["VmHWM"].split()[0]) / 1024}
        Path("/proc/self/clear_refs").write_text("5")  # the most from here on
        self.started = time.monotonic()


def measure(articles: int, folder: Path, cores: int | None) -> None:
    """Print what a process that does the end of a run over so many articles uses, with those that it starts."""
    call = [sys.executable, __file__, "--articles", str(articles), "--folder", str(folder), "--end"]
    used, printed = watched([*call, "--cores", str(cores)] if cores else call)
    (folder / f"{articles}.json").write_text(json.dumps(asdict(used) | {"steps": json.loads(printed)}, indent=1))
    print(f"{articles} articles: {used.pss:.0f} MB at most (what processes share counted for each: {used.rss:.0f})")
    for name, step in json.loads(printed).items():
        print(f"  {name:8} {step['seconds']:7.1f} s, {step['most_mb']:6.0f} MB at most in the run's own process")
    for command, mb in used.processes:
        print(f"  at the most memory: {mb:6.0f} MB  {command}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[2000, 20_000])
    parser.add_argument("--cores", type=int, help="default: all")
    parser.add_argument("--folder", type=Path, help="keep what was read and measured here; tables are removed")
    parser.add_argument("--end", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        if options.end:
            (n,) = options.articles
            print(json.dumps(end(n, folder / "read", folder / f"out {n}", options.cores)))
            return
        folder.mkdir(parents=True, exist_ok=True)
        read_once(folder)
        for n in options.articles:
            measure(n, folder, options.cores)
            shutil.rmtree(folder / f"out {n}")


if __name__ == "__main__":
    main()
