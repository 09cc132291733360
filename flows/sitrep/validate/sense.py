"""Checks within a row: figures, dates, places and codes that make sense together."""

from __future__ import annotations

import csv
import functools
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from sitrep.resolve.codes import BY_SIDES
from sitrep.resolve.codes import table as codes_table
from sitrep.resolve.registry import registry
from sitrep.schemas import modes_of
from sitrep.schemas.contracts import countries, vocabulary
from sitrep.validate.checks import check, each
from sitrep.validate.world import World

# What such an event is about lies ahead: a deadline dates it (codebook, "modality").
ABOUT_THE_FUTURE = {"THREATEN", "AGREE", "REQUEST"}
TIME_ZONES = timedelta(days=1)  # the day of an event is local, the publication UTC
EARLIEST = 1900
KNOWLEDGE_LASTS = timedelta(days=730)  # after its newest fact, actors are resolved by who was in office years ago


def in_order(*bounds: pd.Series) -> np.ndarray:
    """Each bound at most the next one, among those that are known."""
    ok = np.ones(len(bounds[0]), dtype=bool)
    for i, low in enumerate(bounds):
        for high in bounds[i + 1 :]:
            ok &= ~(low.to_numpy(float) > high.to_numpy(float))
    return ok


@check("events", "fatalities_low fatalities_best fatalities_high", "fatalities_low <= fatalities_best <= fatalities_high")
def fatalities_in_order(world: World) -> np.ndarray:
    e = world.frames["events"]
    return in_order(e["fatalities_low"], e["fatalities_best"], e["fatalities_high"])


@check("events", "injured_low injured_best injured_high", "injured_low <= injured_best <= injured_high")
def injured_in_order(world: World) -> np.ndarray:
    e = world.frames["events"]
    return in_order(e["injured_low"], e["injured_best"], e["injured_high"])


@check("casualties", "count_low count_high", "count_low <= count_high")
def counts_in_order(world: World) -> np.ndarray:
    c = world.frames["casualties"]
    return in_order(c["count_low"], c["count_high"])


@check("casualties", "count_low count_high", "a claim has a lower or an upper bound")
def claim_has_a_bound(world: World) -> np.ndarray:
    c = world.frames["casualties"]
    return (c["count_low"].notna() | c["count_high"].notna()).to_numpy()


@check("events", "event_type event_mode", "the mode is one of the event type's")
def mode_belongs_to_type(world: World) -> np.ndarray:
    e = world.frames["events"]
    return each(mode is None or mode in modes_of(kind) for kind, mode in zip(e["event_type"], e["event_mode"], strict=True))


@check("events", "event_type cameo_code quad_class", "every event but a DISASTER, and only such, has a CAMEO code and a quad class")
def coded_unless_disaster(world: World) -> np.ndarray:
    e = world.frames["events"]
    coded = (e["cameo_code"] != "000") & (e["quad_class"] != "Neutral")
    return ((e["event_type"] == "DISASTER") != coded).to_numpy()


@check(
    "events", "event_type event_mode cameo_code quad_class intensity", "CAMEO code, quad class and intensity are those of the type and mode"
)
def codes_follow_the_type(world: World) -> np.ndarray:
    """What a pattern cannot see: 014 that lost its zero is 14, a good code of another type."""
    e = world.frames["events"]
    columns = (e[c] for c in ("event_type", "event_mode", "cameo_code", "quad_class", "intensity"))
    return each(_coded(*row) for row in zip(*columns, strict=True))


def _coded(event_type: str, mode: str | None, cameo: str, quad: str | None, intensity: float) -> bool:
    code = codes_table().get((event_type, mode))
    if code is None:
        return True  # mode_belongs_to_type tells of it
    may = {code.cameo_code, *(BY_SIDES.get((event_type, mode), ()) if mode else ())}
    return cameo in may and quad == code.quad_class and abs(intensity - code.intensity) < 1e-4


@check("events", "acled_event_type acled_sub_event_type", "the ACLED sub-event type is one of the event type's")
def acled_types_agree(world: World) -> np.ndarray:
    e, belongs = world.frames["events"], vocabulary("acled_sub_event_type")
    return each(sub is None or belongs.get(sub) == kind for kind, sub in zip(e["acled_event_type"], e["acled_sub_event_type"], strict=True))


@check("events", "event_date_start event_date_end", "the event starts before it ends, and has both dates or none")
def dates_in_order(world: World) -> np.ndarray:
    e = world.frames["events"]
    dates = zip(e["event_date_start"], e["event_date_end"], strict=True)
    return each((a is None) == (b is None) and (a is None or a <= b) for a, b in dates)


@check("events", "event_date_start date_precision", "the date is null exactly where its precision is unknown")
def date_known_by_precision(world: World) -> np.ndarray:
    e = world.frames["events"]
    return (e["event_date_start"].isna() == (e["date_precision"] == "unknown")).to_numpy()


@check("events", "event_date_start", f"an event is not dated before {EARLIEST}", mode="warn")
def date_is_recent(world: World) -> np.ndarray:
    return each(d is None or d.year >= EARLIEST for d in world.frames["events"]["event_date_start"])


@check(
    "events",
    "event_date_start modality event_type",
    "what has happened is not dated after the article's publication (future and hypothetical events and deadlines may be)",
)
def not_after_publication(world: World) -> np.ndarray:
    published = world.column("articles", "published_at")
    e = world.frames["events"]
    ahead = e["modality"].isin(["future", "hypothetical"]) | e["event_type"].isin(ABOUT_THE_FUTURE)
    days = [published.get(a) for a in e["article_id"]]
    return each(
        may or start is None or day is None or pd.isna(day) or start <= day.date() + TIME_ZONES
        for may, start, day in zip(ahead, e["event_date_start"], days, strict=True)
    )


@check("events", "latitude longitude", "a point has both coordinates")
def point_is_whole(world: World) -> np.ndarray:
    e = world.frames["events"]
    return (e["latitude"].isna() == e["longitude"].isna()).to_numpy()


@check("events", "latitude longitude", "no point lies at 0, 0")
def point_is_not_null_island(world: World) -> np.ndarray:
    e = world.frames["events"]
    return ~((e["latitude"] == 0) & (e["longitude"] == 0)).to_numpy()


@check("events", "latitude longitude country", "the point lies in the box around its country")
def point_in_country(world: World) -> np.ndarray:
    e = world.frames["events"]
    return each(_inside(*row) for row in zip(e["country"], e["latitude"], e["longitude"], strict=True))


def _inside(country: str | None, latitude: float, longitude: float) -> bool:
    box = boxes().get(country) if country else None
    if box is None or np.isnan(latitude) or np.isnan(longitude):
        return True
    west, south, east, north = box
    between = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
    return south <= latitude <= north and between


@functools.cache
def boxes() -> dict[str, tuple[float, float, float, float]]:
    """Country → west, south, east, north in degrees; west > east where it crosses the date line."""
    with open(Path(__file__).with_name("country_boxes.csv"), encoding="utf-8", newline="") as f:
        rows = csv.DictReader(line for line in f if not line.startswith("#"))
        return {r["country"]: (float(r["west"]), float(r["south"]), float(r["east"]), float(r["north"])) for r in rows}


@check("events", "where_precision latitude", "country-level and international places (where_precision 6 and 7) have no point", mode="warn")
def no_invented_point(world: World) -> np.ndarray:
    e = world.frames["events"]
    return ~((e["where_precision"] >= 6) & e["latitude"].notna()).to_numpy()


@check("events", "where_precision country latitude", "a place that is resolved says how precisely", mode="warn")
def place_has_precision(world: World) -> np.ndarray:
    e = world.frames["events"]
    return (e["where_precision"].notna() | (e["country"].isna() & e["latitude"].isna())).to_numpy()


@check("events", "admin1_code country", "the ISO 3166-2 code begins with its country's code", mode="warn")
def admin1_in_country(world: World) -> np.ndarray:
    e, iso = world.frames["events"], countries()
    return each(
        code is None or country not in iso or code.startswith(iso[country][0] + "-")
        for code, country in zip(e["admin1_code"], e["country"], strict=True)
    )


@check("events", "actor_ids recipient_ids", "nobody is actor and recipient of one event", mode="warn")
def actor_is_not_recipient(world: World) -> np.ndarray:
    e = world.frames["events"]
    return each(not set(a) & set(r) for a, r in zip(e["actor_ids"], e["recipient_ids"], strict=True))


@check("events", "actor_ids recipient_ids attributed_to_ids", "no id stands twice in one list", mode="warn")
def lists_without_repeats(world: World) -> np.ndarray:
    e = world.frames["events"]
    lists = zip(e["actor_ids"], e["recipient_ids"], e["attributed_to_ids"], strict=True)
    return each(all(len(set(ids)) == len(ids) for ids in row) for row in lists)


@check("articles", "n_words text", "n_words counts the words of the text", mode="warn")
def words_counted(world: World) -> np.ndarray:
    a = world.frames["articles"]
    return each(n == len((text or "").split()) for n, text in zip(a["n_words"], a["text"], strict=True))


@check("articles", "published_at published_basis", "the publication date is null exactly where its basis is none", mode="warn")
def date_has_a_basis(world: World) -> np.ndarray:
    a = world.frames["articles"]
    return (a["published_at"].isna() == (a["published_basis"] == "none")).to_numpy()


@check("articles", "duplicate_of", "an article does not repeat itself")
def not_its_own_duplicate(world: World) -> np.ndarray:
    a = world.frames["articles"]
    return (a["duplicate_of"] != a["article_id"]).to_numpy()


@check("articles", "published_at", f"it appeared within {KNOWLEDGE_LASTS.days} days of the newest fact about office holders", mode="warn")
def knowledge_reaches_this_far(world: World) -> np.ndarray:
    newest = max((office.start for office in registry().knowledge.offices), default=date.max - KNOWLEDGE_LASTS)
    return each(pd.isna(day) or day.date() <= newest + KNOWLEDGE_LASTS for day in world.frames["articles"]["published_at"])


@check("actors", "kind country", "a country has a country code", mode="warn")
def country_has_a_code(world: World) -> np.ndarray:
    a = world.frames["actors"]
    return ((a["kind"] != "country") | a["country"].notna()).to_numpy()


@check("actors", "kind role", "only a person has an office", mode="warn")
def role_is_a_persons(world: World) -> np.ndarray:
    a = world.frames["actors"]
    return ((a["kind"] == "person") | a["role"].isna()).to_numpy()


@check("actors", "actor_id affiliation_id", "nobody is affiliated to himself", mode="warn")
def not_its_own_affiliation(world: World) -> np.ndarray:
    a = world.frames["actors"]
    return (a["affiliation_id"] != a["actor_id"]).to_numpy()


@check("actors", "first_published last_published", "first_published <= last_published")
def publications_in_order(world: World) -> np.ndarray:
    a = world.frames["actors"]
    return ~(a["first_published"] > a["last_published"]).to_numpy()


@check("statements", "quote_type verbatim", "direct and mixed statements have words in quotation marks, indirect ones none", mode="warn")
def quote_type_fits_verbatim(world: World) -> np.ndarray:
    s = world.frames["statements"]
    return each((kind == "indirect") == (not words) for kind, words in zip(s["quote_type"], s["verbatim"], strict=True))
