"""Docs written out word by word, so that a test of who is who needs no model."""

from __future__ import annotations

from datetime import date

import spacy
from spacy.tokens import Doc, Span

from sitrep.resolve.actors import resolve_actors
from sitrep.resolve.registry import registry

LEMMAS = {
    "men": "man",
    "women": "woman",
    "identified": "identify",
    "spoke": "speak",
    "militants": "militant",
    "soldiers": "soldier",
    "residents": "resident",
    "pilgrims": "pilgrim",
    "released": "release",
    "said": "say",
}
VOCAB = spacy.blank("en").vocab
DAY = date(2021, 6, 28)


def read(*sentences: str) -> Doc:
    "A Doc from lines of word/UPOS/TAG/relation/head, the head counted from 1 within its sentence, 0 for the root;"
    "`[PER …]` marks names."
    words, pos, tags, deps, heads, ents = [], [], [], [], [], []
    for sentence in sentences:
        base, label, start = len(words), None, 0
        for item in sentence.split():
            if item.startswith("["):
                label, start = item[1:], len(words)
                continue
            if item == "]":
                ents.append((start, len(words), label))
                continue
            word, upos, tag, dep, head = item.rsplit("/", 4)
            words.append(word)
            pos.append(upos)
            tags.append(tag)
            deps.append("ROOT" if dep == "root" else dep)
            heads.append(len(words) - 1 if head == "0" else base + int(head) - 1)
    lemmas = [w if p == "PROPN" else LEMMAS.get(w, w.lower()) for w, p in zip(words, pos, strict=True)]
    spaces = [w not in {"-", "("} and following not in {"-", ".", ",", ")"} for w, following in zip(words, [*words[1:], "."], strict=True)]
    doc = Doc(VOCAB, words=words, spaces=spaces, pos=pos, tags=tags, lemmas=lemmas, deps=deps, heads=heads)
    doc.ents = [Span(doc, a, b, label=label) for a, b, label in ents]
    return doc


def span(doc: Doc, text: str, nth: int = 0) -> Span:
    words = text.split()
    found = [i for i in range(len(doc)) if [t.text for t in doc[i : i + len(words)]] == words]
    return doc[found[nth] : found[nth] + len(words)]


def actors(doc: Doc, *texts: str | tuple[str, int], **options):
    spans = [span(doc, *((t,) if isinstance(t, str) else t)) for t in texts]
    found = resolve_actors(doc, spans, registry=registry(), published=options.pop("published", DAY), **options)
    return found, [found.of(s) for s in spans]
