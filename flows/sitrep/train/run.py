"""The training run: in rounds, each over all its tasks at once, their batches interleaved evenly."""

import json
import math
import time
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from sitrep.read.lemmas import edit_rule
from sitrep.read.subwords import Subwords

from . import examples
from .batches import batches, cuts, document_batches, schedule, tensors
from .losses import losses
from .network import LAYERS, Network, load_encoder
from .vocabulary import vocabulary

SEED = 1


@dataclass(frozen=True)
class Round:
    """How often each task is read, and the share of the peak rates at which the round begins; they fall to 2 % of that."""

    passes: dict
    rate: float


# The second round brings coreference, which learns from documents read in order, and takes the other tasks up again at half the rate.
ROUNDS = (
    Round({"syntax": 8, "attributions": 4, "names": 10}, 1.0),
    Round({"syntax": 3, "documents": 5, "attributions": 1, "names": 6}, 0.5),
)
# The lengths of windows (subwords).
SIZES = {
    "syntax": (128, 256, 256, 384),
    "documents": (384, 384, 256),
    "attributions": (256, 384, 384, 384),
    "names": (96, 160, 256),
}
SMALL_SOURCES = {"crossner_politics": 2, "re3d": 2}  # read so often in each pass over the names of the second round
BATCH = 2048  # subwords
ENCODER_RATE, HEAD_RATE, LAYER_DECAY, WARM_UP = 3e-4, 1.5e-3, 0.9, 0.06
CHECKPOINT = 100  # steps


def train(data, encoder, out, log, steps=None):
    """Train on the data sets under `data` from the encoder folder `encoder`; checkpoints and labels go to `out`.

    A run that was interrupted goes on from its last checkpoint with the same batches. `steps` stops early (to try the chain).
    Returns the trained Network and its Labels.
    """
    started = time.monotonic()
    treebanks = [data / "syntax" / f"{name}-train.conllu" for name in ("ewt", "gum")]
    labels, lexicon = vocabulary(treebanks)
    labels.save(out / "labels.json")
    (out / "lemmas.json").write_text(json.dumps(lexicon, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    subwords = Subwords(tokenizer)
    plans = [schedule(planned(number, data, treebanks, labels, subwords)) for number in range(len(ROUNDS))]
    torch.manual_seed(SEED)
    network = Network(tokenizer.get_vocab_size(), labels)
    load_encoder(network, encoder / "model.safetensors")
    seen = sum(cut.length for plan in plans for _, batch in plan for cut in batch)
    log(f"{' + '.join(str(len(plan)) for plan in plans)} steps, {seen} subwords, prepared in {time.monotonic() - started:.0f} s")
    begin = 0
    for number, plan in enumerate(plans):
        fit(network, number, plan, begin, steps, subwords, out / "checkpoint.pt", log)
        begin += len(plan)
    return network, labels


def planned(number, data, treebanks, labels, subwords):
    """{task: batches of all its passes} of a round; every pass cuts its texts anew."""
    rng = np.random.default_rng(SEED + number)
    with open(data / "statements" / "gum_news.jsonl", encoding="utf-8") as file:
        held_out = {json.loads(line)["id"] for line in file}  # resolving their reporting subjects is measured
    trees = [list(examples.syntax(path, labels, edit_rule, subwords, held_out)) for path in treebanks]
    sets = {
        "syntax": [example for texts in trees for example in texts],
        "documents": [example for texts in trees for example in texts if example.mentions],
        "attributions": list(examples.attributions(data / "statements" / "polnear_train.jsonl", labels, subwords)),
    }
    repeated = SMALL_SOURCES if number else {}
    passes = {}
    for task, times in ROUNDS[number].passes.items():
        passes[task] = []
        grouped = document_batches if task == "documents" else batches
        for _ in range(times):
            texts = sets.get(task) or list(examples.names(data / "names" / "ner_train.jsonl", labels, subwords, rng, repeated=repeated))
            passes[task].extend(grouped(cuts(texts, SIZES[task], rng), BATCH, rng))
    return passes


def fit(network, number, plan, begin, steps, subwords, checkpoint, log):
    """Run an optimizer over the plan of a round, whose first step is number `begin` of the run; from the checkpoint if it is of this
    round or the end of the one before, not at all if it is of a later one. Stops at step `steps` of the run if that is given."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network.to(device).train()
    optimizer = torch.optim.AdamW(groups(network), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    peaks = [group["lr"] * ROUNDS[number].rate for group in optimizer.param_groups]
    done, last = begin, begin + len(plan)
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        network.load_state_dict(state["network"])
        done = max(done, state["step"])
        if begin < done < last:
            optimizer.load_state_dict(state["optimizer"])
        log(f"resumed at step {done}")
    started, seen, sums = time.monotonic(), 0, {}
    for step in range(done, last if steps is None else min(last, steps)):
        # One seed a step, so that a resumed run drops out the same units as an uninterrupted one.
        torch.manual_seed(SEED * 1_000_003 + step)
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * rate(step - begin, len(plan))
        batch = plan[step - begin][1]
        found = update(network, optimizer, batch, subwords, device)
        seen += sum(cut.length for cut in batch)
        for head, loss in found.items():
            total, count = sums.get(head, (0, 0))
            sums[head] = (total + loss, count + 1)
        if (step + 1) % 20 == 0:
            means = " ".join(f"{head} {total / count:.3f}" for head, (total, count) in sums.items())
            log(f"step {step + 1}/{last} {seen / (time.monotonic() - started):.0f} subwords/s {means}")
            sums = {}
        if (step + 1) % CHECKPOINT == 0 or step + 1 == last:
            save(checkpoint, {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1})


def update(network, optimizer, batch, subwords, device):
    """One step; returns the losses by head."""
    inputs, targets, label_sets = tensors(batch, subwords)
    inputs = [t.to(device) for t in inputs]
    links = {kind: tuple(t.to(device) for t in columns) for kind, columns in targets.pop("links").items()}
    chains = targets.pop("chains")
    targets = {name: t.to(device) for name, t in targets.items()}
    targets |= {"links": links, "chains": chains and tuple(t.to(device) for t in chains)}
    # Processors without bfloat16 arithmetic emulate it slowly: there, single precision.
    fast = device == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    with torch.autocast(device, dtype=torch.bfloat16) if fast else nullcontext():
        found = losses(network, network(*inputs), targets, label_sets)
    optimizer.zero_grad(set_to_none=True)
    sum(found.values()).backward()
    torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.grad is not None], 2.0)
    optimizer.step()
    return {head: loss.item() for head, loss in found.items()}


def groups(network):
    """Parameter groups: the upper layers of the encoder learn faster than the lower ones, the heads and the new embedding fastest."""
    found = {}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if not name.startswith("encoder.") or name == "encoder.features.weight":
            peak = HEAD_RATE
        else:
            depth = int(name.split(".")[2]) + 1 if name.startswith("encoder.layers.") else 0
            peak = ENCODER_RATE * LAYER_DECAY ** (LAYERS - depth)
        found.setdefault(peak, []).append(parameter)
    return [{"params": parameters, "lr": peak} for peak, parameters in found.items()]


def rate(step, steps):
    """Share of the peak rate: linear up over the warm-up, then linear down to 2 %."""
    warm = max(1, math.ceil(steps * WARM_UP))
    return (step + 1) / warm if step < warm else max(0.02, 1 - 0.98 * (step - warm) / max(1, steps - warm))


def save(path, state):
    """Write a checkpoint so that a killed run leaves the old one or the new one."""
    temporary = path.with_suffix(".part")
    torch.save(state, temporary)
    temporary.replace(path)
