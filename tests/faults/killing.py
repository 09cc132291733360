"""Kill -9 at random moments of a run, then run again: the tables are those of an undisturbed run, to the byte.

    python tests/faults/killing.py --kills 200 --articles 500 --in-a-row 8   all below the Prefect flow, with a coder that takes no time
    python tests/faults/killing.py --kills 10 --articles 40 --cli            `sitrep run` as it is, its processes and server included

Every second run starts from an edition that stands, the others from nothing. With `--in-a-row`, a rerun is killed too, so many times,
before one is let be. After every kill, what is published is the edition that stood or the new one, whole.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Callable
from pathlib import Path

from sitrep.tables.months import files

PLACES = ["Aden", "Bamako", "Cairo", "Dhaka", "Erbil", "Goma", "Herat", "Juba"]
Run = Callable[[Path, Path], int]  # source, out → process id


def write_day(path: Path, n: int) -> Path:
    """JSONL with `n` short articles, every tenth of them empty and so a reject."""
    with open(path, "w", encoding="utf-8") as day:
        for i in range(n):
            place = PLACES[i % len(PLACES)]
            text = f"Police in {place} arrested {i + 2} protesters of group {i} on Friday. A spokesman rejected the charges."
            day.write(json.dumps({"id": str(i), "text": "" if i % 10 == 9 else text, "published": "2023-03-10"}) + "\n")
    os.utime(path, (1_700_000_000, 1_700_000_000))  # when an article arrived is told by its file
    return path


def quick_code(article) -> dict[str, list[dict]]:
    """Rows of an article without reading it: its police as an actor with one mention."""
    from sitrep.version import coder_version

    a = article
    row = {
        **{name: getattr(a, name) for name in ("article_id", "source_uri", "title", "text", "published_at", "published_basis", "language")},
        **{"n_words": a.n_words, "ingested_at": a.collected_at, "coded_by": coder_version(), "duplicate_of": a.duplicate_of},
    }
    if a.duplicate_of:
        return {"articles": [row]}
    start = a.text.index("Police")
    actor = {"actor_id": "police-xx-group", "name": "Police", "kind": "group", "sector": "COP", "resolution": "description",
             "n_mentions": 1, "n_articles": 1}  # fmt: skip
    mention = {"mention_id": f"{a.article_id}-m0001", "article_id": a.article_id, "actor_id": actor["actor_id"], "char_start": start,
               "char_end": start + 6, "text": "Police", "mention_type": "nominal"}  # fmt: skip
    return {"articles": [row], "actors": [actor], "mentions": [mention], "events": [], "statements": [], "casualties": []}


def run_below_the_flow(source: Path, out: Path) -> None:
    """What the news flow does, in one process and without Prefect, coding with `quick_code`."""
    sys.modules["sitrep.coder"] = types.SimpleNamespace(code=quick_code)
    from sitrep.batches import batches, parse_all
    from sitrep.collect import collect
    from sitrep.edition import Edition
    from sitrep.lock import locked
    from sitrep.publishing import audit, release
    from sitrep.workers import code_folder, is_done

    with locked(out):
        edition = Edition.open(out)
        edition.begin([source])
        parts = []
        parsed = parse_all(collect([source]), edition.duplicates, edition.published_at(), edition.recall, edition.known)
        for batch in batches(parsed, known=edition, work=edition.work, version=edition.version):
            edition.add(batch)
            if batch.size:
                parts.append(batch.path if is_done(batch.path) else code_folder(batch.path))
        if edition.changed:
            release(edition, audit(edition, parts))
        else:
            edition.finish()


def forked(source: Path, out: Path) -> int:
    """The run below the flow in a child of this process, which has everything imported already."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        run_below_the_flow(source, out)
        status = 0
    finally:
        os._exit(status)


def command(source: Path, out: Path) -> int:
    """`sitrep run`, in a session of its own so that all of it can be killed."""
    run = [sys.executable, "-m", "sitrep.cli", "run", str(source), "--out", str(out), "--quiet"]
    return subprocess.Popen(run, start_new_session=True, stderr=subprocess.DEVNULL).pid


def digests(out: Path) -> dict[str, str]:
    """SHA-256 of the files of every published table; runs.parquet is about the runs, not the news."""
    tables = [path for path in sorted(out.glob("*.parquet")) if path.name != "runs.parquet" and path.exists()]
    found = {f"{table.name}/{file.name}": file for table in tables for file in files(table)}
    return {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in found.items()}


def whole(run: Run, source: Path, out: Path) -> float:
    """Run undisturbed; gives the seconds that it took. Raises RuntimeError when it fails."""
    started = time.monotonic()
    _, status = os.waitpid(run(source, out), 0)
    if status:
        raise RuntimeError(f"the run into {out} ended with status {status}")
    return time.monotonic() - started


def killed(run: Run, source: Path, out: Path, after: float) -> None:
    """Kill the run, with all that it started, after so many seconds."""
    process = run(source, out)
    time.sleep(after)
    try:
        os.killpg(process, signal.SIGKILL) if os.getpgid(process) == process else os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        pass
    os.waitpid(process, 0)


def kills(run: Run, n: int, articles: int, folder: Path, in_a_row: int = 1, seed: int = 0) -> list[str]:
    """Kill `n` runs; gives what differs from an undisturbed run, nothing if all is well."""
    rng = random.Random(seed)
    day = folder / "day.jsonl"
    starts, stood, wanted, seconds = {}, {}, {}, {}
    for kind, standing in (("from nothing", 0), ("on an edition", articles // 2)):
        starts[kind] = folder / kind
        starts[kind].mkdir()
        if standing:
            whole(run, write_day(day, standing), starts[kind])
        stood[kind] = digests(starts[kind])
        write_day(day, articles)
        out = folder / f"undisturbed {kind}"
        shutil.copytree(starts[kind], out, symlinks=True)
        seconds[kind] = whole(run, day, out)
        wanted[kind] = digests(out)
    different = []
    for first in range(0, n, in_a_row):
        kind = list(starts)[first // in_a_row % 2]
        out = folder / f"killed {first}"
        shutil.copytree(starts[kind], out, symlinks=True)
        for i in range(first, min(first + in_a_row, n)):
            after = rng.uniform(0, 1.05 * seconds[kind])
            killed(run, day, out, after)
            if digests(out) not in (stood[kind], wanted[kind]):
                different.append(f"kill {i}, {kind}, after {after:.2f} s: neither the old edition nor the new one stands")
        whole(run, day, out)
        found = digests(out)
        if found != wanted[kind]:
            tables = sorted(name for name in {*found, *wanted[kind]} if found.get(name) != wanted[kind].get(name))
            different.append(f"kills {first} to {i}, {kind}: {', '.join(tables)}")
        shutil.rmtree(out)
        print(
            f"{i + 1} kills, {first // in_a_row + 1} compared with an undisturbed run, {len(different)} other", file=sys.stderr, flush=True
        )
    return different


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--in-a-row", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cli", action="store_true")
    options = parser.parse_args()
    if not options.cli:
        preload()
    with tempfile.TemporaryDirectory() as folder:
        run = command if options.cli else forked
        different = kills(run, options.kills, options.articles, Path(folder), options.in_a_row, options.seed)
    print(f"{options.kills} kills, {len(different)} with other tables afterwards", *different, sep="\n")
    sys.exit(bool(different))


def preload() -> None:
    """Import what takes seconds, so that the forked runs spend their time on the work."""
    import sitrep.edition
    import sitrep.publishing
    import sitrep.report
    import sitrep.validate.validation
    import sitrep.workers  # noqa: F401
    from sitrep.validate.expectations import _modules

    _modules()


if __name__ == "__main__":
    main()
