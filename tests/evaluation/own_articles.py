"""Statements of articles of our own against what `own_articles.yaml` says is in them: a gate that needs no corpus."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from sitrep.extract.records import Statement
from sitrep.extract.statements import find_statements
from sitrep.read import reader

ARTICLES = Path(__file__).with_name("own_articles.yaml")
FIELDS = {"act": "speech_act", "quote": "quote_type", "negated": "negated", "determinate": "determinate"}
AS_USUAL = {"negated": False, "determinate": True}


def measure_statements(folder: Path | None = None) -> dict[str, float]:
    """F1 of statements with content and source right, and the share of right fields among those that were found."""
    n_gold = n_found = n_right = 0
    fields: dict[str, list[bool]] = {name: [] for name in FIELDS}
    for article in yaml.safe_load(ARTICLES.read_text(encoding="utf-8")):
        found = find_statements(reader().read(article["text"]))
        gold = article["statements"]
        n_gold, n_found = n_gold + len(gold), n_found + len(found)
        for coded in gold:
            match = next((s for s in found if same(coded, s)), None)
            if match is not None:
                found.remove(match)
                n_right += 1
                for name, attribute in FIELDS.items():
                    fields[name].append(getattr(match, attribute) == coded.get(name, AS_USUAL.get(name)))
    shares = {name: round(sum(right) / max(len(right), 1), 3) for name, right in fields.items()}
    return {"statements+speaker f1": round(2 * n_right / max(n_gold + n_found, 1), 3), **shares}


def same(coded: dict, s: Statement) -> bool:
    """The same words from the same speaker: contents share four words in five, sources all."""
    said, theirs = (set(_words(t)) for t in (coded["content"], " ".join(c.text for c in s.content)))
    who = s.source.text if s.source is not None else None
    return who == coded["source"] and len(said & theirs) >= 0.8 * len(said | theirs)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
