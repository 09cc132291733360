"""The coded data sets → encoded texts with targets, one class for each kind of supervision."""

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sitrep.read.coreference import word_class
from sitrep.read.labels import KINDS, ROLES
from sitrep.read.sentences import paragraph_starts, probable_starts
from sitrep.read.words import split

from .treebank import documents

# Entity= of these GUM genres is in the names file already, with its dates.
GENRES_WITH_NAMES = ("GUM_bio_", "GUM_interview_", "GUM_news_", "GUM_speech_")
GUM_LABEL_SET = ("EVENT", "LOC", "ORG", "PER")
ONE_LABEL = {"GPE": "LOC", "FAC": "LOC"}


# re3d codes every mention of an actor ("we", "the soldiers", "the SDF"): all of them are for one head, the names in them for the other.
MENTIONS = "re3d"
NOT_IN_A_NAME = frozenset(
    "the a an this that these those all some any no each both many most such other he she it they we i you him her them us who his its "
    "their our my your there here".split()
)


@dataclass
class Example:
    """One text, cut into words and encoded; the targets that its data set knows, one value a word, are in `targets`."""

    pieces: Any  # read.subwords.Pieces
    starts: list  # bool a word: a window may begin here
    targets: dict = field(default_factory=dict)
    label_set: tuple = ()
    links: list = field(default_factory=list)  # (kind, from word, to word or -1 for nothing)
    mentions: list = field(default_factory=list)  # (head word, chain, word class, form in lower case), in text order


def encode(text, words, subwords):
    """The words (start, end) of a text as Pieces."""
    spaced = [i == 0 or words[i - 1][1] < start for i, (start, _) in enumerate(words)]
    return subwords.pieces([text[a:b] for a, b in words], paragraph_starts(text, words), spaced)


def syntax(path, labels, rules, subwords, held_out=frozenset()):
    """Documents of a CoNLL-U file with tags, trees, sentence starts, and GUM's names, mentions and chains; `rules` gives the edit rule
    of a word, or None. The chains of documents `held_out` (ids) are left out."""
    index = {name: {label: i for i, label in enumerate(getattr(labels, name))} for name in ("upos", "xpos", "rules", "relations", "names")}
    for document in documents(path):
        words, targets, mentions = [], {k: [] for k in ("upos", "xpos", "rules", "heads", "relations", "starts", "names", "kinds")}, []
        for sentence in document.sentences:
            base = len(words)
            forms = [document.text[a:b] for a, b in sentence.words]
            words.extend(sentence.words)
            targets["upos"].extend(index["upos"][x] for x in sentence.upos)
            targets["xpos"].extend(index["xpos"].get(x, -1) for x in sentence.xpos)
            targets["rules"].extend(index["rules"].get(rules(f, m), -1) for f, m in zip(forms, sentence.lemmas, strict=True))
            targets["heads"].extend(-1 if h < 0 else base + h for h in sentence.heads)
            targets["relations"].extend(index["relations"].get(x, -1) for x in sentence.relations)
            targets["starts"].extend([1] + [0] * (len(forms) - 1))
            targets["names"].extend(index["names"][x] for x in bio_tags(len(forms), sentence.names))
            kinds = [0] * len(forms)
            for head, _, _, chain, kind in sentence.mentions:
                kinds[head] = KINDS.index(kind)
                mentions.append((base + head, chain, word_class(sentence.upos[head]), forms[head].lower()))
            targets["kinds"].extend(kinds)
        chained = document.has_names
        named = chained and not document.id.startswith(GENRES_WITH_NAMES)
        if not named:
            del targets["names"]
        if not chained or document.id in held_out:
            mentions = []
            del targets["kinds"]
        starts = [bool(x) for x in targets["starts"]]
        yield Example(encode(document.text, words, subwords), starts, arrays(targets), GUM_LABEL_SET if named else (), mentions=mentions)


def names(path, labels, subwords, rng, most=24, repeated=None):
    """Records of the names file, runs of one source joined into texts of up to `most` sentences (a reader sees articles, not sentences).

    repeated: {source: how often its records are given}, for small sources.
    """
    index = {label: i for i, label in enumerate(labels.names)}
    with open(path, encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    records += [r for source, times in sorted((repeated or {}).items()) for _ in range(times - 1) for r in records if r["source"] == source]
    common = {word for record in records for word in record["text"].split() if word.islower()}
    for group in runs_of(records, lambda r: r["source"], most):
        text, spans, mentions, breaks = "", [], [], set()
        for record in group:
            if text:
                text += "\n\n" if rng.random() < 0.3 else " "
            breaks.add(len(text))
            for entity in record["entities"]:
                label = ONE_LABEL.get(entity["label"], entity["label"])
                start = entity["start"]
                if record["source"] == MENTIONS:
                    mentions.append((start + len(text), entity["end"] + len(text), label))
                    start = name_start(record["text"], start, entity["end"], label, common)
                if start is not None:
                    spans.append((start + len(text), entity["end"] + len(text), label))
            text += record["text"]
        words = split(text)
        targets = {"names": tagged(words, spans, index)}
        if group[0]["source"] == MENTIONS:
            targets["mentions"] = tagged(words, mentions, index)
        starts = [a in breaks for a, _ in words]
        label_set = tuple(sorted({ONE_LABEL.get(x, x) for x in group[0]["label_set"]}))
        yield Example(encode(text, words, subwords), starts, arrays(targets), label_set)


def tagged(words, spans, index):
    """The number of each word's BIO label, from spans (start, end, label) of characters."""
    tags = bio_tags(len(words), [s for s in (word_span(words, a, b, label) for a, b, label in spans) if s])
    return [index[tag] for tag in tags]


def name_start(text, start, end, label, common):
    """Where the name in a mention of re3d starts: behind articles and what is written small; None for a mention that names nobody.

    common: words that the data writes small somewhere, by which a capital at the start of a sentence is known to mean nothing.
    """
    if label not in ("PER", "ORG", "LOC"):
        return start
    words = [(start + a, text[start + a : start + b]) for a, b in split(text[start:end])]
    while words and words[0][1].lower() in NOT_IN_A_NAME and words[0][1] != "US":
        words = words[1:]
    if len(words) == 1 and words[0][0] == 0 and words[0][1].lower() in common:
        return None
    for at, word in words:
        if not word[0].islower() and word[0].isalnum() or word in ("al", "el", "ash"):
            return at
        if label == "PER":
            return None
    return None


def attributions(path, labels, subwords):
    """Articles with source, cue and content as BIO roles, and links from each content to its cue, each cue to its source."""
    index = {label: i for i, label in enumerate(labels.roles)}
    with open(path, encoding="utf-8") as file:
        for record in map(json.loads, file):
            text = record["text"]
            words = split(text)
            spans, links = [], []
            for attribution in record["attributions"]:
                found = {r: [s for s in (word_span(words, a, b, r) for a, b in attribution[r]) if s] for r in ROLES}
                spans.extend(s for role in ROLES for s in found[role])
                if found["cue"]:
                    cue = found["cue"][0][0]
                    links.extend(("cue", content[0], cue) for content in found["content"])
                    links.append(("source", cue, found["source"][0][0] if found["source"] else -1))
            roles = [index[t] for t in bio_tags(len(words), sorted(set(spans)))]
            yield Example(encode(text, words, subwords), probable_starts(text, words), arrays({"roles": roles}), links=links)


def runs_of(records, key, most):
    """Neighbouring records with equal key, in lists of up to `most`."""
    group = []
    for record in records:
        if group and (key(record) != key(group[0]) or len(group) == most):
            yield group
            group = []
        group.append(record)
    if group:
        yield group


def word_span(words, start, end, label):
    """Characters → (first word, last word + 1, label), or None when no word shares a character with them."""
    starts = np.array([a for a, _ in words])
    ends = np.array([b for _, b in words])
    first, last = int(np.searchsorted(ends, start, "right")), int(np.searchsorted(starts, end, "left"))
    return (first, last, label) if first < last else None


def bio_tags(length, spans):
    """One BIO label a word from (first, end, label) spans; where spans overlap the first one stands."""
    tags = ["O"] * length
    for first, end, label in spans:
        if all(tag == "O" for tag in tags[first:end]):
            tags[first:end] = [f"B-{label}"] + [f"I-{label}"] * (end - first - 1)
    return tags


def arrays(targets):
    return {name: np.array(values, np.int64) for name, values in targets.items()}
