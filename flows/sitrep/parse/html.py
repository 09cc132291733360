"""A web page to paragraphs and metadata, by trafilatura."""

from __future__ import annotations

import logging
import re
from typing import Any

from sitrep.parse.decode import BOMS, clean, decode

# Trafilatura and its date finder report every odd page as an error; here it is a reject with its reason.
for _name in ("trafilatura", "htmldate", "readability"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{2,30})", re.IGNORECASE)


def extract(data: bytes) -> tuple[list[str], dict[str, Any]]:
    """The paragraphs of a page's main text, and what the page says about itself: title, byline, publisher, url, published.

    Raises `NotText` for bytes that are not text. No main text: no paragraphs.
    """
    from trafilatura import bare_extraction  # 0.3 s, and only pages need it
    from trafilatura.settings import Document

    try:
        document = bare_extraction(
            _decoded(data),
            fast=True,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # What a page declares about its date, not a guess from its wording; and no day is too late, whatever day it is today.
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "9998-12-31"},
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError):
        document = None  # a page that breaks its parser has no text for us
    if not isinstance(document, Document) or not document.text:
        return [], {}
    meta = {
        "title": document.title,
        "byline": document.author,
        "publisher": document.sitename or document.hostname,
        "url": document.url,
        "published": document.date,
    }
    text = clean(document.text)
    return [line.strip() for line in text.split("\n") if line.strip()], {key: clean(value).strip() for key, value in meta.items() if value}


def _decoded(data: bytes) -> str:
    """The page's text in the encoding that it declares, when the bytes agree; a mark at the beginning goes before."""
    if data.startswith(tuple(mark for mark, _ in BOMS)):
        return decode(data)
    declared = CHARSET.search(data[:4000])
    if declared and b"\0" not in data[:4000]:
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, ValueError):
            pass
    return decode(data)
