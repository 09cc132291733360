"""Which known articles share wording with one: a sample of five-word shingles, the same sample in every article.

FracMinHash (Broder 1997, "mod p"; Irber et al. 2022): of all shingles those whose hash is small are kept, one in eight. Two
articles that share shingles share the sampled ones, so the sample tells containment as well as resemblance: a plain MinHash
misses an article beside its own first half.
"""

from __future__ import annotations

from array import array

import numpy as np

SHINGLE = 5  # words
KEPT = 8  # one shingle in so many
MERGE_AT = 1 << 16  # sampled shingles that wait unsorted
MIN_SHARED = 0.15  # of the smaller sample: a copy in another style keeps more of its five-word shingles
OWNERS = 8  # articles that are looked at for one shingle: what more share is a phrase
CANDIDATES = 8

_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD], np.uint64)


def sketch(hashes: np.ndarray) -> np.ndarray:
    """The sampled shingles of word hashes: sorted uint64, each once."""
    if len(hashes) < SHINGLE:
        return np.empty(0, np.uint64)
    words = hashes.astype(np.uint64)
    mixed = np.zeros(len(words) - SHINGLE + 1, np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        mixed = (mixed ^ (words[place : place + len(mixed)] * multiplier)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(31)
    return np.unique(mixed[mixed % np.uint64(KEPT) == 0])


class Sketches:
    """Sketches of articles numbered as they are added; 12 bytes a sampled shingle, about 600 an article of 400 words."""

    def __init__(self) -> None:
        self._keys = np.empty(0, np.uint64)
        self._owners = np.empty(0, np.uint32)
        self._sizes = array("I")
        self._waiting: dict[int, list[int]] = {}
        self._n_waiting = 0

    def add(self, sampled: np.ndarray) -> None:
        """The article after the one that was added last."""
        number = len(self._sizes)
        self._sizes.append(len(sampled))
        for key in sampled.tolist():
            self._waiting.setdefault(key, []).append(number)
        self._n_waiting += len(sampled)
        if self._n_waiting > MERGE_AT:
            self._merge()

    def candidates(self, sampled: np.ndarray) -> list[int]:
        """The articles that share most of the sample, at most `CANDIDATES`, best first; of equals the one that was added first."""
        votes: dict[int, int] = {}
        first = np.searchsorted(self._keys, sampled, "left")
        last = np.minimum(np.searchsorted(self._keys, sampled, "right"), first + OWNERS)
        for key, start, end in zip(sampled.tolist(), first.tolist(), last.tolist(), strict=True):
            for owner in [*self._owners[start:end].tolist(), *self._waiting.get(key, ())][:OWNERS]:
                votes[owner] = votes.get(owner, 0) + 1
        likely = [owner for owner, n in votes.items() if n >= MIN_SHARED * min(len(sampled), self._sizes[owner])]
        return sorted(likely, key=lambda owner: (-votes[owner], owner))[:CANDIDATES]

    def _merge(self) -> None:
        keys = np.array([key for key, owners in self._waiting.items() for _ in owners], np.uint64)
        owners = np.array([owner for owners in self._waiting.values() for owner in owners], np.uint32)
        keys, owners = np.concatenate([self._keys, keys]), np.concatenate([self._owners, owners])
        order = np.lexsort((owners, keys))
        self._keys, self._owners = keys[order], owners[order]
        self._waiting, self._n_waiting = {}, 0
