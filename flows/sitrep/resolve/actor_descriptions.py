"""Descriptions compared: what kind of participant a noun means, what sets one apart, which referent it can go with."""

from __future__ import annotations

from sitrep.extract.doc_parts import tokens_in, tokens_of
from sitrep.extract.mention_nouns import nouns
from sitrep.extract.mentions import Mention
from sitrep.extract.phrases import children, is_under
from sitrep.resolve.actor_names import Referent, Setting, name_kind


def nominal_kind(m: Mention) -> str | None:
    """Kind that a description's noun gives: several persons are a group, an unknown noun a thing until something else is known."""
    if m.noun_class is None:
        return None
    if m.noun_class.kind == "person" and m.plural or m.noun_class.kind == "country" and m.plural:
        return "group"
    return m.noun_class.kind


def anaphoric(m: Mention) -> bool:
    """Bare plurals and bare singular bodies ("army", "police") go on with what was introduced before; "a court" does not, nor "other
    courts" nor "posts on the site": what is told apart by words behind it is new."""
    if any(c.dep_ == "det" or c.lower_ in nouns("others") for c in children(m.head)):
        return False
    if m.plural and any(c.i > m.head.i for c in children(m.head, "nmod", "acl")):
        return False
    return bool(m.plural) or (m.noun_class is not None and m.noun_class.kind != "person")


def description(m: Mention) -> str:
    """The words of a description without what opens it: "the city's Maritime Court" → "city's Maritime Court"."""
    start = m.owner.i + 1 if m.owner is not None and m.owner.pos_ in {"NOUN", "PRON"} and m.owner.i < m.head.i else m.span.start
    while start < m.head.i and (
        m.head.doc[start].dep_ == "det"
        or m.head.doc[start].is_punct
        or m.head.doc[start].is_space
        or m.head.doc[start].lower_ in {"'s", "’s"}
    ):
        start += 1
    return " ".join(m.head.doc[start : m.span.end].text.split())


def distinguishing(m: Mention, setting: Setting) -> set[str]:
    """Premodifiers that may tell this one from others of its noun: "female" convict, "constitutional" court; nations are compared apart."""
    noun_words = {m.head.lower_, m.head.lemma_.lower(), *m.noun.split()[-1:]}
    inside = {i for a, b, _ in setting.nations_between(m.span.start, m.span.end) for i in range(a, b)}
    out = set()
    for t in tokens_in(m.span):
        if (
            t.i >= m.head.i
            or t.i in inside
            or t.lower_ in {"year", "old"}
            or any(c.isdigit() for c in t.text)
            or t.is_punct
            or t.is_space
            or t.pos_ in {"DET", "PRON", "ADP", "NUM", "PART", "ADV"}
        ):
            continue
        if m.owner is not None and is_under(m.owner, t):
            continue
        if t.lower_ not in nouns("neutral") and t.lower_ not in noun_words and t.lemma_.lower() not in noun_words:
            out.add(t.lower_)
    return out


def compatible(draft: Referent, referent: Referent, noun: str = "") -> bool:
    """No clash of gender, country, owner, kind. An office may be a body and a person: "Registrar of Societies", "the registrar"."""
    theirs = referent.country or (referent.known.country if referent.known is not None else None)
    if draft.country and theirs and draft.country != theirs:
        return False
    if draft.gender and referent.gender and draft.gender != referent.gender:
        return False
    if draft.owner is not None and referent.owner is not None and draft.owner is not referent.owner:
        return False
    if draft.owner is referent:
        return False  # "his father" is not he
    kinds = {draft.kind, referent.kind}
    office = bool(noun) and kinds == {"person", "organization"} and any(n.lower().startswith(f"{noun} of ") for n in referent.names)
    if draft.kind and referent.kind and draft.kind != referent.kind and not kinds <= {"organization", "group"} and not office:
        return False
    return True


def apposable(host: Mention, m: Mention, target: Referent, referent: Referent | None) -> bool:
    """May `m` be another name or description of `host`? Two names in a row are a list or an address, a number is an age."""
    if (
        host.type == "name"
        and m.type == "name"
        and not (host.noun_class and host.title is None and m.label == "PER" and host.label != "PER")
    ):
        return False
    if m.head.pos_ in {"NUM", "DET"} or m.counted or host.counted or host.plural and m.type == "name" and not m.plural:
        return False
    kinds = {target.kind, referent.kind if referent is not None else nominal_kind(m)}
    if m.gender and target.gender and m.gender != target.gender:
        return False
    return len(kinds - {None}) < 2 or kinds <= {"organization", "group"}


def same_class(m: Mention, other: Mention, referent: Referent, registry) -> bool:
    """Does a name's own noun, or what the registry knows of it, fit the description?"""
    kind = referent.kind or name_kind(referent)
    if kind != m.noun_class.kind and {kind, m.noun_class.kind} != {"organization", "group"}:
        return False
    if m.noun_class.kind == "person":
        return False
    if other.noun_class is not None and other.noun_class.name == m.noun_class.name:
        return True
    hint = registry.title(m.noun)
    return (
        referent.known is not None
        and hint is not None
        and hint.sector is not None
        and hint.sector == referent.known.sector
        and hint.sector in {"NGO", "JRN", "PTY"}
    )


def distinct(m: Mention, referent: Referent, setting: Setting) -> bool:
    """Do the words of `m` set it apart from `referent`: another court, the "female" convict?"""
    if _complements(m) and (others := [c for o in referent.mentions if o.noun == m.noun and (c := _complements(o))]):
        if all(not _complements(m) & c for c in others):
            return True  # the chief of plans is not the chief of staff
    new = distinguishing(m, setting)
    if not new:
        return False
    old = {w.lower() for n in referent.names for w in n.split()}
    for other in referent.mentions:
        old |= {w for t in tokens_in(other.span) for w in (t.lower_, t.lemma_.lower())}
    return not new <= old


def _complements(m: Mention) -> set[str]:
    """What a description says after its noun: {"plans"} of "his chief of plans"."""
    if m.type != "nominal":
        return set()
    after = tokens_of(m.head.doc)[m.head.i + 1 : m.span.end]
    return {t.lower_ for t in after if t.pos_ in {"NOUN", "PROPN", "ADJ"}}
