"""python -m sitrep.train.event_confidence --gold GOLD [--out FILE]

Fit the probability that a coded event is one, of its type, on the reader's vectors, and say how well it is calibrated. Run it again
whenever the reader is trained: its vectors change. Minutes on one CPU.

GOLD has events/plover_news_dev.jsonl (sentences with source, target and PLOVER type) and tables/ (articles coded whole, as
ID.stub.json and ID.gold.json). Sentences of our own with the types that they report, and look-alikes that report none, are in
event_sentences.yaml. An event counts as right when gold has one of its type with it: in the same sentence of an article, with the
source as an actor in a PLOVER sentence; as wrong when gold gives those participants another type, or none. What gold does not say is
left out. An event told by one of the words of trigger_senses.yaml is right in the sense that the sentence is listed under. Fit
sitrep.train.trigger_senses first: how far the sense of an ambiguous word leads is one of the features.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml

from sitrep.article import Article, Reject
from sitrep.coder import understood
from sitrep.extract.event_confidence import WEIGHTS, features
from sitrep.extract.event_words import word_forms
from sitrep.extract.events import find_events
from sitrep.parse import parse_text
from sitrep.read import reader
from sitrep.train.trigger_senses import uses

SENTENCES = Path(__file__).with_name("event_sentences.yaml")
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}  # PLOVER's sentences do not tell them apart
STRENGTHS = (30.0, 100.0, 300.0, 1000.0, 3000.0)  # of the ridge; the best in cross-validation is taken
FOLDS = 10
WORD = re.compile(r"\w{3,}")

Example = tuple[str, np.ndarray, bool]  # article, features, right


def begin() -> None:
    """Weights for another set of features would stop the coding of the examples: they give way to none."""
    mention = find_events(reader().read("Rebels attacked a town."))[0]
    width = len(features([mention], mention))
    with np.load(WEIGHTS) as stored:
        if len(stored["weights"]) == width:
            return
    write(WEIGHTS, np.zeros(width), np.ones(width), np.zeros(width), 0.0)


def write(path: Path, mean: np.ndarray, scale: np.ndarray, weights: np.ndarray, bias: float) -> None:
    np.savez(path, mean=np.float32(mean), scale=np.float32(scale), weights=np.float32(weights), bias=np.float32(bias))


def examples(gold: Path) -> dict[str, list[Example]]:
    """By set, every event whose truth is known."""
    return {"own": list(_own()), "plover": list(_plover(gold)), "tables": list(_tables(gold))}


def _own() -> Iterator[Example]:
    for n, line in enumerate(yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))):
        (types, text), *_ = line.items()
        wanted = set(types.split()) - {"NONE"}
        for event in _events(parse_text(text)):
            yield f"own-{n}", features(event.mentions, event.main), event.event_type in wanted

    for n, (word, right, text) in enumerate(uses()):
        for event in _events(parse_text(text)):
            if any(word in word_forms(t) for m in event.mentions for t in m.trigger):
                yield f"use-{n}", features(event.mentions, event.main), event.event_type == right


def _plover(gold: Path) -> Iterator[Example]:
    with (gold / "events/plover_news_dev.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for record in records:
        pairs = [p for p in record["expected"] if p.get("event_code")]
        events = _events(parse_text(record["text"])) if len(pairs) == 1 else []
        for event in events:
            pair, kind = pairs[0], MERGED.get(event.event_type, event.event_type)
            source, target = _words(pair.get("source_text")), _words(pair.get("target_text"))
            actors, recipients = (
                _words(" ".join(s.text for m in event.mentions for s in getattr(m, side))) for side in ("actors", "recipients")
            )
            if not actors & source:
                continue
            if kind == MERGED.get(pair["event_code"], pair["event_code"]):
                yield record["id"], features(event.mentions, event.main), True
            elif recipients & target:
                yield record["id"], features(event.mentions, event.main), False


def _tables(gold: Path) -> Iterator[Example]:
    for path in sorted((gold / "tables").glob("*.gold.json")):
        stub = json.loads(path.with_name(path.name.replace(".gold.", ".stub.")).read_text(encoding="utf-8"))
        article = parse_text(stub["text"], published=stub["published"], title=stub["title"])
        coded = json.loads(path.read_text(encoding="utf-8"))["events"]
        told = {(e["type"], m["context"]) for e in coded for m in e["mentions"]}
        for event in _events(article):
            sentences = {" ".join(m.trigger.sent.text.split()) for m in event.mentions}
            right = any(
                kind == event.event_type and any(" ".join(context.split()) in s or s in " ".join(context.split()) for s in sentences)
                for kind, context in told
            )
            yield stub["id"], features(event.mentions, event.main), right


def _events(article: Article | Reject) -> list:
    return list(understood(article).events) if isinstance(article, Article) else []


def _words(text: str | list[str] | None) -> set[str]:
    return {w.lower() for w in WORD.findall(" ".join(text) if isinstance(text, list) else text or "")}


def fit(x: np.ndarray, y: np.ndarray, strength: float) -> tuple[np.ndarray, float]:
    """Weights and bias of a ridge logistic regression, by Newton's method."""
    design = np.hstack([x, np.ones((len(x), 1), x.dtype)])
    penalty = np.full(design.shape[1], strength)
    penalty[-1] = 0.01
    w = np.zeros(design.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-design @ w))
        slope = design.T @ (p - y) + penalty * w
        curve = (design * (p * (1 - p))[:, None]).T @ design + np.diag(penalty)
        w -= np.linalg.solve(curve, slope)
    return w[:-1], float(w[-1])


def predicted(train: list[Example], test: list[Example], strength: float) -> np.ndarray:
    x, y = np.array([f for _, f, _ in train], np.float64), np.array([r for *_, r in train], np.float64)
    mean, scale = x.mean(0), x.std(0) + 0.1
    weights, bias = fit((x - mean) / scale, y, strength)
    return 1 / (1 + np.exp(-(((np.array([f for _, f, _ in test], np.float64) - mean) / scale) @ weights + bias)))


def crossed(data: list[Example], strength: float) -> np.ndarray:
    """Every example's probability by a model that has not seen its article."""
    names = sorted({name for name, *_ in data})
    fold = {name: n % FOLDS for n, name in enumerate(np.random.default_rng(0).permutation(names).tolist())}
    out = np.zeros(len(data))
    for k in range(FOLDS):
        test = [i for i, (name, *_) in enumerate(data) if fold[name] == k]
        out[test] = predicted([d for d in data if fold[d[0]] != k], [data[i] for i in test], strength)
    return out


def loss(p: np.ndarray, data: list[Example]) -> float:
    right = np.array([r for *_, r in data])
    return float(-np.mean(np.log(np.clip(np.where(right, p, 1 - p), 1e-6, 1))))


def calibration_error(p: np.ndarray, data: list[Example]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    right, bins = np.array([r for *_, r in data], float), np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())))


def above(p: np.ndarray, data: list[Example]) -> float:
    """How often a right event has a higher probability than a wrong one (area under the curve)."""
    right = np.array([r for *_, r in data])
    return float(np.mean(p[right][:, None] > p[~right][None, :])) if right.any() and not right.all() else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m sitrep.train.event_confidence", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, required=True, help="folder with events/ and tables/")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go (default: into the package)")
    arguments = parser.parse_args()
    begin()
    sets = examples(arguments.gold)
    data = [e for one in sets.values() for e in one]
    for name, one in sets.items():
        print(f"{name}: {len(one)} events, {sum(r for *_, r in one)} right")
    losses = {s: loss(crossed(data, s), data) for s in STRENGTHS}
    strength = min(losses, key=losses.get)
    share = np.full(len(data), np.mean([r for *_, r in data]))
    p = crossed(data, strength)
    print(f"ridge {strength:g}; log loss {losses[strength]:.3f} (always the share of right ones: {loss(share, data):.3f})")
    print(f"calibration error {calibration_error(p, data):.3f}; right above wrong {above(p, data):.3f}")
    for name, one in sets.items():
        unseen = predicted([e for other in sets if other != name for e in sets[other]], one, strength)
        print(f"  {name} unseen: right above wrong {above(unseen, one):.3f}, calibration error {calibration_error(unseen, one):.3f}")
    x, y = np.array([f for _, f, _ in data], np.float64), np.array([r for *_, r in data], np.float64)
    mean, scale = x.mean(0), x.std(0) + 0.1
    weights, bias = fit((x - mean) / scale, y, strength)
    write(arguments.out, mean, scale, weights, bias)
    print(f"weights in {arguments.out}")


if __name__ == "__main__":
    main()
