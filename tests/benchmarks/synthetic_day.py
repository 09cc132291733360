"""A day of news made by recombining the paragraphs of hand-coded texts: as many articles as wanted, of about 400 words, none twice.

SITREP_GOLD=gold/ python tests/benchmarks/synthetic_day.py 1000 day.jsonl
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from pathlib import Path

SETS = ("places/geo_lgl.jsonl", "places/geo_geovirus.jsonl", "dates/time_timebank.jsonl", "dates/time_aquaint.jsonl")
WORDS = 400


def passages(gold: Path) -> list[str]:
    """Runs of three sentences of the texts of SETS. Raises FileNotFoundError when the folder does not hold them."""
    found = []
    for name in SETS:
        for line in (gold / name).read_text(encoding="utf-8").rstrip("\n").split("\n"):
            sentences = re.split(r"(?<=[.!?])\s+", " ".join(json.loads(line)["text"].split()))
            found += [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences) - 2, 3)]
    return [p for p in found if 20 <= len(p.split()) <= 120]


def write_day(n: int, path: Path, gold: Path) -> Path:
    """Write `n` articles as JSONL; the same call gives the same bytes."""
    rng, pieces = random.Random(n), passages(gold)
    part = path.with_suffix(".part")
    with open(part, "w", encoding="utf-8") as day:
        for i in range(n):
            paragraphs, words = [], 0
            while words < WORDS - 30:
                paragraphs.append(rng.choice(pieces))
                words += len(paragraphs[-1].split())
            published = f"2023-{1 + i % 12:02d}-{1 + i % 28:02d}"
            day.write(json.dumps({"id": str(i), "text": "\n\n".join(paragraphs), "published": published}, ensure_ascii=False) + "\n")
    os.utime(part, (1_700_000_000, 1_700_000_000))
    part.rename(path)
    return path


def gold() -> Path:
    if "SITREP_GOLD" not in os.environ:
        sys.exit("set SITREP_GOLD to the folder of hand-coded texts")
    return Path(os.environ["SITREP_GOLD"])


if __name__ == "__main__":
    write_day(int(sys.argv[1]), Path(sys.argv[2]), gold())
