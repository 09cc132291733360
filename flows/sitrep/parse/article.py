"""A raw document to an article: the words to read, told apart from what stands around them, with what is known of their origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sitrep.article import Article, RawDocument, Reject
from sitrep.collect.published import published_at
from sitrep.parse import html, markdown
from sitrep.parse.dateline import dateline
from sitrep.parse.decode import NotText, clean, decode
from sitrep.parse.language import foreign_language
from sitrep.parse.paragraphs import paragraphs
from sitrep.parse.plain import Layout, layout
from sitrep.parse.truecase import truecase

MIN_WORDS = 5
MAX_TOKENS = 10_000  # words and marks; reading takes a millisecond for each, and no article should take more than ten seconds
TOKEN = re.compile(r"\w+|[^\w\s]")

Extracted = tuple[list[str], dict[str, Any]]


def parse(raw: RawDocument) -> Article | Reject:
    """The article in a raw document, or why there is none. Never raises, whatever the bytes are.

    Rejects: `empty`, `binary`, `too_short` (under five words), `too_long`, `not_english`.
    """
    extract = EXTRACTORS.get(raw.media_type, _plain)
    try:
        if not raw.data.strip():
            return _reject(raw, "empty", "The document is empty: give it a text, or take it out of the source.")
        found, own = extract(raw.data)
    except NotText as error:
        return _reject(raw, "binary", f"The document is not text: it {error}. Convert it to text or HTML first.")
    # A page knows least about itself: its words are overruled by whoever collected it.
    meta = {**own, **{key: value for key, value in raw.meta.items() if value not in (None, "")}}
    if "published" in own and "published" not in raw.meta:
        meta["published_basis"] = "html" if raw.media_type == "text/html" else "sidecar"
    parts = layout(found, title=_string(meta, "title"))
    return _article(raw, parts, meta)


def parse_text(text: str, published: str | None = None, title: str | None = None, source_uri: str = "text") -> Article | Reject:
    """The article in a string, for one who has no file: `parse` of its UTF-8 bytes. `published`: ISO 8601."""
    meta = {key: value for key, value in {"title": title, "published": published}.items() if value}
    return parse(RawDocument(source_uri, clean(text).encode(), "text/plain", meta))


def _plain(data: bytes) -> Extracted:
    return paragraphs(decode(data)), {}


def _markdown(data: bytes) -> Extracted:
    return markdown.extract(decode(data))


EXTRACTORS: Mapping[str, Callable[[bytes], Extracted]] = {"text/html": html.extract, "text/markdown": _markdown, "text/plain": _plain}


def _article(raw: RawDocument, parts: Layout, meta: Mapping[str, Any]) -> Article | Reject:
    text = "\n\n".join(parts.paragraphs)
    if not text:
        return _reject(raw, "empty", "No text is left beside page furniture: check that the document holds an article.")
    if len(text.split()) < MIN_WORDS:
        return _reject(raw, "too_short", f"The text has under {MIN_WORDS} words ({text[:60]!r}): a full sentence is needed.")
    tokens = sum(1 for _ in TOKEN.finditer(text))
    if tokens > MAX_TOKENS:
        return _reject(raw, "too_long", f"The text has {tokens:,} words and marks, the limit is {MAX_TOKENS:,}: split it into articles.")
    if language := foreign_language(text):
        return _reject(raw, "not_english", f"The text is in another language ({language}): only English is read, so translate it first.")
    when, basis = _published(meta, parts)
    return Article(
        article_id=raw.article_id,
        source_uri=raw.source_uri,
        title=_string(meta, "title") or truecase(parts.title or ""),
        text=truecase(text),
        published_at=when,
        published_basis=basis,
        url=_string(meta, "url"),
        publisher=_string(meta, "publisher"),
        standfirst=truecase(parts.standfirst) if parts.standfirst else None,
        byline=_string(meta, "byline") or parts.byline,
        collected_at=raw.collected_at,
    )


def _published(meta: Mapping[str, Any], parts: Layout) -> tuple[datetime | None, str]:
    """When the article came out and how we know: metadata first, the text's own date line when they are silent."""
    try:
        return published_at(meta.get("published")), str(meta.get("published_basis", "sidecar"))
    except ValueError:
        if found := dateline(parts):
            return found, "dateline"
        otherwise = meta.get("published_otherwise")
        return (published_at(otherwise), "sidecar") if otherwise else (None, "none")


def _string(meta: Mapping[str, Any], key: str) -> str | None:
    value = meta.get(key)
    return " ".join(clean(value).split()) or None if isinstance(value, str) else None


def _reject(raw: RawDocument, rule: str, reason: str) -> Reject:
    return Reject(raw.source_uri, "parse", rule, reason, article_id=raw.article_id)
