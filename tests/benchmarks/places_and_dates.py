"""How many articles a second have their places and their dates found, each alone, in processor time.

    python tests/benchmarks/places_and_dates.py ARTICLES.jsonl [MOST]

ARTICLES.jsonl: one {"id", "text", "url"?} a line. They are read first; reading is not counted. Names are new to the caches in the first
round and known in the second, as in a long run. 200 a second are wanted of each on one core.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path


def rate(work: Callable, items: Iterable[tuple]) -> float:
    """Items a second of processor time."""
    items = list(items)
    started = time.process_time()
    for item in items:
        work(*item)
    return len(items) / (time.process_time() - started)


def main() -> None:
    from sitrep.read import reader
    from sitrep.resolve.dates import find_times
    from sitrep.resolve.places import find_places

    most = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, most)]
    docs = [(reader().read(r["text"]), r.get("url")) for r in records]
    find_places(docs[0][0])
    find_times(records[0]["text"])
    for name in ("first round", "second round"):
        places = rate(lambda doc, url: find_places(doc, url=url), docs)
        dates = rate(lambda record: find_times(record["text"]), ((r,) for r in records))
        print(f"{name}: places {places:.0f}, dates {dates:.0f} articles a second of {sum(len(d) for d, _ in docs) / len(docs):.0f} words")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()
