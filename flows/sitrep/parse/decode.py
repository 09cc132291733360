"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# What a file begins with that is surely not text, and what its user calls it.
MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"{\\rtf": "an RTF document",
}

CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
MAX_CONTROL = 0.01  # share of control characters above which bytes are no text; stray ones below it are stripped

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
# Control characters, and marks without width that split words which the reader should see whole. Joiners stay: they spell words.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb]")


class NotText(ValueError):
    """Bytes that are not text; the message says what they look like."""


def decode(data: bytes) -> str:
    """The text of UTF-8 (with or without BOM), UTF-16 or Windows-1252 bytes, with `\\n` line ends and no control characters but tab.

    Raises `NotText`.
    """
    for magic, name in MAGIC.items():
        if data.startswith(magic):
            raise NotText(f"looks like {name}")
    text = _unicode(data)
    if len(CONTROL.findall(text)) > 1 + MAX_CONTROL * len(text):
        raise NotText("is full of control characters")
    return clean(text)


def clean(text: str) -> str:
    """Valid Unicode with `\\n` line ends and without invisible characters; nothing else is changed."""
    text = text.encode("utf-8", "replace").decode()
    return INVISIBLE.sub("", LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n"))


def _unicode(data: bytes) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if bare := _bare_utf16(data):
        return data.decode(bare, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    damaged, intact = text.count("\ufffd"), sum(unicodedata.category(c)[0] in "LP" for c in text if c > "\x7f" and c != "\ufffd")
    if intact > damaged:  # UTF-8 with a few broken bytes: Windows-1252 text all but never forms valid sequences
        return text
    return data.decode("cp1252", "replace")


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: in English text every other byte is zero."""
    sample = data[:2000]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
