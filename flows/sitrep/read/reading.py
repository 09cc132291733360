"""The reader: text → spaCy Doc with tags, lemmas, tree, names, attributions and coreference, from one ONNX model."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path

import numpy as np
import onnxruntime
from spacy.lang.en import English
from spacy.vocab import create_vocab
from tokenizers import Tokenizer

from . import coreference, links, repairs, trees
from .document import Reading, document
from .labels import Labels
from .lemmas import Lemmas
from .names import mentions, names
from .sentences import paragraph_starts, probable_starts
from .subwords import Pieces, Subwords
from .windows import cover
from .words import split

SHIPPED = Path(__file__).parent / "model"
FILES = ("reader.onnx", "tokenizer.json", "labels.json", "lemmas.json", "distances.json", "relations.onnx")


@dataclass(frozen=True)
class Encoded:
    """A text as the model takes it: `words` (start, end), their `forms`, how each begins (`line`), their subwords."""

    words: list
    forms: list
    line: np.ndarray
    pieces: Pieces


@dataclass(frozen=True)
class Heads:
    """The words that head mentions, with the `kinds` of those; `start` and `end`: what the model says of them as mention and as antecedent,
    arrays (mentions, width), one a window."""

    words: list
    kinds: list
    start: list
    end: list

    def add(self, out, kinds, begin):
        """Take the mentions from the outputs of the words from `begin` on."""
        best = out["kinds"].argmax(1)
        found = np.flatnonzero(best)
        self.words.extend((found + begin).tolist())
        self.kinds.extend(kinds[i] for i in best[found])
        self.start.append(out["antecedent_from"][found])
        self.end.append(out["antecedent_to"][found])


class Reader:
    """Made by `Reader.load`. A text's Doc depends on that text alone, never on what was read before."""

    def __init__(self, folder, threads=1):
        self.folder = Path(folder)
        missing = [name for name in FILES if not (self.folder / name).is_file()]
        if missing:
            raise FileNotFoundError(
                f"the reader's model is incomplete: {', '.join(missing)} missing in {self.folder}. It ships inside the package: "
                "reinstall sitrep, or make one with `python -m sitrep.train` and give its folder to Reader.load(path)"
            )
        self.labels = self._loaded("labels.json", Labels.load)
        self.lemmas = Lemmas(self._loaded("lemmas.json", _json))
        self.distances = {kind: np.array(values, np.float32) for kind, values in self._loaded("distances.json", _json).items()}
        self.subwords = Subwords(self._loaded("tokenizer.json", lambda path: Tokenizer.from_file(str(path))))
        session = partial(_session, threads=threads)
        self.session, self.relations = (self._loaded(name, session) for name in ("reader.onnx", "relations.onnx"))
        self.outputs = [output.name for output in self.session.get_outputs()]
        self.width = next(output.shape[1] for output in self.session.get_outputs() if output.name == "hidden")
        self.forget_words()

    @classmethod
    def load(cls, path=None, threads=1):
        """The reader of a model folder; of the one in the package by default.

        threads: of the model's products. As many processes of one thread each as there are cores read more than one process of many.
        Raises FileNotFoundError when files are missing, ValueError when one is damaged.
        """
        return cls(SHIPPED if path is None else path, threads)

    @cached_property
    def version(self):
        """Twelve hexadecimal digits that change whenever a file of the model does."""
        whole = hashlib.sha256()
        for name in FILES:
            whole.update(name.encode() + b"\0" + hashlib.sha256((self.folder / name).read_bytes()).digest())
        return whole.hexdigest()[:12]

    def read(self, text, scheme="names"):
        """The Doc of a text; `doc.text == text` for any text.

        `doc.ents` are its names, or with scheme "mentions" what re3d codes: names, descriptions and pronouns of actors and places.
        `doc._.attributions` lists who says what (see Attribution), `doc._.antecedents` what its mentions refer back to (see Antecedent),
        `doc._.chains` the tokens that head mentions of one thing.
        Raises ValueError for another scheme.
        """
        if scheme not in ("names", "mentions"):
            raise ValueError(f"no scheme {scheme!r}; there are names and mentions")
        words = split(text)
        return document(self.vocab, text, words, self._reading(text, words, scheme))

    def forget_words(self):
        """Begin a new vocabulary: one keeps every word that it has ever seen. Docs keep theirs."""
        self.vocab = create_vocab("en", English.Defaults)  # what English() has, without its tokenizer, which takes 0.1 s to build

    def _loaded(self, name, load):
        try:
            return load(self.folder / name)
        except Exception as error:  # each library has errors of its own for a file that is cut short
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            remedy = "reinstall sitrep, or make a model with `python -m sitrep.train`"
            raise ValueError(f"{self.folder / name} is damaged ({reason}): {remedy}") from None

    def _reading(self, text, words, scheme):
        vectors = np.zeros((len(words), self.width), np.float16)
        reading, heads = Reading([], [], [], [], [], vectors, [], [], []), Heads([], [], [], [])
        encoded = self._encoded(text, words)
        for window in cover(encoded.pieces.first, probable_starts(text, words)):
            self._read_window(window, encoded, reading, heads, scheme)
        repairs.one_subject(encoded.forms, reading.upos, reading.heads, reading.relations)
        repairs.one_hearer(reading.upos, reading.heads, reading.relations)
        repairs.no_pronoun(encoded.forms, reading.upos, reading.xpos)
        repairs.passive_verb(reading.upos, reading.xpos, reading.heads, reading.relations)
        repairs.object_before_mark(encoded.forms, reading.heads, reading.relations)
        repairs.left_so(encoded.forms, reading.upos, reading.heads, reading.relations)
        reading.coreference = self._coreference(heads, encoded.forms, reading.upos)
        return reading

    def _encoded(self, text, words):
        forms, line = [text[a:b] for a, b in words], paragraph_starts(text, words)
        spaced = [i == 0 or words[i - 1][1] < start for i, (start, _) in enumerate(words)]
        return Encoded(words, forms, np.array(line), self.subwords.pieces(forms, line, spaced))

    def _coreference(self, heads, forms, upos):
        """The Links of all mentions of a text."""
        if not heads.words:
            return []
        classes = [coreference.word_class(upos[i]) for i in heads.words]
        spelt = [forms[i].lower() for i in heads.words]
        start, end = np.concatenate(heads.start), np.concatenate(heads.end)
        return coreference.antecedents(heads.words, heads.kinds, classes, spelt, start, end, self.distances)

    def _read_window(self, window, encoded, reading, heads, scheme):
        """Add what the window says about the words that no earlier window has answered for."""
        begin, forms = len(reading.upos), encoded.forms
        out = self._run(*self.subwords.window(encoded.pieces, window.start, window.end))
        starts = (out["starts"][1:, 0] > 0) | (encoded.line[window.start : window.end] == 2)
        end = _border(window, starts, begin, len(forms))
        first, last = begin - window.start, end - window.start
        own = {name: values[1:][first:last] for name, values in out.items()}
        starts = starts[first:last]
        starts[0] = True
        upos, tags, rules = ([getattr(self.labels, head)[i] for i in own[head].argmax(1)] for head in ("upos", "xpos", "rules"))
        reading.upos.extend(upos)
        reading.xpos.extend(tags)
        reading.lemmas.extend(map(self.lemmas.lemma, forms[begin:end], tags, rules))
        tree = np.concatenate([_sentence_heads(out["arc"], first, a, b) for a, b in _ranges(starts)])
        reading.relations.extend(self._relations(out, first, tree))
        reading.heads.extend(begin + (i if head < 0 else head) for i, head in enumerate(tree.tolist()))
        reading.vectors[begin:end] = own["hidden"]
        if scheme == "names":
            found = names(own["names"], self.labels.names, encoded.words[begin:end], forms[begin:end], upos)
        else:
            found = mentions(own["mentions"], self.labels.mentions, forms[begin:end], tree, reading.relations[begin:end])
        reading.names.extend((a + begin, b + begin, kind, score) for a, b, kind, score in found)
        for one in links.attributions(out, self.labels.roles, self.distances):
            if first <= one.cue[0][0] < last:
                reading.attributions.append(_shifted(one, window.start))
        heads.add(own, self.labels.kinds, begin)

    def _run(self, ids, features, first):
        """Outputs by name, position 0 being [CLS]; the classifier's parts under the names of their heads."""
        out = dict(zip(self.outputs, self.session.run(None, {"ids": ids, "features": features, "first": first}), strict=True))
        sizes = self.labels.classes()
        edges = np.cumsum(list(sizes.values()))[:-1]
        out.update(zip(sizes, np.split(out.pop("classes"), edges, axis=1), strict=True))
        return out

    def _relations(self, out, first, heads):
        """The relation of each of a window's words from `first` on to its head (counted from `first`; -1: the root, [CLS])."""
        head = out["relation_to"][np.where(heads < 0, 0, heads + first + 1)]
        dependent = out["relation_from"][1 + first :][: len(heads)]
        (scores,) = self.relations.run(None, {"dependent": np.ascontiguousarray(dependent), "head": head})
        root = self.labels.relations.index("root")
        scores[:, root] = np.where(heads < 0, np.inf, -np.inf)
        return ["ROOT" if i == root else self.labels.relations[i] for i in scores.argmax(1)]


def _json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _session(path, threads):
    """Idle threads must not spin on a shared machine. Sum and normalisation stay apart: fused, they take six times as long."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"])


def _border(window, starts, begin, words):
    """The word at which the next window takes over: the sentence start nearest to the window's border, in what both show."""
    if window.end == words:
        return words
    candidates = np.flatnonzero(starts) + window.start
    candidates = candidates[(candidates >= window.shared) & (candidates > begin)]
    return int(candidates[np.abs(candidates - window.border).argmin()]) if len(candidates) else window.border


def _sentence_heads(arcs, first, a, b):
    """Heads of the words a to b, counted like them from word `first` of the window; -1 is the root."""
    words = np.arange(first + a + 1, first + b + 1)
    found = trees.heads(arcs[np.ix_(words, np.append(0, words))])
    return np.where(found < 0, -1, found + a)


def _ranges(starts):
    """Sentences [(first, end)] from a row of bools whose first is set."""
    at = np.flatnonzero(starts)
    return list(zip(at, np.append(at[1:], len(starts)), strict=True))


def _shifted(found, by):
    source, cue, content = (tuple((a + by, b + by) for a, b in part) for part in (found.source, found.cue, found.content))
    return links.Linked(source, cue, content, found.score)


@lru_cache(maxsize=1)
def reader():
    """The reader of the model in the package, loaded once a process."""
    return Reader.load()
