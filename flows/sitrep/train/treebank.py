"""CoNLL-U → documents: the text as it was written, its words with offsets, tags, lemmas, trees, and (in GUM) named entities and
mentions with their chains."""

import re
from dataclasses import dataclass, field

# GUM's entity types that are names of ours when the mention is a proper noun.
GUM_LABELS = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVENT"}
NAME_TAGS = {"NNP", "IN", "DT", "CD", "HYP", "POS", "CC"}


@dataclass
class Sentence:
    """One tree. `words` are (start, end) in the document's text; `heads` index words of the sentence, -1 for the root."""

    words: list = field(default_factory=list)
    upos: list = field(default_factory=list)
    xpos: list = field(default_factory=list)
    lemmas: list = field(default_factory=list)
    heads: list = field(default_factory=list)
    relations: list = field(default_factory=list)
    names: list = field(default_factory=list)  # (first word, last word + 1, label)
    mentions: list = field(default_factory=list)  # (head word, first word, last word + 1, chain, kind)


@dataclass
class Document:
    """`text` joins the sentences by one space, or a blank line where a paragraph starts."""

    id: str
    text: str = ""
    sentences: list = field(default_factory=list)
    has_names: bool = False


def documents(path):
    """Yield the documents of a CoNLL-U file."""
    document, entities = None, None
    with open(path, encoding="utf-8") as file:
        blocks = file.read().strip().split("\n\n")
    for block in blocks:
        new = re.search(r"^# newdoc id = (\S+)", block, re.M)
        if new:
            if document:
                yield document
            document = Document(new.group(1), has_names="# global.Entity" in block)
            entities = OpenEntities()
        if document.text:
            document.text += "\n\n" if re.search(r"^# newpar", block, re.M) else " "
        surface = re.search(r"^# text = (.*)$", block, re.M).group(1)
        document.sentences.append(_sentence(block, surface, len(document.text), entities))
        document.text += surface
    if document:
        yield document


def _sentence(block, surface, base, entities):
    sentence, at, whole, until = Sentence(), 0, None, 0
    for line in block.split("\n"):
        columns = line.split("\t")
        if line.startswith("#") or "." in columns[0]:
            continue
        form = columns[1]
        if "-" in columns[0]:
            start = surface.index(form, at)
            whole, until = (start, start + len(form)), int(columns[0].split("-")[1])
            continue
        if whole:
            # A part of a contraction has its own characters where its form is found in the whole ("do", "n't"), else all of them.
            start = surface.find(form, at, whole[1])
            start, end = (start, start + len(form)) if start >= 0 else whole
            at = end if end <= whole[1] and (start, end) != whole else at
            if int(columns[0]) == until:
                at, whole = whole[1], None
        else:
            start = surface.index(form, at)
            end = at = start + len(form)
        sentence.words.append((base + start, base + end))
        for values, column in ((sentence.lemmas, 2), (sentence.upos, 3), (sentence.xpos, 4), (sentence.relations, 7)):
            values.append(columns[column])
        sentence.heads.append(int(columns[6]) - 1)
        entities.read(columns[9], len(sentence.words) - 1)
    sentence.names, sentence.mentions = entities.names(sentence), entities.mentions(sentence)
    entities.forget()
    return sentence


class OpenEntities:
    """GUM's bracketed ``Entity=`` column: "(12-person-giv:act-…-1-coref-Boris_Johnson" opens a mention, "12)" closes it."""

    def __init__(self):
        self._open, self._found = [], []

    def read(self, misc, word):
        value = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        for opening, closing in re.findall(r"\(([^()]+)|([^()]+)?\)", value.group(1)) if value else ():
            if opening:
                parts = opening.split("-")
                self._open.append((parts[0], word, parts[1], parts[5] if len(parts) > 5 else ""))
            # "(5-place-…)" opens and closes on one word: the pattern then gives an empty closing.
            else:
                self._close(closing, word)

    def _close(self, name, word):
        for i in range(len(self._open) - 1, -1, -1):
            if name in ("", None, self._open[i][0]):
                chain, first, kind, minimal = self._open.pop(i)
                self._found.append((first, word + 1, kind, minimal, chain))
                return

    def names(self, sentence):
        """Outermost mentions that are names, without a leading article, a closing 's and what a comma adds."""
        chosen = []
        for first, end, kind, minimal, _ in sorted(self._found, key=lambda m: (m[0], -m[1])):
            heads = [first + int(i) - 1 for i in re.findall(r"\d+", minimal)]
            heads = [i for i in heads if first <= i < end] or [end - 1]
            tags = {sentence.xpos[i][:3] for i in heads}
            if kind not in GUM_LABELS or "NNP" not in tags or not tags <= NAME_TAGS:
                continue
            first, end = _core(sentence, first, end, heads[0])
            if first < end and (not chosen or first >= chosen[-1][1]):
                chosen.append((first, end, GUM_LABELS[kind]))
        return chosen

    def mentions(self, sentence):
        """One mention a head word, in text order: of two with one head (a coordination and its first part) the shorter."""
        by_head = {}
        for first, end, kind, _, chain in sorted(self._found, key=lambda m: (m[1] - m[0], m[0])):
            head = next((i for i in range(first, end) if not first <= sentence.heads[i] < end), first)
            by_head.setdefault(head, (head, first, end, chain, kind))
        return [by_head[head] for head in sorted(by_head)]

    def forget(self):
        """Mentions end with their sentence."""
        self._open, self._found = [], []


def _core(sentence, first, end, head):
    """The name inside a mention: from after its articles to the first comma, bracket or clause behind its head."""
    while first < head and sentence.upos[first] in ("DET", "PRON", "PUNCT"):
        first += 1
    stop = next((i for i in range(head + 1, end) if sentence.upos[i] in ("PUNCT", "PRON", "SCONJ") and sentence.xpos[i] != "HYPH"), end)
    while stop > head + 1 and sentence.upos[stop - 1] in ("PART", "CCONJ"):
        stop -= 1
    return first, stop
