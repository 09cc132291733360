"""Coreference against a treebank's chains: the CoNLL figure, the mean F1 of MUC, B³ and CEAF-φ4 (Pradhan et al. 2014).

Mentions match by their head words, as in the shared tasks on multilingual coreference (CorefUD); chains of one mention do not count.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import linear_sum_assignment

from .treebank import documents


def gold_chains(path):
    """Yield (text, [chain]) of the documents with chains of a CoNLL-U file; a chain is the set of its head words' offsets."""
    for document in documents(path):
        chains = defaultdict(set)
        for sentence in document.sentences:
            for head, _, _, chain, _ in sentence.mentions:
                chains[chain].add(sentence.words[head][0])
        if document.has_names:
            yield document.text, [frozenset(chain) for chain in chains.values() if len(chain) > 1]


def read_chains(doc):
    """The chains of a Doc, as sets of offsets."""
    return [frozenset(token.idx for token in chain) for chain in doc._.chains]


def score(pairs):
    """What to print of [(gold chains, found chains)], one pair a document."""
    sums = {"MUC": np.zeros(4), "B3": np.zeros(4), "CEAFe": np.zeros(4)}
    for gold, found in pairs:
        for name, measure in (("MUC", _muc), ("B3", _b_cubed)):
            sums[name] += (*measure(found, gold), *measure(gold, found))
        sums["CEAFe"] += _ceaf(gold, found)
    values = {name: _f1(*totals) for name, totals in sums.items()}
    return f"CoNLL F1 {100 * np.mean(list(values.values())):.1f} = mean of " + ", ".join(f"{k} {100 * v:.1f}" for k, v in values.items())


def _muc(found, gold):
    """(links of `found` that `gold` has, all links of `found`)."""
    where = {mention: number for number, chain in enumerate(gold) for mention in chain}
    parts = [len({where.get(m, ("alone", m)) for m in chain}) for chain in found]
    return sum(len(chain) - n for chain, n in zip(found, parts, strict=True)), sum(len(chain) - 1 for chain in found)


def _b_cubed(found, gold):
    where = {mention: chain for chain in gold for mention in chain}
    right = sum(len(chain & where[m]) / len(chain) for chain in found for m in chain if m in where)
    return right, sum(map(len, found))


def _ceaf(gold, found):
    """Twice (similarity of the best matching, chains): of those found, of the gold ones."""
    if not gold or not found:
        return 0, len(found), 0, len(gold)
    alike = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in found] for a in gold])
    best = alike[linear_sum_assignment(-alike)].sum()
    return best, len(found), best, len(gold)


def _f1(right_found, found, right_gold, gold):
    precision, recall = right_found / max(found, 1), right_gold / max(gold, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9)
