"""The same text twice: read once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from sitrep.article import Article, Reject

WORDS = re.compile(r"\w+")


def text_key(text: str) -> str:
    """16 hex digits that are the same for texts with the same words, whatever their case, spacing and punctuation."""
    return hashlib.sha256(" ".join(WORDS.findall(text.casefold())).encode()).hexdigest()[:16]


class Deduplicator:
    """Remembers the texts of a run, and of the runs before it.

    `known`: text key → article id of what earlier runs have coded. An article that they know under the same id is no
    duplicate: it is the same article again. `keys` is what the next run needs to know.
    """

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self.keys: dict[str, str] = dict(known or {})
        self._key_of = {article_id: key for key, article_id in self.keys.items()}
        self._seen: set[str] = set()

    def check(self, article: Article) -> Reject | None:
        """The reject of an article whose text has been seen before, else None; the article counts as seen from now on."""
        key = text_key(article.text)
        first = self.keys.setdefault(key, article.article_id)
        self._key_of.setdefault(first, key)
        if article.article_id not in self._seen and first == article.article_id:
            self._seen.add(first)
            return None
        reason = f"The same text was read before as article {first}: it is coded once, under that id."
        return Reject(article.source_uri, "parse", "duplicate", reason, severity="info", article_id=article.article_id)

    def forget(self, article_id: str) -> None:
        """Its source holds another article now: its text is free again."""
        if key := self._key_of.pop(article_id, None):
            self.keys.pop(key, None)
        self._seen.discard(article_id)
