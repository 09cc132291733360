"""What passes from room to room before reading: a raw document, an article, a reject."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Bytes as they were collected, with their provenance.

    `meta` holds what is known beside the bytes: title, url, publisher, published (ISO 8601), published_basis
    (sidecar, feed, html, dateline, inferred, none), byline, language, note. `collected_at` is when the bytes arrived
    in the raw store (UTC), a property of the input: the same input gives the same tables.
    """

    source_uri: str
    data: bytes
    media_type: str  # text/plain, text/markdown, text/html
    meta: Mapping[str, Any] = field(default_factory=dict)
    collected_at: datetime | None = None

    @property
    def article_id(self) -> str:
        """16 hex digits from the bytes and the metadata that the coding rests on; where a document lies does not matter."""
        known = json.dumps({k: self.meta[k] for k in sorted(self.meta)}, default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(self.media_type.encode() + b"\0" + known.encode() + b"\0" + self.data).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Article:
    """A parsed article. Every offset in every table counts code points of `text`, half open."""

    article_id: str
    source_uri: str
    title: str
    text: str
    published_at: datetime | None = None  # UTC
    published_basis: str = "none"
    url: str | None = None
    publisher: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    language: str = "en"
    collected_at: datetime | None = None
    duplicate_of: str | None = None  # the article that this one repeats: it is not read again

    @property
    def n_words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Reject:
    """Input that could not be used, kept as a row with its reason: bad input is data."""

    source_uri: str
    stage: str  # collect, parse, read, extract, validate
    rule: str  # the machine-readable name of what failed: empty, binary, too_short, not_english, duplicate, …
    reason: str  # one sentence that says what was wrong and what to do
    severity: str = "critical"  # critical, warning, info
    article_id: str | None = None
    table: str | None = None
    row: Mapping[str, Any] | None = None
    span: tuple[int, int] | None = None
