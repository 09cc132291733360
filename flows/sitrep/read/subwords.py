"""Words → WordPiece subwords with what the uncased vocabulary cannot see: letter case, shape, line starts, missing spaces.

Every subword carries three feature ids into one small embedding table (``FEATURES`` rows): the case of its word, how its line begins, and
whether white space stands before its word. Only the first subword of a word is read by the heads.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

MOST_SUBWORDS = 12  # of one word; a longer one (an address, a run of signs) is cut, so that no word can fill a window
CASES = 8
FEATURES = 2 * CASES + 3 + 2
CLS, SEP = "[CLS]", "[SEP]"

_HAS_DIGIT = re.compile(r"\d")
_HAS_LETTER = re.compile(r"[^\W\d_]")


def case_of(word):
    """The case class of a word, 0 to 7."""
    if not _HAS_LETTER.search(word):
        return 1 if _HAS_DIGIT.search(word) else 0
    if _HAS_DIGIT.search(word):
        return 2
    if word.islower():
        return 3
    if word.isupper():
        return 4 if len(word) > 1 else 5
    return 6 if word[:1].isupper() and word[1:].islower() else 7


@dataclass(frozen=True)
class Pieces:
    """One text as subwords: ``ids`` and ``features`` of the subwords, ``first`` the index of each word's first subword (and the end)."""

    ids: np.ndarray  # int64 (subwords,)
    features: np.ndarray  # int64 (subwords, 3)
    first: np.ndarray  # int64 (words + 1,)


class Subwords:
    """A WordPiece tokenizer (tokenizers.Tokenizer) over words that were already split."""

    def __init__(self, tokenizer):
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.tokenizer = tokenizer
        self.cls, self.sep = tokenizer.token_to_id(CLS), tokenizer.token_to_id(SEP)
        self._unknown = tokenizer.token_to_id("[UNK]")
        self._of_word = lru_cache(maxsize=100_000)(self._encode)

    def _encode(self, word):
        """The subwords of a word and its case."""
        # A word that the normaliser deletes (a lone zero-width character) still needs one subword to stand for it.
        ids = tuple(self.tokenizer.encode(word[:200], add_special_tokens=False).ids[:MOST_SUBWORDS]) or (self._unknown,)
        return ids, case_of(word)

    def pieces(self, words, line, spaced):
        """Encode words (strings) with `line` (0, 1, 2: see sentences.paragraph_starts) and `spaced` (white space before?) for each."""
        ids, features, first = [], [], [0]
        for word, at_line, space in zip(words, line, spaced, strict=True):
            subwords, case = self._of_word(word)
            rest = (2 * CASES + at_line, 2 * CASES + 3 + int(space))
            ids.extend(subwords)
            features.append((case, *rest))
            features.extend([(CASES + case, *rest)] * (len(subwords) - 1))
            first.append(len(ids))
        return Pieces(np.array(ids, np.int64), np.array(features, np.int64).reshape(-1, 3), np.array(first, np.int64))

    def window(self, pieces, start, end):
        """Words start to end as (ids, features, first): [CLS] words [SEP], the first index [CLS]'s own, then each word's."""
        a, b = pieces.first[start], pieces.first[end]
        ids = np.concatenate([[self.cls], pieces.ids[a:b], [self.sep]])
        edge = np.array([[0, 2 * CASES, 2 * CASES + 3]])
        features = np.concatenate([edge, pieces.features[a:b], edge])
        first = np.concatenate([[0], pieces.first[start:end] - a + 1])
        return ids, features, first
