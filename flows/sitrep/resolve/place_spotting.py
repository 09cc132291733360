"""Which capitalised words name a place: every name that the gazetteer knows, and what the reader calls a place, judged one by one.

Places inside the names of bodies ("Texas Department of Transportation") and before people ("a Lagos man") count as well; `Spot.literal`
tells them from places where something is or happens. The judge is a logistic model over what the reader says, the words beside the name,
and what the gazetteer knows; its weights are `knowledge/places_weights.yaml`, made by `python -m sitrep.train.places`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sitrep.knowledge.lexicon import lexicon as read_lexicon
from sitrep.parse.casing_words import common_words
from sitrep.resolve.place_gazetteer import abbreviations, country_names, demonyms, lookup
from sitrep.resolve.place_words import any_of, noun_kinds, state_after, words

Span = tuple[int, int]
Entity = tuple[int, int, str]  # start, end, the reader's label

LONGEST = 5  # words of a name
NAMES = {"PER", "ORG", "MISC", "EVENT", "WEAPON", "VEHICLE", "NORP"}


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that may name a place. `inside` is the reader's label of the name that they stand in, "" in none."""

    start: int
    end: int
    inside: str
    known: bool  # the gazetteer has the name
    literal: bool
    features: tuple[str, ...]


@dataclass(slots=True)
class _Page:
    """A text with what the reader found in it, looked at name by name."""

    text: str
    entities: Sequence[Entity]
    called: Counter  # (words, label) → how often the reader gives this very name that label
    surnames: set[str]
    counts: Counter


@cache
def _run() -> re.Pattern[str]:
    capital = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'ʻ]*\.?|(?:al|el|ez|ar|as|ash|an|at|ad)-[A-Z][\w’'ʻ]*)"
    link = r"(?:[ \n]|-)(?:(?:of|the|de|del|la|las|los|du|des|al|el|ez|e|i|bin|and|y|da|do|dos|am|an|der|sur|le|les|en|upon|on)(?:[ ]|-))*"
    return re.compile(rf"(?<![\w@#]){capital}(?:{link}{capital})*")


_TOKEN = re.compile(r"[^\W_][\w’'ʻ]*(?:\.(?:[A-Z]\b\.?)+|\.)?")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Prof)\.?\s+$")  # whoever is addressed so is a person
_POSSESSIVE = re.compile(r"['’]s?$")


def spots(text: str, entities: Sequence[Entity]) -> list[Spot]:
    """Every candidate of a text in order, none overlapping another; the longest name that the gazetteer knows goes first."""
    page = _page(text, entities)
    out, at = [], 0
    for start, end, known in sorted({*_known_names(page), *_reader_names(page)}, key=lambda s: (s[0], not s[2], -s[1])):
        if start >= at:
            out.append(_spot(page, start, end, known))
            at = end
    return out


def _page(text: str, entities: Sequence[Entity]) -> _Page:
    entities = sorted(entities)
    called = Counter((text[s:e], label) for s, e, label in entities)
    surnames = {
        m[2] for s, e, label in entities if label == "PER" and (m := re.search(r"(\S+) (?:of )?([^\W_][\w’'-]+)(?:['’]s)?$", text[s:e]))
    }
    return _Page(text, entities, called, surnames, Counter(re.findall(r"[A-Z][\w-]+", text)))


def _known_names(page: _Page) -> Iterator[tuple[int, int, bool]]:
    for run in _run().finditer(page.text):
        tokens = [(run.start() + t.start(), run.start() + t.end()) for t in _TOKEN.finditer(run.group())]
        i = 0
        while i < len(tokens):
            for j in range(min(len(tokens), i + LONGEST), i, -1):
                start, end = tokens[i][0], trimmed(page.text, tokens[i][0], tokens[j - 1][1])
                if _begins_name(page, start, end):
                    continue
                if _names_place(page.text[start:end]) and not _TITLED.search(page.text, max(0, start - 8), start):
                    yield start, end, True
                    i = j
                    break
            else:
                i += 1


def _begins_name(page: _Page, start: int, end: int) -> bool:
    """ "San Pedro" of what the reader calls "San Pedro Norte", "Colonia" of "Colonia Norte": the beginning of an unknown place's name.
    "San Antonio Texas" and "Santa Cruz Province" are what they begin with."""
    first, after = page.text[start:end].split()[0], _NEXT.match(page.text, end)
    if first not in openings() or after is None:
        return False
    if not any(s <= start and after.end() <= e for s, e, label in page.entities if label == "LOC"):
        return False
    rest = after.group().strip()
    kinds = {h.entry.kind for h in lookup(rest)}
    return rest.lower() not in noun_kinds() and rest not in country_names() and not kinds & {"country", "adm1"}


_NEXT = re.compile(r" (?:(?:de|del|la|las|los|el|y) )*[A-ZÀ-Ý][\w’'-]+")


@cache
def openings() -> frozenset[str]:
    return frozenset(words()["openings"])


@lru_cache(maxsize=100_000)
def _names_place(name: str) -> bool:
    if name in abbreviations() or name in country_names():
        return not (len(name) == 2 and name in {"OK", "IN", "OR", "ME", "HI", "AL", "LA", "MA", "PA", "CO", "DE", "ID", "MS", "MD"})
    if name.startswith("The "):
        return any(h.entry.name.startswith("The ") for h in lookup(name))
    if len(name) < 3 or name in demonyms() or not name[0].isupper() and "-" not in name or not any(c.isalpha() for c in name):
        return False
    if name.isupper() and len(name) < 4 or name in never():
        return False
    return bool(lookup(name))


@cache
def never() -> frozenset[str]:
    """Words that a sentence begins with, days and months: no place by that name is meant."""
    return frozenset(words()["never"])


def trimmed(text: str, start: int, end: int) -> int:
    """The end of a name without its possessive and the stop of its sentence."""
    if match := _POSSESSIVE.search(text[start:end]):
        end = start + match.start()
    name = text[start:end]
    if name.endswith(".") and name not in abbreviations() and not re.fullmatch(r"(?:[A-Z]\.){2,}", name):
        end -= 1
    return end


def _reader_names(page: _Page) -> Iterator[tuple[int, int, bool]]:
    """The bare names in what the reader calls places: "Iraq’s Anbar province" → Iraq, Anbar; "west Fort Worth" → Fort Worth."""
    for start, end, label in page.entities:
        if label == "LOC":
            for a, b in pieces(page.text, start, end):
                if page.text[a:b] not in demonyms() and page.text[a:b] not in never():
                    yield a, b, page.text[a:b] in abbreviations() or bool(lookup(page.text[a:b]))


def pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The bare names in a place as the reader has it, cut at possessives, commas and "the city of"."""
    for part in re.finditer(r"(?:(?!['’]s?\s)[^,;()])+", text[start:end]):
        tokens = list(re.finditer(r"\S+", part.group()))
        while tokens and (not any(c.isupper() for c in tokens[0].group()) or tokens[0].group() == "The" and len(tokens) > 1):
            tokens.pop(0)
        while tokens and not any(c.isupper() for c in tokens[-1].group()):
            tokens.pop()
        kinds = [i for i, w in enumerate(tokens) if w.group().lower() == "of" and i and tokens[i - 1].group() in noun_kinds()]
        tokens = tokens[kinds[-1] + 1 :] if kinds else tokens  # "English city of Salisbury"
        if tokens:
            a, b = start + part.start() + tokens[0].start(), start + part.start() + tokens[-1].end()
            b -= len(re.search(r"(?:['’]s?)?[\s:\-–—'’]*$", text[a:b])[0])
            if (b := trimmed(text, a, b)) > a:
                yield a, b


def _spot(page: _Page, start: int, end: int, known: bool) -> Spot:
    text, name = page.text, page.text[start:end]
    around = [e for e in page.entities if e[0] < end and start < e[1]]
    label, where = _place_in(around, start, end)
    features = [f"{label or 'none'} {where}", "known" if known else "unknown"]
    before, after = text[max(0, start - 32) : start], text[end : end + 30]
    features += _left(before), _right(text, end, after)
    if not label:
        features.append(f"{features[-2]}, {features[-1]}")
    if label == "PER":
        features.append(f"PER {where} {features[-1]}")
        if _is_bare_person(text[around[0][0] : around[0][1]]):
            features.append("in a person's own name")
        if where in {"ends", "inside"} and re.search(r"\b(?:of|in|for|from)\s+(?:the\s+)?$", before):
            features.append("PER of")
    if label == "ORG":
        features.append(f"ORG {features[3]}")
    features += _about(name, page) if known else _unknown(name)
    features += [
        f"also {other}" for other in ("LOC", "PER", "ORG") if page.called[name, other] and not (label == other and where == "whole")
    ]
    if name in page.surnames:
        features.append("surname")
    if page.counts[name] > 1:
        features.append("repeated")
    framed = features[2] in {"after preposition", "after near"} or "state" in features[3] or features[3] == "before kind"
    literal = label in {"LOC", ""} or where == "whole" and framed
    if not page.entities:  # without a reader's names, the same words mean something else
        features = [f"unread {feature}" for feature in features]
    return Spot(start, end, label, known, literal, tuple(dict.fromkeys(features)))


def _place_in(around: Sequence[Entity], start: int, end: int) -> tuple[str, str]:
    """The reader's label of the name that a candidate touches, and its place in it."""
    if not around:
        return "", "alone"
    s, e, label = around[0]
    if len(around) > 1 or s > start or e < end:
        return (label if label in {"LOC", "PER", "ORG", "DATE"} else "other"), "across"
    where = "whole" if s == start and e <= end + 2 else "begins" if s == start else "ends" if e <= end + 2 else "inside"
    return (label if label in {"LOC", "PER", "ORG", "DATE"} else "other"), where


def _is_bare_person(name: str) -> bool:
    """Two or three capitalised words, none of them a body's or an office's: a person's own name and nothing else."""
    parts = re.findall(r"[\w’'-]+", name)
    return 2 <= len(parts) <= 3 and all(p[0].isupper() for p in parts) and not _office_words() & {p.lower() for p in parts}


@cache
def _office_words() -> frozenset[str]:
    return frozenset(w.lower() for group in ("bodies", "people") for w in words()[group])


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "near": re.compile(rf"\b(?:{any_of(words()['near'])})\s+(?:the\s+)?$", re.I),
        "locative": re.compile(rf"\b(?:{any_of(words()['locative'])})\s+(?:the\s+)?(?:(?:{any_of(words()['directions'])})\s+)?$", re.I),
        "kind": re.compile(rf"[ ](?:{any_of(noun_kinds())})(?:s|['’]s)?\b", re.I),
        "body": re.compile(rf"[ ](?:{any_of(words()['bodies'])})\b"),
        "people": re.compile(rf"[ ](?:{any_of(words()['people'])})\b", re.I),
    }


def _left(before: str) -> str:
    """What stands before a name, in one word."""
    if not before or re.search(r"[\n.!?:”\"]\s*$", before):
        return "at the head"
    if _patterns()["near"].search(before):
        return "after near"
    if _patterns()["locative"].search(before):
        return "after preposition"
    if re.search(r"\b[RDI]-$", before):
        return "after party"
    if re.search(r"\bof\s+(?:the\s+)?$", before):
        return "after of"
    if re.search(r"[A-Z][\w.]*[’']s\s+$", before):
        return "after possessive"
    if re.search(r"[A-Z][\w.’'-]*,\s+$", before):
        return "after name and comma"
    if re.search(r",\s+$", before):
        return "after comma"
    if re.search(r"(?:[A-Z][\w’'-]+\.?|[A-Z]\.)\s+$", before):
        return "after capital"
    if re.search(r"\b(?:and|or)\s+$", before):
        return "after and"
    if re.search(r"\b(?:the|a|an)\s+$", before, re.I):
        return "after article"
    if re.search(r"[-–/]$", before):
        return "after hyphen"
    return "after word"


def _right(text: str, end: int, after: str) -> str:
    """What stands after a name, in a word or two."""
    if state_after(text, end):
        return "before state"
    if _patterns()["kind"].match(after):
        return "before kind"
    if _patterns()["body"].match(after):
        return "before body"
    if _patterns()["people"].match(after):
        return "before people"
    if re.match(r"\s*(?:\([A-Z]|[-–—]{1,2}\s)", after):
        return "before dash"
    if re.match(r"[’']s?\b", after):
        return "before possessive"
    if re.match(r"[ ][A-Z]", after):
        return "before capital"
    if re.match(r"-[A-Za-z]", after):
        return "before hyphen"
    if re.match(r",", after):
        return "before comma"
    if re.match(r"[ ][a-z]", after):
        return "before word"
    return "before stop"


def _about(name: str, page: _Page) -> list[str]:
    """What the gazetteer and the word lists know of a name."""
    found = []
    if name in country_names():
        return ["country name"]
    if name in abbreviations():
        return ["abbreviation"]
    hits = lookup(name)
    main = [h for h in hits if not h.alternate]
    kinds = {h.entry.kind for h in main}
    people = max((h.entry.population for h in main), default=0)
    found.append(
        "hand" if kinds - {"city", "adm1", "adm2", "country"} else "unit" if "adm1" in kinds else "county" if "adm2" in kinds else "town"
    )
    found.append(f"size {min(6, int(math.log10(people + 10)))}" if main else "alternate only")
    if " " in name.strip() or "-" in name:
        found.append("several words")
    elif name in not_places():
        found.append("rarely a place")
    elif _is_common(name):
        found.append("common word")
    if name.isupper():
        found.append("capitals")
    return found


@cache
def not_places() -> frozenset[str]:
    return frozenset(words()["not_places"])


def _is_common(name: str) -> bool:
    return name.lower() in common_words()


def _unknown(name: str) -> list[str]:
    last = name.split()[-1].lower().rstrip(".")
    if any(c.isdigit() for c in name):
        return ["with digits"]
    kind = noun_kinds().get(last)
    if last in words()["streets"]:
        return ["street"]
    return [f"unknown {kind}" if kind else "unknown name" + (" of several words" if " " in name else "")]


@cache
def weights() -> dict[str, float]:
    return read_lexicon("places_weights")["spotting"]


def chance(spot: Spot, table: Mapping[str, float]) -> float:
    """How likely the words name a place, 0–1."""
    bias = table["unread" if spot.features[0].startswith("unread") else "bias"]
    return 1 / (1 + math.exp(-(bias + sum(table.get(f, 0.0) for f in spot.features))))
