"""Read the dev sets with an exported model and score the result with the scorers that lie beside the data."""

import json
import subprocess
import sys

from sitrep.read import Reader
from sitrep.read.annotate import attributions_record, names_record, scheme, syntax_record

from .chains import gold_chains, read_chains, score

NAMES, ATTRIBUTIONS = "names/ner_dev.jsonl", "statements/polnear_dev.jsonl"
TREEBANKS = {"GUM": "syntax/gum-dev.conllu", "EWT": "syntax/ewt-dev.conllu"}


def measure(folder, data, scorers, work):
    """{title: what the scorer printed}; predictions are left in the folder `work`."""
    reader = Reader.load(folder)
    work.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, gold in TREEBANKS.items():
        texts = _run(scorers / "score_syntax.py", "--texts", data / gold).splitlines()
        predicted = _predict(reader, map(json.loads, texts), syntax_record, work / f"{name}.jsonl")
        found[f"Tags and trees from raw text, {name} dev"] = _run(scorers / "score_syntax.py", data / gold, predicted)
    pairs = [(gold, read_chains(reader.read(text))) for text, gold in gold_chains(data / TREEBANKS["GUM"])]
    found["Coreference from raw text, GUM dev (head words of mentions, without singletons)"] = score(pairs)
    predicted = _predict(reader, _records(data / NAMES), names_record, work / "names.jsonl")
    found["Names, dev"] = _run(scorers / "score_names.py", data / NAMES, predicted)
    predicted = _predict(
        reader, _records(data / ATTRIBUTIONS), lambda doc: attributions_record(doc._.attributions), work / "attributions.jsonl"
    )
    for title, option in (("Attributions, PolNeAR dev", ()), ("Attributions of speech, PolNeAR dev", ("--speech",))):
        found[title] = _run(scorers / "score_attributions.py", data / ATTRIBUTIONS, predicted, *option)
    return found


def _records(path):
    with open(path, encoding="utf-8") as file:
        yield from map(json.loads, file)


def _predict(reader, records, form, path):
    with open(path, "w", encoding="utf-8") as file:
        for record in records:
            file.write(
                json.dumps(
                    {"id": record["id"], **form(reader.read(record["text"], scheme(record.get("label_set", ()))))}, ensure_ascii=False
                )
                + "\n"
            )
    return path


def _run(*command):
    return subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True, text=True).stdout
