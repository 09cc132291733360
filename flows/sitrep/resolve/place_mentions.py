"""Toponyms of a text with the phrase that each stands in: its kind noun, its direction, what it is said to lie in. Not resolved here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sitrep.resolve.date_dateline import dateline
from sitrep.resolve.place_spotting import Entity, Span, Spot, chance, spots, weights
from sitrep.resolve.place_words import any_of, noun_kinds, state_after, words

# From this chance on, words are taken for a toponym. At .35 F1 is highest on hand-coded articles of LGL and GeoVirus, by cross-validation.
BELIEVED = 0.35


@dataclass(frozen=True, slots=True)
class Mention:
    """A name and its phrase. `container` names what the text says it lies in: a country's or unit's name, or an ISO 3166-2 code."""

    start: int
    end: int
    name: str
    phrase: Span  # with its kind noun ("Anbar province") and direction ("northern Syria")
    kind: str | None = None  # what the noun beside it says: adm1, adm2, city, facility, water, region
    part: bool = False  # "northern Syria": a part of what is named
    near: bool = False  # "20 km north of Kirkuk"
    container: str | None = None
    literal: bool = True  # somewhere, not in the name of a body or a person
    chance: float = 1.0  # that it is a toponym, 0–1


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    nouns, directions = any_of(noun_kinds()), any_of(words()["directions"])
    name = r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?"
    return {
        "after": re.compile(rf"[ \n](?:(?P<noun>{nouns})(?:['’]s)?)\b(?!['’]s\s+(?:of)\b)", re.I),
        "several": re.compile(rf"(?:(?:,?\s+(?:and\s+)?{name}){{0,4}}\s+and\s+{name})?\s+(?P<noun>{'|'.join(PLURALS)})\b"),
        "before": re.compile(rf"\b(?P<noun>{nouns})\s+of\s+$", re.I),
        "direction": re.compile(rf"\b(?P<word>{directions})(?:\s+and\s+(?:{directions}))?\s+$", re.I),
        "near": re.compile(
            rf"\b(?:{any_of(words()['near'])})\s+(?:the\s+)?(?:(?:\w+\s+){{0,2}}(?:city|town|village|port|capital)\s+of\s+)?$", re.I
        ),
    }


PLURALS = {"counties": "adm2", "provinces": "adm1", "districts": "adm2", "states": "adm1", "governorates": "adm1", "regions": "adm1"}


def find_mentions(text: str, entities: Sequence[Entity], *, believed: float = BELIEVED) -> list[Mention]:
    """All toponyms of a text, in order. `entities`: the reader's names as (start, end, label)."""
    return believed_mentions(text, spots(text, entities), weights(), believed)


def believed_mentions(text: str, found: Sequence[Spot], table: Mapping[str, float], believed: float) -> list[Mention]:
    """The mentions of the spots whose chance under a table of weights is high enough."""
    head = dateline(text)
    filed = head.place if head is not None else (0, 0)
    found = [replace(s, literal=True) if s.known and filed[0] <= s.start < filed[1] else s for s in found]
    judged = [(spot, 1.0 if spot.known and filed[0] <= spot.start < filed[1] else chance(spot, table)) for spot in found]
    return _contained(text, [_mention(text, spot, p) for spot, p in judged if p >= believed])


def given_mentions(text: str, spans: Sequence[Span]) -> list[Mention]:
    """The mentions at given places of a text."""
    return _contained(text, [_mention(text, Spot(*span, "", True, True, ()), 1.0) for span in sorted(spans)])


def _mention(text: str, spot: Spot, p: float) -> Mention:
    """Take in the words around a name that belong to the place."""
    start, end = spot.start, spot.end
    kind, part = None, False
    if after := _patterns()["after"].match(text, end):
        kind, end = noun_kinds()[re.sub(r"\s+", " ", after["noun"].lower())], after.end("noun")
    elif several := _patterns()["several"].match(text, end):
        kind = PLURALS[several["noun"]]
    before = _patterns()["before"].search(text, max(0, start - 40), start)
    if before and kind is None:
        kind = noun_kinds()[re.sub(r"\s+", " ", before["noun"].lower())]
        if kind == "region" or kind == "facility":
            kind = None
    direction = _patterns()["direction"].search(text, max(0, start - 40), start)
    if direction and before is None:
        start = direction.start()
        part = direction["word"].lower() not in words()["whole"]
    near = bool(_patterns()["near"].search(text, max(0, start - 60), start))
    name = re.sub(r"\s+", " ", text[spot.start : spot.end])
    if kind is None and " " in name:  # "Wayne County", "Red Sea"
        kind = noun_kinds().get(name.rpartition(" ")[2].lower())
    return Mention(spot.start, spot.end, name, (start, end), kind, part, near, literal=spot.literal, chance=p)


def _contained(text: str, mentions: list[Mention]) -> list[Mention]:
    """Note what each name is said to lie in: "Athens, Ga.", "Iraq’s Anbar province", "Sinjar in Nineveh"."""
    out = []
    for i, mention in enumerate(mentions):
        container = state_after(text, mention.end)
        if container is None and i + 1 < len(mentions):
            between = text[mention.phrase[1] : mentions[i + 1].phrase[0]]
            if len(between) < 40 and re.fullmatch(
                r",\s+(?:in\s+)?(?:the\s+)?(?:[a-z-]+\s+(?:of\s+)?){0,3}|\s+\(|\s+in\s+(?:the\s+)?(?:[a-z-]+\s+(?:of\s+)?){0,3}", between
            ):
                container = mentions[i + 1].name
        if container is None and i:
            between = text[mentions[i - 1].phrase[1] : mention.phrase[0]]
            if re.fullmatch(r"['’]s?\s+(?:[a-z-]+\s+){0,4}(?:of\s+)?", between):
                container = mentions[i - 1].name
        out.append(replace(mention, container=container))
    return out
