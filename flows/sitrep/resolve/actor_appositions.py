"""Names and descriptions side by side: "Saeed Khatibzadeh, Spokesman for …", "X is the president", "named as X", "the ministry (MoD)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from sitrep.extract.doc_parts import tokens_of
from sitrep.extract.mention_nouns import nouns
from sitrep.extract.mentions import Mention
from sitrep.extract.phrases import children, is_passive, prepositions_of, relation, subject
from sitrep.resolve.actor_descriptions import apposable
from sitrep.resolve.actor_names import Referent
from sitrep.resolve.actor_titles import title_words
from sitrep.resolve.names import acronym_key, normalise

if TYPE_CHECKING:
    from sitrep.resolve.coreference import Discourse

OFFICES = {"minister", "official", "head of state", "commander", "police officer", "diplomat", "judge", "prosecutor"}
NAMING = {"name", "identify", "confirm"}


def defined(d: Discourse, m: Mention) -> Referent | None:
    """What an acronym was defined as before: "Civil Defence Corps (CDC)", "the Bureau of Mines (BoM)"."""
    where = d.acronyms.get(normalise(m.name.text))
    if where is None or m.head.i < where[0]:
        return None
    return next((d.at[i] for i in range(*where) if i in d.at), None)


def apposed(d: Discourse, m: Mention, referent: Referent | None) -> Referent | None:
    """The referent that `m` stands in apposition to: "Saeed Khatibzadeh, spokesman for …", "X is the president"."""
    host = None
    if relation(m.head) == "appos":
        host = m.head.head
    elif relation(m.head) in {"obl", "xcomp"} and m.head.head.lemma_ in NAMING and any(c.lower_ == "as" for c in children(m.head)):
        host = next(iter(children(m.head.head, "obj", "nsubj:pass")), None) or subject(m.head.head)
    elif m.type == "nominal" and (host := _in_office(m)) is not None:
        pass
    elif m.type == "name" and (host := named_as(d, m) or after_comma(d, m) or office_before(d, m)) is not None:
        pass
    elif children(m.head, "cop") and not any(c.lower_ in {"not", "n't", "n’t"} for c in children(m.head)):
        host = subject(m.head)
    elif relation(m.head) not in {"nsubj", "obj", "conj", "obl"}:
        host = before_comma(d, m)
    if host is not None and host.i not in d.mention_of:
        host = d.doc[d.cover.get(host.i, host.i)]
    other = d.mention_of.get(host.i) if host is not None else None
    if relation(m.head) == "appos" and m.type == "name" and other is not None and other.type == "name":
        other = whole(d, m, other) or other
        host = other.head
    if other is None or host.i not in d.at or other.type == "pronoun" and d.at[host.i].kind != "person":
        return None
    between = [t for t in tokens_of(d.doc)[other.span.end : m.span.start] if not t.is_space]
    if relation(m.head) == "appos" and between and not any(t.is_punct for t in between):
        return None
    target = d.at[host.i]
    if m.type == "name" and target.names and target is not referent and not _one_name(target, referent):
        return None  # "the minister", whose name we know, is not another
    return target if apposable(other, m, target, referent) else None


def post_holder(d: Discourse, m: Mention) -> Referent | None:
    """The office just spoken of, of one who "had held the post since 2019"."""
    if m.label != "PER" or not any(
        c.lemma_.lower() in {"hold", "occupy", "take", "assume"}
        and any(
            o.lemma_.lower() in {"post", "office", "position", "job"} and "the" in {x.lower_ for x in o.children}
            for o in children(c, "obj")
        )
        for c in children(m.head, "acl")
    ):
        return None

    def fits(r: Referent) -> bool:
        return r.kind == "person" and not r.names and not r.plural and bool(r.classes & OFFICES)

    return d.recent.latest(m, fits, 2)


def _in_office(m: Mention) -> Token | None:
    """Who takes, holds or leaves the office: "X was sworn in as minister", "X, forced to resign as mayor", "dismissed X as chief"."""
    verb = m.head.head
    office = m.noun_class is not None and m.noun_class.kind == "person" and not m.plural and not m.counted
    if not office or relation(m.head) != "obl" or verb.lemma_ not in nouns("holding_office") or "as" not in prepositions_of(m.head):
        return None
    if is_passive(verb):
        return next(iter(children(verb, "nsubj:pass", "nsubj")), None) or subject(verb)
    return next(iter(children(verb, "obj")), None) or subject(verb)


def _one_name(target: Referent, referent: Referent) -> bool:
    """Do the names of the two share a word, or is one an acronym? Two full names are two participants."""
    words = [{w for n in r.names for w in normalise(n).split()} for r in (target, referent)]
    return bool(words[0] & words[1]) or any(acronym_key(n) for r in (target, referent) for n in r.names)


def whole(d: Discourse, m: Mention, inner: Mention) -> Mention | None:
    """The description that ends in the name before the comma, if it is what is named: "a neighbour to the south, Chile"."""
    outer = d.mention_of.get(inner.head.head.i)
    if relation(inner.head) != "nmod" or outer is None or outer.type != "nominal" or outer.noun_class is None:
        return None
    return outer if d.named[m.head.i].kind == outer.noun_class.kind else None


def named_as(d: Discourse, m: Mention) -> Token | None:
    """The object of "named … as NAME", "identified … as NAME", wherever the tree hangs the name."""
    before = d.doc[max(m.span.start - 1, 0)]
    if before.lower_ != "as" and not any(t.lower_ == "as" for t in d.doc[m.span.start : m.name.start]):
        return None
    for i in range(m.span.start - 1, max(m.span.start - 14, -1), -1):
        if d.doc[i].lemma_ in NAMING and d.doc[i].pos_ == "VERB":
            return next(iter(children(d.doc[i], "obj", "nsubj:pass", "nsubj")), None)
    return None


def before_comma(d: Discourse, m: Mention) -> Token | None:
    """The name that ends right before the comma before an office: "X, Spokesman for Y", whatever the tree says."""
    if (
        m.type != "nominal"
        or m.plural
        or m.noun_class is None
        or m.noun_class.kind != "person"
        or m.span.start < 2
        or d.doc[m.span.start - 1].text != ","
    ):
        return None
    head = d.cover.get(m.span.start - 2)
    other = d.mention_of.get(head) if head is not None else None
    return other.head if other is not None and other.name.end == m.span.start - 1 and other.title is None else None


def after_comma(d: Discourse, m: Mention) -> Token | None:
    """The office right before the comma before a person's name: "the envoy, Ama Boateng, said", whatever the tree says."""
    office = d.cover_of_description(m.span.start - 2) if m.span.start >= 2 and d.doc[m.span.start - 1].text == "," else None
    following = d.doc[m.span.end] if m.span.end < len(d.doc) else None
    closed = following is None or following.is_space or following.text in {",", ".", ")", ";"} or following.pos_ == "ADP"
    if office is None or m.title is not None or m.label != "PER" or not closed:
        return None
    person = office.noun_class is not None and office.noun_class.kind == "person"
    return office.head if person and office.definite and not office.plural and not office.counted else None


def office_before(d: Discourse, m: Mention) -> Token | None:
    """The office with its complement right before a name, where the tree ties neither to the other: "Minister of Trade Ama Boateng"."""
    addressed = m.title is not None and not title_words(m)
    start = m.title.start if addressed else m.name.start
    if m.span.start != start or m.title is not None and not addressed or m.label not in {"PER", None} or len(m.name) < 2 and not addressed:
        return None
    if start == 0 or d.doc[start - 1].pos_ not in {"PROPN", "NOUN"}:
        return None  # the complement itself: "Minister of Foreign Affairs"
    office = None
    for i in range(start - 1, max(start - 8, -1), -1):
        office = d.mention_of.get(i)
        if office is not None and office.type == "nominal":
            break
        if d.doc[i].pos_ not in {"ADP", "DET"} and not d.doc[i].text[:1].isupper():
            return None
    if office is None or office.noun_class is None or office.noun_class.kind != "person" or office.plural or office.counted:
        return None
    return office.head if d.doc[office.head.i + 1].lower_ in {"of", "for", "to"} and office.head.text[:1].isupper() else None
