"""Persons of the registry: who held which office on which day, by name, title and surname."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cached_property

from sitrep.knowledge import Knowledge, Office
from sitrep.resolve.entities import Entity, person_id
from sitrep.resolve.names import bare, normalise, surname
from sitrep.resolve.states import States

OFFICIAL = {"GOV", "MIL", "LEG", "COP", "SPY", "JUD", "IGO"}  # sectors whose former members are elites (ELI)


class OfficeHolders:
    """offices.csv, with the titles of roles.yaml. Titles are searched without case, surnames in normal form."""

    def __init__(self, knowledge: Knowledge, states: States):
        self.states = states
        self.offices = knowledge.roles.offices
        self.lexicon = knowledge.roles.persons
        self.former = knowledge.roles.former
        self.sectors = {b.id: b.sector for b in knowledge.bodies}
        self.terms: dict[str, list[Office]] = {}
        for term in sorted(knowledge.offices, key=lambda t: (t.person, t.start, t.office)):
            self.terms.setdefault(person_id(term.person), []).append(term)
        self.titles: dict[str, list[tuple[str, str | None]]] = {}
        for office, entry in self.offices.items():
            if entry.get("generic"):
                continue
            for country, titles in [*entry.get("countries", {}).items(), (None, entry["titles"])]:
                for title in titles:
                    self.titles.setdefault(normalise(title), []).append((office, country))

    def surname(self, person: str) -> str:
        """ "Joe Biden" → "Biden", "Mohammed bin Salman" → "bin Salman", "Kim Jong-un" → "Kim"; the lists stand in roles.yaml."""
        lists = self.lexicon
        return surname(person, particles=lists["particles"], suffixes=lists["suffixes"], family_first=lists["family_first"])

    def person(self, key: str, on: date | None = None) -> Entity:
        """A person of the registry with the office held on that day (the last known one if no day is given).

        Who left a public office is "former …" and an ELI; before the first known office nothing is said of role and sector.
        """
        terms = self.terms[key]
        current = [t for t in terms if t.held(on)]
        term = current[-1] if current else max((t for t in terms if on is None or t.start <= on), key=lambda t: t.start, default=None)
        if term is None:
            return Entity(key, terms[0].person, "person", terms[0].country, source="offices.csv")
        office = self.offices[term.office]
        title = (office.get("countries", {}).get(term.country) or office["titles"])[0]
        sector = office["sector"] or self.sectors.get(term.body or "")
        found = Entity(key, term.person, "person", term.country, sector, title, term.body or term.country, "offices.csv")
        if current:
            return found
        if sector in OFFICIAL:
            return replace(found, sector="ELI", role=f"former {title}", affiliation_id=None)
        return replace(found, role=f"former {title}")  # who led an armed group is no elder statesman

    def active(self, key: str, on: date) -> bool:
        return any(t.held(on) for t in self.terms[key])

    @cached_property
    def _of_office(self) -> dict[str, list[tuple[str, Office]]]:
        index: dict[str, list[tuple[str, Office]]] = {}
        for key, terms in self.terms.items():
            for term in terms:
                index.setdefault(term.office, []).append((key, term))
        return index

    @cached_property
    def _by_surname(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for key, terms in self.terms.items():
            last = normalise(self.surname(terms[0].person))
            for word in {last, last.split()[-1] if last else ""}:
                index.setdefault(word, []).append(key)
        return index

    def by_surname(
        self, last: str, on: date | None, countries: Collection[str], *, heads: bool = False, office: Collection[str] = ()
    ) -> Entity | None:
        """The only holder of that surname; among several the one in office, then the one of the article's states.

        `heads` asks for those who give a government its name, `office` for holders of these offices, in `countries` if any.
        """
        fits = []
        for key in self._by_surname.get(normalise(last), ()):
            terms = [t for t in self.terms[key] if (not heads or self.offices[t.office].get("head")) and (not office or t.office in office)]
            if office and countries:
                terms = [t for t in terms if t.country in countries]
            if terms:
                fits.append((not any(t.held(on) for t in terms), not any(t.country in countries for t in terms), key))
        fits.sort()
        if not fits or (len(fits) > 1 and fits[0][:2] == fits[1][:2]):
            return None
        if on is not None and fits[0][0] and all(t.start > on for t in self.terms[fits[0][2]]):
            return None
        return self.person(fits[0][2], on)

    def title(self, words: str) -> tuple[set[str], str | None]:
        """Office codes and state of a title: "US President" → ({"president", …}, "USA")."""
        text, iso3 = words, None
        parts = words.split()
        if len(parts) > 1 and parts[0].lower() in self.former:
            text = " ".join(parts[1:])
        for state, rest in self.states.split(text):
            if normalise(rest) in self.titles:
                text, iso3 = rest, state
                break
        return {o for o, c in self.titles.get(normalise(text), ()) if not (c and iso3 and c != iso3)}, iso3

    def holder(self, role: str, country: str | None, on: date | None) -> Entity | None:
        """Who held the office on that day; None without a day, for a former holder, and if words or data leave it open."""
        parts = bare(role).split()
        if on is None or not parts or parts[0].lower() in self.former:
            return None
        offices, iso3 = self.title(bare(role))
        home = iso3 or country
        if home is None and offices:
            international = {o for o in offices if self.offices[o].get("international")}
            own = [c for _, c in self.titles.get(normalise(role), ()) if c]
            if not international and not own:
                return None  # "the president" of what?
            home = None if international else own[0]
            offices = international or offices
        if any(self.offices[o].get("international") for o in offices):
            home = None
        found = {key for o in offices for key, t in self._of_office.get(o, ()) if (t.country == home or home is None) and t.held(on)}
        return self.person(found.pop(), on) if len(found) == 1 else None

    def head(self, iso3: str, on: date | None) -> Office | None:
        """Who governs on that day; with no day, nobody: a government is not undated."""
        if on is None:
            return None
        rank = {o: e["head"] for o, e in self.offices.items() if e.get("head")}
        terms = [t for ts in self.terms.values() for t in ts if t.country == iso3 and t.office in rank and t.held(on)]
        return min(terms, key=lambda t: (rank[t.office], t.start), default=None)

    def last_headship(self, key: str) -> Office | None:
        """The last office of a person that gives a government its name."""
        return next((t for t in reversed(self.terms[key]) if self.offices[t.office].get("head")), None)
