"""The end of a run: the model folder that the reader loads, measured on the dev sets, with its card."""

import json
import shutil
from pathlib import Path

import torch

from .card import card
from .export import export
from .measure import measure


def finish(network, data, encoder, run, log):
    """Write RUN/model from a trained network, measure it if the scorers lie beside the data (``DATA/../score``), and say how it did."""
    folder = run / "model"
    model_folder(network, encoder, run, folder)
    log(f"exported to {folder}")
    scorers = data.parent / "score"
    figures = measure(folder, data, scorers, run / "predictions") if scorers.is_dir() else {}
    for title, lines in figures.items():
        log(f"{title}\n{lines}")
    steps = torch.load(run / "checkpoint.pt", map_location="cpu")["step"]
    (folder / "MODEL_CARD.md").write_text(card(figures, steps), encoding="utf-8")


def model_folder(network, encoder, run, folder):
    """Write everything that read.Reader loads; the ONNX file last, so that a folder with it is whole."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    network = network.cpu().eval()
    distances = {kind: [round(x, 5) for x in values.tolist()] for kind, values in network.distance.items()}
    (folder / "distances.json").write_text(json.dumps(distances) + "\n", encoding="utf-8")
    for name in ("labels.json", "lemmas.json"):
        shutil.copyfile(run / name, folder / name)
    shutil.copyfile(encoder / "tokenizer.json", folder / "tokenizer.json")
    export(network, folder)
