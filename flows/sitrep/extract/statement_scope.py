"""Which attributions are statements by the codebook.

PolNeAR annotates every attitude ("supports the bill", "seeks a seat", "seems tired"); the tables keep what someone says, and
what someone outside another's statement thinks, wants or knows when it has words of its own: a clause, an infinitive or a quotation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from sitrep.extract.records import Statement

FIRST_PERSON = {"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"}


def codable(statements: list[Statement]) -> list[Statement]:
    """The statements among `statements`, in their order."""
    cues = defaultdict(list)
    for n, s in enumerate(statements):
        cues[s.cue[0].start].append(n)
    starts = sorted(cues)
    quoted, said = set(), set()  # statements whose cue lies in another's quotation, in another's content
    for n, s in enumerate(statements):
        for pieces, found in ((s.verbatim, quoted), (s.content, said)):
            for piece in pieces:
                found.update(m for i in _between(starts, piece.start, piece.end) for m in cues[i] if m != n)
    return [s for n, s in enumerate(statements) if _stands(s, n in quoted, n in said)]


def _between(starts: list[int], first: int, end: int) -> list[int]:
    return starts[bisect_left(starts, first) : bisect_left(starts, end)]


def _stands(s: Statement, quoted: bool, said: bool) -> bool:
    if quoted:
        # Inside a quotation: only someone else's words.
        return s.attribution_type == "communication" and s.source is not None and s.source.text.lower() not in FIRST_PERSON
    if s.source is None and "passive" not in s.rule:
        return False
    if s.attribution_type == "communication":
        return True
    return not said and (s.quote_type != "indirect" or len(s.content[0]) >= 4)
