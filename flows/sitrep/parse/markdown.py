"""Markdown to paragraphs: the words without their markup, and the metadata of a front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sitrep.parse.paragraphs import paragraphs as plain_paragraphs

FRONT_MATTER = re.compile(r"\A---\n(.{0,20000}?)\n---\n", re.DOTALL)
MAX_LINE = 20_000  # characters; a paragraph has a tenth of it, and marks without end on one line take markdown-it minutes
FRONT_KEYS = {
    "title": "title",
    "author": "byline",
    "byline": "byline",
    "date": "published",
    "published": "published",
    "url": "url",
    "publisher": "publisher",
    "source": "publisher",
}


def extract(text: str) -> tuple[list[str], dict[str, Any]]:
    """The paragraphs of a Markdown text, headings and list items among them; code, tables and images are left out."""
    meta: dict[str, Any] = {}
    if front := FRONT_MATTER.match(text):
        meta = _front_matter(front[1])
        text = text[front.end() :]
    if any(len(line) > MAX_LINE for line in text.split("\n")):
        return plain_paragraphs(text), meta
    tokens = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).parse(text)
    paragraphs = (_inline(token) for token in tokens if token.type == "inline")
    return [paragraph for paragraph in paragraphs if paragraph], meta


def _front_matter(source: str) -> dict[str, Any]:
    try:
        loaded = yaml.safe_load(source) if "*" not in source else None  # no aliases: nested ones grow without bound
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    known = {FRONT_KEYS[key]: value for key, value in loaded.items() if isinstance(key, str) and key in FRONT_KEYS}
    dated = {key: value.isoformat() if isinstance(value, date) else value for key, value in known.items()}
    return {key: value for key, value in dated.items() if isinstance(value, str) and value.strip()}


def _inline(token: Token) -> str:
    return re.sub(r" {2,}", " ", "".join(_words(token.children or []))).strip()


def _words(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "
