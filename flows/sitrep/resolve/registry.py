"""The registry: names and words of the news → known actors and what is known about them.

A name is looked up exactly (in normal form, acronyms by case), then as an institution of a state ("Iranian Foreign
Ministry"), with its title ("President Biden"), inside a description ("the news agency Sana"), by consonant skeleton.
A description ("gunmen", "war monitor") gives a hint only: kind, sector, country.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

from sitrep.knowledge import Knowledge, load, own_folder
from sitrep.resolve.descriptions import PARENTHESIS, Descriptions
from sitrep.resolve.entities import Entity, Hint, body_entity, person_id
from sitrep.resolve.institutions import Institutions
from sitrep.resolve.names import acronym_key, bare, normalise, plain, same_spelling, skeleton
from sitrep.resolve.officeholders import OfficeHolders
from sitrep.resolve.states import States

__all__ = ["Entity", "Hint", "Registry", "person_id", "registry"]

LONGEST = 160  # characters; what is longer is a clause, not a name
# What comes after these is not the phrase's head: "members of Hamas".
LEADS_AWAY = set("of for in at from with to on against by and or within near over as than anti pro".split())
# What news appends to a name without changing who is meant.
TAILS = set(
    "forces force fighters fighter group groups movement militia militias militants militant rebels rebel insurgents guerrillas "
    "organization terrorists gunmen network troops members faction party terror jihadists government authorities militiamen "
    "extremists paramilitaries mercenaries news agency television tv radio newspaper daily gang cartel sect".split()
)
TAILED = {"REB", "PRM", "UAF", "CRM", "MIL", "OPP", "PTY", "JRN"}
GOVERNMENTS = {"regime", "administration", "government", "cabinet", "junta"}

MIXED = re.compile(r"[A-Z][a-z]{0,2}(?:[a-z]?[A-Z]){1,2}")  # acronyms that hold in this case only: LeT is no "Let", PiS no "Pis"
THE_WORD = re.compile(r"The [A-Z][a-z]+")  # names that need their article: The Hindu, The Guardian

Entry = tuple[str, str, bool]  # body or person, its id, whether the alias holds only together with its country


def registry(extra: Path | None = None) -> Registry:
    """The registry of the shipped knowledge, extended by a user's folder (the one in use if none is given); built once for each."""
    return _registry(extra or own_folder())


@cache
def _registry(extra: Path | None) -> Registry:
    return Registry(load(extra))


class Registry:
    """Look-ups over `Knowledge`; built once, read by all."""

    def __init__(self, knowledge: Knowledge):
        self.knowledge = knowledge
        self.states = States(knowledge.countries)
        self.holders = OfficeHolders(knowledge, self.states)
        self.institutions = Institutions(knowledge, self.states, self.holders)
        self.descriptions = Descriptions(knowledge, self.states, self.institutions, self.holders, self.lookup)
        self._described = lru_cache(maxsize=4096)(self.descriptions.describe)
        self.bodies = {b.id: b for b in knowledge.bodies}
        self._acronyms: dict[str, list[Entry]] = {}
        self._names: dict[str, list[Entry]] = {}
        for what, key, alias in self._aliases():
            self._add(what, key, alias)

    def _aliases(self) -> Iterable[tuple[str, str, str]]:
        for body in self.knowledge.bodies:
            yield from (("body", body.id, alias) for alias in (body.name, *body.aliases))
        for person, terms in self.holders.terms.items():
            yield from (("person", person, alias) for alias in dict.fromkeys(a for t in terms for a in (t.person, *t.aliases)))

    def _add(self, what: str, key: str, alias: str) -> None:
        entry = (what, key, alias.endswith("?"))
        alias = alias.rstrip("?")
        acronym = acronym_key(alias) or (alias if MIXED.fullmatch(alias) else None)
        article = "the " if THE_WORD.fullmatch(alias) else ""
        entries = self._acronyms.setdefault(acronym, []) if acronym else self._names.setdefault(article + normalise(alias), [])
        if entry not in entries:
            entries.append(entry)

    @cached_property
    def _skeletons(self) -> dict[str, list[tuple[str, str, str]]]:
        index: dict[str, list[tuple[str, str, str]]] = {}
        for what, key, alias in self._aliases():
            if " " in alias and not alias.endswith("?"):
                index.setdefault(skeleton(alias), []).append((what, key, alias))
        return {k: sorted(set(v)) for k, v in index.items()}

    # Words for states and offices, descriptions, ids

    def country(self, word: str) -> str | None:
        """ISO alpha-3 of a country's name ("Iran", "the US", "Britain")."""
        return self.states.country(word)

    def demonym(self, word: str) -> str | None:
        """ISO alpha-3 of an adjective or a people ("Iranian", "British", "Iranians", "Briton")."""
        return self.states.demonym(word)

    def people(self, word: str) -> str | None:
        """ISO alpha-3 of a word for a people or one of it ("Iranians", "the British", "a Briton")."""
        return self.states.people(word)

    def metonym(self, word: str) -> str | None:
        """ISO alpha-3 of the state whose government a place stands for when it acts or speaks ("Moscow", "Tehran")."""
        return self.states.metonym(word)

    def state(self, iso3: str) -> Entity:
        """The state as an actor: kind country, sector GOV."""
        return self.states.entity(iso3)

    def body(self, key: str) -> Entity | None:
        """The body with that id: of organizations.csv, armed_groups.csv, or a state's institution ("irn-foreign-ministry")."""
        return body_entity(self.bodies[key]) if key in self.bodies else self.institutions.by_key(key)

    def institution(self, key: str, iso3: str) -> Entity | None:
        """A state's institution by its id in institutions.yaml ("armed-forces", "GBR")."""
        return self.institutions.by_key(f"{iso3.lower()}-{key}") if iso3 in self.states.by_code else None

    def person(self, key: str, on: date | None = None) -> Entity:
        """A person by id, with the office held on that day (the last known one if no day is given)."""
        return self.holders.person(key, on)

    def surname(self, person: str) -> str:
        """The family name with its particles: "Joe Biden" → "Biden", "Kim Jong-un" → "Kim"."""
        return self.holders.surname(person)

    def office(self, role: str, country: str | None = None, on: date | None = None) -> Entity | None:
        """Who held the office on that day: ("US president", None, 2021-06-28) → Joe Biden; ("the Foreign Secretary", "GBR", day).

        None without a day, for a former holder, and if the words or the data leave it open.
        """
        return self.holders.holder(role, country, on)

    def title(self, words: str) -> Hint:
        """What a description says: "gunmen", "the war monitor", "hospital bosses", "Spokesman for the Iranian Foreign Ministry"."""
        return self._described(words)

    def is_office(self, words: str) -> bool:
        """Whether the words are an office as it stands, with or without its state: "Chief of Army Staff", "US Secretary of State"."""
        return bool(self.holders.title(bare(words))[0])

    # Names

    def lookup(self, name: str, *, on: date | None = None, countries: Collection[str] = ()) -> Entity | None:
        """The known actor of that name, or None.

        `on` is the day of the event or article: it decides who held an office and which of two namesakes was there.
        `countries` are the states that the article is about, ISO alpha-3: they decide between namesakes and give
        "the Foreign Ministry" its state if there is just one.
        """
        clean = bare(name)
        if "(" in clean:  # "the Bureau of Mines (BoM)"
            clean = bare(PARENTHESIS.sub("", clean))
        if not clean or len(clean) > LONGEST:
            return None
        if any(c.isupper() for c in clean):
            iso3 = self.country(clean)
            article = f"the {normalise(clean)}" if plain(name).lower().startswith("the ") else ""
            found = (
                (self.state(iso3) if iso3 else None)
                or self._choose(self._names.get(article, ()), on, countries)  # The Guardian
                or self._exact(clean, on, countries)
                or self.institutions.find(clean, on)
                or self._own_body(clean, on)
                or self._led(clean, on, countries)
                or self._titled(clean, on, countries)
                or self._inside(clean, on, countries)
                or self._spelt(clean, on, countries)
            )
            if found:
                return found
        institution = self.institutions.by_word.get(normalise(clean))
        return self.institutions.of_state(institution, next(iter(countries)), on) if institution and len(set(countries)) == 1 else None

    def _exact(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        acronym = acronym_key(clean)
        entries = list(self._acronyms.get(acronym or clean, ()))
        if not entries and " " not in clean and len(clean) >= 4 and clean[0].isupper() and clean[1:].islower():
            entries = list(self._acronyms.get(clean.upper(), ()))  # British papers write Nato, Isis, Unicef
        if not (acronym and entries) and not clean.islower():
            entries += self._names.get(normalise(clean), ())
        return self._choose(entries, on, countries)

    def _own_body(self, clean: str, on: date | None) -> Entity | None:
        """A state's known body behind the state's name: "the United Kingdom Home Office", "America's State Department"."""
        for iso3, words in self.states.split(clean):
            found = self._exact(words, on, (iso3,))
            if found is not None and found.kind == "organization" and found.country == iso3:
                return found
        return None

    def _choose(self, entries: Iterable[Entry], on: date | None, countries: Collection[str]) -> Entity | None:
        """The one that fits country and day; among several the first of the file, a weak alias only with its country."""
        fits = [e for e in entries if not e[2] or self._home(e) in countries]
        if len(fits) > 1:
            fits = [e for e in fits if self._home(e) in countries] or fits
        if len(fits) > 1 and on is not None:
            fits = [e for e in fits if self._active(e, on)] or fits
        if not fits:
            return None
        what, key, _ = fits[0]
        return self.person(key, on) if what == "person" else body_entity(self.bodies[key])

    def _home(self, entry: Entry) -> str | None:
        return self.bodies[entry[1]].country if entry[0] == "body" else self.holders.terms[entry[1]][-1].country

    def _active(self, entry: Entry, on: date) -> bool:
        if entry[0] == "person":
            return self.holders.active(entry[1], on)
        body = self.bodies[entry[1]]
        return (not body.start or int(body.start) <= on.year) and (not body.end or on.year <= int(body.end) + 1)

    def _spelt(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        if " " not in clean and "-" not in clean:
            return None
        found = [(w, k, False) for w, k, alias in self._skeletons.get(skeleton(clean), ()) if same_spelling(clean, alias)]
        return self._choose(list(dict.fromkeys(found)), on, countries)

    def _led(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        """ "Assad regime", "Biden administration": the government of the head of state or government of that surname."""
        words = clean.split()
        if len(words) < 2 or words[-1].lower() not in GOVERNMENTS:
            return None
        leader = bare(" ".join(words[:-1]))
        if " " in leader and self.states.of_word(leader.split()[0]):
            leader = leader.split(maxsplit=1)[1]  # "the Syrian Assad regime"
        person = self.holders.by_surname(leader, on, countries, heads=True) or self._exact(leader, on, countries)
        term = self.holders.last_headship(person.entity_id) if person and person.kind == "person" else None
        return self.institutions.led_by(term, words[-1].lower()) if term else None

    def _titled(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        """ "US President Joe Biden", "President Biden", "Biden" in an article about his country while he is in office."""
        words = clean.split()
        for n in range(min(6, len(words) - 1), 0, -1):
            offices, iso3 = self.holders.title(" ".join(words[:n]))
            if not offices:
                continue
            rest = " ".join(words[n:])
            found = self._exact(rest, on, countries) or self._spelt(rest, on, countries)
            if found and found.kind == "person":
                return found
            return self.holders.by_surname(rest, on, [iso3] if iso3 else countries, office=offices) if len(words) - n <= 2 else None
        if len(words) == 1 and on is not None and countries:
            person = self.holders.by_surname(clean, on, countries)
            if person and person.country in countries and person.role and not person.role.startswith("former"):
                return person
        return None

    def _inside(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        """The name inside: "Hashd al-Shaabi forces", "the news agency Sana", "the Iran-backed Houthi movement"."""
        words = clean.split()
        end = len(words)
        while end > 1 and words[end - 1].lower() in TAILS:
            end -= 1
        if end < len(words):
            found = self._exact(" ".join(words[:end]), on, countries)
            if found and (found.sector in TAILED or found.kind == "organization" and end == len(words) - 1):
                return found
        for i in range(1, end):
            before = words[i - 1]
            if before.lower() in LEADS_AWAY or before.endswith(","):
                return None
            if self._begins_name(words[i]) and self._introduces(before):
                rest = " ".join(words[i:end])
                found = self._exact(rest, on, countries) or self._spelt(rest, on, countries)
                if found and found.kind != "country" and not self._contradicts(words[:i], found):
                    return found
        return None

    def _begins_name(self, word: str) -> bool:
        return word[0].isupper() or word[:3].lower() in {"al-", "el-", "ad-", "ar-", "as-"}

    def _introduces(self, word: str) -> bool:
        """Words that may stand before a name: common nouns, "Iran-backed", demonyms, role words."""
        return (
            word.islower()
            or self.descriptions.backed(word)
            or bool(self.states.of_word(word))
            or normalise(word) in self.descriptions.words
        )

    def _contradicts(self, before: list[str], found: Entity) -> bool:
        """ "Egyptian Hezbollah" is not the Lebanese one."""
        states = {self.states.of_word(w) for w in before} - {None}
        return bool(states) and found.country is not None and found.country not in states
