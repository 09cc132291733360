"""Whether one article is a copy of another: trimmed, with a byline, in another house style; not an update, not a sister of one template.

A copy says nothing that its original does not. So the two are aligned word by word, and what the alignment leaves over in
the copy has to be harmless: few words, in short runs, and no new number, outcome, name or day.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from sitrep.parse.wordcodes import DATE, HASH_BITS, NAME, NUMBER, OUTCOME, WEEKDAY, hashes, kinds, style_words

MIN_SHARED = 0.7  # of the copy's words, in the original in the same order
MIN_EQUAL = 3  # words in a row that are the same; fewer between two changes are chance and count as changed
MAX_RUN = 10  # words in a row that only the copy has: a reworded clause; a sentence more is news
MAX_EDGE = 12  # the same at its beginning and end, where bylines and credits stand
MAX_NEW_NAMES = 3  # words of names with nothing of the original in their place: "told the Daily Herald"
WORDS_A_SUBSTITUTE = 150  # of the copy, for each word that it has in the place of another one that means what it means
SHORT = 3  # words; a "not" that goes in so small a cut turns the sentence round
NOT = OUTCOME << HASH_BITS | zlib.crc32(b"not") >> (32 - HASH_BITS)


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch where the two differ: the copy's word codes and the original's, one of which may be empty."""

    new: np.ndarray
    old: np.ndarray
    edge: bool  # the copy begins or ends with it

    def of(self, kind: int) -> tuple[Counter[int], Counter[int]]:
        """The codes of one kind on both sides."""
        return (Counter(self.new[kinds(self.new) == kind].tolist()), Counter(self.old[kinds(self.old) == kind].tolist()))


def is_copy(copy: np.ndarray, original: np.ndarray) -> bool:
    """Whether the word codes `copy` (uint32, see `word_codes`) say only what `original` says, and most of them in its words."""
    if np.isin(hashes(copy), hashes(original)).sum() < max(1, MIN_SHARED * len(copy)):  # in whatever order: most pairs end here
        return False
    changes = list(_changes(copy, original))
    if sum(len(change.new) for change in changes) > (1 - MIN_SHARED) * len(copy):
        return False
    if any(len(change.new) > (MAX_EDGE if change.edge else MAX_RUN) for change in changes if len(change.new) > 2 * len(change.old)):
        return False
    if any(map(_says_other, changes)) or _other_names(changes, copy, original):
        return False
    return sum(_substitutes(change, copy, original) for change in changes) <= len(copy) // WORDS_A_SUBSTITUTE


def _changes(copy: np.ndarray, original: np.ndarray) -> Iterator[Change]:
    i = j = 0  # where the change under way begins
    for block in [*_equal(hashes(original), hashes(copy)), (len(original), len(copy), 0)]:
        old, new, size = block
        if new > j or old > i:
            yield Change(copy[j:new], original[i:old], j == 0 or new == len(copy))
        i, j = old + size, new + size


def _equal(old: np.ndarray, new: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Stretches that are the same, as (start in old, start in new, words)."""
    for code in Indel.opcodes(old.tolist(), new.tolist()):
        if code.tag == "equal" and code.src_end - code.src_start >= MIN_EQUAL:
            yield code.src_start, code.dest_start, code.src_end - code.src_start


def _says_other(change: Change) -> bool:
    """A number or outcome that the original has not in this place, another day, or a "not" that is gone."""
    for kind in (NUMBER, OUTCOME):
        new, old = change.of(kind)
        if new - old:
            return True
    for kind in (WEEKDAY, DATE):
        new, old = change.of(kind)
        if new and old and not new & old:
            return True
    return len(change.old) - len(change.new) <= SHORT and NOT in change.old and NOT not in change.new


def _substitutes(change: Change, copy: np.ndarray, original: np.ndarray) -> int:
    """How many words stand in the place of others, neither of which the other article has: "clinic" where the other says "school"."""
    if len(change.old) > MAX_RUN:
        return 0
    new = set(hashes(change.new).tolist()).difference(hashes(original).tolist(), style_words())
    old = set(hashes(change.old).tolist()).difference(hashes(copy).tolist(), style_words())
    return min(len(new), len(old))


def _other_names(changes: list[Change], copy: np.ndarray, original: np.ndarray) -> bool:
    """A name in the place of another, or too many that only the copy has."""
    theirs = set(hashes(original).tolist())
    # A name that opens a sentence is known for one when it stands inside another.
    names = {code for codes in (copy, original) for code in hashes(codes[kinds(codes) == NAME]).tolist()}
    added = 0
    for change in changes:
        new, old = names.intersection(hashes(change.new).tolist()), names.intersection(hashes(change.old).tolist())
        if new - old and old - new and len(change.old) <= len(change.new) + MAX_RUN:
            return True
        added += 0 if change.edge else len(new - theirs)
    return added > MAX_NEW_NAMES
