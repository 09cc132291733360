"""Names of one participant in one document: how many of re3d's synonym pairs are joined, and how many names that are not synonyms.

    SITREP_GOLD=GOLD python tests/evaluation/synonyms.py [--show]

A synonym pair: two persons or bodies that re3d's annotators tied by IsSynonymOf, each pair once. A pair of names that are not
synonyms: any two names of persons or bodies in one document, unless they are tied (over however many steps), or one without its titles
is a part or an acronym of the other ("Mr Obama", "Barack Obama"), or they overlap ("the US Defense" in "the US Defense Secretary"),
which the annotators did not mark. What they left unmarked otherwise ("ISIL", "IS") counts as joined wrongly here: the share is an
upper bound.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

GOLD = Path(os.environ.get("SITREP_GOLD", Path(__file__).parents[3] / "shared" / "gold"))
LEAST = 0.5  # confidence of the annotators in a relation


def measure(path: Path, *, show: bool = False) -> dict[str, float]:
    """{"joined": share of the synonym pairs, "wrong": share of the other name pairs, "pairs", "others": how many}."""
    joined = wrong = pairs = others = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        of = actor_of(document["text"], participants(document))
        for one, other in synonyms(document):
            same = of.get(one) is not None and of.get(one) == of.get(other)
            pairs, joined = pairs + 1, joined + same
            if show and not same:
                print(f"apart    {document['text'][slice(*one)]!r} {of.get(one)}  {document['text'][slice(*other)]!r} {of.get(other)}")
        for one, other in unlike(document):
            same = of.get(one) is not None and of.get(one) == of.get(other)
            others, wrong = others + 1, wrong + same
            if show and same:
                print(f"together {document['text'][slice(*one)]!r}  {document['text'][slice(*other)]!r}  {of[one]}")
    return {"joined": joined / pairs, "wrong": wrong / others, "pairs": pairs, "others": others}


def actor_of(text: str, spans: list[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Span (start, end in characters) → the id of the actor that it means."""
    from sitrep.read import reader
    from sitrep.resolve.actors import resolve_actors
    from sitrep.resolve.registry import registry

    doc = reader().read(text)
    found = {s: doc.char_span(*s, alignment_mode="expand") for s in spans}
    actors = resolve_actors(doc, list(found.values()), registry=registry())
    return {s: actor.actor_id for s, words in found.items() if (actor := actors.of(words)) is not None}


def participants(document: dict) -> list[tuple[int, int]]:
    return sorted({(e["start"], e["end"]) for e in document["entities"] if e["label"] in {"PER", "ORG"}})


def synonyms(document: dict) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    spans = set(participants(document))
    ties = {tuple(sorted((r["source"][0], r["source"][1]) for r in [tie, {"source": tie["target"]}])) for tie in _ties(document)}
    return sorted(t for t in ties if set(t) <= spans)


def _ties(document: dict) -> list[dict]:
    return [r for r in document["relations"] if r["type"] == "IsSynonymOf" and r["confidence"] >= LEAST]


def unlike(document: dict) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """One span each of any two names that nothing says are synonyms."""
    from sitrep.resolve.names import is_acronym_of, normalise

    text = document["text"]
    spans: dict[str, list[tuple[int, int]]] = {}
    for e in document["entities"]:
        words = text[e["start"] : e["end"]]
        if e["label"] in {"PER", "ORG"} and e["named"] and normalise(words) and _is_name(words):
            spans.setdefault(normalise(words), []).append((e["start"], e["end"]))
    group = _groups(document)
    for (a, ones), (b, others) in combinations(sorted(spans.items()), 2):
        parts = _untitled(a), _untitled(b)
        if parts[0] <= parts[1] or parts[1] <= parts[0] or any(x[0] < y[1] and y[0] < x[1] for x in ones for y in others):
            continue
        words = [text[slice(*x[0])] for x in (ones, others)]
        if group.get(a, a) != group.get(b, b) and not is_acronym_of(*words) and not is_acronym_of(*reversed(words)):
            yield ones[0], others[0]


def _untitled(name: str) -> set[str]:
    """Its words without titles: {"obama"} of "president obama"."""
    from sitrep.extract.mention_nouns import honorifics, noun_classes

    persons = {noun for noun, c in noun_classes().items() if c.kind == "person"}
    return set(name.split()) - set(honorifics()) - persons


def _is_name(words: str) -> bool:
    """Does every word of some length begin with a capital? "Free Syrian Army", not "the leader of the group"; no pronoun."""
    if words.lower() in {"he", "she", "it", "they", "we", "i"}:
        return False
    return all(w[:1].isupper() for w in words.split() if len(w) > 3 and w.isalpha())


def _groups(document: dict) -> dict[str, str]:
    """Normal form of a name → that of its group of synonyms."""
    from sitrep.resolve.names import normalise

    parent: dict[str, str] = {}

    def top(word: str) -> str:
        while parent.get(word, word) != word:
            word = parent[word]
        return word

    for tie in _ties(document):
        one, other = (top(normalise(tie[end][2])) for end in ("source", "target"))
        parent[one] = other
    return {word: top(word) for word in parent}


if __name__ == "__main__":
    reached = measure(GOLD / "names" / "re3d_docs.jsonl", show="--show" in sys.argv)
    print(f"synonym pairs joined: {reached['joined']:.3f} of {reached['pairs']}")
    print(f"other name pairs joined: {reached['wrong']:.4f} of {reached['others']}")
