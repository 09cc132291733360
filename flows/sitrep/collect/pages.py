"""What HTTP says about a page: whether it is one, and in which characters it is written."""

from __future__ import annotations

import codecs
import re

PAGES = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
TYPES = "HTML and plain text"
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


def page_type(content_type: str) -> str | None:
    """The media type of a page that can be read, as `Content-Type` gives it; None for images, feeds and the like."""
    return PAGES.get(content_type.partition(";")[0].strip().lower())


def in_utf8(data: bytes, content_type: str) -> bytes:
    """The page with a mark of UTF-8 when `Content-Type` names the encoding and the bytes agree; otherwise as it is.

    The server's word goes before the page's own, as in browsers.
    """
    named = CHARSET.search(content_type)
    if not named or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        return codecs.BOM_UTF8 + data.decode(named[1]).encode()
    except (LookupError, ValueError):
        return data
