"""Where an article is published, by the host of its address: a known paper's town, a place in the host's own name, its national domain."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

import numpy as np

from sitrep.knowledge.lexicon import lexicon as read_lexicon
from sitrep.resolve.place_candidates import Readings, on_sphere, readings
from sitrep.resolve.place_gazetteer import iso3, lookup


@dataclass(frozen=True, slots=True)
class Home:
    """Where a medium is at home, as far as known. `names` (case-folded) stand in its own name; `readings` are what they may mean."""

    country: str | None = None  # ISO alpha-3
    admin1_code: str | None = None  # ISO 3166-2
    vector: np.ndarray | None = None  # on the unit sphere
    names: frozenset[str] = frozenset()
    readings: Readings | None = None


@lru_cache(maxsize=2000)
def home_of(url: str | None) -> Home | None:
    """The home of the medium at an address ("https://www.heraldscotland.com/…" or a bare host); None if its host tells nothing."""
    host = _host(url or "")
    if not host:
        return None
    parts = host.split(".")
    for n in range(len(parts) - 1):
        if row := _publishers().get(".".join(parts[n:])):
            return _known(row)
    country = iso3().get({"uk": "GB"}.get(parts[-1], parts[-1].upper())) if len(parts[-1]) == 2 and parts[-1] not in GENERIC else None
    name = _place_name(parts, country)
    if name is None and country is None:
        return None
    return Home(country, names=frozenset([name.casefold()] if name else []), readings=readings(name) if name else None)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:  # "http://[": not an address
        return None


# Two-letter domains that are sold to everybody.
GENERIC = {"io", "co", "tv", "me", "fm", "ai", "cc", "eu", "ws", "to", "ly"}


@cache
def _publishers() -> dict[str, dict[str, str]]:
    with (files("sitrep.knowledge") / "publishers.csv").open(encoding="utf-8") as file:
        return {row["host"]: row for row in csv.DictReader(file)}


def _known(row: dict[str, str]) -> Home:
    country, unit = row["country"], row["admin1_code"] or None
    towns = [
        h.entry
        for h in lookup(row["city"])
        if h.entry.kind == "city" and h.entry.country == country and unit in {None, h.entry.admin1_code}
    ]
    vector = np.array(on_sphere(towns[0].latitude, towns[0].longitude)) if row["city"] and towns else None
    return Home(country, unit, vector)


@cache
def _paper_words() -> re.Pattern[str]:
    words = sorted(read_lexicon("publishers")["words"], key=lambda w: (-len(w), w))
    return re.compile("|".join(words))


def _place_name(parts: list[str], country: str | None) -> str | None:
    """The place in a host's name: "lagosherald" → Lagos. Letters that belong to no word for a medium are the name."""
    label = max(parts[:-1], key=len, default="")
    tries = {label, *label.split("-")}
    for word in _paper_words().finditer(label):
        tries |= {label[: word.start()], label[word.end() :]}
        rest = _paper_words().sub(" ", label).strip()
        tries |= {rest, rest.replace(" ", "")}
    known = [t for t in sorted(tries, key=lambda t: (-len(t), t)) if len(t) > 3 and (_is_town(t))]
    return known[0].title() if known else None


def _is_town(name: str) -> bool:
    return any(h.entry.kind in {"city", "adm2", "adm1"} and not h.alternate for h in lookup(name))
