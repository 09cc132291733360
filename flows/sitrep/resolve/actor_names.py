"""Names of one article joined: spellings, acronyms, surnames, shortened forms, registry aliases."""

from __future__ import annotations

import bisect
import functools
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from spacy.tokens import Doc, Span, Token

from sitrep.extract.doc_parts import tokens_of
from sitrep.extract.mention_names import entity_at
from sitrep.extract.mention_nouns import is_sponsor, noun_classes
from sitrep.extract.mentions import Mention
from sitrep.resolve.names import SMALL, acronym_key, is_acronym_of, normalise, same_spelling, skeleton

MODIFIERS = {"compound", "amod", "nmod", "nmod:desc"}
VESSELS = {"MV", "MS", "MT", "SS", "USS", "HMS", "INS", "RMS", "HMAS", "HMCS", "USNS", "RV"}  # what opens a ship's name
NOT_ACTORS = {"EVENT", "WEAPON", "VEHICLE"}


@dataclass(slots=True, eq=False)
class Referent:
    """What mentions of one article refer to, as it grows.

    `known` is the registry's entity, `kind` person, country, organization, group, place or thing.
    """

    mentions: list[Mention] = field(default_factory=list)
    names: Counter = field(default_factory=Counter)
    kind: str | None = None
    known: Any = None
    country: str | None = None
    nouns: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    gender: str | None = None
    plural: bool | None = None
    counted: bool = False
    owner: Referent | None = None
    assumed: bool = False  # known as a body of the state that the article is about, which no words tell: "the army"

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        if mention.name is not None:
            self.names[" ".join(mention.name.text.split())] += 1
        if mention.noun:
            self.nouns.add(mention.noun)
        if mention.noun_class is not None:
            self.classes.add(mention.noun_class.name)
        if mention.type != "pronoun" or mention.gender:
            self.gender = self.gender or mention.gender

    @property
    def label(self) -> str | None:
        labels = [m.label for m in self.mentions if m.label]
        return max(sorted(set(labels)), key=labels.count) if labels else None

    @property
    def best_name(self) -> str | None:
        """The fullest name that the article gives: most words, then most often, then first in the alphabet."""
        return min(self.names, key=lambda n: (-len(n.split()), -self.names[n], n)) if self.names else None


@dataclass(frozen=True, slots=True)
class Setting:
    """What resolution of one article knows beside its text."""

    registry: Any
    published: date | None
    countries: tuple[str, ...] = ()  # ISO alpha-3, most mentioned first
    requested: frozenset[int] = frozenset()  # heads of the phrases that extraction uses
    nations: tuple[tuple[int, int, str], ...] = ()  # (first token, end, ISO alpha-3) of countries and demonyms, in text order
    toponyms: tuple[tuple[int, int, str], ...] = ()  # (char_start, char_end, ISO alpha-3) of places, in text order

    def nations_between(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """Countries and demonyms that lie in a token range."""
        first = bisect.bisect_left(self.nations, (start, 0, ""))
        last = bisect.bisect_left(self.nations, (end, 0, ""))
        return [n for n in self.nations[first:last] if n[1] <= end]

    def is_place(self, name: Span) -> bool:
        """Is this the name of a place, whole?"""
        first = bisect.bisect_left(self.toponyms, (name.start_char, name.end_char, ""))
        return first < len(self.toponyms) and self.toponyms[first][:2] == (name.start_char, name.end_char)

    def places_in(self, span: Span) -> list[str]:
        """The states of the places that a phrase names."""
        first = bisect.bisect_left(self.toponyms, (span.start_char, 0, ""))
        last = bisect.bisect_left(self.toponyms, (span.end_char, 0, ""))
        return [country for _, end, country in self.toponyms[first:last] if end <= span.end_char]


def nation_of(words: str, registry) -> str | None:
    """ISO alpha-3 of a country's name or adjective."""
    return registry.country(words) or registry.demonym(words)


def find_nations(doc: Doc, registry) -> tuple[tuple[int, int, str], ...]:
    """(first token, end, ISO alpha-3) of countries and demonyms, longest match first; the sponsor of "Iran-backed" is left out."""
    tokens = [t for t in tokens_of(doc) if not t.is_space]
    words = [t.text for t in tokens]
    surnames = {ent[-1].text for ent in doc.ents if ent.label_ == "PER" and len(ent) > 1}
    out, i = [], 0
    while i < len(tokens):
        step = 1
        if words[i][:1].isupper() or words[i].startswith("ex-"):
            for size in (3, 2, 1):
                if i + size > len(tokens) or size > 1 and not words[i + size - 1][:1].isupper():
                    continue
                code = nation_of(" ".join(words[i : i + size]).removeprefix("ex-"), registry)
                if code and not is_sponsor(tokens[i + size - 1]) and not (size == 1 and _is_surname(tokens[i], surnames)):
                    out.append((tokens[i].i, tokens[i + size - 1].i + 1, code))
                    step = size
                    break
        i += step
    return tuple(out)


def _is_surname(token: Token, surnames: set[str]) -> bool:
    """Does the reader see a person in it, and end a person's full name in it: "Sean London", "London said"?"""
    return token.ent_type_ == "PER" and token.text in surnames


@functools.lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(w for w in normalise(name).split() if w not in SMALL)


def join_names(mentions: Iterable[Mention], setting: Setting) -> tuple[dict[int, Referent], dict[int, list[Referent]]]:
    """Referents of all name mentions, and of families ("the Kovacs family") all members, by the mention's head position."""
    book = _NameBook(setting)
    named = [m for m in mentions if m.type == "name"]
    shorts = []
    for m in sorted(named, key=lambda m: " " not in m.name.text.strip()):  # persons' full names before what may be their surnames
        if not book.full(m):
            shorts.append(m)
    for m in shorts:
        book.short(m)
    return book.found, {m.head.i: members for m in shorts if m.plural and (members := book.family(m))}


class _NameBook:
    """Names seen so far in one article. Full names first; short forms then find the full name that they stand for."""

    def __init__(self, setting: Setting):
        self.setting = setting
        self.found: dict[int, Referent] = {}
        self.by_name: dict[str, Referent] = {}
        self.by_skeleton: dict[str, list[Referent]] = defaultdict(list)
        self.by_id: dict[str, Referent] = {}
        self.by_word: dict[str, list[Referent]] = defaultdict(list)
        self.acronyms: dict[str, Referent] = {}
        self.by_bare: dict[str, Referent | None] = {}  # by the name without the state before it

    def full(self, m: Mention) -> bool:
        """Enter a name of several words, a country or a body that the registry knows; False for what may be a short form."""
        name = " ".join(m.name.text.split())
        key = normalise(name)
        country = self._state(m, name)
        if country is not None:
            self._put(m, self._country(country))
            return True
        if len(key.split()) < 2:
            return False
        referent = self.by_name.get(key) or self._same_spelling(name)
        if referent is None:
            known = self._lookup(name, m)
            if known is not None:
                referent = self.by_id.setdefault(known.entity_id, Referent(known=known))
            else:
                referent = self._of_state(m, key) or Referent()
            self._index(name, referent)
        self.by_name[key] = referent
        self._put(m, referent)
        return True

    def _state(self, m: Mention, name: str) -> str | None:
        """The state that the name is, or that it stands for as a participant: "Moscow denies", "US" airstrikes."""
        registry = self.setting.registry
        if m.title is not None and m.noun_class is not None and m.noun_class.kind == "person":
            return None
        code = registry.country(name)
        if code is None and m.head.i in self.setting.requested:
            code = registry.metonym(name) or (registry.demonym(name) if m.head.dep_ in MODIFIERS else None)
        return None if code is not None and self._bearers(m, normalise(name)) else code

    def _bearers(self, m: Mention, key: str) -> list[Referent]:
        """The persons of the article whose surname a country or town has too, where `m` may be one: "Sean London … London denies"."""
        if m.label not in {"PER", "LOC", None} or " " in key or m.label != "PER" and not is_subject(m.head):
            return []
        before = [r for r in self.by_word.get(key, ()) if r.mentions[0].head.i < m.head.i or m.label == "PER"]
        return [r for r in before if is_person(r) and any(_words(n)[-1:] == (key,) for n in r.names)]

    def _country(self, code: str) -> Referent:
        state = self.setting.registry.state(code)
        return self.by_id.setdefault(state.entity_id, Referent(known=state, country=code, kind="country"))

    def _lookup(self, name: str, m: Mention):
        known = self.setting.registry.lookup(name, on=self.setting.published, countries=self.setting.countries)
        return known if known is not None and fits(known, m) else None

    def _of_state(self, m: Mention, key: str) -> Referent | None:
        """A body that is named with its state in one place and without in another: "Ghana's Cocoa Board", "the Cocoa Board"."""
        if m.label in {"PER", "LOC"}:
            return None
        start, found = m.name.start, self.setting.nations_between(m.name.start, m.name.end)
        if not found or found[0][0] != start:
            return self.by_bare.get(key)
        bare = m.name.doc[found[0][1] : m.name.end]
        words = normalise(bare.text.removeprefix("'s").removeprefix("’s"))
        if " " not in words or words in self.by_bare:
            self.by_bare.setdefault(words, None)
            return None
        referent = self.by_bare[words] = self.by_name.get(words) or Referent()
        return referent if referent.known is None else None

    def _index(self, name: str, referent: Referent) -> None:
        self.by_skeleton[skeleton(name)].append(referent)
        for word in _words(name):
            if referent not in self.by_word[word]:
                self.by_word[word].append(referent)

    def _put(self, m: Mention, referent: Referent) -> None:
        self.found[m.head.i] = referent
        referent.add(m)

    def _same_spelling(self, name: str) -> Referent | None:
        return next((r for r in self.by_skeleton.get(skeleton(name), ()) if any(same_spelling(name, n) for n in r.names)), None)

    def short(self, m: Mention) -> None:
        """A one-word name or acronym: the full name before it, else after it, else a referent of its own."""
        name = " ".join(m.name.text.split())
        key = normalise(name)
        referent = self.acronyms.get(key) or self._acronym(name) or self._surname(m, key) or self.by_name.get(key)
        if m.label == "LOC" and referent is not None and referent in self._bearers(m, key):
            m.label = "PER"
        if referent is None:
            known = self._lookup(name, m)
            referent = self.by_id.setdefault(known.entity_id, Referent(known=known)) if known is not None else Referent()
            self.by_name[key] = referent
        self._put(m, referent)

    def family(self, m: Mention) -> list[Referent]:
        """The persons whose surname is `m` in the plural, in the order of the text; empty if fewer than two."""
        key = normalise(m.name.text)
        members = [r for r in self.by_word.get(key[:-1], ()) if key.endswith("s") and is_person(r)]
        return sorted(members, key=lambda r: r.mentions[0].head.i) if len(members) > 1 else []

    def _acronym(self, name: str) -> Referent | None:
        if acronym_key(name) is None and not (sum(c.isupper() for c in name) > 1 and len(name) < 8):
            return None
        first = name[0].lower()
        for word, referents in self.by_word.items():
            if word[0] == first:
                for r in referents:
                    if any(is_acronym_of(name, n) for n in r.names):
                        self.acronyms[normalise(name)] = r
                        return r
        return None

    def _surname(self, m: Mention, key: str) -> Referent | None:
        candidates = [r for r in self.by_word.get(key, ()) if self._may_shorten(m, key, r)]
        if m.gender:
            candidates = [r for r in candidates if r.gender in {None, m.gender}] or candidates
        if not candidates:
            return None
        before = lambda r: sum(x.head.i < m.head.i for x in r.mentions)  # noqa: E731
        latest = lambda r: max((x.head.i for x in r.mentions if x.head.i < m.head.i), default=-1)  # noqa: E731
        return max(candidates, key=lambda r: (before(r) > 0, before(r), latest(r), -r.mentions[0].head.i))

    def _may_shorten(self, m: Mention, key: str, r: Referent) -> bool:
        if r.kind == "country" or r.label in NOT_ACTORS or m.label in NOT_ACTORS:
            return False
        if name_kind(r) == "person":
            ends = {w for n in r.names for w in (_words(n)[0], _words(n)[-1]) if _words(n)}
            return key in ends and (nation_of(m.name.text, self.setting.registry) is None or r in self._bearers(m, key))
        if m.label in {"PER", "LOC"} or m.title or key in noun_classes() or nation_of(m.name.text, self.setting.registry):
            return False
        known = self._lookup(m.name.text, m)
        return known is None or r.known is not None and known.entity_id == r.known.entity_id


def fits(known, m: Mention) -> bool:
    """Does the registry's entity agree with the mention? A title does not go with a body, nor a place's label with a person."""
    if m.title is not None and m.noun_class is not None and m.noun_class.kind == "person":
        return known.kind == "person"
    if m.label == "PER":
        return known.kind == "person" or len(m.name) > 1 or known.kind in {"organization", "group"}
    return not (m.label == "LOC" and known.kind == "person")


def is_subject(token: Token) -> bool:
    return token.dep_.split(":")[0] in {"nsubj", "csubj"}


def is_person(r: Referent) -> bool:
    """Is it a person, by registry, title, label, or the look of the name?"""
    if r.kind is not None:
        return r.kind == "person"
    if r.known is not None:
        return r.known.kind == "person"
    if any(m.title is not None and m.noun_class is not None and m.noun_class.kind == "person" for m in r.mentions):
        return True
    return r.label == "PER" and not (r.names and all(acronym_key(n) for n in r.names))


def name_kind(r: Referent) -> str | None:
    """Kind of a referent that has a name."""
    if r.kind is not None:
        return r.kind
    if r.known is not None:
        return r.known.kind
    if any(n.split()[0] in VESSELS for n in r.names):
        return "thing"
    if is_person(r):
        return "group" if r.mentions and all(m.plural for m in r.mentions if m.type == "name") else "person"
    if r.label in NOT_ACTORS:
        return "thing"
    if any(m.type == "name" and m.noun_class is not None and m.noun_class.kind != "person" for m in r.mentions):
        return "organization"
    if r.label == "LOC":
        return "person" if any(_listed_with_person(m.head) for m in r.mentions) else "place"
    if r.label == "NORP":
        return "group"
    if r.label == "ORG":
        return "organization"
    if r.gender in {"m", "f"}:
        return "person"
    return None


def _listed_with_person(head: Token) -> bool:
    """Is the name one of a list in which the reader saw persons?"""
    first = head.head if head.dep_.split(":")[0] == "conj" else head
    others = [first, *(c for c in first.children if c.dep_.split(":")[0] == "conj")]
    return any(o is not head and (ent := entity_at(o)) is not None and ent.label_ == "PER" for o in others)


def acronym_definitions(doc: Doc) -> dict[str, tuple[int, int]]:
    """Acronyms in brackets and the token range that they abbreviate: "Civil Defence Corps (CDC)"."""
    out = {}
    tokens = tokens_of(doc)
    for i in range(1, len(doc) - 2):
        if tokens[i].text != "(" or doc[i + 2].text != ")" or sum(c.isupper() for c in doc[i + 1].text) < 2:
            continue
        acronym = doc[i + 1].text
        for start in range(i - 2, max(i - 2 * len(acronym) - 2, -1), -1):
            if is_acronym_of(acronym, doc[start:i].text):
                out.setdefault(normalise(acronym), (start, i))
                break
    return out


def inner_names(mention: Mention) -> list[Token]:
    """Heads of proper names used as modifiers inside a description: "Hashd al-Shaabi" forces, "MoD" spokesman."""
    head = mention.head
    out = []
    for child in head.children:
        if child.i < head.i and child.dep_.split(":")[0] in {"compound", "amod", "nmod"} and child.dep_ not in {"nmod:poss", "nmod:desc"}:
            if (child.pos_ in {"PROPN", "X"} or entity_at(child) is not None or child.is_upper and len(child) > 1) and not is_sponsor(
                child
            ):
                out.append(child)
    return out
