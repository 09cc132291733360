"""Doc → mentions: every phrase that names, describes or points at a possible participant, with what its own words tell of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from sitrep.extract.phrases import children, phrase, relation, trim
from sitrep.knowledge.lexicon import lexicon

NOT_NAMES = {"DATE", "QUANTITY", "MONEY", "TIME", "PERCENT", "CARDINAL", "ORDINAL"}
NOT_HEADS = {"flat", "fixed", "goeswith", "compound", "punct", "case", "mark", "cc", "det", "reparandum"}
FIRST = {"i", "me", "my", "mine", "myself"}
FIRST_PLURAL = {"we", "us", "our", "ours", "ourselves"}
MALE, FEMALE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
THEY = {"they", "them", "their", "theirs", "themselves"}
IT = {"it", "its", "itself"}
JOINTS = {"-", "–", "'", "’", "&", "/"}  # what holds the words of one name together
PERSONAL = FIRST | FIRST_PLURAL | MALE | FEMALE | THEY | IT
DEFINITE = {"the", "this", "that", "these", "those", "said", "such"}


class NounClass(NamedTuple):
    """A class of `knowledge/actor_nouns.yaml`: nouns that can name the same participant."""

    name: str
    kind: str
    gender: str | None


@dataclass(slots=True, eq=False)
class Mention:
    """One phrase. `span` is what an alias shows; `name` the proper name in it without titles, `title` the words before the name."""

    head: Token
    span: Span
    type: str  # name, nominal, pronoun
    name: Span | None = None
    label: str | None = None  # the reader's: PER, ORG, LOC, NORP, …
    title: Span | None = None
    noun: str = ""  # the descriptive noun, singular unless listed in the plural: "news agency", "forces"
    noun_class: NounClass | None = None
    plural: bool | None = None
    gender: str | None = None  # m, f
    definite: bool = False
    counted: bool = False  # "five others", "hundreds of supporters"
    owner: Token | None = None  # the possessor's head: "her" father, "Sergei"'s niece

    @property
    def start(self) -> int:
        return self.span.start


@functools.cache
def noun_classes() -> dict[str, NounClass]:
    """Noun or noun phrase → its class."""
    classes = lexicon("actor_nouns")["classes"]
    return {noun: NounClass(name, c["kind"], c.get("gender")) for name, c in classes.items() for noun in c["nouns"]}


@functools.cache
def nouns(name: str) -> frozenset[str]:
    """A flat list of `knowledge/actor_nouns.yaml`: documents, quantifiers, parts, sponsored, kin."""
    return frozenset(lexicon("actor_nouns")[name])


@functools.cache
def honorifics() -> dict[str, str]:
    """Honorific → m, f or any."""
    return {word: gender for gender, words in lexicon("actor_nouns")["honorifics"].items() for word in words}


def describing_noun(words: Sequence[Token]) -> tuple[str, NounClass | None]:
    """The longest known noun that ends `words`, and its class; the last word's lemma and None when it is not known."""
    words = [w for w in words if not w.is_space and not w.is_punct]
    if not words:
        return "", None
    known = noun_classes()
    last = words[-1]
    for size in (3, 2, 1):
        before = " ".join(w.lower_ for w in words[-size:-1])
        for final in (last.lower_, last.lemma_.lower()):
            noun = f"{before} {final}".strip()
            if len(words) >= size and noun in known:
                return noun, known[noun]
    return last.lemma_.lower(), None


def find_mentions(doc: Doc) -> list[Mention]:
    """All mentions of `doc` in text order, one for each head word."""
    out, taken = [], set()
    for token in doc:
        if token.i in taken or not heads_phrase(token):
            continue
        mention = mention_at(token)
        if mention is not None:
            out.append(mention)
            taken.update(range(mention.name.start, mention.name.end) if mention.name else ())
    return out


def heads_phrase(token: Token) -> bool:
    """Is `token` the head of a noun phrase of its own, not a part of a name or a title before one?"""
    if token.is_space or relation(token) in NOT_HEADS or token.dep_ in {"nmod:desc", "expl"}:
        return False
    if token.pos_ in {"NOUN", "PROPN"}:
        return True
    if token.pos_ == "PRON":
        return token.lower_ in PERSONAL
    return token.pos_ in {"NUM", "ADJ", "DET", "X"} and relation(token) in {"nsubj", "obj", "iobj"} and token.lower_ not in DEFINITE


def mention_at(head: Token) -> Mention | None:
    """The mention that `head` heads."""
    if head.pos_ == "PRON" or head.lower_ in PERSONAL and head.pos_ == "DET":
        return _pronoun(head) if head.lower_ in PERSONAL else None
    core = _tight(head)
    name = proper_name(head, core)
    owner = next(iter(children(head, "nmod:poss")), None)
    definite = any(c.lower_ in DEFINITE for c in children(head, "det")) or owner is not None
    if name is None or _only_describes(name):
        return _nominal(head, owner, definite)
    before = [t for t in head.doc[min(core.start, name.start) : name.start] if not _opens(t) and not (owner and t in owner.subtree)]
    title = trim(head.doc[before[0].i : before[-1].i + 1]) if before and before[-1].i == name.start - 1 else None
    noun, noun_class = describing_noun(list(title)) if title else name_noun(name)
    label = label_of(name)
    start = min(core.start, name.start)
    return Mention(head, trim(head.doc[start : max(name.end, core.end)]), "name", name, label, title, noun, noun_class,
                   plural=_plural_name(head, name), gender=_title_gender(title, noun_class), definite=definite, owner=owner)


def _pronoun(token: Token) -> Mention:
    word = token.lower_
    gender = "m" if word in MALE else "f" if word in FEMALE else None
    return Mention(token, token.doc[token.i : token.i + 1], "pronoun", plural=word in THEY | FIRST_PLURAL, gender=gender, definite=True)


def _nominal(head: Token, owner: Token | None, definite: bool) -> Mention:
    counted = bool(children(head, "nummod"))
    what = head
    if head.lemma_.lower() in nouns("quantifiers") or head.pos_ in {"NUM", "DET"}:
        inner = [c for c in children(head, "nmod") if any(g.lower_ == "of" for g in c.children)]
        if inner:
            what, counted = inner[0], True
            definite = definite and head.pos_ == "NOUN" and head.tag_ == "NN"
    words = [t for t in what.doc[phrase(what, prepositions=False).start : what.i + 1] if t.dep_ not in {"det", "nmod:poss"}]
    noun, noun_class = describing_noun(words)
    plural = what.tag_ in {"NNS", "NNPS"} or (noun_class is not None and noun in {"people", "police", "media", "personnel"}) or counted and what is not head
    return Mention(head, phrase(head), "nominal", noun=noun, noun_class=noun_class, plural=plural,
                   gender=noun_class.gender if noun_class else None, definite=definite, counted=counted, owner=owner)


def _only_describes(name: Span) -> bool:
    """A capitalised description: "The President", "the Foreign Ministry"; which one it is, the context tells."""
    return " ".join(t.lower_ for t in name) in noun_classes()


def _tight(head: Token) -> Span:
    """The phrase without prepositional complements: determiner, modifiers, titles, name."""
    return phrase(head, prepositions=False)


def _opens(token: Token) -> bool:
    return token.is_space or token.dep_ == "det" or token.is_punct or token.is_quote or token.lower_ in {"'s", "’s"}


def proper_name(head: Token, core: Span) -> Span | None:
    """The proper name that `head` heads or, as a title, stands before ("president Sehar Memon"); titles cut off."""
    ent = entity_at(head)
    if ent is not None and ent.label_ not in NOT_NAMES and any(t.text[:1].isupper() for t in ent):
        return _without_titles(trim(ent if ent.label_ == "PER" else _union(ent, _run(head))))
    flat = [c for c in children(head, "flat") if c.pos_ in {"PROPN", "X"} and c.i > head.i]
    if head.pos_ in {"NOUN", "ADJ"} and flat:
        return _without_titles(_widen(flat[0], core.end))
    if head.pos_ == "PROPN" or head.pos_ == "X" and head.text[:1].isupper():
        return _without_titles(_run(head))
    tail = [c for c in children(head, "appos") if c.pos_ == "PROPN" and c.i > head.i and not any(t.is_punct or t.is_space for t in head.doc[head.i + 1 : c.i])]
    return _without_titles(_run(tail[0])) if tail else None


def entity_at(token: Token) -> Span | None:
    """The named entity that `token` lies in."""
    return _entities(token.doc).get(token.i)


def _entities(doc: Doc) -> dict[int, Span]:
    table = doc.user_data.get("sitrep.entity_at")
    if table is None:
        table = {i: ent for ent in doc.ents for i in range(ent.start, ent.end)}
        doc.user_data["sitrep.entity_at"] = table
    return table


def _union(one: Span, other: Span) -> Span:
    return one.doc[min(one.start, other.start) : max(one.end, other.end)]


def _widen(token: Token, end: int) -> Span:
    last = token.i
    while last + 1 < end and (relation(token.doc[last + 1]) in {"flat", "punct"}) and token.doc[last + 1].text not in {",", "(", ")"}:
        last += 1
    return trim(token.doc[token.i : last + 1])


def _run(head: Token) -> Span:
    """The capitalised run around a proper noun, joined by hyphens, "of", "for", "and the" when the tree hangs them on it."""
    doc = head.doc
    inside = {head.i}
    for child in head.children:
        if relation(child) in {"flat", "compound", "goeswith", "amod", "nmod", "nummod"} and child.dep_ not in {"nmod:desc", "nmod:poss"}:
            words = [t for t in child.subtree if not t.is_space]
            if all(_name_word(t) for t in words) and any(t.text[:1].isupper() for t in words):
                inside.update(t.i for t in words)
    left = right = head.i
    while left - 1 in inside or left - 2 in inside and doc[left - 1].text in JOINTS:
        left -= 1
    while right + 1 in inside or right + 2 in inside and doc[right + 1].text in JOINTS:
        right += 1
    while left < head.i and not doc[left].text[:1].isupper():
        left += 1
    return trim(doc[left : right + 1])


def _name_word(token: Token) -> bool:
    return token.text[:1].isupper() or token.pos_ in {"PROPN", "ADP", "CCONJ", "DET", "NUM", "X", "PART"} or token.text in JOINTS


def _without_titles(name: Span) -> Span:
    """Leading determiners, honorifics and offices cut off while a name is left: "US President Joe Biden" → "Joe Biden"."""
    start = name.start
    while start < name.end - 1 and (name.doc[start].dep_ == "det" or name.doc[start].lower_ in {"the", "a", "an"}):
        start += 1
    known = noun_classes()
    for i in range(name.end - 2, start - 1, -1):
        word = name.doc[i].lower_.rstrip(".")
        follows = name.doc[i + 1]
        if follows.text[:1].isupper() and follows.lower_ not in known and (word in honorifics() or (word in known and known[word].kind == "person")):
            return name.doc[i + 1 : name.end]
    return name.doc[start : name.end]


def name_noun(name: Span) -> tuple[str, NounClass | None]:
    """The class that a name carries in itself: Foreign "Ministry", "Observatory" for Human Rights, Trial "Court" Branch 259."""
    cut = next((t.i for t in name if t.pos_ == "ADP"), name.end)
    noun, found = describing_noun(list(name.doc[name.start : cut]))
    if found is None:
        for token in reversed(list(name.doc[name.start : cut])):
            found = noun_classes().get(token.lower_)
            if found is not None and found.kind != "person":
                return token.lower_, found
        return "", None
    if found.kind == "person" and len(name) > 1 and cut == name.end:
        return "", None
    return noun, found


def label_of(name: Span) -> str | None:
    labels = [entity_at(t).label_ for t in name if entity_at(t) is not None]
    return max(sorted(set(labels)), key=labels.count) if labels else None


def _plural_name(head: Token, name: Span) -> bool | None:
    """True for "the Skripals", "South Koreans"; None for names that may be either."""
    if name[-1].tag_ != "NNPS":
        return False
    return True if noun_classes().get(name[-1].lower_) is None else None


def _title_gender(title: Span | None, noun_class: NounClass | None) -> str | None:
    for token in title or ():
        gender = honorifics().get(token.lower_.rstrip("."))
        if gender in {"m", "f"}:
            return gender
    return noun_class.gender if noun_class else None
