"""Toponyms in a text: which words name a place, what the words around them say about it. Nothing is resolved here.

The reader's LOC names come first; country names and well-known places that it missed are added from the gazetteer where the words around
them speak for a place, so that persons and bodies ("Paris Hilton", "Bank of China") stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from sitrep.knowledge.lexicon import lexicon as read_lexicon
from sitrep.resolve.place_gazetteer import Hit, abbreviations, country_names, demonyms, lookup

Span = tuple[int, int]


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
    read: bool = False  # the reader's own


@cache
def words() -> dict:
    return read_lexicon("places")


def _any(items: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(set(items), key=lambda w: (-len(w), w)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    nouns = {noun: kind for kind, group in words()["nouns"].items() for noun in group}
    capital = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'ʻ]*\.?|(?:al|el|ez|ar|as|ash|an|at|ad)-[A-Z][\w’'ʻ]*)"
    link = r"(?:[ \n]|-)(?:(?:of|the|de|del|la|las|los|du|des|al|el|ez|e|i|bin|and|y|da|do|dos|am|an|der|sur|le|les|en)(?:[ ]|-))*"
    return {
        "run": re.compile(rf"(?<![\w@#]){capital}(?:{link}{capital})*"),
        "after": re.compile(rf"[ \n](?:(?P<noun>{_any(nouns)})(?:['’]s)?)\b(?!['’]s\s+(?:of)\b)", re.I),
        "before": re.compile(rf"\b(?P<noun>{_any(nouns)})\s+of\s+$", re.I),
        "direction": re.compile(rf"\b(?P<word>{_any(words()['directions'])})(?:\s+and\s+(?:{_any(words()['directions'])}))?\s+$", re.I),
        "near": re.compile(
            rf"\b(?:{_any(words()['near'])})\s+(?:the\s+)?(?:(?:\w+\s+){{0,2}}(?:city|town|village|port|capital)\s+of\s+)?$", re.I
        ),
        "locative": re.compile(rf"\b(?:{_any(words()['locative'])})\s+(?:the\s+)?(?:(?:{_any(words()['directions'])})\s+)?$", re.I),
    }


@cache
def _noun_kinds() -> dict[str, str]:
    return {noun: kind for kind, group in words()["nouns"].items() for noun in group}


def find_mentions(text: str, locations: Iterable[Span] = (), others: Iterable[Span] = (), *, read: bool = False) -> list[Mention]:
    """All toponyms of a text, in order. `locations`: spans that the reader calls places; `others`: its other names; `read`: it has read."""
    found: dict[Span, Mention] = {}
    taken: list[Span] = []
    for start, end in locations:
        for piece in _pieces(text, start, end):
            if piece[0] < piece[1] and text[slice(*piece)] not in demonyms() or text[slice(*piece)] in country_names():
                found[piece] = Mention(*piece, text[slice(*piece)], piece, read=True)
                taken.append(piece)
    taken += [span for span in others if span[0] < span[1]]
    taken.sort()
    for start, end in _named(text, taken, read):
        found.setdefault((start, end), Mention(start, end, text[start:end], (start, end)))
    ordered = sorted(found.values(), key=lambda m: (m.start, -m.end))
    ordered = [m for i, m in enumerate(ordered) if not any(o.start <= m.start and m.end <= o.end for o in ordered[max(0, i - 3) : i])]
    return _contained(text, [_phrase(text, m) for m in ordered])


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The bare names in a place as the reader has it: "Iraq’s Anbar province" → Iraq, Anbar; "west Fort Worth" → Fort Worth."""
    for part in re.finditer(r"(?:(?!['’]s?\s)[^,;()])+", text[start:end]):
        words_ = [w for w in re.finditer(r"\S+", part.group())]
        while words_ and (not any(c.isupper() for c in words_[0].group()) or words_[0].group() == "The" and len(words_) > 1):
            words_.pop(0)
        while words_ and not any(c.isupper() for c in words_[-1].group()):
            words_.pop()
        kinds = [i for i, w in enumerate(words_) if w.group().lower() == "of" and i and words_[i - 1].group() in _noun_kinds()]
        words_ = words_[kinds[-1] + 1 :] if kinds else words_  # "English city of Salisbury"
        if not words_:
            continue
        a, b = start + part.start() + words_[0].start(), start + part.start() + words_[-1].end()
        b -= len(re.search(r"(?:['’]s?)?[\s:\-–—'’]*$", text[a:b])[0])
        b = _trim(text, a, b)
        if a < b:
            yield a, b


def _named(text: str, taken: list[Span], read: bool) -> Iterator[Span]:
    """Gazetteer names in the capitalised runs that are no reader's name."""
    busy = _Cover(taken)
    for run in _patterns()["run"].finditer(text):
        tokens = [(run.start() + t.start(), run.start() + t.end()) for t in re.finditer(r"[\w’'ʻ.]+(?:-[\w’'ʻ]+)*", run.group())]
        i = 0
        while i < len(tokens):
            for j in range(min(len(tokens), i + 6), i, -1):
                start, end = tokens[i][0], _trim(text, tokens[i][0], tokens[j - 1][1])
                if busy.touches(start, end):
                    continue
                if _is_place(text, start, end, (tokens[0][0], tokens[-1][1]), read):
                    yield start, end
                    i = j
                    break
            else:
                i += 1


def _trim(text: str, start: int, end: int) -> int:
    if re.search(r"['’]s?$", text[start:end]):
        end = start + re.search(r"['’]s?$", text[start:end]).start()
    while end > start and text[end - 1] == "." and not re.fullmatch(r"(?:[A-Z]\.){2,}", text[start:end]):
        end -= 1
    return end


class _Cover:
    """Whether a span touches any of a sorted list of spans."""

    def __init__(self, spans: list[Span]):
        self.spans, self.at = spans, 0

    def touches(self, start: int, end: int) -> bool:
        while self.at and self.spans[self.at - 1][1] > start:
            self.at -= 1
        while self.at < len(self.spans) and self.spans[self.at][1] <= start:
            self.at += 1
        return self.at < len(self.spans) and self.spans[self.at][0] < end


# A name that the text alone must speak for is believed from this many inhabitants.
WELL_KNOWN, KNOWN_IN_PLACE = 200_000, 500


def _is_place(text: str, start: int, end: int, run: Span, read: bool) -> bool:
    name = text[start:end]
    if name in country_names():
        return _alone(text, start, end, run) or _framed(text, start)
    if (
        len(name) < 4
        or not any(c.islower() for c in name)
        or name in demonyms()
        or name.split()[0] in _not_places()
        or name in _not_places()
    ):
        return False
    hits = lookup(name)
    if not hits:
        return False
    state = _state_after(text, end)
    if state and any(h.entry.admin1_code == state or state in h.entry.countries for h in hits):
        return True
    framed = _framed(text, start) or _followed(text, end)
    whole = _alone(text, start, end, run)
    if not whole:
        return False
    if framed and any(not h.alternate and (h.entry.population >= KNOWN_IN_PLACE or h.entry.kind not in {"city", "adm2"}) for h in hits):
        return True
    return not read and _prominent(hits)


def _prominent(hits: tuple[Hit, ...]) -> bool:
    return any(not h.alternate and (h.entry.kind not in {"city", "adm2"} or h.entry.population >= WELL_KNOWN) for h in hits)


def _alone(text: str, start: int, end: int, run: Span) -> bool:
    """No other capitalised word of the run stands directly beside it, unless at the head of a sentence."""
    before, after = (
        text[max(run[0], start - 60) : start].strip(" -\n"),
        re.sub(r"^['’]s?(?!\w)", "", text[end : min(run[1], end + 60)]).strip(" -\n.'’"),
    )
    if after and not re.match(r"(?:and|of|the)\b", after):
        noun = re.match(r"[\w-]+", after)
        if not (noun and noun[0].lower() in _noun_kinds()):
            return False
    if before:
        last = re.search(r"[\w’'.]+$", before)
        word = last[0] if last else ""
        return (
            word in _not_places()
            or word.lower() in words()["directions"]
            or word in demonyms()
            or word.endswith(("’s", "'s"))
            or word in {"and", "of", "the"}
        )
    return True


def _framed(text: str, start: int) -> bool:
    return bool(_patterns()["locative"].search(text[max(0, start - 40) : start]))


def _followed(text: str, end: int) -> bool:
    match = _patterns()["after"].match(text, end)
    return bool(match and match["noun"].lower() != "state")


@cache
def _not_places() -> frozenset[str]:
    return frozenset(words()["not_places"])


_STATE = re.compile(
    r",\s+(?P<short>(?:[A-Z]\.\s?){2,}|[A-Z][a-z]+\.|[A-Z]{2})(?=[\s,;:.)]|$)|,\s+(?P<long>[A-Z][\w’'-]+(?:\s(?:of\s)?(?:the\s)?[A-Z][\w’'-]+){0,3})"
)


def _state_after(text: str, end: int) -> str | None:
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


def _phrase(text: str, mention: Mention) -> Mention:
    """Take in the words around a name that belong to the place."""
    start, end = mention.start, mention.end
    kind, part = None, False
    after = _patterns()["after"].match(text, end)
    if after:
        kind, end = _noun_kinds()[re.sub(r"\s+", " ", after["noun"].lower())], after.end("noun")
    before = _patterns()["before"].search(text, max(0, start - 40), start)
    if before and kind is None:
        kind = _noun_kinds()[re.sub(r"\s+", " ", before["noun"].lower())]
        if kind == "region" or kind == "facility":
            kind = None
    direction = _patterns()["direction"].search(text, max(0, start - 40), start)
    if direction and before is None:
        start = direction.start()
        part = direction["word"].lower() not in words()["whole"]
    near = bool(_patterns()["near"].search(text, max(0, start - 60), start))
    return replace(mention, phrase=(start, end), kind=kind, part=part, near=near)


def _contained(text: str, mentions: list[Mention]) -> list[Mention]:
    """Note what each name is said to lie in: "Athens, Ga.", "Iraq’s Anbar province", "Sinjar in Nineveh"."""
    out = []
    for i, mention in enumerate(mentions):
        container = _state_after(text, mention.end)
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
