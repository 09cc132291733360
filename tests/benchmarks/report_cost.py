"""Time, memory and size of the report on made tables.

    python tests/benchmarks/report_cost.py 1000

Each article has 400 words, 8 events, 16 statements, 6 casualty claims and 40 mentions, as many as a report of an attack has.
The bounds are 20 s of one processor and 500 MB for 1,000 articles, and files of 2 MB for up to a hundred (beyond, the list of articles
makes the first one longer); the exit status is 1 when one of them is broken.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from sitrep.report import Whole, write_report
from sitrep.schemas import contract
from sitrep.tables import from_rows

SECONDS, MEGABYTES, ARTICLES = 20.0, 500.0, 1000
LARGEST = 2e6  # bytes
WORDS = "the army said that five people died near old town when forces shelled a market on monday and rebels denied it again".split()
TYPES = [
    ("ASSAULT", "Material Conflict"),
    ("ACCUSE", "Verbal Conflict"),
    ("CONSULT", "Verbal Cooperation"),
    ("AID", "Material Cooperation"),
]
ACTORS = 400


def tables(n: int, seed: int = 0) -> dict[str, pa.Table]:
    """Made tables of `n` articles; the same seed gives the same rows."""
    chance = random.Random(seed)
    rows: dict[str, list] = {name: [] for name in ("articles", "events", "statements", "casualties", "mentions", "rejects")}
    for number in range(n):
        for name, made in article(number, chance).items():
            rows[name] += made
    rows["actors"] = [actor(number) for number in range(ACTORS)]
    columns = {name: contract(name).column_names for name in rows}
    return {name: from_rows(name, [{c: row[c] for c in columns[name] if c in row} for row in made]) for name, made in rows.items()}


def actor(number: int) -> dict:
    name = f"Actor {number}"
    known = {"kind": "organization", "country": "SYR", "sector": "GOV", "aliases": [name], "resolution": "name"}
    return {"actor_id": f"act-{number}", "name": name, **known, "n_mentions": 1, "n_articles": 1}


def article(number: int, chance: random.Random) -> dict[str, list[dict]]:
    key = f"{number:016x}"
    words = [chance.choice(WORDS) for _ in range(400)]
    for stop in range(39, 400, 40):
        words[stop] += ".\n\n"
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    text = " ".join(words)

    def span(length: int) -> dict[str, int]:
        first = chance.randrange(0, 400 - length)
        return {"start": starts[first], "end": starts[first + length] - 1}

    def base(letter: str, n: int, where: dict[str, int]) -> dict:
        known = {"article_id": key, "char_start": where["start"], "char_end": where["end"], "confidence": 0.5, "rule": "made"}
        return {**known, "evidence": text[where["start"] : where["end"]], "id": f"{key}-{letter}{n:03d}"}

    published = datetime(2023, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    head = {"article_id": key, "source_uri": f"in/{number}.txt", "title": f"Article {number}", "text": text, "n_words": 400}
    dates = {"published_at": published, "published_basis": "sidecar", "ingested_at": published}
    return {
        "articles": [{**head, **dates, "language": "en", "coded_by": "made"}],
        "events": [event(base("e", n, span(1)), published.date(), chance) for n in range(8)],
        "statements": [statement(base("s", n, span(12)), text, span(2), span(1), chance) for n in range(16)],
        "casualties": [casualty(base("c", n, span(2)), text, key, chance) for n in range(6)],
        "mentions": [mention(base("m", n, span(2)), text, chance) for n in range(40)],
        "rejects": [],
    }


def event(row: dict, day: date, chance: random.Random) -> dict:
    kind, quad = chance.choice(TYPES)
    place = chance.randrange(300)
    known = {"event_type": kind, "quad_class": quad, "cameo_code": "190", "intensity": -9.0, "modality": "actual"}
    who = {"actor_ids": [f"act-{chance.randrange(ACTORS)}"], "recipient_ids": [f"act-{chance.randrange(ACTORS)}"], "attributed_to_ids": []}
    where = {"place_name": f"Place {place}", "place_text": "town", "country": "SYR", "where_precision": 1 + place % 5}
    point = {"latitude": 33.0 + place % 17 / 4, "longitude": 36.0 + place % 23 / 4}
    when = {"event_date_start": day, "event_date_end": day, "date_precision": "day", "date_text": "monday"}
    spans = {"trigger": row["evidence"], "mention_spans": [{"start": row["char_start"], "end": row["char_end"]}]}
    return {**row, "event_id": row["id"], **known, **who, **where, **point, **when, **spans}


def statement(row: dict, text: str, source: dict, cue: dict, chance: random.Random) -> dict:
    kinds = {"quote_type": "indirect", "attribution_type": "communication", "speech_act": "assert", "negated": False, "determinate": True}
    who = {"speaker_id": f"act-{chance.randrange(ACTORS)}", "speaker_name": "Actor", "speaker_resolution": "name"}
    words = {"source_text": text[source["start"] : source["end"]], "cue": text[cue["start"] : cue["end"]], "cue_lemma": "say"}
    pieces = {"content_spans": [{"start": row["char_start"], "end": row["char_end"]}], "source_spans": [source], "cue_spans": [cue]}
    return {**row, "statement_id": row["id"], "content": row["evidence"], **kinds, **who, **words, **pieces, "verbatim": []}


def casualty(row: dict, text: str, article_id: str, chance: random.Random) -> dict:
    low = chance.randrange(50)
    known = {"kind": "killed", "count_low": low, "count_high": low, "count_text": row["evidence"], "victims_text": "people"}
    source = {"event_id": f"{article_id}-e{chance.randrange(8):03d}", "attributed_to_id": f"act-{chance.randrange(ACTORS)}"}
    return {**row, "casualty_id": row["id"], **known, **source}


def mention(row: dict, text: str, chance: random.Random) -> dict:
    return {**row, "mention_id": row["id"], "actor_id": f"act-{chance.randrange(ACTORS)}", "text": row["evidence"], "mention_type": "name"}


def main() -> int:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    made = tables(n)
    summary = {"run_id": "run-made", "version": "0", "articles_in": n, "articles_known": 0, "articles_new": n, "articles_rejected": 0}
    summary |= {"rows": {name: table.num_rows for name, table in made.items()}, "expectations": {}, "published": True}
    with tempfile.TemporaryDirectory() as folder:
        began, cpu = time.perf_counter(), time.process_time()
        write_report(Path(folder) / "index.html", edition=Whole(made), results=(), summary=summary)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        sizes = sorted((path.stat().st_size for path in Path(folder).iterdir()), reverse=True)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    used = f"{seconds:.1f} s ({cpu:.1f} s of one processor), {megabytes:.0f} MB at most"
    print(f"{n:,} articles: {used}, {len(sizes)} files, the largest {sizes[0] / 1e6:.2f} MB")
    scale = max(1.0, n / ARTICLES)
    return int(cpu > SECONDS * scale or megabytes > MEGABYTES * scale or (n <= 100 and sizes[0] > LARGEST))


if __name__ == "__main__":
    sys.exit(main())
