"""Bodies that every state has one of, and governments named after who leads them."""

from __future__ import annotations

from datetime import date

from sitrep.knowledge import Institution, Knowledge, Office
from sitrep.resolve.entities import Entity, body_entity
from sitrep.resolve.names import normalise
from sitrep.resolve.officeholders import OfficeHolders
from sitrep.resolve.states import States


class Institutions:
    """institutions.yaml. Ids are the state's code and the institution's: "irn-foreign-ministry"."""

    def __init__(self, knowledge: Knowledge, states: States, holders: OfficeHolders):
        self.states = states
        self.holders = holders
        self.bodies = {b.id: b for b in knowledge.bodies}
        self.by_id = {i.id: i for i in knowledge.institutions}
        self.by_word = {normalise(w): i for i in knowledge.institutions for w in i.words}

    def find(self, name: str, on: date | None) -> Entity | None:
        """ "Iranian Foreign Ministry", "Mexico's Senate", "Ministry of Defence of Japan"."""
        for iso3, words in self.states.split(name):
            if institution := self.by_word.get(normalise(words)):
                return self.of_state(institution, iso3, on)
        return None

    def of_state(self, institution: Institution, iso3: str, on: date | None = None) -> Entity:
        if institution.id == "administration" and (head := self.holders.head(iso3, on)):
            return self.led_by(head, "administration")
        if named := institution.named.get(iso3):
            return body_entity(self.bodies[named])
        country = self.states.by_code[iso3]
        template = institution.names.get(iso3, institution.name)
        return Entity(
            f"{iso3.lower()}-{institution.id}",
            template.format(adjective=country.adjectives[0] if country.adjectives else country.name, country=country.name),
            institution.kind,
            iso3,
            institution.sector,
            affiliation_id=iso3,
            source="institutions.yaml",
        )

    def by_key(self, key: str) -> Entity | None:
        """The institution with that entity id."""
        code, _, name = key.partition("-")
        if name in self.by_id and code.upper() in self.states.by_code:
            return self.of_state(self.by_id[name], code.upper())
        return None

    def led_by(self, term: Office, word: str) -> Entity:
        """ "Assad regime", "Biden administration": a government under one leader, apart from the state's governments before and after."""
        last = self.holders.surname(term.person)
        word = word if word in {"regime", "administration"} else "government"
        key = f"{term.country.lower()}-{normalise(last).replace(' ', '-')}-{word}"
        return Entity(key, f"{last} {word}", "organization", term.country, "GOV", affiliation_id=term.country, source="offices.csv")
