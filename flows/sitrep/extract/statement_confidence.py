"""Confidence of a statement as a measured share of right ones (`knowledge/cues_confidence.yaml`)."""

from __future__ import annotations

import math

from sitrep.extract import cues
from sitrep.extract.records import Statement
from sitrep.knowledge.lexicon import lexicon

WHOLE_CLAUSE = {"clause", "according to", "quality", "parenthesis", "colon"}


def confidence(s: Statement, score: float, nested: bool) -> float:
    """Probability that content and source are right, for a statement by its rule and the reader's `score` (0 to 1)."""
    table = lexicon("cues_confidence")
    if not s.rule.startswith("learned"):
        return table["rules"].get(s.rule, 0.3)
    construction = s.rule.removeprefix("learned").removeprefix(" + ")
    score = min(max(score, 0.02), 0.995)
    features = {
        "bias": 1.0,
        "score": math.log(score / (1 - score)),
        "whole_clause": construction in WHOLE_CLAUSE,
        "no_construction": not construction,
        "passive": construction == "passive",
        "noun": construction == "noun",
        "infinitive": construction == "infinitive",
        "reports": any(cues.reports(cues.lemma(token)) for span in s.cue for token in span),
        "quoted": s.quote_type != "indirect",
        "unsourced": s.source is None,
        "nested": nested,
    }
    return round(1 / (1 + math.exp(-sum(table["learned"][name] * value for name, value in features.items()))), 3)
