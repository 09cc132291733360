"""python -m sitrep.train.trigger_senses --gold GOLD [--out FILE]

Fit which sense of an ambiguous trigger is meant, on the reader's vectors, and say how often that is right. Run it again whenever the
reader is trained: its vectors change; then run sitrep.train.event_confidence. A minute on one CPU.

The sentences are our own (trigger_senses.yaml): each word in the senses that report an event and in those that do not. Every fifth
sentence is held out; the others are measured in cross-validation too. GOLD has events/plover_news_dev.jsonl: news sentences with the
PLOVER type of one event; the word that can mean it means it, where only one can. The baseline is the lexicon without the model: its type
where the article's matter and the participants bear it out. The weights that are written are fitted on all sentences.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from spacy.tokens import Doc, Token

from sitrep.extract.event_arguments import participants
from sitrep.extract.event_context import is_meant, topic
from sitrep.extract.event_senses import NONE, TYPES, WEIGHTS, best, candidates, features, is_ambiguous, lexical_type, scores
from sitrep.extract.event_words import word_forms
from sitrep.extract.triggers import find_trigger
from sitrep.read import reader

SENTENCES = Path(__file__).with_name("trigger_senses.yaml")
HELD_OUT, FOLDS = 5, 8
RIDGE = 500.0  # from 100 to 1000 cross-validation differs by less than .01


@dataclass(frozen=True)
class Example:
    """One use of a word: its features, the type it reports, the types it might, what the lexicon alone makes of it."""

    x: np.ndarray
    right: str
    kinds: frozenset[str]
    lexicon: str
    held_out: bool


def examples() -> list[Example]:
    """The uses whose word the reader takes for a noun or verb, in the order of the file."""
    out = []
    for n, (word, right, sentence) in enumerate(uses()):
        doc = reader().read(sentence)
        token = next((t for t in doc if t.pos_ in {"NOUN", "VERB", "PROPN"} and word in word_forms(t)), None)
        if token is not None:
            out.append(_example(doc, token, right, n % HELD_OUT == HELD_OUT - 1))
    return out


def uses() -> list[tuple[str, str, str]]:
    """(word, type that it reports or NONE, sentence), in the order of the file."""
    words = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return [(word, right, sentence) for word, senses in words.items() for right, sentences in senses.items() for sentence in sentences]


def reported(gold: Path) -> list[Example]:
    """Words of real news sentences that alone can mean the type that the sentence is coded with."""
    out = []
    with (gold / "events/plover_news_dev.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for record in records:
        coded = {p["event_code"] for p in record["expected"] if p.get("event_code")}
        doc = reader().read(record["text"])
        for right in coded & set(TYPES) if len(coded) == 1 else ():
            able = [t for t in doc if is_ambiguous(t) and right in candidates(t, find_trigger(t))]
            out += [_example(doc, able[0], right, False)] if len(able) == 1 else []
    return out


def _example(doc: Doc, token: Token, right: str, held_out: bool) -> Example:
    found = find_trigger(token)
    borne_out = found is not None and is_meant(token, found, sum(participants(token, found), ()), topic(doc))
    kinds = frozenset(candidates(token, found))
    return Example(features(token, found, borne_out), right, kinds, lexical_type(token, found) if borne_out else NONE, held_out)


def fit(data: list[Example]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, scale, weights of a ridge regression on the types, in closed form: the same on every machine but for the last bits."""
    x = np.array([e.x for e in data], np.float64)
    y = np.array([[kind == e.right for kind in TYPES] for e in data], np.float64)
    mean, scale = x.mean(0), x.std(0) + 0.05
    mean[-2 * len(TYPES) :], scale[-2 * len(TYPES) :] = 0.0, 1.0  # the lexicon's word stays as it is
    design = np.hstack([(x - mean) / scale, np.ones((len(x), 1))])
    weights = np.linalg.solve(design.T @ design + RIDGE * np.eye(design.shape[1]), design.T @ y)
    return mean, scale, weights


def chosen(model: tuple[np.ndarray, np.ndarray, np.ndarray], data: list[Example]) -> list[str]:
    rows = scores(np.array([e.x for e in data], np.float64), *model)
    return [best(row, e.kinds, e.lexicon)[0] for row, e in zip(rows, data, strict=True)]


def crossed(data: list[Example]) -> list[str]:
    """The choice for each example by a model that has not seen it."""
    fold = np.random.default_rng(0).permutation(np.arange(len(data)) % FOLDS)
    out = [NONE] * len(data)
    for k in range(FOLDS):
        model = fit([e for e, f in zip(data, fold, strict=True) if f != k])
        at = [i for i in range(len(data)) if fold[i] == k]
        for i, kind in zip(at, chosen(model, [data[i] for i in at]), strict=True):
            out[i] = kind
    return out


def report(name: str, data: list[Example], taken: list[str]) -> float:
    """Prints how often the right sense is taken, of all uses and of those that report an event, and how often none where there is none."""
    right = np.array([k == e.right for k, e in zip(taken, data, strict=True)])
    event = np.array([e.right != NONE for e in data])
    print(f"  {name}: right {right.mean():.3f} of {len(data)}; of events {right[event].mean():.3f}", end="")
    print(f", of the others {right[~event].mean():.3f}" if not event.all() else "")
    return float(right.mean())


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m sitrep.train.trigger_senses", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, required=True, help="folder with events/")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go (default: into the package)")
    arguments = parser.parse_args()
    data = examples()
    seen, unseen = ([e for e in data if e.held_out is held] for held in (False, True))
    news = reported(arguments.gold)
    every = seen + news
    report("cross-validation, lexicon alone", seen, [e.lexicon for e in seen])
    report("cross-validation", seen, crossed(every)[: len(seen)])
    report("held out, lexicon alone", unseen, [e.lexicon for e in unseen])
    report("held out", unseen, chosen(fit(every), unseen))
    report("news, lexicon alone", news, [e.lexicon for e in news])
    report("news, unseen", news, chosen(fit(data), news))
    report("news, cross-validation", news, crossed(every)[len(seen) :])
    mean, scale, weights = (np.float32(v) for v in fit(data + news))
    np.savez(arguments.out, mean=mean, scale=scale, weights=weights)
    print(f"weights in {arguments.out}")


if __name__ == "__main__":
    main()
