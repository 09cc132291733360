"""Who did it and who suffered it, of two mentions: what the words for them tell of whether both are one deed (CODEBOOK "Events")."""

from __future__ import annotations

from collections.abc import Iterable

from sitrep.extract.event_words import classes
from sitrep.extract.phrases import children
from sitrep.resolve.event_grounding import Grounded

FATAL = {"kill", "murder", "assassinate", "execute", "slay", "massacre", "die"}


def turned(doers: list[str], victims: list[str], did: list[str], suffered: list[str]) -> bool:
    """Those who did the one are those who suffered the other, and only that: "threw stones at police, who responded with tear gas"."""
    return bool(doers) and set(doers) <= set(suffered) and not set(doers) & set(did) and not set(victims) & set(suffered)


def are_new(side: list[Grounded]) -> bool:
    """Doers introduced as others would be: "gunmen", "armed men", "two attackers"."""
    heads = [a.root for g in side for a in g.mention.actors]
    return bool(heads) and all(h.tag_ == "NNS" and not {c.lower_ for c in children(h, "det")} & {"the", "these", "those"} for h in heads)


def is_force(side: list[Grounded]) -> bool:
    """Does a force act: police, soldiers, gunmen?"""
    heads = [a.root for g in side for a in g.mention.actors]
    return any(h.lemma_.lower() in classes()["armed"] | classes()["authority"] for h in heads)


def same_fate(group: list[Grounded], event: list[Grounded]) -> bool:
    """Both tell how one and the same person was killed or taken: that happens once, also where only one of them says when."""
    fates = [{_fate(g.head.lemma_.lower(), g.mention.event_mode) for g in side} - {None} for side in (group, event)]
    one = {i for g in group if len(g.recipients) == len(g.mention.recipients) == 1 and number([g]) == {"one"} for i in g.recipients}
    return bool(fates[0] & fates[1]) and bool(one & set(each(event, "recipients")))


def other_fate(group: list[Grounded], event: list[Grounded]) -> bool:
    """So many were taken, so many others killed: "seven officers were kidnapped … two policemen were murdered"."""
    fates = [{_fate(g.head.lemma_.lower(), g.mention.event_mode) for g in side if _counts_victims(g)} - {None} for side in (group, event)]
    return bool(fates[0] and fates[1]) and not fates[0] & fates[1]


def _counts_victims(g: Grounded) -> bool:
    return bool(g.recipients) and any(children(r.root, "nummod") for r in g.mention.recipients)


def _fate(lemma: str, mode: str | None) -> str | None:
    if mode == "abduct":
        return mode
    return "killed" if lemma in classes()["killing"] or lemma in FATAL else None


def number(side: list[Grounded]) -> set[str]:
    return {"many" if r.root.tag_ in {"CD", "NNS", "NNPS"} else "one" for g in side for r in g.mention.recipients}


def each(side: Iterable[Grounded], role: str) -> list[str]:
    return list(dict.fromkeys(i for g in side for i in getattr(g, role)))
