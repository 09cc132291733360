"""The losses of the heads; each task asks only for what its data set knows."""

import torch
from torch.nn import functional as F

from sitrep.read.labels import NAMES, bio

from .batches import IGNORED

WEIGHTS = {"upos": 0.5, "xpos": 0.5, "rules": 0.5, "starts": 0.3, "names": 1.0, "roles": 1.0, "arcs": 1.0, "relations": 1.0, "links": 0.3}
WEIGHTS |= {"mentions": 1.0, "kinds": 0.5, "antecedents": 0.5}
# How readily a name of a kind that a data set does not annotate is believed where that set says nothing: 1 would never punish it.
UNANNOTATED = 0.3


def losses(network, out, targets, label_sets):
    """{head: weighted loss} of one batch."""
    found = {}
    for head in ("upos", "xpos", "rules", "roles", "mentions", "kinds"):
        if head in targets:
            found[head] = F.cross_entropy(out[head].float().flatten(0, 1), targets[head].flatten(), ignore_index=IGNORED)
    if "starts" in targets:
        asked = targets["starts"] != IGNORED
        found["starts"] = F.binary_cross_entropy_with_logits(out["starts"][..., 0].float()[asked], targets["starts"][asked].float())
    if "names" in targets and any(label_sets):
        found["names"] = name_loss(out["names"].float(), targets["names"], label_sets)
    if "heads" in targets:
        found["arcs"], found["relations"] = tree_losses(network, out, targets)
    if targets["links"]:
        found["links"] = sum(link_loss(network, kind, out, targets["valid"], *links) for kind, links in targets["links"].items())
    if targets["chains"]:
        found["antecedents"] = antecedent_loss(network, out, *targets["chains"])
    return {head: WEIGHTS[head] * loss for head, loss in found.items()}


def tree_losses(network, out, targets):
    """Each word's head among the words of its sentence and [CLS]; the relation of the true arc."""
    heads, sentence = targets["heads"], targets["sentence"]
    rows, words = (heads != IGNORED).nonzero(as_tuple=True)
    scores = network.arcs(out)[rows, words].float()
    allowed = sentence[rows] == sentence[rows, words][:, None]
    allowed[:, 0] = True
    allowed[torch.arange(len(words)), words] = False
    arcs = F.cross_entropy(scores.masked_fill(~allowed, -1e4), heads[rows, words])
    relations = network.relations(out["relation_from"][rows, words], out["relation_to"][rows, heads[rows, words]])
    return arcs, F.cross_entropy(relations.float(), targets["relations"][rows, words], ignore_index=IGNORED)


def link_loss(network, kind, out, valid, rows, origins, ends, buckets):
    """The pointer from each origin over [CLS] and all words of its window."""
    start = network.link[kind](out[f"{kind}_from"][rows, origins])
    scores = (start[:, None] * out[f"{kind}_to"][rows]).sum(-1).float() / start.shape[-1] ** 0.5 + network.distance[kind][buckets]
    return F.cross_entropy(scores.masked_fill(~valid[rows], -1e4), ends)


def antecedent_loss(network, out, rows, positions, same, same_form, steps):
    """Each mention's probability of all its true antecedents, or of nothing, if it is the first of its chain (Lee et al. 2017)."""
    scores = network.antecedents(out["antecedent_from"][rows, positions], out["antecedent_to"][rows, positions], same_form, steps)
    earlier = torch.ones_like(scores, dtype=torch.bool).tril(-1)
    scores = F.pad(scores.masked_fill(~earlier, -1e4), (1, 0))  # column 0: nothing
    true = same & earlier
    true = torch.cat([~true.any(1, keepdim=True), true], 1)
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~true, -1e4), 1)).mean()


def name_loss(logits, gold, label_sets):
    """Negative log of the probability of all labels that the annotation allows.

    A data set annotates some kinds only. Its O allows a name of any other kind (with weight UNANNOTATED, so that O is still
    preferred), its MISC any kind that it has no label for.
    """
    allowed = torch.stack([allowed_labels(label_set) for label_set in label_sets]).to(logits.device)  # (batch, gold, label)
    rows, words = (gold != IGNORED).nonzero(as_tuple=True)
    weights = allowed[rows, gold[rows, words]]
    return -(torch.logsumexp(logits[rows, words] + weights.log(), -1) - torch.logsumexp(logits[rows, words], -1)).mean()


def allowed_labels(label_set):
    """(labels, labels) weights: how far a label agrees with a gold label under a label set; an empty set gives no names at all."""
    labels = bio(NAMES)
    weights = torch.eye(len(labels))
    for i, label in enumerate(labels):
        if label[2:] not in label_set and label != "O":
            weights[0, i] = UNANNOTATED
            for misc in ("B-MISC", "I-MISC") if "MISC" in label_set else ():
                if label[:2] == misc[:2]:
                    weights[labels.index(misc), i] = UNANNOTATED
    return weights
