"""The network: a BERT-shaped encoder (MiniLM-L6, 384 wide) and the heads on the first subword of each word.

Plain torch modules; attention is written out, which is 30 % faster on a CPU in bfloat16 than the fused call.
"""

import math

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from sitrep.read.coreference import PAIR_CLASSES, STEPS
from sitrep.read.links import BUCKETS
from sitrep.read.subwords import FEATURES

WIDTH, LAYERS, HEADS, INNER, POSITIONS = 384, 6, 12, 1536, 512
ARC, RELATION, LINK, COREFERENCE = 256, 192, 128, 128
# Parts of the projection, in the order of the exported outputs: dependent and head of an arc, of a relation; from and to of each link
# and of the step from a mention to its antecedent.
PROJECTIONS = {
    "arc_from": ARC,
    "arc_to": ARC,
    "relation_from": RELATION,
    "relation_to": RELATION,
    "cue_from": LINK,
    "cue_to": LINK,
    "source_from": LINK,
    "source_to": LINK,
    "antecedent_from": COREFERENCE,
    "antecedent_to": COREFERENCE,
}
DROPOUT = 0.1


class Dropout:
    """Dropout that draws its masks from one long row of random values, at a random place each time.

    On a CPU a fresh draw for every activation (torch's own dropout) takes a third of the whole training time.
    """

    def __init__(self, length=1 << 25):
        keep = np.random.default_rng(0).integers(0, 256, length, np.uint8) >= round(256 * DROPOUT)
        self.values = torch.from_numpy(keep).to(torch.bfloat16) / (1 - DROPOUT)

    def __call__(self, x):
        self.values = self.values.to(x.device)
        start = int(torch.randint(len(self.values) - x.numel(), ()))
        return x * self.values[start : start + x.numel()].view(x.shape)


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT."""

    def __init__(self, drop):
        super().__init__()
        self.drop = drop
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm, self.norm_inner = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x, mask):
        drop = self.drop if self.training else nn.Identity()
        batch, length, _ = x.shape
        q, k, v = (part(x).view(batch, length, HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value))
        scores = q @ k.transpose(-1, -2) * (1 / math.sqrt(WIDTH // HEADS)) + mask
        mixed = drop(scores.softmax(-1)) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        x = self.norm(x + drop(mixed))
        inner = self.outer(F.gelu(self.inner(x)))
        return self.norm_inner(x + drop(inner))


class Encoder(nn.Module):
    """Subword ids and features → one vector a subword. Word embeddings are frozen: half of all parameters, no loss seen."""

    def __init__(self, vocabulary, drop):
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.words.weight.requires_grad_(False)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.features = nn.Embedding(FEATURES, WIDTH)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(LAYERS))

    def forward(self, ids, features, padding):
        positions = self.positions.weight[: ids.shape[1]]
        x = self.norm(self.words(ids) + positions + self.features(features).sum(2))
        x = x.to(torch.bfloat16 if torch.is_autocast_enabled(x.device.type) else x.dtype)
        mask = torch.zeros(padding.shape, dtype=x.dtype, device=x.device).masked_fill(padding, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Network(nn.Module):
    """Encoder, one classifier for all label heads, one projection for all pairwise heads, and their bilinear forms."""

    def __init__(self, vocabulary, labels):
        super().__init__()
        self.classes = labels.classes()
        self.drop = Dropout()
        self.encoder = Encoder(vocabulary, self.drop)
        self.classifier = nn.Linear(WIDTH, sum(self.classes.values()))
        self.projection = nn.Linear(WIDTH, sum(PROJECTIONS.values()))
        self.arc = nn.Linear(ARC, ARC)
        self.relation = nn.Linear(3 * RELATION, len(labels.relations))
        self.link = nn.ModuleDict({"cue": nn.Linear(LINK, LINK), "source": nn.Linear(LINK, LINK)})
        self.distance = nn.ParameterDict({"cue": nn.Parameter(torch.zeros(BUCKETS)), "source": nn.Parameter(torch.zeros(BUCKETS))})
        self.antecedent = nn.Linear(COREFERENCE, COREFERENCE)
        self.same_form = nn.Parameter(torch.zeros(PAIR_CLASSES))
        self.steps = nn.Parameter(torch.zeros(STEPS))

    def forward(self, ids, features, padding, first):
        """Returns {name: logits or projection}, each (batch, 1 + words, width); position 0 is [CLS]."""
        x = self.encoder(ids, features, padding)
        x = x.gather(1, first[..., None].expand(-1, -1, WIDTH))
        drop = self.drop if self.training else nn.Identity()
        x = drop(x)
        out = dict(zip(self.classes, self.classifier(x).split(list(self.classes.values()), -1), strict=True))
        projected = drop(F.relu(self.projection(x)))
        out.update(zip(PROJECTIONS, projected.split(list(PROJECTIONS.values()), -1), strict=True))
        return out

    def arcs(self, out):
        """Arc scores (batch, 1 + words, 1 + words): [b, i, j] is how well j heads i."""
        return self.arc(out["arc_from"]) @ out["arc_to"].transpose(1, 2) / math.sqrt(ARC)

    def antecedents(self, start, end, same_form, steps):
        """Scores (mentions, mentions) of the pairs of some mentions, [i, j]: j is what i refers back to; nothing scores 0.

        start, end: their projections (mentions, 128); same_form, steps: bool and bucket of each pair as read.coreference has them.
        """
        scores = self.antecedent(start) @ end.T / math.sqrt(COREFERENCE)
        pairs = self.same_form[same_form.clamp(min=0)].masked_fill(same_form < 0, 0)
        return scores.float() + pairs + self.steps[steps]

    def relations(self, dependent, head):
        """Relation scores of chosen arcs, from their projections (arcs, 192) each."""
        return self.relation(torch.cat([dependent * head, dependent, head], -1))


def load_encoder(network, path):
    """Put published BERT weights (a safetensors file) into the network's encoder."""
    weights, encoder = load_file(str(path)), network.encoder
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "features.weight": encoder.features.weight,
        "positions.weight": weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][:1],
    }
    names = {"norm": "embeddings.LayerNorm"}
    for i in range(LAYERS):
        theirs = f"encoder.layer.{i}."
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm": "attention.output.LayerNorm",
            "inner": "intermediate.dense",
            "outer": "output.dense",
            "norm_inner": "output.LayerNorm",
        }
        names.update({f"layers.{i}.{ours}": theirs + part for ours, part in parts.items()})
    state.update({f"{ours}.{kind}": weights[f"{part}.{kind}"] for ours, part in names.items() for kind in ("weight", "bias")})
    encoder.load_state_dict(state)
