"""What the registry gives back: an entity for a name that it knows, a hint for a description."""

from __future__ import annotations

from dataclasses import dataclass

from sitrep.knowledge import Body
from sitrep.resolve.names import normalise


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


def body_entity(body: Body) -> Entity:
    return Entity(body.id, body.name, "organization", body.country, body.sector, affiliation_id=body.part_of, source=body.file)


def person_id(name: str) -> str:
    """ "Saeed Khatibzadeh" → "saeed-khatibzadeh"."""
    return normalise(name).replace(" ", "-")
