"""A set of article pairs that are copies of one story or are not, made from `wire_stories.yaml`: `python tests/evaluation/wire_copies.py`.

Copies are what newspapers make of a wire: trimmed, under a headline and dateline of their own, in their house style, with
credits and boilerplate. The others are updates with new figures, follow-ups with the old background, different stories of one
template, and one event by two agencies, each also as papers print it.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

STYLES = {  # house style → patterns and words, one after the other
    "british": {
        r"\bcenter\b": "centre",
        r"\b([Nn])eighbor(ing|s)\b": r"\1eighbour\2",
        r"\b([Dd])efense\b": r"\1efence",
        r"\bLabor\b": "Labour",
        r"\bOrganization\b": "Organisation",
        r"\bpercent\b": "per cent",
        r"\bharbor\b": "harbour",
        r"\blicense\b": "licence",
        '"': "'",
    },
    "numerals": {
        r"\btwo\b": "2",
        r"\bthree\b": "3",
        r"(?<!-)\bfive\b": "5",
        r"\bsix\b": "6",
        r"\beight\b": "8",
        r"\bnine\b": "9",
        " percent": "%",
    },
    "abbreviated": {
        r"\bUnited States\b": "US",
        r"\bUnited Nations\b": "UN",
        r"\bEuropean Union\b": "EU",
        r"\bPrime Minister\b": "Premier",
        r"\babout\b": "around",
        r"\bhad been\b": "were",
    },
    "words": {
        r"\bsaid\b(?=[.,])": "stated",
        r"\bmore than\b": "over",
        r"\bpeople\b": "persons",
        r"\bshortly after\b": "just after",
        r"\btold reporters\b": "told the press",
        r"\bbuying\b": "purchasing",
        r"\bbecause of\b": "due to",
        r"\bcalled for\b": "announced",
    },
    "dates": {r" on (Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day\b": "", r"\bJanuary 10\b": "10 January"},
    "attribution": {r"\bhe said\b": "he told the Daily Courier", r"\bpolice said\b": "police told the Daily Courier"},
}
HEADS = ["Latest from the region", "What we know so far", "World in brief", "Breaking: the story of the day"]
BYLINES = ["By Staff Reporter", "By Jane Whitlock, Foreign Desk", "Our Correspondent"]
DATELINES = ["{place} (AP) — ", "{place}, June 3 (Reuters) - ", "{place} – "]
TAILS = [
    "Reporting by Sam Ito and Vera Klein; Editing by Joe Ross",
    "© 2023 Daily Courier. All rights reserved.",
    "For more stories like this, visit our world page.",
    "This article first appeared in the Courier's morning edition.",
    "Sign up to our newsletter for the best stories of the week.",
    "(With inputs from agencies)",
    "The Courier is owned by its readers. Support our journalism.",
]
MIDDLES = ["Advertisement", "Read more: Ten charts that explain the year", "Photo: Courier archive", "Story continues below"]


@dataclass(frozen=True)
class Pair:
    kind: str
    first: tuple[str, str]  # title, text
    second: tuple[str, str]
    copies: bool


def pairs(seed: int = 1, each: int = 12) -> Iterator[Pair]:
    """The whole set, the same for the same seed; `each`: prints made of a story."""
    data = yaml.safe_load((Path(__file__).with_name("wire_stories.yaml")).read_text("utf-8"))
    rng = random.Random(seed)
    stories = [(version(s["title"], 0), version(s["text"], 0), s["place"]) for s in data["stories"]]
    for index, story in enumerate(data["stories"]):
        title, text, place = stories[index]
        yield from _copies(rng, title, text, place, each)
        new = version(story["title"], 1), version(story["text"], 1), place
        yield from _apart(rng, "update", (title, text, place), new, each)
        yield from _apart(rng, "one figure", (title, text, place), (title, one_change(rng, story["text"]), place), each)
        background = "\n\n".join(version(story["text"], 0).strip().split("\n\n")[2:])
        yield from _apart(rng, "follow-up", (title, text, place), (title, story["follow_up"] + "\n" + background, place), each)
        added = story["follow_up"].strip().split("\n\n")[1]
        yield from _apart(rng, "said more", (title, text, place), (title, text.strip() + "\n\n" + added, place), each // 2, one_way=True)
        if other := data["others"].get(index):
            yield from _apart(rng, "two agencies", (title, text, place), (title, other, place), each // 2)
    for template in data["templates"]:
        filled = [template["text"].format(*slots) for slots in template["slots"]]
        for one, other in itertools.permutations(filled, 2):
            yield from _apart(rng, "one template", ("News", one, "HERE"), ("News", other, "HERE"), 2)
        for text in filled:
            yield from _copies(rng, "News", text, "NORLAND", 3)


def version(text: str, number: int) -> str:
    return re.sub(r"\{([^{}|]*)\|([^{}|]*)\}", lambda match: match[number + 1], text)


def one_change(rng: random.Random, text: str) -> str:
    """The story with one of its figures as the update has it."""
    places = list(re.finditer(r"\{[^{}|]*\|[^{}|]*\}", text))
    chosen = rng.choice(places)
    return version(text[: chosen.start()], 0) + version(chosen[0], 1) + version(text[chosen.end() :], 0)


def _copies(rng: random.Random, title: str, text: str, place: str, each: int) -> Iterator[Pair]:
    for _ in range(each):
        kind, change = rng.choice(list(COPIES.items()))
        yield Pair(kind, (title, text), change(rng, title, text, place), True)


def _apart(rng: random.Random, kind: str, one: tuple, other: tuple, each: int, one_way: bool = False) -> Iterator[Pair]:
    """Both as papers print them, in either order; `one_way`: the first is contained in the second, which says more."""
    for number in range(each):
        first, second = _print(rng, *one), _print(rng, *other)
        yield Pair(kind, first, second, False) if one_way or number % 2 else Pair(kind, second, first, False)


def _print(rng: random.Random, title: str, text: str, place: str) -> tuple[str, str]:
    """What a paper makes of a story, all of it."""
    for change in rng.sample([_dressed, _styled, _boilerplate, _as_is], 2):
        title, text = change(rng, title, text, place)
    return title, text


def _as_is(rng: random.Random, title: str, text: str, place: str) -> tuple[str, str]:
    return title, text


def _trimmed(rng: random.Random, title: str, text: str, place: str) -> tuple[str, str]:
    """From the end, as papers do, and now and then a paragraph of the middle too."""
    kept = text.strip().split("\n\n")
    kept = kept[: rng.randint(max(2, len(kept) // 3), len(kept) - 1)]
    if len(kept) > 3 and rng.random() < 0.5:
        del kept[rng.randint(1, len(kept) - 2)]
    return title, "\n\n".join(kept)


def _dressed(rng: random.Random, title: str, text: str, place: str) -> tuple[str, str]:
    """A headline, byline and dateline of its own."""
    byline = rng.choice(BYLINES) + "\n\n" if rng.random() < 0.5 else ""
    return rng.choice([title, *HEADS]), byline + rng.choice(DATELINES).format(place=place) + text


def _styled(rng: random.Random, title: str, text: str, place: str) -> tuple[str, str]:
    for style in rng.sample(list(STYLES), rng.randint(1, 3)):
        for pattern, words in STYLES[style].items():
            text = re.sub(pattern, words, text)
    return title, text


def _boilerplate(rng: random.Random, title: str, text: str, place: str) -> tuple[str, str]:
    parts = text.strip().split("\n\n")
    if rng.random() < 0.5:
        parts.insert(rng.randint(1, len(parts) - 1), rng.choice(MIDDLES))
    return title, "\n\n".join([*parts, *rng.sample(TAILS, rng.randint(1, 2))])


def _relaid(rng: random.Random, title: str, text: str, place: str) -> tuple[str, str]:
    """Every sentence a paragraph, as tabloids do, or all in capitals, as wires once did."""
    if rng.random() < 0.3:
        return title.upper(), text.upper()
    return title, re.sub(r"(?<=[.]) (?=[A-Z])", "\n\n", text)


def _everything(rng: random.Random, title: str, text: str, place: str) -> tuple[str, str]:
    for change in (_trimmed, _styled, _dressed, _boilerplate):
        title, text = change(rng, title, text, place)
    return title, text


COPIES: dict[str, Callable[[random.Random, str, str, str], tuple[str, str]]] = {
    "trimmed": _trimmed,
    "dressed": _dressed,
    "house style": _styled,
    "boilerplate": _boilerplate,
    "laid out anew": _relaid,
    "all of these": _everything,
}


def measure(found: Callable[[Pair], bool], seed: int = 1, each: int = 12) -> dict[str, tuple[int, int]]:
    """Kind of pair → (taken for copies, pairs), and under "precision" and "recall" what they come to."""
    counts: dict[str, tuple[int, int]] = {}
    right = taken = true = 0
    for pair in pairs(seed, each):
        merged = found(pair)
        yes, n = counts.get(pair.kind, (0, 0))
        counts[pair.kind] = (yes + merged, n + 1)
        taken, true, right = taken + merged, true + pair.copies, right + (merged and pair.copies)
    return counts | {"precision": (right, taken), "recall": (right, true)}


def merges(pair: Pair) -> bool:
    """Whether one article of a pair is taken for a copy of the other."""
    from sitrep.article import Reject
    from sitrep.parse import Deduplicator, parse_text

    duplicates = Deduplicator()
    first, second = (parse_text("\n\n".join(given), source_uri=str(given)) for given in (pair.first, pair.second))
    duplicates.check(first)
    checked = duplicates.check(second)
    if isinstance(checked, Reject):  # the same to the byte
        return True
    superseded = duplicates.superseded and pair.kind != "said more"  # there the longer is right to take the shorter one's place
    return checked.duplicate_of is not None or bool(superseded)


if __name__ == "__main__":
    import sys

    for kind, (yes, n) in measure(merges, int(sys.argv[1]) if len(sys.argv) > 1 else 1).items():
        print(f"{kind:15} {yes:5} of {n:5} = {yes / n:.1%}")
