"""python -m sitrep.train.places GOLD.jsonl… [--out places_weights.yaml]

Train how toponyms are spotted and resolved, on articles with hand-coded toponyms: one {"id", "text", "url"?, "toponyms": [{"start", "end",
"lat"?, "lon"?}]} a line. Prints the figures of a five-fold cross-validation in which no medium is in two folds, then those on the training
data themselves, and writes the weights of all articles. "Given the toponyms" is the share within 161 km when they need not be found.
Two minutes for 800 articles; the same data give the same weights.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import yaml

from sitrep.read import reader
from sitrep.resolve import place_ranking as ranking
from sitrep.resolve.place_candidates import distance
from sitrep.resolve.place_mentions import BELIEVED, Mention, believed_mentions, given_mentions
from sitrep.resolve.place_publishers import Home, home_of
from sitrep.resolve.place_spotting import Spot, spots
from sitrep.resolve.places import country_context, entities_of, with_demonyms

from .logit import conditional, logistic

FOLDS = 5
SPOTTING_PENALTY, RANKING_PENALTY = 3.0, 1.0
NEAR = 161.0  # km, 100 miles: the field's measure of a right point
AS_GOOD = 25.0  # km further than the nearest reading: the same place again, as city and as unit
HEADER = "# Weights of resolve/place_spotting.py and resolve/place_ranking.py. Written by `python -m sitrep.train.places`; do not edit.\n"


@dataclass(slots=True)
class Record:
    """One hand-coded article with the candidates in its text."""

    id: str
    text: str
    gold: list[dict]
    home: Home | None
    fold: int
    spots: list[Spot]
    right: list[bool]  # of each spot
    unread: list[tuple[Spot, bool]]  # the same in a text without the reader's names
    mentions: list[Mention] = field(default_factory=list)
    article: ranking.Article | None = None


@dataclass(slots=True)
class Weights:
    spotting: dict[str, float]
    alone: np.ndarray
    together: np.ndarray


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m sitrep.train.places", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, help="where to write the weights; without it only the figures are printed")
    parser.add_argument("--without-home", action="store_true", help="measure as if nobody knew where an article was published")
    args = parser.parse_args()
    sets = {path.stem: load(path, home=not args.without_home) for path in args.gold}
    records = [r for group in sets.values() for r in group]
    by_fold = [train([r for r in records if r.fold != fold]) for fold in range(FOLDS)]
    for name, group in sets.items():
        print(f"{name}, cross-validated: {measure([(r, by_fold[r.fold]) for r in group])}")
    weights = train(records)
    for name, group in sets.items():
        print(f"{name}, on the training data: {measure([(r, weights) for r in group])}")
    if args.out:
        write(weights, args.out)


def load(path: Path, *, home: bool = True) -> list[Record]:
    """The records of a file, read by the reader."""
    records = []
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        given = json.loads(line)
        doc = reader().read(given["text"])
        found = spots(doc.text, entities_of(doc))
        unread = spots(doc.text, [])
        right = [_touches(s, given["toponyms"]) for s in found]
        unread_right = [_touches(s, given["toponyms"]) for s in unread]
        host = urlsplit(given.get("url") or "").hostname
        medium = host if host and home_of(host) else given["id"]
        fold = zlib.crc32(medium.encode()) % FOLDS
        both = list(zip(unread, unread_right, strict=True))
        records.append(Record(given["id"], doc.text, given["toponyms"], home_of(host) if home else None, fold, found, right, both))
    return records


def _touches(spot: Spot, gold: Sequence[dict]) -> bool:
    return any(t["start"] < spot.end and spot.start < t["end"] for t in gold)


def train(records: Sequence[Record]) -> Weights:
    """Spotting first, then the ranker on what is spotted: alone, and together with what the first pass made of the other names."""
    spotting = _train_spotting(records)
    for record in records:
        _prepare(record, spotting)
    width = len(ranking.FEATURES)
    alone = conditional(list(_groups(records, unlisted=False)), RANKING_PENALTY, width)
    for record in records:
        if record.article:
            ranking.compare(record.article, [ranking.softmax(v @ alone) for v in record.article.values], record.home)
    together = conditional(list(_groups(records, unlisted=True)), RANKING_PENALTY, width)
    return Weights(spotting, alone, together)


def _train_spotting(records: Sequence[Record]) -> dict[str, float]:
    read = _fit([(s, y) for r in records for s, y in zip(r.spots, r.right, strict=True)])
    unread = _fit([pair for r in records for pair in r.unread])
    return read | unread | {"bias": read["bias"], "unread": unread["bias"]}


def _fit(rows: Sequence[tuple[Spot, bool]]) -> dict[str, float]:
    names = sorted({f for s, _ in rows for f in s.features})
    column = {name: i + 1 for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1
    for row, (spot, _) in zip(x, rows, strict=True):
        row[[column[f] for f in spot.features]] = 1
    w = logistic(x, np.array([y for _, y in rows], float), SPOTTING_PENALTY)
    return dict(zip(["bias", *names], w.tolist(), strict=True))


def _prepare(record: Record, spotting: dict[str, float]) -> None:
    record.mentions = believed_mentions(record.text, record.spots, spotting, BELIEVED)
    record.article = ranking.look(record.mentions, country_context(record.text), record.home) if record.mentions else None


def _groups(records: Iterable[Record], *, unlisted: bool) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    """One group a spotted toponym with a point: its readings, and which of them are right. If none is, a place that the gazetteer
    does not have is right (`unlisted`), or the toponym is left out."""
    for record in records:
        at = {key: i for i, key in enumerate(record.article.keys)} if record.article else {}
        for gold, mention in _pairs(record.gold, record.mentions):
            if gold.get("lat") is None:
                continue
            i = at[ranking.key_of(mention)]
            found = record.article.readings[i]
            entries = found.entries if found else ()
            km = np.array([_away(gold, e.latitude, e.longitude) for e in entries] + [np.inf])
            right = (km <= min(NEAR, km.min() + AS_GOOD)).astype(float)
            if not right.any():
                if not unlisted:
                    continue
                right[-1] = 1.0
            if entries:
                yield record.article.values[i], right


def _away(gold: dict, latitude: float | None, longitude: float | None) -> float:
    return np.inf if latitude is None else distance(gold["lat"], gold["lon"], latitude, longitude)


def _pairs(gold: Sequence[dict], found: Sequence) -> Iterable[tuple[dict, Any]]:
    """Each gold toponym with one that was found at its place, exactly there or else overlapping it."""
    free = {(_at(f)): f for f in found}
    late = []
    for toponym in gold:
        exact = free.pop((toponym["start"], toponym["end"]), None)
        if exact is not None:
            yield toponym, exact
        else:
            late.append(toponym)
    for toponym in late:
        touching = [at for at in free if at[0] < toponym["end"] and toponym["start"] < at[1]]
        if touching:
            yield toponym, free.pop(max(touching, key=lambda at: min(at[1], toponym["end"]) - max(at[0], toponym["start"])))


def _at(found) -> tuple[int, int]:
    return (found["start"], found["end"]) if isinstance(found, dict) else (found.start, found.end)


def measure(judged: Sequence[tuple[Record, Weights]]) -> str:
    """Precision, recall and F1 of spotting (overlap), and the share within 161 km of the toponyms found, and of all that have a point."""
    right = found = gold = points = near = resolved = 0
    for record, weights in judged:
        _prepare(record, weights.spotting)
        choices = ranking.choose(record.mentions, record.article, record.home, (weights.alone, weights.together))
        rows = [
            {"start": m.start, "end": m.end, "lat": c.point and c.point[0], "lon": c.point and c.point[1]}
            for m, c in zip(record.mentions, choices, strict=True)
        ]
        rows = with_demonyms(record.text, rows)
        pairs = list(_pairs(record.gold, rows))
        right, found, gold = right + len(pairs), found + len(rows), gold + len(record.gold)
        points += sum(t.get("lat") is not None for t in record.gold)
        for toponym, row in pairs:
            if toponym.get("lat") is not None and row["lat"] is not None:
                resolved += 1
                near += _away(toponym, row["lat"], row["lon"]) <= NEAR
    return (
        f"precision {right / found:.3f}, recall {right / gold:.3f}, F1 {2 * right / (found + gold):.3f}; "
        f"within 161 km {near / resolved:.3f} of {resolved} resolved, {near / points:.3f} of all; given the toponyms {_given(judged):.3f}"
    )


def _given(judged: Sequence[tuple[Record, Weights]]) -> float:
    """The share within 161 km of the toponyms that have a point, when nobody has to find them: what other resolvers report."""
    near = points = 0
    for record, weights in judged:
        pointed = {(t["start"], t["end"]): t for t in record.gold if t.get("lat") is not None}
        mentions = given_mentions(record.text, [(t["start"], t["end"]) for t in record.gold])
        if not mentions:
            continue
        article = ranking.look(mentions, country_context(record.text), record.home)
        for mention, choice in zip(
            mentions, ranking.choose(mentions, article, record.home, (weights.alone, weights.together)), strict=True
        ):
            toponym = pointed.get((mention.start, mention.end))
            points += toponym is not None
            near += toponym is not None and choice.point is not None and _away(toponym, *choice.point) <= NEAR
    return near / points


def write(weights: Weights, path: Path) -> None:
    def rounded(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
        return {name: round(float(w), 3) for name, w in pairs}

    table = {
        "spotting": rounded(weights.spotting.items()),
        "ranking": {
            "alone": rounded(zip(ranking.FEATURES, weights.alone, strict=True)),
            "together": rounded(zip(ranking.FEATURES, weights.together, strict=True)),
        },
    }
    path.write_text(HEADER + yaml.safe_dump(table, sort_keys=False, width=140), encoding="utf-8")


if __name__ == "__main__":
    main()
