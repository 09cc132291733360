"""python tests/evaluation/reporting_subjects.py (with SITREP_GOLD)

Who is it that says so? For the subjects of reporting verbs in hand-coded articles (statements/gum_news.jsonl): is what we take them for
right? Of all mentions that we take for the same the first that has a name, else the first description, must belong to the subject's own
chain; and it must have a name if the chain has one. Once for the reader's coreference head, once for the rules that resolve actors.
"""

import json
import os
from collections import Counter, defaultdict
from pathlib import Path

from sitrep.extract.statements import find_attributions, quote_speakers
from sitrep.read import reader
from sitrep.resolve.actors import resolve_actors
from sitrep.resolve.registry import registry


def main():
    with open(Path(os.environ["SITREP_GOLD"]) / "statements" / "gum_news.jsonl", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    right, asked = Counter(), Counter()
    for record in records:
        doc = reader().read(record["text"])
        ways = {"head": by_head(doc), "rules": by_rules(doc)}
        gold = defaultdict(list)
        for mention in record["mentions"]:
            gold[mention["chain"]].append(doc.char_span(mention["start"], mention["end"], alignment_mode="expand"))
        for subject in record["reporting_subjects"]:
            asked[subject["kind"]] += 1
            span = doc.char_span(*subject["mention"], alignment_mode="expand")
            for way, chains in ways.items():
                right[way, subject["kind"]] += resolved(span, chains, subject["chain"], gold)
    for way in ("head", "rules"):
        parts = ", ".join(f"{kind} {right[way, kind]} of {n}" for kind, n in sorted(asked.items()))
        print(f"{way}: {100 * sum(right[way, k] for k in asked) / sum(asked.values()):.1f} % of {sum(asked.values())} right ({parts})")


def resolved(span, chains, chain, gold):
    """Whether what stands for a span in our chains stands for it in the gold chains too."""
    own = next((found for found in chains if any(m.root == span.root for m in found)), [span])
    best = representative(own)
    wanted = representative(gold[chain])
    if named(wanted) and not named(best):
        return False
    if any(best.start <= m.root.i < best.end for m in gold[chain]):
        return True
    around = [(len(m), number) for number, mentions in gold.items() for m in mentions if m.start <= best.root.i < m.end]
    return bool(around) and min(around)[1] == chain


def representative(chain):
    """The first mention with a name, else the first description, else the first."""
    return min(chain, key=lambda m: (not named(m), m.root.pos_ != "NOUN", m.start))


def named(mention):
    """Whether its head is a name or has one beside it: "the coach Nabil Maaloul"."""
    beside = (c for c in mention.root.children if mention.start <= c.i < mention.end and c.dep_ in {"appos", "flat"})
    return any(token.pos_ == "PROPN" for token in (mention.root, *beside))


def by_head(doc):
    """The reader's chains, lists of spans."""
    return [[doc[token.i : token.i + 1] for token in chain] for chain in doc._.chains]


def by_rules(doc):
    """The mentions of each actor."""
    found = find_attributions(doc)
    sources = [one.source for one in found if one.source is not None]
    actors = resolve_actors(doc, sources, registry=registry(), quote_speakers=quote_speakers(doc, found))
    chains = defaultdict(list)
    for mention in actors.mentions:
        chains[mention.actor_id].append(doc.char_span(mention.start, mention.end, alignment_mode="expand"))
    return list(chains.values())


if __name__ == "__main__":
    main()
