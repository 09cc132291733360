"""What the reader found → a spaCy Doc whose text is exactly the text that was read.

One space after a word is the word's own trailing space; any other white space is a token of its own (tag ``_SP``, pos ``SPACE``, lemma the
white space itself, relation ``dep``) that hangs on the token before it, or at the start of a text on the first word, so that every
sentence stays one tree. A text of white space alone is one such token, its own root.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, Span, Token

from .coreference import Link, chains

ATTRIBUTIONS, SCORES, ANTECEDENTS = "sitrep.attributions", "sitrep.scores", "sitrep.antecedents"


@dataclass(frozen=True)
class Attribution:
    """Somebody says, thinks or knows something: spans of the Doc in text order; `source` may be empty. `score` from 0 to 1."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


@dataclass(frozen=True)
class Antecedent:
    """A mention, by the token that heads it: the `kind` of what it refers to (read.labels.KINDS), the head of the mention before it that
    refers to the same, or None for the first; `score` from 0 to 1: how sure."""

    token: Token
    kind: str
    antecedent: Token | None
    score: float


@dataclass
class Reading:
    """What is known of a text's words: one entry a word. `heads` index words, a root its own; ranges are (first, end) of words."""

    upos: list
    xpos: list
    lemmas: list
    heads: list
    relations: list
    vectors: np.ndarray  # float16 (words, 384)
    names: list  # (first, end, label, score)
    attributions: list  # links.Linked
    coreference: list  # coreference.Link


def document(vocab, text, words, reading):
    """The Doc of a text, its words (start, end) and their Reading."""
    tokens, spaces, place = _tokens(text, words)
    at = np.flatnonzero(np.array(place) >= 0)  # token of each word
    columns = {"pos": ["SPACE"] * len(tokens), "tags": ["_SP"] * len(tokens), "lemmas": list(tokens), "deps": ["dep"] * len(tokens)}
    heads = [max(i - 1, 0) if len(at) and i > at[0] else (int(at[0]) if len(at) else 0) for i in range(len(tokens))]
    if tokens and not len(at):
        columns["deps"][0] = "ROOT"
    for word, token in enumerate(at):
        heads[token] = int(at[reading.heads[word]])
        columns["pos"][token], columns["tags"][token] = reading.upos[word], reading.xpos[word]
        columns["lemmas"][token], columns["deps"][token] = reading.lemmas[word], reading.relations[word]
    doc = Doc(vocab, words=tokens, spaces=spaces, heads=heads, **columns)
    doc.tensor = np.zeros((len(tokens), reading.vectors.shape[1]), np.float16)
    doc.tensor[at] = reading.vectors

    def tokens_of(first, end):
        return int(at[first]), int(at[end - 1]) + 1

    named = [(*tokens_of(first, end), label, score) for first, end, label, score in reading.names]
    doc.set_ents([Span(doc, a, b, label) for a, b, label, _ in named])
    doc.user_data[SCORES] = {(a, b): score for a, b, _, score in named}
    doc.user_data[ATTRIBUTIONS] = [
        (*([tokens_of(*part) for part in parts] for parts in (x.source, x.cue, x.content)), x.score) for x in reading.attributions
    ]
    doc.user_data[ANTECEDENTS] = [
        (int(at[x.word]), x.kind, int(at[x.antecedent]) if x.antecedent >= 0 else -1, x.score) for x in reading.coreference
    ]
    return doc


def _tokens(text, words):
    """Token strings, whether a space follows each, and the word that each is (-1: white space)."""
    tokens, spaces, place, at = [], [], [], 0
    for number, (start, end) in enumerate([*words, (len(text), len(text))]):
        gap = text[at:start]
        if gap.startswith(" ") and tokens:
            spaces[-1], gap = True, gap[1:]
        if gap:
            tokens.append(gap)
            spaces.append(False)
            place.append(-1)
        if number < len(words):
            tokens.append(text[start:end])
            spaces.append(False)
            place.append(number)
        at = end
    return tokens, spaces, place


def _spans(doc: Doc, parts: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(doc[a:b] for a, b in parts)


def _attributions(doc):
    return [
        Attribution(_spans(doc, source), _spans(doc, cue), _spans(doc, content), score)
        for source, cue, content, score in doc.user_data.get(ATTRIBUTIONS, ())
    ]


def _score(span):
    return span.doc.user_data.get(SCORES, {}).get((span.start, span.end))


def _antecedents(doc):
    return [Antecedent(doc[i], kind, doc[j] if j >= 0 else None, score) for i, kind, j, score in _linked(doc)]


def _linked(doc):
    return doc.user_data.get(ANTECEDENTS, ())


def _chains(doc):
    return [tuple(doc[i] for i in chain) for chain in chains([Link(*found) for found in _linked(doc)])]


# Plain numbers in user_data, turned into spans when asked for: so a Doc can be stored in a DocBin and holds no reference to itself.
Doc.set_extension("attributions", getter=_attributions, force=True)
Doc.set_extension("antecedents", getter=_antecedents, force=True)
Doc.set_extension("chains", getter=_chains, force=True)
Span.set_extension("score", getter=_score, force=True)
