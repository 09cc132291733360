"""The text, tokens and sentences of a Doc, kept for the texts at hand: spaCy makes them anew each time that it is asked for them."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

TEXTS = 2  # whose parts are kept


@lru_cache(maxsize=TEXTS)
def text_of(doc: Doc) -> str:
    """`doc.text`."""
    return doc.text


@lru_cache(maxsize=TEXTS)
def tokens_of(doc: Doc) -> list[Token]:
    """`list(doc)`; not to be changed."""
    return list(doc)


@lru_cache(maxsize=TEXTS)
def words_of(doc: Doc) -> list[tuple[Token, str, str, str]]:
    """Each token with its part of speech, its form and its lemma in lower case: spaCy looks them up anew at each question."""
    return [(t, t.pos_, t.lower_, t.lemma_.lower()) for t in tokens_of(doc)]


def tokens_in(span: Span) -> list[Token]:
    """`list(span)`."""
    return tokens_of(span.doc)[span.start : span.end]


@lru_cache(maxsize=TEXTS)
def _sentences(doc: Doc) -> tuple[list[int], list[Span]]:
    spans = list(doc.sents)
    return [s.start for s in spans], spans


def sentences_of(doc: Doc) -> list[Span]:
    """`list(doc.sents)`; not to be changed."""
    return _sentences(doc)[1]


def sentence_of(token: Token) -> Span:
    """`token.sent`, without going through the text to find it."""
    starts, spans = _sentences(token.doc)
    return spans[bisect_right(starts, token.i) - 1]
