"""What a referent is: kind, country, sector, role, affiliation; from the registry, then its title, its body, the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from spacy.tokens import Token

from sitrep.extract.doc_parts import tokens_in, tokens_of
from sitrep.extract.mention_nouns import nouns
from sitrep.extract.mentions import Mention
from sitrep.extract.phrases import children, relation
from sitrep.resolve.actor_names import Referent, name_kind
from sitrep.resolve.actor_titles import affiliates, body_tokens, convicted, speaks, title_words, uncounted
from sitrep.resolve.coreference import Discourse
from sitrep.resolve.place_gazetteer import is_region

# Nouns that say who someone is to someone, not which office he holds.
NO_OFFICE = {
    "man",
    "woman",
    "person",
    "civilian",
    "protester",
    "source",
    "refugee",
    "gunman",
    "criminal",
    "insurgent",
    "militiaman",
    "athlete",
}
DOMESTIC = {
    "GOV",
    "MIL",
    "COP",
    "JUD",
    "LEG",
    "PTY",
    "OPP",
    "MED",
    "SPY",
}  # whose unnamed bearers belong to the country that the article is about
STATE = {"GOV", "MIL", "COP", "LEG", "SPY"}
OFFICERS = dict.fromkeys(("police", "policemen", "policeman", "gendarmes", "sheriff"), "COP")
OFFICERS |= dict.fromkeys(("army", "military", "soldiers", "troops", "coup", "navy", "junta"), "MIL")  # words near "officers"
UNION_OF = re.compile(r"\bUnions? (?:of|for) (?:the )?")


@dataclass(frozen=True, slots=True)
class Coding:
    """A referent's codes. `affiliation` is a referent, the ISO alpha-3 code of a state, or None."""

    name: str
    kind: str
    country: str | None
    sector: str
    role: str | None
    affiliation: Referent | str | None
    resolution: str  # registry, name, description


class Coder:
    """Codes for the referents of one article; `home` is the country that the article is about, None if no single one stands out."""

    def __init__(self, discourse: Discourse, home: str | None):
        self.discourse, self.registry, self.home = discourse, discourse.setting.registry, home
        self.telling: set[Referent] = set()  # whose country is being looked for in another one's

        self._facts: dict[Referent, Facts] = {}

    def facts(self, r: Referent) -> Facts:
        return self._facts.get(r) or self._facts.setdefault(r, Facts(r, self))

    def known_of(self, r: Referent):
        """The registry's entity for the referent, or None."""
        return self.facts(r).known

    def code(self, r: Referent) -> Coding | None:
        """None for what is no participant: a place, a weapon, a day."""
        facts = self.facts(r)
        kind = facts.kind
        if kind is None or kind in {"place", "thing"}:
            return None
        return Coding(facts.name, kind, facts.country, facts.sector, facts.role, facts.affiliation, facts.resolution)


class Facts:
    """What is known of one referent, each fact from the best source that has it."""

    def __init__(self, referent: Referent, coder: Coder):
        self.r, self.coder, self.registry = referent, coder, coder.registry
        self.known = referent.known or self._lookup()

    def _lookup(self) -> Any:
        """By name, by title and name ("President Biden"), by the description as it stands ("the US military")."""
        setting = self.coder.discourse.setting
        r = self.r
        if r.kind in {"place", "thing"} or not r.names:
            return None
        countries = (r.country,) if r.country else setting.countries
        titled = [
            f"{m.title.text} {m.name.text}"
            for m in r.mentions
            if m.type == "name" and m.title is not None and m.noun_class and m.noun_class.kind == "person"
        ]
        for words in dict.fromkeys([*titled, r.best_name]):
            known = self.registry.lookup(" ".join(words.split()), on=setting.published, countries=countries)
            if known is not None and _agrees(known, r):
                return known
        return None

    @cached_property
    def described(self) -> list[tuple[str, Mention]]:
        """Titles and descriptions in text order, offices before the rest: ("US President", mention)."""
        out = []
        for m in self.r.mentions:
            if m.type == "name" and m.title is not None:
                out.append((title_words(m), m))
            elif m.type == "nominal":
                out.append((uncounted(m), m))
        rank = {"name": 0, "nominal": 1}
        return sorted(
            ((w, m) for w, m in out if w),
            key=lambda x: (_no_office(x[1]), x[1].type != "name" and relation(x[1].head) != "appos", rank[x[1].type]),
        )

    @property
    def _untitled(self) -> list[Mention]:
        """A person's names without a title, which a body may follow: "Ana Silva of the Red Cross"."""
        names = [m for m in self.r.mentions if m.type == "name" and m.title is None]
        return names if names and self.kind == "person" else []  # what has no name may have its kind from its hints, and they ask for this

    @cached_property
    def hints(self) -> list[Any]:
        out = []
        for words, m in self.described[:6]:
            if any(t.lower_ in nouns("sponsored") for t in tokens_in(m.span)):
                words = words.split(" in ")[0]  # Iran-backed militias in Syria are not Syria's
            hint = self.registry.title(words)
            if hint.sector is None and m.noun:
                short = self.registry.title(m.noun)
                hint = hint if short.sector is None else short
            if hint.sector == "MIL" and hint.body is None and _are_officers(words):
                hint = replace(hint, sector=_officers_of(m))
            out.append(replace(hint, sector=self._sector_of_body()) if self._is_default(hint, m) else hint)
        return out

    def _is_default(self, hint: Any, m: Mention) -> bool:
        """Is the sector only the one that "official" or "spokesman" has where nothing tells of which body, and the text tells it?"""
        inherit = self.registry.descriptions.roles.inherit
        default = next((inherit[w] for w in (m.noun, m.head.lemma_.lower()) if w in inherit), None)
        told = hint.body is None and hint.sector is not None and hint.sector == default
        return told and m.type == "nominal" and self.body is not None and self.body.known is None and self.body.kind == "organization"

    def _sector_of_body(self) -> str | None:
        sector = self.coder.facts(self.body).sector
        return None if sector == "UNK" else sector

    @cached_property
    def kind(self) -> str | None:
        if self.known is not None:
            return self.known.kind
        kind = "place" if self._is_place else self.r.kind
        if kind is None:
            kind = name_kind(self.r) if self.r.names else next((h.kind for h in self.hints if h.kind), None)
        if kind is None and self.r.names:
            kind = "person" if len(self.r.best_name.split()) > 1 else "organization"
        if kind is None:
            head = self.r.mentions[0].head
            kind = (
                "group"
                if self.r.plural
                else "person"
                if head.lower_.endswith(("er", "or", "ist", "ian", "man", "ant", "ee", "ess")) or _whom(head)
                else "organization"
            )
        if kind == "country":
            return None  # "the kingdom" of nowhere
        if kind == "organization" and self.r.plural and not self.r.names and self._nation is None and self.r.classes & {"army", "police"}:
            return "group"  # "coalition forces", "security personnel": nobody's in particular
        if kind == "place":
            return "organization" if any(speaks(m.head) for m in self.r.mentions) else None
        return kind

    @property
    def _is_place(self) -> bool:
        """ "the West Bank" is no bank: each of its names is a place's."""
        names = [m.name for m in self.r.mentions if m.type == "name"]
        setting = self.coder.discourse.setting
        return self.r.kind == "organization" and bool(names) and all(setting.is_place(n) or is_region(n.text) for n in names)

    @cached_property
    def name(self) -> str:
        if self.known is not None:
            return self.known.name
        if self.r.names:
            return self.r.best_name
        return self.described[0][0] if self.described else " ".join(self.r.mentions[0].span.text.split())

    @cached_property
    def resolution(self) -> str:
        return "registry" if self.known is not None else "name" if self.r.names else "description"

    @cached_property
    def role(self) -> str | None:
        """A person's office as the article gives it."""
        if self.kind != "person":
            return None
        return next((words for words, m in self.described if not _no_office(m) and (m.noun_class is not None or m.type == "name")), None)

    @cached_property
    def bodies(self) -> list[Referent]:
        """The named bodies that the person or group speaks or acts for: "MoD spokesman", "spokesman for the Foreign Ministry"."""
        discourse, out = self.coder.discourse, []
        for m in [*(m for words, m in self.described if not self.registry.is_office(words)), *self._untitled]:
            for token in body_tokens(m):  # "Chief of Army Staff" names no body "Army Staff"
                other = discourse.at.get(token.i) or discourse.referent_at(token)
                named = other is not None and other is not self.r and (other.names or other.known is not None)
                if named and other.kind in {"organization", "group"} and other not in out:
                    out.append(other)
        return out

    @property
    def body(self) -> Referent | None:
        return self.bodies[0] if self.bodies else None

    @cached_property
    def affiliation(self) -> Referent | str | None:
        if self.kind == "country":
            return None
        if self.body is not None and self.kind in {"person", "group"}:
            return self.body
        stated = [self.coder.discourse.at.get(t.i) for m in self.r.mentions for t in affiliates(m.head)]
        if (other := next((r for r in stated if r is not None and (r.names or r.known is not None)), None)) is not None:
            return other
        if self.known is not None and self.known.kind != "person" and self.known.affiliation_id:
            return self.known.affiliation_id
        state = self.country if self.sector in STATE else None
        return (
            state
            if state is not None
            and not (self.kind == "group" and self.resolution == "description" and self.sector == "MIL" and not self._nation)
            else None
        )

    @cached_property
    def _nation(self) -> str | None:
        """State in the title, the description or the name itself."""
        if self.r.country is not None:
            return self.r.country
        for _, m in self.described:
            found = self.coder.discourse.setting.nations_between(m.span.start, m.head.i + 1 if m.name is None else m.name.start)
            if found:
                return found[0][2]
        for m in self.r.mentions:
            if m.name is not None and self.kind != "person":
                found = self.coder.discourse.setting.nations_between(m.name.start, m.name.end)
                if found:
                    return found[0][2]
        return None

    @cached_property
    def _seat(self) -> str | None:
        """State of the place in a title or description: "the mayor of Istanbul", but not of "Iran-backed militias in Aleppo"."""
        for _, m in self.described:
            if not any(t.lower_ in nouns("sponsored") and t.i < m.head.i for t in tokens_in(m.span)):
                found = self.coder.discourse.setting.places_in(m.span if m.type == "nominal" else m.title)
                if found:
                    return found[0]
        return None

    @cached_property
    def _told_nation(self) -> str | None:
        """ "local tribes" and "the media" are of the country that the article is about, "associates of Horvat" are of Horvat's."""
        for _, m in self.described:
            words = {t.lower_ for t in tokens_in(m.span)}
            if "local" in words and self.sector != "JRN" or m.noun in {"media", "press"} and m.definite:
                return self.coder.home
            owner = self.coder.discourse.at.get(m.owner.i) if m.owner is not None else None
            if owner is not None and owner is not self.r and m.type == "nominal":
                return self._country_of(owner)
            for child in children(m.head, "nmod"):
                other = self.coder.discourse.at.get(child.i)
                if child.i > m.head.i and other is not None and other is not self.r and other.kind == "person" and other.names:
                    return self._country_of(other)
        return None

    def _country_of(self, other: Referent) -> str | None:
        """Another one's country, where that does not rest on this one's: of two that are told by each other, neither tells."""
        telling = self.coder.telling
        if other in telling:
            return None
        telling.add(self.r)
        try:
            return self.coder.facts(other).country
        finally:
            telling.discard(self.r)

    @cached_property
    def _kin_nation(self) -> str | None:
        """Nation of the nearest relative whose nation is told: "her Danish captain uncle", "his widow"."""
        persons = [r for r in self.coder.discourse.persons() if r.owner is not None]
        near, seen = [self.r], [self.r]
        for _ in range(3):
            step = [r.owner for r in near if r.owner is not None and r.owner.kind == "person"] + [r for r in persons if r.owner in near]
            near = [r for r in dict.fromkeys(step) if r not in seen]
            seen += near
            found = next((nation for r in near if (nation := self.coder.facts(r)._nation)), None)
            if found is not None:
                return found
        return None

    @cached_property
    def country(self) -> str | None:
        """The state that it belongs to: what is told of it, else for those who are at home as a rule the one that the article is about."""
        if self.known is not None:
            return self.known.country
        if self._stated is not None or self._of_many:
            return self._stated
        if self.kind == "person" and self.sector != "UNK":
            return self.coder.home
        if self.kind == "organization" and self.sector not in {"IGO", "NGO"}:
            return self.coder.home
        if self.r.nouns & nouns("native"):
            return self.coder.home
        return self.coder.home if self.sector in DOMESTIC and self.kind != "country" and "country" not in self.r.classes else None

    @property
    def is_assumed(self) -> bool:
        """Whether nothing tells the country but that the article is about it: of "the army" too, if no words say whose."""
        if self.known is not None:
            return self.r.assumed and not any(
                self.coder.discourse.setting.nations_between(m.span.start, m.span.end) for m in self.r.mentions if m.type != "pronoun"
            )
        return self._stated is None

    @cached_property
    def _of_many(self) -> bool:
        """A body of many states, or one of its people."""
        known = [b.known for b in self.bodies if b.known is not None]
        return not any(k.country for k in known) and any(k.sector == "IGO" for k in known)

    @cached_property
    def _stated(self) -> str | None:
        if self._nation is not None:
            return self._nation
        known = [b.known for b in self.bodies if b.known is not None]
        if (theirs := next((k.country for k in known if k.country), None)) is not None:
            return theirs
        if self._of_many:
            return None
        for hint in self.hints:
            if hint.country:
                return hint.country
        if (seat := self._seat) is not None:
            return seat
        if (told := self._told_nation) is not None:
            return told
        return self._kin_nation if self.kind == "person" else None

    @cached_property
    def sector(self) -> str:
        known = self.known
        offices = [h for h in self.hints if h.sector not in {None, "CVL", "UNK"}]
        if known is not None and known.kind == "person":
            former = next((h for h in offices if h.former), None)
            if former is None and offices and known.sector in {None, "ELI"}:
                return offices[0].sector  # the registry knows of no office on that day, the article does
            return former.sector if former is not None else known.sector or "CVL"
        if known is not None and known.sector:
            return known.sector
        if offices:
            return offices[0].sector
        if self.kind == "country" or "country" in self.r.classes:
            return "GOV"
        if self.kind == "person" and any(convicted(m.head) for m in self.r.mentions):
            return "CRM"
        if self.r.names and self.kind == "organization":
            told = map(self.registry.title, (*sorted(self.r.names), *sorted(self.r.nouns)))
            hint = next((h for h in told if h.sector and h.kind != "person"), None)  # a Refugee Council is no refugee
            if hint is not None:
                return "SOC" if hint.sector == "LAB" and self._union_of_no_workers() else hint.sector
        if self.body is not None and self.body.known is not None and self.body.known.sector:
            return self.body.known.sector
        any_hint = next((h.sector for h in self.hints if h.sector), None)
        return any_hint or ("CVL" if self.kind in {"person", "group"} and not _unknowable(self.r) else "UNK")

    def _union_of_no_workers(self) -> bool:
        """ "Union of Humanists", "Union of Catholic Mothers": a union whose members' name is no occupation."""
        members = [UNION_OF.split(name, maxsplit=1)[1] for name in self.r.names if UNION_OF.search(name)]
        return bool(members) and not any(
            words.lower().endswith("workers") or self.registry.title(words).sector not in {None, "CVL", "REL"} for words in members
        )


def _whom(head: Token) -> bool:
    """Does the phrase go on with "who"?"""
    return any(t.lower_ in {"who", "whom"} and t.head.head == head for c in children(head, "acl") for t in c.children)


def _are_officers(words: str) -> bool:
    first = next((w for w in words.lower().split() if w not in {"own", "other", "fellow", "more", "their", "its", "his"}), "")
    return first in {"officer", "officers"}


def _officers_of(m: Mention) -> str:
    """ "15 officers": of the police or the army, whichever the text spoke of last."""
    for token in reversed(list(tokens_of(m.head.doc)[: m.head.i])):
        if (sector := OFFICERS.get(token.lower_)) is not None:
            return sector
    return "MIL"


def _no_office(m: Mention) -> bool:
    return m.noun_class is not None and m.noun_class.name in NO_OFFICE or m.noun in nouns("kin")


def _unknowable(r: Referent) -> bool:
    return not r.names and "source" in r.classes


def _agrees(known: Any, r: Referent) -> bool:
    if r.kind in {"person", "country"} or known.kind in {"person", "country"}:
        return known.kind == (r.kind or known.kind)
    return True
