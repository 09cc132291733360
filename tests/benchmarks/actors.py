"""How much time and memory the actors of many articles take: one streaming pass over made-up articles.

    python tests/benchmarks/actors.py [ARTICLES ...]

Twenty actors an article out of a fixed world of WORLD, half of them the hundred that everybody writes about, written in parts of PART articles that are made as they are merged. The
world does not grow, so neither may the memory: it is printed beside the number of articles.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

WORLD, PART, EACH = 20_000, 500, 20
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


def parts(articles: int) -> Iterator[tuple]:
    """(actors, mentions, articles) tables of PART articles each."""
    import pyarrow as pa

    from sitrep.schemas import empty

    chance = Random(1)
    names = {name: empty(name).schema for name in ("actors", "mentions", "articles")}

    def table(name: str, columns: dict[str, list]) -> pa.Table:
        size = len(next(iter(columns.values())))
        schema = names[name]
        return pa.table([pa.array(columns.get(f.name, [None] * size), f.type) for f in schema], names=schema.names)

    for first in range(0, articles, PART):
        ids, who = [f"{n:08d}" for n in range(first, min(first + PART, articles))], []
        for article_id in ids:
            who += [(article_id, chance.choice([chance.randrange(WORLD), chance.randrange(100)])) for _ in range(EACH)]
        pairs = sorted(set(who))
        day = {a: BEGIN + timedelta(hours=int(a)) for a in ids}
        yield (
            table("actors", {
                "actor_id": [f"actor-{n}" for _, n in pairs], "name": [f"Actor {n}" for _, n in pairs],
                "kind": ["person"] * len(pairs), "sector": [chance.choice(["GOV", "MIL", "CVL"]) for _ in pairs],
                "resolution": ["name"] * len(pairs), "n_mentions": [2] * len(pairs), "n_articles": [1] * len(pairs),
                "first_published": [day[a] for a, _ in pairs], "last_published": [day[a] for a, _ in pairs],
            }),
            table("mentions", {
                "actor_id": [f"actor-{n}" for _, n in pairs], "article_id": [a for a, _ in pairs],
                "text": [f"Actor {n}" if chance.random() < 0.7 else f"Mr {n}" for _, n in pairs], "mention_type": ["name"] * len(pairs),
            }),
            table("articles", {"article_id": ids, "published_at": [day[a] for a in ids]}),
        )  # fmt: skip


def measure(articles: int) -> str:
    from sitrep.tables import merge_parts

    began = time.perf_counter()
    merged = merge_parts(parts(articles))
    seconds, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{articles:>9,} articles  {merged.num_rows:>7,} actors  {seconds:7.1f} s  peak {peak:6.0f} MB"


if __name__ == "__main__":
    sizes = [int(n) for n in sys.argv[1:]] or [1_000, 10_000, 100_000]
    if len(sizes) == 1:
        print(measure(sizes[0]))
    else:  # a process each: the peak of one says nothing about the next
        for size in sizes:
            print(subprocess.run([sys.executable, __file__, str(size)], capture_output=True, text=True, check=True).stdout, end="")
