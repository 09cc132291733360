"""The registry: names and words of the news → known actors and what is known about them.

A name is looked up exactly (in normal form, acronyms by case), then as an institution of a state ("Iranian Foreign
Ministry"), then by consonant skeleton. A description ("gunmen", "war monitor") gives a hint only: kind, sector, country.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from sitrep.knowledge import Body, Country, Institution, Knowledge, Office, load
from sitrep.resolve.names import acronym_key, bare, normalise, plain, same_spelling, skeleton, surname

PREPOSITION = re.compile(r"\s+(?:of|for|in|at|from|with|to|on|against|within)\s+(?:the\s+)?", re.I)
PARENTHESIS = re.compile(r"\s*\([^()]*\)")
LEADS_AWAY = {"of", "for", "in", "at", "from", "with", "to", "on", "against", "by", "and", "or", "within", "near", "over", "as", "than", "anti", "pro"}
# What news appends to the name of an armed group without changing who is meant.
TAILS = {
    "forces", "force", "fighters", "fighter", "group", "groups", "movement", "militia", "militias", "militants", "militant", "rebels", "rebel",
    "insurgents", "guerrillas", "organization", "terrorists", "gunmen", "network", "troops", "members", "faction", "party", "terror", "jihadists",
    "government", "authorities", "militiamen", "extremists", "news", "agency",
}  # fmt: skip
ARMED = {"REB", "PRM", "UAF", "CRM", "MIL", "OPP", "PTY"}
OFFICIAL = {"GOV", "MIL", "LEG", "COP", "SPY", "JUD", "IGO"}  # sectors whose former members are elites (ELI)
GOVERNMENT_WORDS = {"regime", "administration", "government", "cabinet", "junta"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A known actor. `entity_id` is stable and readable: "USA", "kataib-hezbollah", "irn-foreign-ministry", "joe-biden"."""

    entity_id: str
    name: str
    kind: str  # person, country, organization, group
    country: str | None = None  # ISO alpha-3
    sector: str | None = None
    role: str | None = None  # a person's office on the day asked for; "former …" afterwards
    affiliation_id: str | None = None
    source: str = ""  # the data file that it comes from


@dataclass(frozen=True, slots=True)
class Hint:
    """What the words of a description say about who is meant; None where they say nothing."""

    kind: str | None = None
    sector: str | None = None
    country: str | None = None
    role: str | None = None  # office code, for `Registry.office`
    former: bool = False
    body: Entity | None = None  # the body that the person or group belongs to


@cache
def registry(extra: Path | None = None) -> Registry:
    """The registry of the shipped knowledge, extended by a user's folder; built once."""
    return Registry(load(extra))


class Registry:
    """Look-ups over `Knowledge`; built once, read by all."""

    def __init__(self, knowledge: Knowledge):
        self.knowledge = knowledge
        self._countries = {c.iso3: c for c in knowledge.countries}
        self._country_names: dict[str, str] = {}
        self._demonyms: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._metonyms: dict[str, str] = {}
        self._acronyms: dict[str, list[tuple[str, str, bool]]] = {}
        self._names: dict[str, list[tuple[str, str, bool]]] = {}
        self._bodies = {b.id: b for b in knowledge.bodies}
        self._terms: dict[str, list[Office]] = {}
        self._surnames: dict[str, list[str]] = {}
        self._institutions = {normalise(w): i for i in knowledge.institutions for w in i.words}
        self._add_countries()
        for body in knowledge.bodies:
            for alias in (body.name, *body.aliases):
                self._add("body", body.id, alias)
        for term in sorted(knowledge.offices, key=lambda t: (t.person, t.start, t.office)):
            self._terms.setdefault(person_id(term.person), []).append(term)
        for person, terms in self._terms.items():
            for alias in dict.fromkeys(a for t in terms for a in (t.person, *t.aliases)):
                self._add("person", person, alias)
        self._add_roles()

    # Building

    def _add_countries(self) -> None:
        for c in self.knowledge.countries:
            for words, index in (((c.name, *c.aliases), self._country_names), (c.adjectives, self._demonyms), (c.people, self._people), (c.metonyms, self._metonyms)):
                for word in words:
                    index.setdefault(acronym_key(word) or normalise(word), c.iso3)

    def _add(self, what: str, key: str, alias: str) -> None:
        weak = alias.endswith("?")
        alias = alias.rstrip("?")
        acronym = acronym_key(alias)
        entry = (what, key, weak)
        index, word = (self._acronyms, acronym) if acronym else (self._names, normalise(alias))
        if entry not in index.setdefault(word, []):
            index[word].append(entry)

    def _add_roles(self) -> None:
        self._words: dict[str, tuple[str, str]] = {}
        for sector, kinds in self.knowledge.roles.sectors.items():
            for kind, words in kinds.items():
                for word in words:
                    self._words.setdefault(normalise(word), (kind, sector))
        self._titles: dict[str, list[tuple[str, str | None]]] = {}
        for office, entry in self.knowledge.roles.offices.items():
            if entry.get("generic"):
                continue
            for country, titles in [*entry.get("countries", {}).items(), (None, entry["titles"])]:
                for title in titles:
                    self._titles.setdefault(normalise(title), []).append((office, country))

    @cached_property
    def _skeletons(self) -> dict[str, list[tuple[str, str, str]]]:
        index: dict[str, list[tuple[str, str, str]]] = {}
        for body in self.knowledge.bodies:
            for alias in (body.name, *body.aliases):
                if " " in alias and not alias.endswith("?"):
                    index.setdefault(skeleton(alias), []).append(("body", body.id, alias))
        for person, terms in self._terms.items():
            for alias in {a for t in terms for a in (t.person, *t.aliases) if " " in a}:
                index.setdefault(skeleton(alias), []).append(("person", person, alias))
        return {k: sorted(v) for k, v in index.items()}

    # Words for states

    def country(self, word: str) -> str | None:
        """ISO alpha-3 of a country's name ("Iran", "the US", "Britain")."""
        return self._geographic(self._country_names, word)

    def demonym(self, word: str) -> str | None:
        """ISO alpha-3 of an adjective or a people ("Iranian", "British", "Iranians", "Briton")."""
        return self._geographic(self._demonyms, word) or self._geographic(self._people, word)

    def people(self, word: str) -> str | None:
        """ISO alpha-3 of a word for a people or one of it ("Iranians", "the British", "a Briton")."""
        return self._geographic(self._people, word)

    def metonym(self, word: str) -> str | None:
        """ISO alpha-3 of the state whose government a place stands for when it acts or speaks ("Moscow", "Tehran")."""
        return self._geographic(self._metonyms, word)

    def _geographic(self, index: dict[str, str], word: str) -> str | None:
        clean = bare(word)
        if not any(c.isupper() for c in clean):
            return None
        acronym = acronym_key(clean)
        if acronym and acronym in index:
            return index[acronym]
        key = normalise(clean)
        return None if len(key) == 2 else index.get(key)  # "us" is a pronoun

    def state(self, iso3: str) -> Entity:
        """The state as an actor: kind country, sector GOV."""
        return Entity(iso3, self._countries[iso3].name, "country", iso3, "GOV", source="countries.csv")

    # Names

    def lookup(self, name: str, *, on: date | None = None, countries: Collection[str] = ()) -> Entity | None:
        """The known actor of that name, or None.

        `on` is the day of the event or article: it decides who held an office and which of two namesakes was there.
        `countries` are the states that the article is about, ISO alpha-3: they decide between namesakes and give
        "the Foreign Ministry" its state if there is just one.
        """
        clean = bare(name)
        if not clean or len(clean) > 160:
            return None
        if "(" in clean:  # "the Ministry of Defence (MoD)"
            return self.lookup(PARENTHESIS.sub("", clean), on=on, countries=countries) if PARENTHESIS.search(clean) else None
        if any(c.isupper() for c in clean):
            iso3 = self.country(clean)
            found = (
                (self.state(iso3) if iso3 else None)
                or self._exact(clean, on, countries)
                or self._institution(clean, on, countries)
                or self._titled(clean, on, countries)
                or self._stripped(clean, on, countries)
                or self._spelt(clean, on, countries)
            )
            if found:
                return found
        return self._own_institution(clean, countries)

    def _exact(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        acronym = acronym_key(clean)
        entries = list(self._acronyms.get(acronym, ())) if acronym else []
        if not entries and " " not in clean and len(clean) >= 4 and clean[0].isupper() and clean[1:].islower():
            entries = list(self._acronyms.get(clean.upper(), ()))  # British papers write Nato, Isis, Unicef
        if (" " in clean or clean[0].isupper() or not clean.islower()) and not (acronym and entries):
            entries += self._names.get(normalise(clean), ())
        return self._choose(entries, on, countries)

    def _choose(self, entries: Iterable[tuple[str, str, bool]], on: date | None, countries: Collection[str]) -> Entity | None:
        """The one that fits country and day; among several the first of the file, a weak alias only with its country."""
        fits = [e for e in entries if not e[2] or self._home(e) in countries]
        if len(fits) > 1:
            fits = [e for e in fits if self._home(e) in countries] or fits
        if len(fits) > 1 and on is not None:
            fits = [e for e in fits if self._active(e, on)] or fits
        return self._entity(fits[0][0], fits[0][1], on) if fits else None

    def _home(self, entry: tuple[str, str, bool]) -> str | None:
        return self._bodies[entry[1]].country if entry[0] == "body" else self._terms[entry[1]][-1].country

    def _active(self, entry: tuple[str, str, bool], on: date) -> bool:
        if entry[0] == "person":
            return any(t.held(on) for t in self._terms[entry[1]])
        body = self._bodies[entry[1]]
        return (not body.start or int(body.start) <= on.year) and (not body.end or on.year <= int(body.end) + 1)

    def _entity(self, what: str, key: str, on: date | None) -> Entity:
        return self.person(key, on) if what == "person" else body_entity(self._bodies[key])

    def body(self, key: str) -> Entity | None:
        """The body with that id."""
        return body_entity(self._bodies[key]) if key in self._bodies else None

    def person(self, key: str, on: date | None = None) -> Entity:
        """A person of the registry with the office held on that day (the last known one if no day is given).

        Who left a public office is "former …" and an ELI; before the first known office nothing is said of role and sector.
        """
        terms = self._terms[key]
        offices = self.knowledge.roles.offices
        current = [t for t in terms if t.held(on)]
        term = current[-1] if current else max((t for t in terms if on is None or t.start <= on), key=lambda t: t.start, default=None)
        if term is None:
            return Entity(key, terms[0].person, "person", terms[0].country, source="offices.csv")
        own = offices[term.office].get("countries", {}).get(term.country)
        title = (own or offices[term.office]["titles"])[0]
        body = self._bodies.get(term.body) if term.body else None
        sector = offices[term.office]["sector"] or (body.sector if body else None)
        if current:
            return Entity(key, term.person, "person", term.country, sector, title, term.body or term.country, "offices.csv")
        lasting = sector not in OFFICIAL  # who led an armed group is no elder statesman
        return Entity(key, term.person, "person", term.country, sector if lasting else "ELI", f"former {title}", term.body if lasting else None, "offices.csv")

    def _spelt(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        if " " not in clean and "-" not in clean:
            return None
        found = [(w, k, False) for w, k, alias in self._skeletons.get(skeleton(clean), ()) if same_spelling(clean, alias)]
        return self._choose(list(dict.fromkeys(found)), on, countries)

    def _stripped(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        """The name inside: "Hashd al-Shaabi forces", "the news agency Sana", "the Iran-backed Houthi movement"."""
        words = clean.split()
        end = len(words)
        while end > 1 and words[end - 1].lower() in TAILS:
            end -= 1
        if end < len(words):
            found = self._exact(" ".join(words[:end]), on, countries)
            if found and (found.sector in ARMED or found.sector == "JRN" or found.kind == "organization" and end == len(words) - 1):
                return found
        for i in range(1, end):
            before = words[i - 1]
            if before.lower() in LEADS_AWAY or before.endswith(","):
                return None
            if not (words[i][0].isupper() or words[i][:3].lower() in {"al-", "el-", "ad-", "ar-", "as-"}):
                continue
            if before.islower() or self._compound(before) or self.demonym(before) or normalise(before) in self._words:
                found = self._exact(" ".join(words[i:end]), on, countries) or (self._spelt(" ".join(words[i:end]), on, countries) if end - i > 1 else None)
                if found and found.kind != "country" and not self._contradicts(words[:i], found):
                    return found
        return None

    def _contradicts(self, before: list[str], found: Entity) -> bool:
        """ "Egyptian Hezbollah" is not the Lebanese one."""
        states = {self.demonym(w) for w in before} - {None}
        return bool(states) and found.country is not None and found.country not in states

    def _compound(self, word: str) -> bool:
        return any(word.lower().endswith(f"-{tail}") for tail in self.knowledge.roles.backed)

    # Institutions of a state

    def _institution(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        for iso3, words in self._split_state(clean):
            institution = self._institutions.get(normalise(words))
            if institution:
                return self._of_state(institution, iso3, on)
        words = clean.split()
        if len(words) > 1 and words[-1].lower() in GOVERNMENT_WORDS:
            return self._led(" ".join(words[:-1]), words[-1].lower(), on, countries)
        return None

    def _split_state(self, clean: str) -> Iterable[tuple[str, str]]:
        """("IRN", "Foreign Ministry") of "Iranian Foreign Ministry", "Iran's Foreign Ministry", "Foreign Ministry of Iran"."""
        words = clean.split()
        for n in (3, 2, 1, 4):
            if n < len(words):
                head = " ".join(words[:n])
                iso3 = self.demonym(head) or self.country(head)
                if iso3:
                    yield iso3, " ".join(words[n:])
        for match in re.finditer(r"\s+(?:of|in|for)\s+(?:the\s+)?", clean):
            iso3 = self.country(clean[match.end() :])
            if iso3:
                yield iso3, clean[: match.start()]

    def _of_state(self, institution: Institution, iso3: str, on: date | None) -> Entity:
        if institution.id == "administration" and (head := self._head(iso3, on)):
            return self._led_by(head, "administration")
        named = institution.named.get(iso3)
        if named:
            return body_entity(self._bodies[named])
        country = self._countries[iso3]
        template = institution.names.get(iso3, institution.name)
        name = template.format(adjective=country.adjectives[0] if country.adjectives else country.name, country=country.name)
        return Entity(f"{iso3.lower()}-{institution.id}", name, "organization", iso3, institution.sector, affiliation_id=iso3, source="institutions.yaml")

    def institution(self, key: str, iso3: str) -> Entity | None:
        """A state's institution by its id in institutions.yaml ("armed-forces", "GBR")."""
        found = next((i for i in self.knowledge.institutions if i.id == key), None)
        return self._of_state(found, iso3, None) if found and iso3 in self._countries else None

    def _own_institution(self, clean: str, countries: Collection[str]) -> Entity | None:
        """ "the Foreign Ministry" in an article about one state."""
        institution = self._institutions.get(normalise(clean))
        return self._of_state(institution, next(iter(countries)), None) if institution and len(set(countries)) == 1 else None

    def _led(self, leader: str, word: str, on: date | None, countries: Collection[str]) -> Entity | None:
        """ "Assad regime", "Biden administration": the government of the head of state or government of that surname."""
        words = bare(leader).split()
        if len(words) > 1 and (self.demonym(words[0]) or self.country(words[0])):
            words = words[1:]  # "Syrian Assad regime"
        person = self._person_by_surname(" ".join(words), on, countries, heads=True) or self._exact(" ".join(words), on, countries)
        if person is None or person.kind != "person":
            return None
        terms = [t for t in self._terms[person.entity_id] if self.knowledge.roles.offices[t.office].get("head")]
        return self._led_by(terms[-1], word) if terms else None

    def _led_by(self, term: Office, word: str) -> Entity:
        last = self.surname(term.person)
        word = "regime" if word == "regime" else "administration" if word == "administration" else "government"
        key = f"{term.country.lower()}-{normalise(last).replace(' ', '-')}-{word}"
        return Entity(key, f"{last} {word}", "organization", term.country, "GOV", affiliation_id=term.country, source="offices.csv")

    def _head(self, iso3: str, on: date | None) -> Office | None:
        """Who governs on that day; with no day, nobody: a government is not undated."""
        if on is None:
            return None
        heads = {o: e["head"] for o, e in self.knowledge.roles.offices.items() if e.get("head")}
        terms = [t for t in self.knowledge.offices if t.country == iso3 and t.office in heads and t.held(on)]
        return min(terms, key=lambda t: (heads[t.office], t.start), default=None)

    # Persons

    def surname(self, person: str) -> str:
        """ "Joe Biden" → "Biden", "Mohammed bin Salman" → "bin Salman", "Kim Jong-un" → "Kim"; see roles.yaml for the lists."""
        lexicon = self.knowledge.roles.persons
        return surname(person, particles=lexicon["particles"], suffixes=lexicon["suffixes"], family_first=lexicon["family_first"])

    @cached_property
    def _by_surname(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for key, terms in self._terms.items():
            last = normalise(self.surname(terms[0].person))
            for word in {last, last.split()[-1] if last else ""}:
                index.setdefault(word, []).append(key)
        return index

    def _person_by_surname(self, last: str, on: date | None, countries: Collection[str], *, heads: bool = False, office: Collection[str] = ()) -> Entity | None:
        offices = self.knowledge.roles.offices
        fits = []
        for key in self._by_surname.get(normalise(last), ()):
            terms = [t for t in self._terms[key] if (not heads or offices[t.office].get("head")) and (not office or t.office in office)]
            terms = [t for t in terms if not countries or t.country in countries] if office else terms
            if terms:
                fits.append((not any(t.held(on) for t in terms), not any(t.country in countries for t in terms), key))
        fits.sort()
        if not fits or (len(fits) > 1 and fits[0][:2] == fits[1][:2]):
            return None
        if on is not None and fits[0][0] and all(t.start > on for t in self._terms[fits[0][2]]):
            return None
        return self.person(fits[0][2], on)

    def _titled(self, clean: str, on: date | None, countries: Collection[str]) -> Entity | None:
        """ "US President Joe Biden", "President Biden", "Biden" in an article about his country while he is in office."""
        words = clean.split()
        for n in range(min(6, len(words) - 1), 0, -1):
            hint_office, iso3 = self._title_office(" ".join(words[:n]))
            if not hint_office:
                continue
            rest = " ".join(words[n:])
            found = self._exact(rest, on, countries) or (self._spelt(rest, on, countries) if n < len(words) - 1 else None)
            if found and found.kind == "person":
                return found
            if n == len(words) - 1 or len(words) - n <= 2:
                return self._person_by_surname(rest, on, [iso3] if iso3 else countries, office=hint_office)
            return None
        if len(words) == 1 and on is not None and countries:
            person = self._person_by_surname(clean, on, countries)
            if person and person.country in countries and person.role and not person.role.startswith("former"):
                return person
        return None

    def _title_office(self, words: str) -> tuple[set[str], str | None]:
        """Office codes and state of a title: "US President" → ({"president"}, "USA")."""
        text, iso3 = words, None
        parts = words.split()
        if len(parts) > 1 and parts[0].lower() in self.knowledge.roles.former:
            text = " ".join(parts[1:])
        for state, rest in self._split_state(text):
            if normalise(rest) in self._titles:
                text, iso3 = rest, state
                break
        return {o for o, c in self._titles.get(normalise(text), ()) if not (c and iso3 and c != iso3)}, iso3

    def office(self, role: str, country: str | None = None, on: date | None = None) -> Entity | None:
        """Who held the office on that day: ("US president", None, 2021-06-28) → Joe Biden; ("the Foreign Secretary", "GBR", day).

        None without a day, for a former holder, and if the words or the data leave it open.
        """
        parts = bare(role).split()
        if on is None or not parts or parts[0].lower() in self.knowledge.roles.former:
            return None
        offices, iso3 = self._title_office(bare(role))
        if not offices:
            return None
        home = iso3 or country
        if home is None:
            international = {o for o in offices if self.knowledge.roles.offices[o].get("international")}
            own = [c for o, c in self._titles.get(normalise(role), ()) if c]
            if not international and not own:
                return None  # "the president" of what?
            home = None if international else own[0]
            offices = international or offices
        holders = {person_id(t.person) for t in self.knowledge.offices if t.office in offices and t.country == home and t.held(on)}
        return self.person(holders.pop(), on) if len(holders) == 1 else None

    # Descriptions

    def title(self, words: str) -> Hint:
        """What a description says: "gunmen", "the war monitor", "hospital bosses", "Spokesman for the Iranian Foreign Ministry"."""
        clean = PARENTHESIS.sub("", bare(words))
        parts = PREPOSITION.split(clean, maxsplit=1)
        head, rest = parts[0], parts[1] if len(parts) > 1 else ""
        if rest and any(self._known(" ".join(head.split()[n:]) + clean[len(head) :]) for n in range(len(head.split()))):
            return self._describe(clean)  # "chief of army staff", "prisoners of war"
        hint = self._describe(head)
        if rest and hint.kind is None:
            inner = self.title(rest)  # "hundreds of supporters", "a group of gunmen"
            return replace(inner, kind="group" if inner.kind == "person" else inner.kind)
        if rest:
            hint = self._complement(hint, head, rest)
        return hint

    def _describe(self, head: str) -> Hint:
        tokens = head.split()
        country = next((c for t in self._starts(tokens) if (c := self._state_of(t))), None)
        former = any(t.lower() in self.knowledge.roles.former or t.lower().startswith("ex-") for t in tokens)
        tokens = [t[3:] if t.lower().startswith("ex-") else t for t in tokens]
        backed = any(self._compound(t) for t in tokens)
        kind = sector = role = body = None
        for i in range(len(tokens)):
            phrase = " ".join(tokens[i:])
            one = self._known(phrase)
            if one is None:
                continue
            kind, sector, role = one
            if sector.startswith("="):
                body, inherited = self._inherited(" ".join(tokens[:i]))
                sector = inherited or sector[1:] or None
            break
        else:
            people = next((p for n in (1, 2, 3) if len(tokens) >= n and (p := self.people(" ".join(tokens[-n:])))), None)
            if people:
                return Hint("group" if tokens[-1].lower().endswith(("s", "ese", "sh", "ch")) else "person", "CVL", people, former=former)
        if former and sector in {"GOV", "MIL", "LEG", "IGO"}:
            sector = "ELI" if sector != "MIL" else "MIL"
        if backed and sector in {"UAF", "REB"}:
            sector = "PRM"
        return Hint(kind, sector, country or (body.country if body else None), role, former, body)

    def _starts(self, tokens: list[str]) -> Iterable[str]:
        for i in range(len(tokens)):
            for n in (3, 2, 1):
                if i + n <= len(tokens):
                    yield " ".join(tokens[i : i + n])

    def _state_of(self, word: str) -> str | None:
        stem, _, tail = plain(word).rpartition("-")
        if stem and tail.lower() in {"based", "born", "registered", "flagged"}:
            return self.country(stem) or self.demonym(stem)
        return self.demonym(word) or self.country(word)

    def _known(self, phrase: str) -> tuple[str, str, str | None] | None:
        """(kind, sector or "=default", office code) of a role word, singular or plural."""
        key = normalise(phrase)
        roles = self.knowledge.roles
        for word, plural in ((key, False), *((s, True) for s in singulars(key))):
            office = self._titles.get(word, [(None, None)])[0][0]
            kind = "group" if plural else None
            if word in roles.inherit:
                return kind or "person", f"={roles.inherit[word] or ''}", office
            if word in self._words:
                shape, sector = self._words[word]
                return kind or {"persons": "person", "groups": "group", "bodies": "organization"}[shape], sector, None if plural else office
            if office:
                return kind or "person", roles.offices[office]["sector"], None if plural else office
            institution = self._institutions.get(word)
            if institution:
                return kind or "organization", institution.sector, None
        return None

    def _inherited(self, words: str) -> tuple[Entity | None, str | None]:
        """The body that a description names, and the sector that it gives: ("Samsung", "hospital", "MoD")."""
        if not words or self._state_of(words):
            return None, None
        body = self.lookup(words)
        if body and body.kind == "organization":
            return body, body.sector
        hint = self._describe(words)
        return hint.body, hint.sector

    def _complement(self, hint: Hint, head: str, rest: str) -> Hint:
        """"Spokesman for the Iranian Foreign Ministry": state, body and, for words that say little, sector come from the complement."""
        found = self.lookup(rest)
        word = head.split()[-1] if head.split() else ""
        open_sector = any(normalise(w) in self.knowledge.roles.inherit for w in (word, *singulars(normalise(word))))
        if found and found.kind != "person":
            sector = found.sector if open_sector and hint.body is None and not hint.former else hint.sector
            body = found if found.kind == "organization" else hint.body
            return replace(hint, country=hint.country or found.country, sector=sector or hint.sector, body=body)
        inner = self.title(rest)
        sector = inner.sector if open_sector and inner.sector and not hint.former else hint.sector
        return replace(hint, country=hint.country or inner.country, sector=sector, body=hint.body or inner.body)


def body_entity(body: Body) -> Entity:
    return Entity(body.id, body.name, "organization", body.country, body.sector, affiliation_id=body.part_of, source=body.file)


def person_id(name: str) -> str:
    """ "Saeed Khatibzadeh" → "saeed-khatibzadeh"."""
    return normalise(name).replace(" ", "-")


def singulars(word: str) -> list[str]:
    """Candidate singulars of a plural: "gunmen" → "gunman", "deputies" → "deputy"; empty if it does not look like one."""
    if word.endswith("men"):
        return [word[:-2] + "an"]
    if word.endswith("people"):
        return [word[:-6] + "person"]
    if word.endswith("ies"):
        return [word[:-3] + "y"]
    if word.endswith("s") and not word.endswith("ss"):
        return [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]
    return []


__all__ = ["Country", "Entity", "Hint", "Registry", "person_id", "registry"]
