"""The words around place names: kind nouns, directions, prepositions, and the state or country that follows a comma."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from sitrep.knowledge.lexicon import lexicon as read_lexicon
from sitrep.resolve.place_gazetteer import abbreviations, country_names, lookup


@cache
def words() -> dict:
    return read_lexicon("places")


@cache
def noun_kinds() -> dict[str, str]:
    """ "province" → adm1, "counties" → adm2."""
    return {noun: kind for kind, group in words()["nouns"].items() for noun in group}


def any_of(items: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(set(items), key=lambda w: (-len(w), w)))


_STATE = re.compile(
    r",\s+(?P<short>(?:[A-Z]\.\s?){2,}|[A-Z][a-z]+\.|[A-Z]{2})(?=[\s,;:.)]|$)|,\s+(?P<long>[A-Z][\w’'-]+(?:\s(?:of\s)?(?:the\s)?[A-Z][\w’'-]+){0,3})"
)


def state_after(text: str, end: int) -> str | None:
    """The country (alpha-3) or unit (ISO 3166-2) that follows a name after a comma: "Athens, Ga.", "Mosul, Iraq"."""
    match = _STATE.match(text, end)
    if not match:
        return None
    name = match["long"]
    if match["short"]:
        short = match["short"].replace(" ", "")
        known = abbreviations().get(short) or abbreviations().get(short.rstrip(".")) or country_names().get(short)
        if known or not short[-2].islower():
            return known
        name = short.rstrip(".")
    while name:
        if name in country_names() and name != "Georgia":
            return country_names()[name]
        units = [h for h in lookup(name) if h.entry.kind in {"adm1", "country"} and not h.alternate]
        if units:
            return units[0].entry.admin1_code or units[0].entry.country
        name = name.rpartition(" ")[0]
    return None
