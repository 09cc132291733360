"""The end of a run: the model folder that the reader loads, measured on the dev sets."""

import json
import shutil
from pathlib import Path

import numpy as np

from .export import export, pair_weights


def model_folder(network, encoder, run, folder):
    """Write everything that read.Reader loads; the ONNX file last, so that a folder with it is whole."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    network = network.cpu().eval()
    pairs, distances = pair_weights(network)
    np.save(folder / "pairs.npy", pairs)
    (folder / "distances.json").write_text(json.dumps(distances) + "\n", encoding="utf-8")
    for name in ("labels.json", "lemmas.json"):
        shutil.copyfile(run / name, folder / name)
    shutil.copyfile(encoder / "tokenizer.json", folder / "tokenizer.json")
    export(network, folder / "reader.onnx")
