"""The training run: one pass over all tasks at once, their batches interleaved evenly."""

import json
import math
import time
from contextlib import nullcontext

import numpy as np
import torch
from tokenizers import Tokenizer

from sitrep.read.lemmas import edit_rule
from sitrep.read.subwords import Subwords

from . import examples
from .batches import batches, cuts, schedule, tensors
from .losses import losses
from .network import LAYERS, Network, load_encoder
from .vocabulary import vocabulary

SEED = 1
# How often each data set is read, and the lengths of its windows (subwords).
PASSES = {"syntax": 8, "attributions": 4, "names": 10}
SIZES = {"syntax": (128, 256, 256, 384), "attributions": (256, 384, 384, 384), "names": (96, 160, 256)}
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
    plan = schedule(planned(data, treebanks, labels, subwords))
    torch.manual_seed(SEED)
    network = Network(tokenizer.get_vocab_size(), labels)
    load_encoder(network, encoder / "model.safetensors")
    log(f"{len(plan)} steps, {sum(c.length for _, batch in plan for c in batch)} subwords, prepared in {time.monotonic() - started:.0f} s")
    fit(network, plan if steps is None else plan[:steps], subwords, out / "checkpoint.pt", log)
    return network, labels


def planned(data, treebanks, labels, subwords):
    """{task: batches of all its passes}; every pass cuts its texts anew."""
    rng = np.random.default_rng(SEED)
    sets = {
        "syntax": [e for path in treebanks for e in examples.syntax(path, labels, edit_rule, subwords)],
        "attributions": list(examples.attributions(data / "statements" / "polnear_train.jsonl", labels, subwords)),
    }
    passes = {}
    for task, number in PASSES.items():
        passes[task] = []
        for _ in range(number):
            texts = sets.get(task) or list(examples.names(data / "names" / "ner_train.jsonl", labels, subwords, rng))
            passes[task].extend(batches(cuts(texts, SIZES[task], rng), BATCH, rng))
    return passes


def fit(network, plan, subwords, checkpoint, log):
    """Run the optimizer over the plan, from the checkpoint if there is one."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network.to(device).train()
    optimizer = torch.optim.AdamW(groups(network), betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    peaks = [group["lr"] for group in optimizer.param_groups]
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["step"]
        log(f"resumed at step {done}")
    started, seen, sums = time.monotonic(), 0, {}
    for step in range(done, len(plan)):
        # One seed a step, so that a resumed run drops out the same units as an uninterrupted one.
        torch.manual_seed(SEED * 1_000_003 + step)
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * rate(step, len(plan))
        found = update(network, optimizer, plan[step][1], subwords, device)
        seen += sum(cut.length for cut in plan[step][1])
        for head, loss in found.items():
            total, count = sums.get(head, (0, 0))
            sums[head] = (total + loss, count + 1)
        if (step + 1) % 20 == 0:
            means = " ".join(f"{head} {total / count:.3f}" for head, (total, count) in sums.items())
            log(f"step {step + 1}/{len(plan)} {seen / (time.monotonic() - started):.0f} subwords/s {means}")
            sums = {}
        if (step + 1) % CHECKPOINT == 0 or step + 1 == len(plan):
            save(checkpoint, {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1})


def update(network, optimizer, batch, subwords, device):
    """One step; returns the losses by head."""
    inputs, targets, label_sets = tensors(batch, subwords)
    inputs = [t.to(device) for t in inputs]
    links = {kind: tuple(t.to(device) for t in columns) for kind, columns in targets.pop("links").items()}
    targets = {name: t.to(device) for name, t in targets.items()} | {"links": links}
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
