"""One key for all spellings of a place name that differ only in accents, case, hyphens, apostrophes and common abbreviations."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

_MARKS = re.compile(r"[’'‘ʻʼ`´ʿʾ.]")
_GAPS = re.compile(r"[\s\-–_/,]+")
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "and": "&"}
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss"}
)
# The Arabic article in its assimilated forms.
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ad|an|at|ash|az|adh|ash)[ -](?=\w{3})", re.I)


HASH_BITS = 44  # a wrong hit among half a million names: one in 30 million look-ups


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """ "Deir ez-Zor" → "deir ez zor", "St. Louis" and "Saint Louis" → "st louis"."""
    text = name.casefold()
    if not name.isascii():
        text = unicodedata.normalize("NFKD", name.translate(_LETTERS)).casefold()
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = _GAPS.sub(" ", _MARKS.sub("", text)).strip()
    text = text.removeprefix("the ")
    return " ".join(_SHORT.get(word, word) for word in text.split(" "))


def without_article(name_key: str) -> str | None:
    """The key without the Arabic article, None if it has none: "al hasakah" → "hasakah"."""
    short = _ARTICLE.sub("", name_key)
    return short if short != name_key else None


def name_hash(name_key: str) -> int:
    """The number under which the gazetteer keeps a name key."""
    return int.from_bytes(blake2b(name_key.encode(), digest_size=8).digest(), "big") >> (64 - HASH_BITS)
