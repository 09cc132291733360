"""How much time and memory the actors of many articles take: one streaming pass over made-up articles.

    python tests/benchmarks/actors.py [ARTICLES ...]

Twenty actors an article out of a fixed world of WORLD, half of them the hundred that everybody writes about, in parts of PART
articles that are made as they are merged. The world does not grow, so neither may the memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random

WORLD, PART, EACH, DRAWN = 20_000, 500, 20, 40
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

    for number, (who, words, sectors) in zip(range(0, articles, PART), cycle(_drawn(chance)), strict=False):
        size = min(PART, articles - number)
        who, words, sectors = ([v[i] for i in range(size * EACH)] for v in (who, words, sectors))
        ids = [f"{number + n:08d}" for n in range(size)]
        of = [i for i in ids for _ in range(EACH)]
        day = [BEGIN + timedelta(hours=number + n) for n in range(size)]
        days = [d for d in day for _ in range(EACH)]
        once = [1] * len(of)
        yield (
            table("actors", {
                "actor_id": who, "name": who, "kind": ["person"] * len(of), "sector": sectors, "resolution": ["name"] * len(of),
                "n_mentions": once, "n_articles": once, "first_published": days, "last_published": days,
            }),
            table("mentions", {"actor_id": who, "article_id": of, "text": words, "mention_type": ["name"] * len(of)}),
            table("articles", {"article_id": ids, "published_at": day}),
        )  # fmt: skip


def _drawn(chance: Random) -> list[tuple[list[str], list[str], list[str]]]:
    """Actors, the words of their mentions and their sectors for each of DRAWN parts, which come again and again."""
    out = []
    for _ in range(DRAWN):
        numbers = [n for _ in range(PART) for n in _twenty(chance)]
        words = [f"Actor {n}" if chance.random() < 0.7 else f"Mr {n}" for n in numbers]
        out.append(([f"actor-{n}" for n in numbers], words, [chance.choice(["GOV", "MIL", "CVL"]) for _ in numbers]))
    return out


def _twenty(chance: Random) -> list[int]:
    return [*chance.sample(range(100), EACH // 2), *chance.sample(range(100, WORLD), EACH // 2)]


def measure(articles: int) -> str:
    from sitrep.tables import merge_parts

    began = time.process_time()
    merged = merge_parts(parts(articles))
    seconds, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{articles:>9,} articles  {merged.num_rows:>7,} actors  {seconds:7.1f} s of processor  peak {peak:6.0f} MB"


if __name__ == "__main__":
    sizes = [int(n) for n in sys.argv[1:]] or [1_000, 10_000, 100_000]
    if len(sizes) == 1:
        print(measure(sizes[0]))
    else:  # a process each: the peak of one says nothing about the next
        for size in sizes:
            print(subprocess.run([sys.executable, __file__, str(size)], capture_output=True, text=True, check=True).stdout, end="")
