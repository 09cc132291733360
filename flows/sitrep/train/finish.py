"""The end of a run: the model folder that the reader loads, measured on the dev sets, with its card."""

import json
import shutil
from pathlib import Path

import torch

from .card import card
from .export import export
from .measure import measure


def finish(network, data, encoder, run, log):
    """Write RUN/model from a trained network (and RUN/float, the same without int8), measure both if the scorers lie beside the data
    (``DATA/../score``), and say how they did."""
    figures, scorers = {}, data.parent / "score"
    for name, exact in (("model", False), ("float", True)):
        model_folder(network, encoder, run, run / name, exact)
        log(f"exported to {run / name}")
        figures[name] = measure(run / name, data, scorers, run / "predictions" / name) if scorers.is_dir() else {}
        for title, lines in figures[name].items():
            log(f"{name}: {title}\n{lines}")
    steps = torch.load(run / "checkpoint.pt", map_location="cpu")["step"]
    (run / "model" / "MODEL_CARD.md").write_text(card(figures["model"], figures["float"], steps), encoding="utf-8")


def model_folder(network, encoder, run, folder, exact=False):
    """Write everything that read.Reader loads; the ONNX file last, so that a folder with it is whole. exact: without int8."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    network = network.cpu().eval()
    pairs = {"same_form": network.same_form, "steps": network.steps}
    distances = {name: [round(x, 5) for x in values.tolist()] for name, values in [*network.distance.items(), *pairs.items()]}
    (folder / "distances.json").write_text(json.dumps(distances) + "\n", encoding="utf-8")
    for name in ("labels.json", "lemmas.json"):
        shutil.copyfile(run / name, folder / name)
    shutil.copyfile(encoder / "tokenizer.json", folder / "tokenizer.json")
    export(network, folder, exact)
