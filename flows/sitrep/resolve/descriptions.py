"""Descriptions → hints: "gunmen", "hospital bosses", "Spokesman for the Iranian Foreign Ministry"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sitrep.knowledge import Knowledge
from sitrep.resolve.entities import Entity, Hint
from sitrep.resolve.institutions import Institutions
from sitrep.resolve.names import bare, normalise
from sitrep.resolve.officeholders import OfficeHolders
from sitrep.resolve.states import States

PREPOSITION = re.compile(r"\s+(?:of|for|in|at|from|with|to|on|against|within)\s+(?:the\s+)?", re.I)
PARENTHESIS = re.compile(r"\s*\([^()]*\)")
KINDS = {"persons": "person", "groups": "group", "bodies": "organization"}
PLURAL_PEOPLE = ("s", "ese", "sh", "ch")  # Iranians, the Lebanese, the British, the French


class Descriptions:
    """The lexicon of roles.yaml. `lookup` finds the known body that a description names."""

    def __init__(
        self,
        knowledge: Knowledge,
        states: States,
        institutions: Institutions,
        holders: OfficeHolders,
        lookup: Callable[[str], Entity | None],
    ):
        self.roles = knowledge.roles
        self.states = states
        self.institutions = institutions
        self.holders = holders
        self.lookup = lookup
        self.words: dict[str, tuple[str, str]] = {}
        for sector, kinds in self.roles.sectors.items():
            for kind, words in kinds.items():
                for word in words:
                    self.words.setdefault(normalise(word), (KINDS[kind], sector))

    def describe(self, text: str) -> Hint:
        """What a description says; an empty Hint if nothing."""
        clean = PARENTHESIS.sub("", bare(text))
        parts = PREPOSITION.split(clean, maxsplit=1)
        head, rest = parts[0], parts[1] if len(parts) > 1 else ""
        if rest and any(self._known(" ".join(head.split()[n:]) + clean[len(head) :]) for n in range(len(head.split()))):
            return self._phrase(clean)  # "chief of army staff", "member of parliament"
        hint = self._phrase(head)
        if not rest:
            return hint
        if hint.kind is None:
            inner = self.describe(rest)  # "hundreds of supporters", "a group of gunmen"
            return replace(inner, kind="group" if inner.kind == "person" else inner.kind)
        return self._with_complement(hint, head, rest)

    def backed(self, word: str) -> bool:
        """ "Iran-backed", "US-led": a compound that names a supporter."""
        return any(word.lower().endswith(f"-{tail}") for tail in self.roles.backed)

    def _phrase(self, text: str) -> Hint:
        tokens = text.split()
        country = self.states.of_description(tokens)
        former = any(t.lower() in self.roles.former or t.lower().startswith("ex-") for t in tokens)
        tokens = [t[3:] if t.lower().startswith("ex-") else t for t in tokens]
        for i, end in _readings(tokens):
            if one := self._known(" ".join(tokens[i:end])):
                break
        else:
            people = next((p for n in (1, 2, 3) if len(tokens) >= n and (p := self.states.people(" ".join(tokens[-n:])))), None)
            if people:
                return Hint("group" if tokens[-1].lower().endswith(PLURAL_PEOPLE) else "person", "CVL", people, former=former)
            return Hint(country=country, former=former)
        kind, sector, role = one
        if tokens[i:end] == ["captain"] and i and self.states.of_word(tokens[i - 1]):
            sector = "CVL"  # "the Danish captain", "England captain": of a ship or a team
        body = None
        if sector.startswith("="):
            body, inherited = self._inherited(" ".join(tokens[:i]))
            sector = inherited or sector[1:] or None
        if former and sector in {"GOV", "LEG", "IGO"}:
            sector = "ELI"
        if sector in {"UAF", "REB"} and any(self.backed(t) for t in tokens):
            sector = "PRM"
        return Hint(kind, sector, country or (body.country if body else None), role, former, body)

    def _known(self, phrase: str) -> tuple[str, str, str | None] | None:
        """(kind, sector or "=default", office code) of a role word, singular or plural."""
        key = normalise(phrase)
        for word, plural in ((key, False), *((s, True) for s in singulars(key))):
            shape, sector = self.words.get(word, (None, None))
            kind = "group" if plural or shape == "group" else None
            if word in self.roles.inherit:
                return kind or "person", f"={self.roles.inherit[word] or ''}", None
            office = self.holders.titles.get(word, [(None, None)])[0][0]
            if sector:
                return kind or shape, sector, None if plural else office
            if office:
                return kind or "person", self.holders.offices[office]["sector"], None if plural else office
        if institution := self.institutions.by_word.get(key):
            return institution.kind, institution.sector, None
        return None

    def _inherited(self, words: str) -> tuple[Entity | None, str | None]:
        """The body before a word that says little, and its sector: "Samsung" chief, "hospital" bosses, "MoD" spokesman."""
        if not words or self.states.of_word(words):
            return None, None
        body = self.lookup(words)
        if body and body.kind == "organization":
            return body, body.sector
        hint = self._phrase(words)
        return hint.body, hint.sector

    def _with_complement(self, hint: Hint, head: str, rest: str) -> Hint:
        """State and body, and for words that say little the sector, come from what follows the preposition."""
        last = normalise(head.split()[-1])
        open_sector = not hint.former and any(w in self.roles.inherit for w in (last, *singulars(last)))
        found = self.lookup(rest)
        if found and found.kind != "person":
            sector = found.sector if open_sector and hint.body is None else hint.sector
            body = found if found.kind == "organization" else hint.body
            return replace(hint, country=hint.country or found.country, sector=sector or hint.sector, body=body)
        inner = self.describe(rest)
        sector = inner.sector if open_sector and inner.sector else hint.sector
        return replace(hint, country=hint.country or inner.country, sector=sector, body=hint.body or inner.body)


def _readings(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the role word may stand: at the end, else before a name ("Fiat chief John Elkann")."""
    yield from ((i, len(tokens)) for i in range(len(tokens)))
    named = len(tokens)
    while named > 1 and tokens[named - 1][:1].isupper() and len(tokens) - named < 4:
        named -= 1
        yield from ((i, named) for i in range(named))


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
