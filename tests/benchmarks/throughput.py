"""Articles a second and memory, end to end and room by room, on a synthetic day.

    SITREP_GOLD=gold/ python tests/benchmarks/throughput.py rooms --articles 100
    SITREP_GOLD=gold/ python tests/benchmarks/throughput.py run --articles 1000 --workers 2
    python tests/benchmarks/throughput.py first

`rooms`: share of time in each room, one core, without Prefect. `run`: `sitrep run` and a second one that finds nothing new, with
the largest resident memory of all its processes together. `first`: first and second run of the article in raw/.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from synthetic_day import gold, write_day

RAW = Path(__file__).parents[2] / "raw"


def rooms(articles: int, folder: Path) -> None:
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
    parsed = timed("parse", lambda: list(parse_all(collect([source]), Deduplicator(), {})))()
    for name, rows in coder.code(parsed[0]).items():  # what is loaded at the first article is not of the rooms
        from_rows(name, rows)
    for room in ("read", *steps):
        del spent[room]
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


def watched(command: list[str]) -> tuple[float, float, dict]:
    """Wall seconds, largest resident memory of the process and its descendants in MB, and the JSON that it prints."""
    started, most = time.monotonic(), 0
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out)
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.2)
        seconds = time.monotonic() - started
        out.seek(0)
        return seconds, most / 2**20, json.load(out)


def resident(root: int) -> int:
    """Bytes of the process and its descendants that are in memory, what they share counted once a process (proportional set size)."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    family, waiting = {root}, [root]
    while waiting:
        one = waiting.pop()
        children = {p for p, parent in parents.items() if parent == one} - family
        family |= children
        waiting += children
    total = 0
    for process in family:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def run(articles: int, workers: int, folder: Path) -> None:
    source = write_day(articles, folder / "day.jsonl", gold())
    command = [sys.executable, "-m", "sitrep.cli", "run", str(source), "--out", str(folder / "out"), "--workers", str(workers), "--json"]
    seconds, megabytes, summary = watched(command)
    print(f"{summary['articles_new']} articles, {workers} workers: {seconds:.1f} s, {summary['articles_new'] / seconds:.2f} a second, "
          f"{megabytes:.0f} MB at most")  # fmt: skip
    seconds, megabytes, summary = watched(command)
    print(f"again, {summary['articles_known']} known: {seconds:.1f} s, {megabytes:.0f} MB at most")


def first(folder: Path) -> None:
    for which in ("first", "second"):
        command = [sys.executable, "-m", "sitrep.cli", "run", str(RAW), "--out", str(folder / "out"), "--json"]
        seconds, megabytes, _ = watched(command)
        print(f"{which} run of the first article: {seconds:.1f} s, {megabytes:.0f} MB at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("rooms", "run", "first"))
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.what == "rooms":
            rooms(options.articles, folder)
        elif options.what == "run":
            run(options.articles, options.workers, folder)
        else:
            first(folder)


if __name__ == "__main__":
    main()
