"""Articles a second and memory, end to end and room by room, on a synthetic day.

    SITREP_GOLD=gold/ python tests/benchmarks/throughput.py rooms --articles 100
    SITREP_GOLD=gold/ python tests/benchmarks/throughput.py run --articles 1000 --workers 2
    SITREP_GOLD=gold/ python tests/benchmarks/throughput.py scale --articles 1000 20000 --folder DIR
    python tests/benchmarks/throughput.py first

`rooms`: share of time in each room, one core, without Prefect. `run`: `sitrep run` and a second one that finds nothing new. `scale`: days
of several sizes with two reading processes, the smallest with one and the whole run on one core too, and what they come to. `first`:
first and second run of the article in raw/. What is measured is kept in the folder: stopped, the same command goes on where it was, and
start-up counts twice.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.parquet as pq
from processes import Used, watched
from synthetic_day import gold, write_day

RAW = Path(__file__).parents[2] / "raw"


def rooms(articles: int, folder: Path) -> None:
    import gc

    from sitrep import coder
    from sitrep.batches import parse_all
    from sitrep.collect import collect
    from sitrep.parse import Deduplicator
    from sitrep.read import reader
    from sitrep.tables import from_rows
    from sitrep.workers import TOGETHER

    spent: Counter = Counter()

    def timed(room: str, function):
        def run(*arguments, **options):
            started = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                spent[room] += time.process_time() - started

        return run

    steps = {
        "extract": ("find_statements", "find_events", "find_casualties", "quote_speakers"),
        "resolve": ("find_times", "find_places", "resolve_actors", "merge_events", "link_claims", "taking_part"),
        "rows": ("rows",),
    }
    for room, names in steps.items():
        for name in names:
            setattr(coder, name, timed(room, getattr(coder, name)))
    read = timed("read", reader().read)
    coder.reader = lambda: type("Timed", (), {"read": staticmethod(read)})
    source = write_day(articles, folder / "day.jsonl", gold())
    raw = list(collect([source]))
    for article in parse_all(raw[:1], Deduplicator(), {}):  # what is loaded at the first article is not of the rooms
        for name, rows in coder.code(article).items():
            from_rows(name, rows)
    spent.clear()
    gc.freeze()  # as the workers do: sitrep.workers._start
    gc.set_threshold(10_000)
    parsed = timed("parse", lambda: list(parse_all(raw, Deduplicator(), {})))()
    arrow = timed("arrow", from_rows)
    for i in range(0, len(parsed), TOGETHER):
        coded = [coder.code(article) for article in parsed[i : i + TOGETHER]]
        for name in coded[0]:
            arrow(name, [row for rows in coded for row in rows.get(name, ())])
    total = sum(spent.values())
    print(
        f"{len(parsed)} articles, {sum(a.n_words for a in parsed) / len(parsed):.0f} words; {len(parsed) / total:.2f} a second of one core"
    )
    for room, seconds in spent.most_common():
        print(f"{room:8} {seconds / total:6.1%} {1000 * seconds / len(parsed):8.2f} ms an article")


def measured(name: str, command: list[str], folder: Path, cores: int | None = None) -> dict:
    """What a command on so many cores (None: all) used and printed, from the record in the folder if it is done already; of a command
    that was stopped, the seconds are added up."""
    file = folder / "measured.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    before = known.get(name, {"seconds": 0.0, "pss": 0.0, "rss": 0.0})
    if "printed" in before:
        return before

    def note(used: Used, **more) -> dict:
        now = asdict(used)
        known[name] = {**now, **{k: max(before[k], now[k]) for k in ("pss", "rss")}, "seconds": before["seconds"] + now["seconds"], **more}
        file.write_text(json.dumps(known, indent=1))
        return known[name]

    used, printed = watched(command, note, cores)
    return note(used, printed=json.loads(printed))


def sitrep_run(source: Path, out: Path, workers: int | None = None) -> list[str]:
    more = ["--workers", str(workers)] if workers else []
    return [sys.executable, "-m", "sitrep.cli", "run", str(source), "--out", str(out), "--json", *more]


@dataclass(frozen=True, slots=True)
class Rate:
    """Articles a second: of the whole command, and without its start-up."""

    whole: float
    steady: float

    def __truediv__(self, other: Rate) -> Rate:
        return Rate(self.whole / other.whole, self.steady / other.steady)


def run(articles: int, workers: int, folder: Path, cores: int | None = None) -> tuple[dict, Rate]:
    """A day, and the same day again, by so many processes on so many cores; prints both and gives what the first used, and its speed."""
    source, out = folder / f"day {articles}.jsonl", folder / f"out {articles} of {workers}"
    if not source.exists():
        write_day(articles, source, gold())
    name = f"{articles} articles, {workers} processes" + (f", {cores} core" if cores else "")
    found = measured(name, sitrep_run(source, out, workers), folder, cores)
    again = measured(f"{name}, again", sitrep_run(source, out, workers), folder, cores)
    n, seconds = found["printed"]["articles_new"], found["seconds"]
    spent = _spent(out)
    rate = Rate(n / seconds, n / sum(spent[0].values()))
    shares = ", ".join(f"{room} {part / seconds:.0%}" for room, part in spent[0].items())
    print(f"{name}: {seconds:.1f} s, {rate.whole:.2f} articles a second, {rate.steady:.2f} without start-up; {shares}; {_memory(found)}")
    rest = again["seconds"] - sum(spent[-1].values())
    print(f"  again, {again['printed']['articles_known']} known: {again['seconds']:.1f} s, {rest:.1f} of it start-up; {_memory(again)}")
    return found, rate


def scale(sizes: list[int], folder: Path) -> None:
    """Days of these sizes on two processes; the smallest also on one, and with it Prefect and all else on one core."""
    found = {n: run(n, 2, folder) for n in sorted(sizes)}
    small, large = min(found), max(found)
    _, one = run(small, 1, folder, cores=1)
    gain = found[small][1] / one
    print(f"two cores are {gain.whole:.2f} times as fast as one, {gain.steady:.2f} without start-up, at {small} articles")
    kept = found[large][1] / found[small][1]
    print(f"{large} articles are read at {kept.whole:.0%} of the speed of {small}, {kept.steady:.0%} without start-up")
    for size, (used, _) in found.items():
        print(f"processes at the most memory, {size} articles:", *(f"\n  {mb:6.0f} MB  {command}" for command, mb in used["processes"]))


def _spent(out: Path) -> list[dict[str, float]]:
    """Seconds of the run that published, and of the last one, by room, as the record of runs has them."""
    rows = pq.read_table(out / "runs.parquet").to_pylist()
    wanted = (next(row for row in rows if row["verdict"] == "published"), rows[-1])
    return [{room: row[f"{room}_seconds"] for room in ("read", "validate", "publish")} for row in wanted]


def _memory(used: dict) -> str:
    return f"{used['pss']:.0f} MB at most (what processes share counted for each: {used['rss']:.0f})"


def first(folder: Path) -> None:
    for which in ("first", "second"):
        used = measured(f"{which} run of the first article", sitrep_run(RAW, folder / "first"), folder)
        print(f"{which} run of the first article: {used['seconds']:.1f} s, {_memory(used)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("rooms", "run", "scale", "first"))
    parser.add_argument("--articles", type=int, nargs="+", default=[100])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="keep days, tables and measurements here, to go on where a stopped call was")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if options.what == "rooms":
            rooms(options.articles[0], folder)
        elif options.what == "run":
            run(options.articles[0], options.workers, folder)
        elif options.what == "scale":
            scale(options.articles, folder)
        else:
            first(folder)


if __name__ == "__main__":
    main()
