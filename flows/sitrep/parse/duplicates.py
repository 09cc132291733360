"""The same story twice: read once. The copies stay in the articles table, each with the article that it repeats.

A copy has the same words as another article, whatever their case and punctuation, or is found to say only what another one
says (`copies`). The original is the longer of the two, of equals the one that came first: sources are read in a fixed order, so the same
input gives the same originals whatever the batches and workers; what stands from earlier runs came before.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from sitrep.article import Article, Reject
from sitrep.parse.copies import is_copy
from sitrep.parse.signatures import Signatures
from sitrep.parse.wordcodes import word_codes

WORDS = re.compile(r"\w+")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Papers print a wire within days; the same words later mean another Sunday.
MAX_DAYS = 7


def text_key(text: str) -> str:
    """16 hex digits that are the same for texts with the same words, whatever their case, spacing and punctuation."""
    return hashlib.sha256(" ".join(WORDS.findall(text.casefold())).encode()).hexdigest()[:16]


class Deduplicator:
    """Remembers the texts of a run, and of the runs before it.

    `signatures` reads those of the originals that stand, when a new text is first compared: a run that finds nothing new needs none.
    `copies`: copy → original of those that stand. `superseded` is what a run finds out about articles that came before: article → the
    longer one that says all that it says.
    """

    def __init__(self, signatures: Callable[[], Signatures] = Signatures, copies: Mapping[str, str] | None = None) -> None:
        self._read_signatures = signatures
        self.copies: dict[str, str] = dict(copies or {})
        self.superseded: dict[str, str] = {}
        self.orphans: list[str] = []  # copies whose original is gone, and that have not come by since
        self._seen: set[str] = set()

    @functools.cached_property
    def signatures(self) -> Signatures:
        return self._read_signatures()

    def check(self, article: Article) -> Article | Reject:
        """The article, with `duplicate_of` when it is a copy; a reject when the same document has come by before."""
        article_id = article.article_id
        if repeated := self.again(article_id, article.source_uri):
            return repeated
        if article_id not in self.signatures:
            if article_id not in self.copies:
                self._place(article)
            if original := self.copies.get(article_id):
                return replace(article, duplicate_of=original)
        return article

    def again(self, article_id: str, source_uri: str) -> Reject | None:
        """A reject when the same document has come by before; from now on it has."""
        if article_id in self._seen:
            reason = f"The same document was read before as article {article_id}: it is coded once, under that id."
            return Reject(source_uri, "parse", "duplicate", reason, severity="info", article_id=article_id)
        self._seen.add(article_id)
        if article_id in self.orphans:
            self.orphans.remove(article_id)
        return None

    def forget(self, article_id: str) -> list[str]:
        """Its source holds another article now: its text is free again. Gives the copies that have lost their original with it."""
        self.signatures.drop(article_id)
        self.copies.pop(article_id, None)
        orphans = [copy for copy, original in self.copies.items() if original == article_id]
        for copy in orphans:
            del self.copies[copy]
            self._seen.discard(copy)
        self.orphans += orphans
        return orphans

    def enter(self, article: Article) -> None:
        """Remember an article that stands as an original, without asking whether it is one."""
        self.signatures.add(article.article_id, text_key(article.text), _day(article), word_codes(article))

    def _place(self, article: Article) -> None:
        """Enter a new article as a copy of one that is known, or as an original."""
        key, day = text_key(article.text), _day(article)
        same = self.signatures.number_of.get(key)
        codes = word_codes(article)
        shorter: list[int] = []
        if same is None:
            same, shorter = self._near(codes, day)
        if same is not None:
            self.copies[article.article_id] = self.signatures.ids[same]
            return
        for number in shorter:
            self._supersede(self.signatures.ids[number], article.article_id)
        self.signatures.add(article.article_id, key, day, codes)

    def _near(self, codes: np.ndarray, day: int | None) -> tuple[int | None, list[int]]:
        """The first known article that these words are a copy of; else those that are copies of these."""
        shorter = []
        for number in self.signatures.like(codes):
            then = self.signatures.days[number]
            if day is not None and then is not None and abs(day - then) > MAX_DAYS:
                continue
            known = self.signatures.codes(number)
            if is_copy(codes, known):
                return number, []
            if is_copy(known, codes):
                shorter.append(number)
        return None, shorter

    def _supersede(self, old: str, new: str) -> None:
        self.signatures.drop(old)
        self.superseded[old] = new
        for copy, original in self.copies.items():
            if original == old:
                self.copies[copy] = new
        self.copies[old] = new


def _day(article: Article) -> int | None:
    return (article.published_at - EPOCH).days if article.published_at else None
