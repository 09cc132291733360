"""Examples → windows → padded batches of tensors, and the order in which a run sees them."""

from dataclasses import dataclass

import numpy as np
import torch

from sitrep.read.coreference import distances, same_forms
from sitrep.read.links import distance_buckets
from sitrep.read.windows import units
from sitrep.train.examples import Example

IGNORED = -100


@dataclass
class Cut:
    """Words `start` to `end` of an example, as one training window."""

    example: Example
    start: int
    end: int

    @property
    def length(self):
        return int(self.example.pieces.first[self.end] - self.example.pieces.first[self.start]) + 2


def cuts(examples, sizes, rng):
    """Every example once, as windows of whole units; the size of each window is drawn from `sizes` (subwords), so that the
    reader meets words at every position and short texts as well as long ones."""
    out = []
    for example in examples:
        first = example.pieces.first
        runs = units(first, example.starts, max(sizes) - 2)
        begin, room = 0, int(rng.choice(sizes)) - 2
        for i, (_, end) in enumerate(runs):
            if i + 1 == len(runs) or first[runs[i + 1][1]] - first[runs[begin][0]] > room:
                out.append(Cut(example, runs[begin][0], end))
                begin, room = i + 1, int(rng.choice(sizes)) - 2
    return out


def batches(windows, subwords, rng):
    """Group windows of like length into batches of about `subwords` padded subwords, in random order."""
    order = sorted(range(len(windows)), key=lambda i: (windows[i].length + rng.integers(0, 24), i))
    out, batch, longest = [], [], 0
    for i in order:
        longest = max(longest, windows[i].length)
        if batch and longest * (len(batch) + 1) > subwords:
            out.append(batch)
            batch, longest = [], windows[i].length
        batch.append(windows[i])
    out.append(batch)
    rng.shuffle(out)
    return out


def document_batches(windows, subwords, rng):
    """Group the windows of one document after the other, as many as make `subwords` padded subwords, documents in random order:
    in such a batch mentions are asked for their antecedents in all the windows of their document before."""
    out = []
    for window in windows:
        last = out[-1] if out else None
        if last and last[0].example is window.example and max(c.length for c in [*last, window]) * (len(last) + 1) <= subwords:
            last.append(window)
        else:
            out.append([window])
    rng.shuffle(out)
    return out


def schedule(passes):
    """Interleave the batches of several tasks evenly: {task: [batch, …]} → [(task, batch), …]."""
    placed = [((i + 0.5) / len(batches), task, i) for task, batches in passes.items() for i in range(len(batches))]
    return [(task, passes[task][i]) for _, task, i in sorted(placed, key=lambda p: p[:2])]


def tensors(batch, subwords):
    """Pad one batch: inputs (ids, features, padding, first) and targets, all with position 0 = [CLS]."""
    parts = [subwords.window(c.example.pieces, c.start, c.end) for c in batch]
    # Few different shapes: the matrix library prepares its kernels anew for each.
    length, words = (-(-max(len(p[i]) for p in parts) // 16) * 16 for i in (0, 2))
    ids, features = np.zeros((len(batch), length), np.int64), np.zeros((len(batch), length, 3), np.int64)
    padding, first = np.ones((len(batch), length), bool), np.zeros((len(batch), words), np.int64)
    for row, (i, f, w) in enumerate(parts):
        ids[row, : len(i)], features[row, : len(i)], padding[row, : len(i)], first[row, : len(w)] = i, f, False, w
    targets = {}
    for name in sorted({name for cut in batch for name in cut.example.targets}):
        values = np.full((len(batch), words), IGNORED, np.int64)
        for row, cut in enumerate(batch):
            if name in cut.example.targets:
                part = cut.example.targets[name][cut.start : cut.end]
                values[row, 1 : len(part) + 1] = _heads(part, cut) if name == "heads" else np.where(part < 0, IGNORED, part)
        targets[name] = torch.from_numpy(values)
    sentences = _sentences(batch, words)
    targets["sentence"] = torch.from_numpy(sentences)
    targets["valid"] = torch.from_numpy((sentences > 0) | (np.arange(words) == 0))
    targets["links"] = _links(batch, words)
    targets["chains"] = _chains(batch)
    inputs = [torch.from_numpy(a) for a in (ids, features, padding, first)]
    return inputs, targets, [cut.example.label_set for cut in batch]


def _heads(part, cut):
    """Heads as positions of the window; what hangs from a word outside of it (a sentence that had to be cut) is not asked for."""
    inside = (part >= cut.start) & (part < cut.end)
    return np.where(part < 0, 0, np.where(inside, part - cut.start + 1, IGNORED))


def _sentences(batch, words):
    """Number of each position's sentence; 0 for [CLS] and padding."""
    out = np.zeros((len(batch), words), np.int64)
    for row, cut in enumerate(batch):
        out[row, 1 : cut.end - cut.start + 1] = 1 + np.cumsum(cut.example.starts[cut.start : cut.end])
    return out


def _chains(batch):
    """The mentions of a batch of one document: (rows, positions) of their head words, and for each pair of them whether they corefer,
    and the numbers of what their forms and their distance say (read.coreference). None where there are none."""
    if len({id(cut.example) for cut in batch}) > 1:
        return None
    found = [(row, word, cut) for row, cut in enumerate(batch) for word in cut.example.mentions if cut.start <= word[0] < cut.end]
    if len(found) < 2:
        return None
    heads, chains, classes, forms = zip(*(mention for _, mention, _ in found), strict=True)
    rows = torch.tensor([row for row, _, _ in found])
    positions = torch.tensor([mention[0] - cut.start + 1 for _, mention, cut in found])
    same = np.array(chains)[:, None] == np.array(chains)
    pairs = (torch.from_numpy(a) for a in (same, same_forms(classes, forms), distances(classes, heads)))
    return (rows, positions, *pairs)


def _links(batch, words):
    """{kind: (rows, from positions, to positions, distance buckets)} of the links whose two ends lie in the window."""
    found = {"cue": [], "source": []}
    for row, cut in enumerate(batch):
        for kind, origin, target in cut.example.links:
            if cut.start <= origin < cut.end and (target < 0 or cut.start <= target < cut.end):
                found[kind].append((row, origin - cut.start + 1, 0 if target < 0 else target - cut.start + 1))
    return {
        kind: (
            *(torch.tensor(column) for column in zip(*rows, strict=True)),
            torch.from_numpy(np.stack([distance_buckets(r[1], words - 1) for r in rows])),
        )
        for kind, rows in found.items()
        if rows
    }
