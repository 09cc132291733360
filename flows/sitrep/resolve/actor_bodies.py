"""Bodies called by a part, a seat, an office or an institution's words: "Taliban fighters", "the headquarters of X", "the US military"."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from spacy.tokens import Token

from sitrep.extract.doc_parts import tokens_in
from sitrep.extract.mention_names import entity_at, label_of
from sitrep.extract.mention_nouns import nouns
from sitrep.extract.mentions import Mention, mention_at
from sitrep.extract.phrases import children
from sitrep.resolve.actor_descriptions import description
from sitrep.resolve.actor_names import Referent, inner_names, name_kind, nation_of
from sitrep.resolve.names import normalise

if TYPE_CHECKING:
    from sitrep.resolve.coreference import Discourse

# Bodies whose kind is said after the name: "the 1MDB state fund" is 1MDB.
WHOLES = {"company", "party", "news medium", "armed group", "militia", "gang", "monitor", "aid organization", "intelligence service"}


def inside(d: Discourse, m: Mention) -> Referent | None:
    """The body named inside: "Hashd al-Shaabi forces", "four members of Kataib Hezbollah", but not "US forces"."""
    if not stands_for_whole(m):
        return None
    kinds = {"organization", "group"}
    if m.head.lower_ in nouns("seats"):
        kinds = kinds | {"country"}
        tokens = [c for c in children(m.head, "nmod") if c.i > m.head.i]
    else:
        tokens = inner_names(m)
    if m.plural:
        tokens += [
            c
            for c in children(m.head, "nmod")
            if c.i > m.head.i and c.pos_ == "PROPN" and any(g.lower_ in {"of", "from"} for g in c.children)
        ]
        tokens += [o for a in children(m.head, "acl") if a.lemma_ in {"belong", "belonging"} for o in children(a, "obl")]
    for token in tokens:
        referent = d.at.get(token.i) or d.referent_at(token)
        if referent is None:
            continue
        d.spelt.setdefault(normalise(referent.best_name or token.text), referent)
        if (referent.kind or name_kind(referent)) in kinds:
            return referent
    return None


def stands_for_whole(m: Mention) -> bool:
    """Is it the body itself by another word: "Taliban fighters", "the 1MDB state fund", "the headquarters of the ministry"?"""
    if m.head.lower_ in nouns("seats") or m.noun_class is not None and m.noun_class.name in WHOLES:
        return True
    person = m.noun_class is not None and m.noun_class.kind == "person"
    return (m.head.lemma_.lower() in nouns("parts") or m.head.lower_ in nouns("parts")) and (not person or bool(m.plural))


def named_inside(d: Discourse, token: Token) -> Referent | None:
    inner = mention_at(token)
    if inner is None or inner.type == "pronoun" or not token.text[:1].isupper() and inner.type == "nominal":
        return None
    words = inner.name or inner.span
    if not words.start <= token.i < words.end:  # the modifier of a title: "Samsung" chief Lee
        words = d.doc[min([token.i, *(c.i for c in children(token, "compound", "amod"))]) : token.i + 1]
    name = " ".join(words.text.split())
    if nation_of(name, d.setting.registry):
        return None
    mention = Mention(token, words, "name", words, label_of(words), plural=False)
    referent = d.by_name.get(normalise(name)) or _named_with_state(d, name)
    if referent is not None:
        if name_kind(referent) not in {"organization", "group"}:
            return None
        bisect.insort(referent.mentions, mention, key=lambda m: m.head.i)
        return referent
    near = nearest_nation(d, token.i)
    known = d.setting.registry.lookup(name, on=d.setting.published, countries=(near,) if near else d.setting.countries)
    ent = entity_at(token)
    if known is None and ent is not None and ent.label_ == "ORG" and ent.end <= token.i + 1:  # "Samsung chief": no name of its own head
        referent = Referent(kind="organization")
    elif known is not None and known.kind == "organization":
        referent = Referent(known=known, kind=known.kind, country=known.country)
    else:
        return None
    referent.add(mention)
    d.by_name[normalise(name)] = referent
    return referent


def _named_with_state(d: Discourse, name: str) -> Referent | None:
    """The body that is named with its state elsewhere: "Ghana's Cocoa Board", "Cocoa Board" spokesman."""
    if " " not in name:
        return None
    for referent in dict.fromkeys(d.by_name.values()):
        before = [n.removesuffix(name).strip().removesuffix("'s").removesuffix("’s") for n in referent.names if n.endswith(f" {name}")]
        if any(nation_of(words, d.setting.registry) for words in before):
            return referent
    return None


def same_name(d: Discourse, m: Mention) -> Referent | None:
    """A description that is a name of someone mentioned before: "the National Guard"."""
    if m.counted or not any(t.text[:1].isupper() for t in tokens_in(m.span) if t.dep_ != "det"):
        return None
    return d.spelt.get(normalise(description(m)))


def registered(d: Discourse, m: Mention, draft: Referent) -> Referent | None:
    """A description that is an institution's name ("the US military", "the Iranian foreign ministry") or an office with one holder."""
    if m.counted or draft.kind not in {"organization", "person"} and (draft.kind is not None or draft.country is None):
        return None
    words = description(m)
    registry, day = d.setting.registry, d.setting.published
    if draft.kind == "person":
        if not m.definite:
            return None
        known = registry.office(words, draft.country or home(d), day)
    else:
        near = draft.country or nearest_nation(d, m.head.i) or home(d)
        known = registry.lookup(words, on=day, countries=(near,) if near else ())
    if known is None or (known.kind == "country"):
        return None
    referent = d.by_id.get(known.entity_id) or same_forces(d, known)
    if referent is not None:
        return referent
    if draft.kind == "person":
        return None  # the office, not the person: the article has not named him
    draft.assumed = draft.country is None and nearest_nation(d, m.head.i) is None
    draft.known, draft.country = known, known.country
    d.by_id[known.entity_id] = draft
    return None


def same_forces(d: Discourse, known) -> Referent | None:
    """ "The army" and "soldiers" or "troops" of one state are one for an article that speaks of both; `known` is either."""
    code, _, body = known.entity_id.partition("-")
    other = {"army": "armed-forces", "armed-forces": "army"}.get(body)
    return d.by_id.get(f"{code}-{other}") if other is not None else None


def nearest_nation(d: Discourse, i: int) -> str | None:
    """The last state named before position `i` in its sentence."""
    before = [code for a, _, code in d.setting.nations_between(max(0, i - 40), i) if d.sentence[a] == d.sentence[i]]
    return before[-1] if before else None


def home(d: Discourse) -> str | None:
    return d.setting.countries[0] if d.setting.countries else None
