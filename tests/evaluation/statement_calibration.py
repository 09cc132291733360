"""Is `confidence` the share of statements that are right? Expected calibration error against hand-coded attributions.

    python tests/evaluation/statement_calibration.py GOLD.jsonl

GOLD has one article a line: `{"id", "text", "attributions": [{"source", "cue", "content"}]}`, each role a list of
[start, end] code points (PolNeAR's layout). A statement is right when its content shares half of both sides with a
gold one of its own and their sources share a word, or both name nobody. Prints the error (Naeini et al. 2015, ten bins of
equal width) and, bin by bin, how many statements there are, what they claim and how many are right.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from sitrep.extract.statements import attributions_record, find_attributions
from sitrep.read import reader

WORD = re.compile(r"\w+(?:[.'’&-]\w+)*")
FUNCTION_WORDS = set(
    "a an the this that these those some any all both each every no of in on at for from to by with about as and or who which".split()
)
BINS = 10


def judged(path: Path) -> list[tuple[float, bool]]:
    """(confidence, right) of every attribution found in the articles of a gold file."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        found = find_attributions(reader().read(article["text"]))
        right = matches(article["text"], article["attributions"], attributions_record(found)["attributions"])
        out += [(s.confidence, n in right) for n, s in enumerate(found)]
    return out


def matches(text: str, gold: list[dict], found: list[dict]) -> set[int]:
    """Which of `found` are right, each gold attribution spent once, the nearest contents first."""
    words = [(m.start(), m.end(), m.group().lower()) for m in WORD.finditer(text)]
    theirs, ours = ([_words(words, a) for a in attributions] for attributions in (gold, found))
    scored = []
    for i, (said, who) in enumerate(theirs):
        for j, (content, source) in enumerate(ours):
            shared = len(said & content)
            if shared and 2 * shared >= max(len(said), len(content)):
                scored.append((shared / len(said | content), bool(who & source) or not who and not source, -i, -j))
    right, used, spent = set(), set(), set()
    for _, same_source, i, j in sorted(scored, reverse=True):
        if i not in spent and j not in used:
            spent.add(i)
            used.add(j)
            right |= {-j} if same_source else set()
    return right


def _words(words: list[tuple[int, int, str]], attribution: dict) -> tuple[set[int], set[int]]:
    """Numbers of the words of the content, and of the source less its function words."""
    inside = {
        role: {n for n, (a, b, _) in enumerate(words) if any(a < end and start < b for start, end in attribution[role])}
        for role in ("content", "source")
    }
    return inside["content"], {n for n in inside["source"] if words[n][2] not in FUNCTION_WORDS} or inside["source"]


def calibration_error(rows: list[tuple[float, bool]]) -> float:
    """Mean distance of claimed from measured precision over the bins, weighted by their sizes."""
    return sum(abs(claimed - measured) * n for n, claimed, measured in bins(rows)) / max(len(rows), 1)


def bins(rows: list[tuple[float, bool]]) -> list[tuple[int, float, float]]:
    """(size, mean confidence, share right) of each bin that has any."""
    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in rows:
        groups[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [(len(g), sum(c for c, _ in g) / len(g), sum(r for _, r in g) / len(g)) for _, g in sorted(groups.items())]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    rows = judged(parser.parse_args().gold)
    print(f"expected calibration error {calibration_error(rows):.3f} over {len(rows)} statements")
    for n, claimed, measured in bins(rows):
        print(f"  claimed {claimed:.2f}  right {measured:.2f}  ({n})")
