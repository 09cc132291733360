"""Plurals that take up a list: "Rahimi and Osei … they", "both", "the two ministers", "the three countries", "the other three"."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from sitrep.extract.doc_parts import tokens_in
from sitrep.extract.mentions import THEY, Mention
from sitrep.extract.phrases import children, conjuncts, relation
from sitrep.resolve.actor_descriptions import distinguishing
from sitrep.resolve.actor_names import Referent

if TYPE_CHECKING:
    from sitrep.resolve.coreference import Discourse

SENTENCES = 3  # how far back the list may stand
COUNTS = {"two": 2, "both": 2, "pair": 2, "duo": 2, "couple": 2, "three": 3, "trio": 3, "four": 4, "five": 5, "six": 6}
SIDES = {"side", "country", "nation", "state", "neighbour", "neighbor", "ally", "party", "government"}


def listed_before(d: Discourse, m: Mention) -> list[Referent]:
    """The members of the list that a plural pronoun or a counted definite description takes up; empty if it takes up none."""
    if m.type == "pronoun":
        return _for_they(d, m) if m.head.lower_ in THEY else []
    size = _size(m)
    if m.type != "nominal" or size is None or distinguishing(m, d.setting) - set(COUNTS):
        return []
    lists = _lists(d, m)
    if any(t.lower_ == "other" for t in tokens_in(m.span)):
        lists = [_rest(d, m, members) for members in lists]
    return next((members for members in lists if len(members) == size and _fit(m, members)), [])


def _rest(d: Discourse, m: Mention, members: list[Referent]) -> list[Referent]:
    """Those of a list whom neither this sentence nor the one before has spoken of: "A and B were held … the other three"."""
    here = d.sentence[m.head.i]
    told = {r for other, r in d.recent.before(m, 1) if d.sentence[other.head.i] in {here, here - 1}}
    return [r for r in members if r not in told]


def _for_they(d: Discourse, m: Mention) -> list[Referent]:
    """ "They" after a list, unless something else in the plural was spoken of since."""
    first, members = next(((i, rs) for i, rs in _lists_at(d, m)), (0, []))
    if not members:
        return []
    for other, r in d.recent.before(m, SENTENCES):
        if other.head.i < first:
            break
        if r.plural and not r.names and r not in members and relation(other.head) in {"nsubj", "obj", "obl"}:
            return []
    return members


def _size(m: Mention) -> int | None:
    """How many a definite plural says there are: "the two men", "both leaders", "the pair"."""
    tokens = tokens_in(m.span)
    words = {m.head.lower_, *(t.lower_ for t in tokens if t.i < m.head.i)}
    found = [COUNTS[w] for w in words if w in COUNTS]
    if len(found) != 1:
        return None
    return found[0] if "both" in words or any(t.lower_ in {"the", "these", "those"} for t in tokens) else None


def _lists(d: Discourse, m: Mention) -> list[list[Referent]]:
    return [members for _, members in _lists_at(d, m)]


def _lists_at(d: Discourse, m: Mention) -> list[tuple[int, list[Referent]]]:
    """(position, members) of the lists of named participants before `m`, and of plurals that took one up, nearest first."""
    out = []
    for n in range(bisect.bisect_left(d.heads, m.head.i) - 1, -1, -1):
        other = d.mentions[n]
        if d.sentence[m.head.i] - d.sentence[other.head.i] > SENTENCES:
            break
        if other.head.i in d.families and other.type != "name":
            out.append((other.head.i, d.families[other.head.i]))
        elif children(other.head, "conj") and relation(other.head) != "conj":
            members = [d.at.get(t.i) for t in conjuncts(other.head)]
            if len(members) > 1 and all(r is not None and (r.names or r.known is not None) for r in members) and _alike(members):
                if len(set(map(id, members))) == len(members):
                    out.append((other.head.i, members))
    return out


def _alike(members: list[Referent]) -> bool:
    """Persons with persons, countries and bodies with countries and bodies: "Paris and the minister" are no "they"."""
    kinds = {r.kind for r in members}
    return None not in kinds and kinds <= {"person"} or kinds <= {"country", "organization", "group"}


def _fit(m: Mention, members: list[Referent]) -> bool:
    """Does the noun go with the members: "the two men" with persons, "the two countries" with countries?"""
    kinds = {r.kind for r in members}
    if m.gender and any(r.gender and r.gender != m.gender for r in members):
        return False
    if m.noun_class is None:
        return m.head.lower_ in COUNTS or m.head.pos_ in {"NUM", "DET", "PRON"} or m.noun in SIDES
    if m.noun_class.kind == "person":
        return kinds == {"person"}
    if m.noun_class.kind == "country" or m.noun in SIDES:
        return kinds == {"country"} or m.noun in SIDES - {"country", "nation", "state"} and "person" not in kinds
    return "person" not in kinds and "country" not in kinds
