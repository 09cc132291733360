"""How many events does news of sport, business, weather and culture give? The codebook wants none of what is routine there.

    SITREP_GOLD=… python tests/evaluation/event_precision.py

The fifty articles are picked among the hand-coded texts by rule, not by eye: the first 17 reports of the CoNLL development part whose
headline names a sport; the first 17 Wall Street Journal texts of TimeBank that speak more of shares than of power; the first 16 texts of
the local press (LGL) with six words of weather or culture. Prints events per article, by kind, and the events.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared"
SPORTS = "CRICKET SOCCER TENNIS BASEBALL GOLF RUGBY ATHLETICS CYCLING BASKETBALL NFL NHL BOXING SQUASH MOTOR ICE ALPINE SKIING".split()
SHARES = re.compile(r"\b(?:shares?|stocks?|earnings|profits?|quarter|investors?|bonds?|sales|company|companies|bank|market)\b", re.I)
POWER = re.compile(
    r"\b(?:government|president of|minister|army|police|war|court|congress|senate|rebels?|killed|troops|iraqi?|military)\b", re.I
)
LEISURE = re.compile(
    r"\b(?:weather|snow|rain|storms?|forecast|temperatures?|concerts?|festivals?|museum|films?|bands?|albums?|theat(?:er|re)|music|"
    r"games?|season|restaurants?|recipes?|exhibition|gallery|artists?)\b",
    re.I,
)
LONGEST = 3000  # code points of a text that are read


def articles(gold: Path) -> Iterator[tuple[str, str, str]]:
    """(kind, id, text) of the fifty."""
    reports: list[list[str]] = []
    for record in _records(gold / "names/ner_conll03_dev.jsonl"):
        line = record["text"]
        if line.isupper() and " - " in line or not reports:
            reports.append([])
        reports[-1].append(line)
    sport = [lines for lines in reports if lines[0].split()[0] in SPORTS and len(lines) > 6]
    yield from (("sport", f"conll-{n}", "\n\n".join(lines)[:LONGEST]) for n, lines in enumerate(sport[:17]))
    journal = [r for r in _records(gold / "dates/time_timebank.jsonl") if "wsj" in r["id"].lower()]
    trade = [r for r in journal if len(SHARES.findall(r["text"])) > 3 * len(POWER.findall(r["text"]))]
    yield from (("business", r["id"], r["text"][:LONGEST]) for r in trade[:17])
    local = [r for r in _records(gold / "places/geo_lgl.jsonl") if len(LEISURE.findall(r["text"])) >= 6 > len(POWER.findall(r["text"]))]
    yield from (("weather and culture", f"lgl-{r['id']}", r["text"][:LONGEST]) for r in local[:16])


def _records(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:  # not splitlines(), which breaks texts at U+2028
        return [json.loads(line) for line in lines]


def coded(gold: Path) -> list[tuple[str, str, list[dict]]]:
    """(kind, id, event rows) of each of the fifty."""
    from sitrep.article import RawDocument, Reject
    from sitrep.coder import code
    from sitrep.parse import parse

    out = []
    for kind, name, text in articles(gold):
        article = parse(RawDocument(name, text.encode(), "text/plain", {}, datetime(2000, 1, 1, tzinfo=UTC)))
        out.append((kind, name, [] if isinstance(article, Reject) else code(article)["events"]))
    return out


if __name__ == "__main__":
    found = coded(Path(os.environ.get("SITREP_GOLD", SHARED / "gold")))
    if not found:
        sys.exit("no articles: give the folder of the hand-coded sets in SITREP_GOLD")
    for kind in dict.fromkeys(k for k, _, _ in found):
        rows = [events for k, _, events in found if k == kind]
        print(f"{kind}: {sum(map(len, rows)) / len(rows):.2f} events an article ({len(rows)} articles)")
    print(f"all: {sum(len(events) for _, _, events in found) / len(found):.2f} ({len(found)} articles)")
    for _, name, events in found:
        for e in events:
            print(f"  {name}  {e['event_type']} {e['trigger']!r}: {e['evidence'][:110]!r}")
