"""RSS and Atom feeds, by feedparser: which articles there are, and when they were published."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import struct_time
from typing import Any

MAX_ENTRIES = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a feed or sitemap names. `published`: ISO 8601, UTC; `content`: HTML of the text, where the feed has it."""

    address: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    content: str | None = None


def is_feed(data: bytes) -> bool:
    head = data[:4000].lower()
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf"))


def entries(data: bytes, address: str) -> list[Entry]:
    """The entries of a feed in its order, each address once. Raises ValueError when the bytes are no feed."""
    import feedparser

    try:
        # Without a type, feedparser takes a feed that has no entries yet for a damaged one.
        headers = {"content-location": address, "content-type": "application/xml"}
        feed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    except (RecursionError, LookupError, TypeError, AttributeError) as error:  # a feed that breaks its parser
        raise ValueError(f"the feed cannot be parsed ({type(error).__name__})") from None
    if feed.get("bozo") and not feed.entries:
        raise ValueError(f"the feed cannot be parsed ({' '.join(str(feed.get('bozo_exception')).split())[:100]})")
    publisher = _line(feed.feed.get("title"))
    found: dict[str, Entry] = {}
    for entry in feed.entries[:MAX_ENTRIES]:
        link, title, own = entry.get("link") or "", _line(entry.get("title")), _line(entry.get("source", {}).get("title"))
        if link or title:  # one without a link is told of by its title
            found.setdefault(link or f" {title}", Entry(link, title, _published(entry), own or publisher, _content(entry)))
    return list(found.values())


def _published(entry: Mapping[str, Any]) -> str | None:
    for name in ("published_parsed", "updated_parsed"):
        when = entry.get(name)
        if isinstance(when, struct_time) and 1600 <= when.tm_year <= 9998:
            try:
                return datetime(*when[:5], min(when.tm_sec, 59), tzinfo=UTC).isoformat().replace("+00:00", "Z")
            except ValueError:
                continue
    return None


def _content(entry: Mapping[str, Any]) -> str | None:
    texts = [
        part.get("value") or "" for part in entry.get("content", []) if "html" in str(part.get("type")) or part.get("type") == "text/plain"
    ]
    return max(texts, key=len, default=None) or None


def _line(text: object) -> str | None:
    return " ".join(text.split())[:500] or None if isinstance(text, str) else None
