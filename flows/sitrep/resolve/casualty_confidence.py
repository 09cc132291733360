"""Confidence of a casualty claim as a measured share of right ones (`knowledge/harm_confidence.yaml`)."""

from __future__ import annotations

import math

from sitrep.extract.records import CasualtyClaim
from sitrep.knowledge.lexicon import lexicon

APART = {"harm.beside", "harm.measure", "harm.toll"}  # rules under which the number stands apart from those harmed


def confidence(claim: CasualtyClaim, *, attributed: bool) -> float:
    """Probability that a claim's kind, number and event are right; `attributed`: a source makes it."""
    weights = lexicon("harm_confidence")
    log_odds = sum(weights[name] * value for name, value in features(claim, attributed=attributed).items())
    return round(1 / (1 + math.exp(-log_odds)), 3)


def features(claim: CasualtyClaim, *, attributed: bool) -> dict[str, float]:
    """What fired, by the names of the weights; each 0 or 1."""
    seen = {
        "bias": True,
        "digits": any(t.text[0].isdigit() for t in claim.count),
        "one": claim.low == claim.high == 1,
        "bounded": claim.low != claim.high,
        "injured": claim.kind == "injured",
        "apart": claim.rule in APART,
        "attributed": attributed,
    }
    return {name: float(value) for name, value in seen.items()}
