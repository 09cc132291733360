"""Event words that the tree ties together: "strikes killed four", "attacks targeting troops", "carried out a raid"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from sitrep.extract.event_words import classes
from sitrep.extract.phrases import children, relation
from sitrep.resolve.event_grounding import Grounded
from sitrep.resolve.event_matching import modes_agree

TIED = {"nsubj", "nsubj:pass", "obj", "acl", "acl:relcl", "xcomp", "appos", "csubj", "advcl", "obl:agent", "ccomp"}
WITHIN = {"in", "by", "during", "with", "from", "of", "through", "via", "as"}
DEEP = 4  # steps from a relative clause to the deed above it
APART = {"after", "before", "following", "since", "until", "despite"}


def linked_groups(grounded: Sequence[Grounded]) -> list[list[Grounded]]:
    """The mentions in groups that one construction binds into one event, groups and members in text order."""
    by_token = {g.head.i: g for g in grounded}
    group_of: dict[int, list[Grounded]] = {}
    groups: list[list[Grounded]] = []
    for g in grounded:
        partner = _partner(g, by_token)
        if partner is not None and partner.index in group_of:
            group_of[partner.index].append(g)
            group_of[g.index] = group_of[partner.index]
        elif partner is not None and g.index not in group_of:
            group = [partner, g]
            groups.append(group)
            group_of[g.index] = group_of[partner.index] = group
        else:
            groups.append([g])
            group_of[g.index] = groups[-1]
    return sorted((sorted(group, key=lambda g: g.index) for group in _joined(groups)), key=lambda group: group[0].index)


def _joined(groups: list[list[Grounded]]) -> list[list[Grounded]]:
    """Groups with a common member become one."""
    out: list[list[Grounded]] = []
    for group in groups:
        for other in out:
            if any(g.index == o.index for g in group for o in other):
                other += [g for g in group if all(g.index != o.index for o in other)]
                break
        else:
            out.append(list(group))
    return out


def _partner(g: Grounded, by_token: dict[int, Grounded]) -> Grounded | None:
    """The event word above this one in the tree, if the relation between them means one event."""
    token = g.head
    carried = children(token.head, "obj") if _says_why(g) else []
    for head in [*_heads(token), *carried, *_deeds_of(token, by_token)]:
        other = by_token.get(head.i)
        if (
            other is not None
            and not _told_apart(g, other)
            and not (g.lasting != other.lasting and g.head.pos_ == other.head.pos_ == "VERB")
            and other.index != g.index
            and other.event_type == g.event_type
            and same_status(g, other)
            and (modes_agree(g.mention.event_mode, other.mention.event_mode) or _says_why(g))
        ):
            return other
    return None


def _says_why(g: Grounded) -> bool:
    """ "Began a hunger strike to protest against his trial": the protest is the strike, whatever its mode."""
    return g.event_type == "PROTEST" and relation(g.head) in {"advcl", "acl", "xcomp"} and g.head.tag_ in {"VB", "VBG"}


def _deeds_of(verb: Token, by_token: dict[int, Grounded]) -> list[Token]:
    """The deed that a relative clause goes on to tell of, though it hangs on another noun of its phrase: "the murder of a judge who was
    shot on Monday", "an attack on a bank that left two dead"."""
    if verb.dep_ != "acl:relcl" or verb.pos_ != "VERB":
        return []
    above, left = verb.head, verb.lemma_.lower() == "leave"
    for _ in range(DEEP):
        if above.i in by_token and above.i != verb.head.i:
            deed = above.lemma_.lower()
            fits = deed in classes()["attack"] if left else deed in classes()["killing"] and bool(children(verb, "nsubj:pass"))
            return [above] if fits else []
        if relation(above) not in {"nmod", "flat", "appos", "compound", "obl"} or above.head == above:
            return []
        above = above.head
    return []


def _told_apart(a: Grounded, b: Grounded) -> bool:
    """Two verbs that each name whom they concern, and name others: "arrested A, while B was arrested"."""
    verbs = a.head.pos_ == b.head.pos_ == "VERB"
    return (
        verbs
        and bool(a.recipients and b.recipients)
        and not set(a.recipients) & set(b.recipients)
        and a.event_type not in {"ASSAULT", "DISASTER"}
    )


def same_status(a: Grounded, b: Grounded) -> bool:
    return (a.mention.modality == "actual") == (b.mention.modality == "actual")


def _heads(token: Token) -> list[Token]:
    """Words above, through relations that keep to one event; a light or empty verb in between is passed."""
    found = []
    for _ in range(3):
        head = token.head
        if head == token:
            break
        rel = relation(token)
        if token.dep_ in TIED or rel in {"acl", "nsubj", "obj"} or (rel in {"obl", "nmod"} and _within(token)):
            if rel == "advcl" and {c.lower_ for c in children(token, "mark")} & APART:
                break
            found.append(head)
        elif rel == "conj" and head.pos_ == token.pos_ == "VERB" and not children(token, "nsubj"):
            found.append(head)
        else:
            break
        token = head
    return found


def _within(token: Token) -> bool:
    cases = {c.lower_ for c in children(token, "case")}
    return bool(cases & WITHIN) and not cases & APART
