"""Articles as the report shows them: text with its marks, and the rows that rest on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.report.claims import claim_groups
from sitrep.report.figures import QUADS, Tables
from sitrep.report.maps import PRECISION
from sitrep.report.marks import Mark, html
from sitrep.report.pages import KEYS, LETTERS, Places

INDEXED = 10_000  # articles listed by title
NAMED = 4  # actors that the list of articles names for each
OF_ARTICLE = ("events", "statements", "casualties", "mentions")
LONGEST = 400  # characters of a statement's content in its row; the text beside it has all

Row = dict[str, Any]


def index(slices: Iterable[Tables], actors: pa.Table, places: Places) -> Iterator[Row]:
    """A line for each article: title, origin, counts of rows, who and where it is about, and where it is shown whole."""
    names = dict(zip(actors["actor_id"].to_pylist(), actors["name"].to_pylist(), strict=True))
    columns = ["article_id", "title", "source_uri", "published_at", "publisher", "n_words"]
    left = INDEXED
    for one in slices:
        counts = {name: _counts(one[name]) for name in ("events", "statements", "casualties")}
        about = _about(one, names)
        for article in one["articles"].slice(0, left).select(columns).to_pylist():
            key = article["article_id"]
            found = {name: of.get(key, 0) for name, of in counts.items()}
            yield {**article, "href": places.href(key), "about": about.get(key, ""), **found}
        left -= min(left, one["articles"].num_rows)


def page_of(tables: Tables, actors: pa.Table, numbers: range, first: int) -> Iterator[Row]:
    """The articles with these numbers (a page's), one at a time, with everything that their template shows.

    `tables` is their slice, which begins with the article number `first`.
    """
    articles = tables["articles"].slice(numbers.start - first, len(numbers))
    rows = {name: _of_articles(tables[name], articles["article_id"]) for name in OF_ARTICLE}
    actors = _actors(actors, rows)
    for number, article in enumerate(articles.to_pylist(), numbers.start):
        yield _view(f"a{number}", article, {name: found[article["article_id"]] for name, found in rows.items()}, actors)


def _view(anchor: str, article: Row, rows: dict[str, list[Row]], actors: dict[str, Row]) -> Row:
    for name, letter in LETTERS.items():
        for number, row in enumerate(rows[name], 1):
            row["anchor"], row["label"] = f"{anchor}{letter}{number}", f"{letter}{number}"
    row_of = {row[KEYS[name]]: row for name in LETTERS for row in rows[name]}
    cast = _cast(rows, actors)
    for event in rows["events"]:
        event["who"] = _names(event["actor_ids"], actors)
        event["whom"] = _names(event["recipient_ids"], actors)
        event["sources"] = _names(event["attributed_to_ids"], actors)
        event["where"], event["when"] = _where(event), _when(event)
        event["quad"] = QUADS[event["quad_class"]]
        event["statement"] = row_of.get(event["statement_id"])
    for statement in rows["statements"]:
        statement["target"] = (actors.get(statement["target_id"]) or {}).get("name")
        statement["event"] = row_of.get(statement["event_id"])
        statement["shown"] = _shortened(statement["content"])
    spots = _spots(article["text"], rows["events"])
    return {
        **article,
        "anchor": anchor,
        "html": html(article["text"], _marks(article["text"], rows, cast, spots), anchor),
        "events": rows["events"],
        "statements": rows["statements"],
        "claims": claim_groups(rows["casualties"], row_of, actors),
        "n_claims": len(rows["casualties"]),
        "cast": cast,
        "spots": spots,
    }


def _marks(text: str, rows: Mapping[str, list[Row]], cast: list[Row], spots: list[Row]) -> Iterator[Mark]:
    for event in rows["events"]:
        for span in event["mention_spans"] or [{"start": event["char_start"], "end": event["char_end"]}]:
            yield Mark(span["start"], span["end"], "trigger", event["label"])
        if day := _nearest(text, event["date_text"], event["char_start"]):
            yield Mark(*day, "when", event["label"])
    for statement in rows["statements"]:
        for kind in ("source", "cue", "content"):
            for span in statement.get(f"{kind}_spans") or ():
                yield Mark(span["start"], span["end"], kind, statement["label"])
    for claim in rows["casualties"]:
        yield Mark(claim["char_start"], claim["char_end"], "count", claim["label"])
    label_of = {actor["actor_id"]: actor["label"] for actor in cast}
    for mention in rows["mentions"]:
        if mention["actor_id"] in label_of:
            yield Mark(mention["char_start"], mention["char_end"], "mention", label_of[mention["actor_id"]])
    for spot in spots:
        for event in spot["events"]:
            if words := _nearest(text, event["place_text"], event["char_start"]):
                yield Mark(*words, "place", spot["label"])
                yield Mark(*words, "place", event["label"])


def _nearest(text: str, words: str | None, at: int) -> tuple[int, int] | None:
    """Where the words stand that are nearest to an event's trigger: the tables have words of place and time without their offsets."""
    if not words:
        return None
    before, after = text.rfind(words, 0, at + len(words)), text.find(words, at)
    found = [start for start in (before, after) if start >= 0]
    start = min(found, key=lambda start: (abs(start - at), start), default=None)
    return None if start is None else (start, start + len(words))


def _cast(rows: Mapping[str, list[Row]], actors: Mapping[str, Row]) -> list[Row]:
    """The article's actors, the most mentioned first."""
    mentions = Counter(mention["actor_id"] for mention in rows["mentions"])
    known = [actors[actor] for actor in mentions if actor in actors]
    known.sort(key=lambda actor: (-mentions[actor["actor_id"]], actor["name"], actor["actor_id"]))
    return [{**actor, "label": f"p{n}", "mentioned": mentions[actor["actor_id"]]} for n, actor in enumerate(known, 1)]


def _spots(text: str, events: list[Row]) -> list[Row]:
    """The places of an article's events in the order of the text, with what happened there."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for event in events:
        if event["where"]:
            found.setdefault((event["where"], event["where_precision"]), []).append(event)
    return [
        {"where": where, "precision": PRECISION[precision], "events": here, "label": f"w{n}", "named": _named(text, here)}
        for n, ((where, precision), here) in enumerate(found.items(), 1)
    ]


def _named(text: str, events: list[Row]) -> bool:
    return any(_nearest(text, event["place_text"], event["char_start"]) for event in events)


def _names(ids: list[str] | None, actors: Mapping[str, Row]) -> list[str]:
    return [(actors.get(actor) or {"name": actor})["name"] for actor in ids or ()]


def _actors(table: pa.Table, rows: Mapping[str, Mapping[str, list[Row]]]) -> dict[str, Row]:
    """The actors that the given rows name, by id, each with the name of its affiliation."""
    used = {mention["actor_id"] for found in rows["mentions"].values() for mention in found}
    for event in (event for found in rows["events"].values() for event in found):
        used.update(event["actor_ids"] or (), event["recipient_ids"] or (), event["attributed_to_ids"] or ())
    for statement in (statement for found in rows["statements"].values() for statement in found):
        used.update(key for key in (statement["speaker_id"], statement["target_id"]) if key)
    used.update(claim["attributed_to_id"] for found in rows["casualties"].values() for claim in found if claim["attributed_to_id"])
    columns = ["actor_id", "name", "kind", "country", "sector", "role", "affiliation_id", "resolution"]
    found = {row["actor_id"]: row for row in _rows_in(table.select(columns), "actor_id", sorted(used))}
    above = sorted({row["affiliation_id"] for row in found.values() if row["affiliation_id"]})
    names = {row["actor_id"]: row["name"] for row in _rows_in(table.select(["actor_id", "name"]), "actor_id", above)}
    return {key: {**row, "affiliation": names.get(row["affiliation_id"])} for key, row in found.items()}


def _of_articles(table: pa.Table, ids: pa.ChunkedArray) -> defaultdict[str, list[Row]]:
    """The rows of each article in the order of the text."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _rows_in(table, "article_id", ids.to_pylist()):
        found[row["article_id"]].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row["char_start"])
    return found


def _rows_in(table: pa.Table, column: str, values: list[str]) -> list[Row]:
    """The rows whose column has one of the values."""
    return table.filter(pc.is_in(table[column], value_set=pa.array(values, table.schema.field(column).type))).to_pylist()


def _counts(table: pa.Table) -> dict[str, int]:
    return {entry["values"]: entry["counts"] for entry in table["article_id"].value_counts().to_pylist()}


def _about(tables: Tables, names: Mapping[str, str]) -> dict[str, str]:
    """Names of the actors that each article mentions most, and its places, for whoever looks for them."""
    mentions: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article, actor in zip(tables["mentions"]["article_id"].to_pylist(), tables["mentions"]["actor_id"].to_pylist(), strict=True):
        mentions[article][names.get(actor, actor)] += 1
    found = {article: sorted(count, key=lambda name: (-count[name], name))[:NAMED] for article, count in mentions.items()}
    for article, place in zip(tables["events"]["article_id"].to_pylist(), tables["events"]["place_name"].to_pylist(), strict=True):
        if place and place not in found.setdefault(article, []):
            found[article].append(place)
    return {article: ", ".join(words[: 2 * NAMED]) for article, words in found.items()}


def _shortened(content: str) -> str:
    return content if len(content) <= LONGEST else content[: LONGEST - 1] + "…"


def _where(event: Row) -> str:
    parts = [event["place_name"] or event["place_text"], event["admin1"], event["country"]]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _when(event: Row) -> str:
    """An event's days as long as they are known: 27 Jun 2021, Jun 2021, 2021, 3–5 Mar 2021."""
    first, last = event["event_date_start"], event["event_date_end"] or event["event_date_start"]
    if first is None:
        return event["date_text"] or ""
    if event["date_precision"] == "year":
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if event["date_precision"] == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{first:%b %Y}"
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
