"""Is `confidence` the share of casualty claims that are right? Expected calibration error against two hand-coded sets.

    python tests/evaluation/casualty_calibration.py GOLD

GOLD has tables/ (articles coded whole, as ID.stub.json and ID.gold.json) and events/muc4_dev.jsonl (reports with templates). In an
article a claim is right when gold has one of its kind and bounds, each spent once. In a report, a claim of dead or injured is judged
when its event pairs with a template whose number for that kind is certain: it is right when it gives that number, that of some of the
template's victims together, or a smaller one of victims whom the template names. Prints the weights for
`knowledge/harm_confidence.yaml` and the calibration error (Naeini et al. 2015, ten bins) with each fold's articles left out.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from statement_calibration import bins, calibration_error

from sitrep.coder import understood
from sitrep.extract.records import CasualtyClaim
from sitrep.parse import parse_text
from sitrep.resolve.casualty_confidence import features
from sitrep.rows import rows

EFFECTS = {"killed": "DEATH", "injured": "INJURY"}
VIOLENT = {"ASSAULT", "COERCE", "THREATEN"}
RIDGE = 3.0
FOLDS = 10
SHUFFLINGS = 4

Judged = tuple[str, dict[str, float], bool]  # article, what fired, right


def judged(gold: Path) -> Iterator[Judged]:
    for path in sorted((gold / "tables").glob("*.gold.json")):
        stub = json.loads(path.with_name(path.name.replace("gold", "stub")).read_text(encoding="utf-8"))
        yield from _of_article(stub, json.loads(path.read_text(encoding="utf-8"))["casualties"])
    for line in (gold / "events/muc4_dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["expected"]:
            yield from _of_report(record)


def _coded(record: dict):
    return understood(parse_text(record["text"], published=record.get("published") or record.get("date")))


def _of_article(stub: dict, gold: list[dict]) -> Iterator[Judged]:
    coded = _coded(stub)
    for linked in coded.claims:
        c = linked.claim
        same = [g for g in gold if (g["kind"], g["low"], g["high"]) == (c.kind, c.low, c.high)]
        if same:
            gold.remove(same[0])
        yield stub["id"], features(linked.claim, attributed=linked.attributed_to is not None), bool(same)


def _of_report(record: dict) -> Iterator[Judged]:
    coded = _coded(record)
    evidence = [(row["evidence"] or "").lower() if row["event_type"] in VIOLENT else "" for row in rows(coded)["events"]]
    templates = _paired(record["expected"], evidence)
    for linked in coded.claims:
        told = templates.get(linked.event, {}).get(linked.claim.kind) or {}
        certain = told.get("min") is not None and told.get("min") == told.get("max") and not told.get("ambiguous")
        if certain and linked.claim.low is not None:
            yield (
                record["id"],
                features(linked.claim, attributed=linked.attributed_to is not None),
                _is_right(linked.claim, templates[linked.event]),
            )


def _paired(expected: list[dict], evidence: list[str]) -> dict[int, dict]:
    """Event → template, the pairs first that share most names."""
    scored = sorted(
        ((sum(n in text for n in _names(t)), -i, -j) for i, t in enumerate(expected) for j, text in enumerate(evidence)), reverse=True
    )
    out: dict[int, dict] = {}
    for shared, i, j in scored:
        if shared and -j not in out and not any(expected[-i] is t for t in out.values()):
            out[-j] = expected[-i]
    return out


def _names(template: dict) -> list[str]:
    fillers = [f for key in ("perp_individuals", "perp_orgs", "phys_targets") for f in template.get(key) or []]
    names = [n for f in fillers for n in f.get("alts") or []] + [p["name"] for p in (template.get("location") or {}).get("places") or []]
    return [n.lower() for n in names if len(n) > 2] + _victims(template)


def _victims(template: dict) -> list[str]:
    return [n.lower() for h in template.get("hum_targets") or [] for n in (h.get("name_alts") or []) + (h.get("description_alts") or [])]


def _is_right(claim: CasualtyClaim, template: dict) -> bool:
    total, parts = template[claim.kind]["min"], []
    for victims in template.get("hum_targets") or []:
        number = victims.get("number") or {}
        if number.get("min") == number.get("max") and any(EFFECTS[claim.kind] in e for e in victims.get("effect") or []):
            parts.append(number.get("min") or 0)
    sums = {sum(some) for n in range(1, min(6, len(parts)) + 1) for some in itertools.combinations(parts, n)}
    named = claim.victims is not None and any(claim.victims.root.lemma_.lower()[:5] in name for name in _victims(template))
    return claim.low in sums | {total} or claim.low < total and named


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Log-odds weights of a logistic model with a ridge on all but the bias, by Newton's steps."""
    w, ridge = np.zeros(x.shape[1]), np.diag([0.0] + [RIDGE] * (x.shape[1] - 1))
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x.T * (p * (1 - p))) @ x + ridge, x.T @ (p - y) + ridge @ w)
    return w


def cross_validated(examples: list[Judged], seed: int) -> list[tuple[float, bool]]:
    """(confidence, right) of each claim by a model that has not seen its article."""
    x, y = np.array([list(f.values()) for _, f, _ in examples]), np.array([right for *_, right in examples], dtype=float)
    articles = sorted({a for a, *_ in examples})
    fold = dict(zip(articles, np.random.default_rng(seed).permutation(len(articles)) % FOLDS, strict=True))
    of = np.array([fold[a] for a, *_ in examples])
    p = np.zeros(len(y))
    for k in range(FOLDS):
        p[of == k] = 1 / (1 + np.exp(-x[of == k] @ fit(x[of != k], y[of != k])))
    return [(float(a), bool(b)) for a, b in zip(p, y, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    examples = list(judged(parser.parse_args().gold))
    names = list(examples[0][1])
    weights = fit(np.array([list(f.values()) for _, f, _ in examples]), np.array([float(r) for *_, r in examples]))
    for n, name in enumerate(names):
        print(f"{name}: {weights[n]:.3f}  # {sum(f[name] for _, f, _ in examples):.0f} claims")
    tested = [cross_validated(examples, seed) for seed in range(SHUFFLINGS)]
    print("claims", len(examples), "right", f"{np.mean([r for *_, r in examples]):.3f}")
    print("expected calibration error", *(f"{calibration_error(rows):.3f}" for rows in tested))
    for size, claimed, measured in bins(tested[0]):
        print(f"{size:5} claimed {claimed:.2f} right {measured:.2f}")


if __name__ == "__main__":
    main()
