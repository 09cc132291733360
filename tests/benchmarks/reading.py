"""python tests/benchmarks/reading.py TEXTS.jsonl [--texts 200]

How fast the reader reads the "text" of each line, in tokens (words and punctuation) a second: on one thread and on two, beside spaCy's
blank English tokenizer and beside onnxruntime's bare forward pass over the same windows; and what the process then holds in memory.
Rounds of all ways are interleaved and their best times compared, for timings vary between runs.
"""

import argparse
import json
import resource
import time
from types import SimpleNamespace

import spacy

from sitrep.read import Reader
from sitrep.read.words import split

ROUNDS = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts")
    parser.add_argument("--texts", dest="most", type=int, default=200)
    args = parser.parse_args()
    with open(args.texts, encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line, _ in zip(file, range(args.most), strict=False)]
    begin = time.perf_counter()
    one = Reader.load()
    one.read("The first sentence.")
    print(f"loading and first Doc   {time.perf_counter() - begin:6.2f} s")
    two, blank = Reader.load(threads=2), spacy.blank("en")
    inputs = fed(one, texts)
    ways = {
        "reader, one thread": lambda: [one.read(text) for text in texts],
        "reader, two threads": lambda: [two.read(text) for text in texts],
        "bare forward pass": lambda: [session.run(None, feed) for session, feed in inputs],
        "spaCy's tokenizer": lambda: [blank(text) for text in texts],
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begin = time.perf_counter()
            way()
            best[name] = min(best[name], time.perf_counter() - begin)
    tokens = sum(len(split(text)) for text in texts)
    print(f"{len(texts)} texts, {tokens} tokens, {len(inputs) // 2} windows")
    for name, seconds in best.items():
        print(f"{name:22} {tokens / seconds:9.0f} tokens/s, {best['reader, one thread'] / seconds:6.2f} times the reader's speed")
    own = 1 - best["bare forward pass"] / best["reader, one thread"]
    print(f"own code around the model: {100 * own:.0f} % of the reader's time")
    print(f"resident memory, at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def fed(reader, texts):
    """What the two graphs of the model are fed for the texts, [(session, inputs)] in their order: one call of each a window."""
    record = []
    sessions = reader.session, reader.relations
    reader.session, reader.relations = (
        SimpleNamespace(run=lambda names, feed, session=session: record.append((session, feed)) or session.run(names, feed))
        for session in sessions
    )
    for text in texts:
        reader.read(text)
    reader.session, reader.relations = sessions
    return record


if __name__ == "__main__":
    main()
