"""Articles as the report shows them: text with its marks, and the rows that rest on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sitrep.report.claims import claim_groups
from sitrep.report.marks import Mark, paragraphs

SHOWN = 200  # articles shown whole; beyond that a page is too long to read and too large to open
INDEXED = 5000  # articles listed by title
OF_ARTICLE = ("events", "statements", "casualties", "mentions")
PREFIX = {"events": "e", "statements": "s", "casualties": "c"}

Row = dict[str, Any]


def index(tables: Mapping[str, pa.Table]) -> Iterator[Row]:
    """A line for each article: title, origin, counts of rows, and the anchor where it is shown whole."""
    counts = {name: _counts(tables[name]) for name in ("events", "statements", "casualties")}
    columns = ["article_id", "title", "source_uri", "published_at", "publisher", "n_words"]
    for number, article in enumerate(tables["articles"].slice(0, INDEXED).select(columns).to_pylist(), 1):
        anchor = f"a{number}" if number <= SHOWN else None
        yield {**article, "anchor": anchor, **{name: found.get(article["article_id"], 0) for name, found in counts.items()}}


def shown(tables: Mapping[str, pa.Table]) -> Iterator[Row]:
    """The first articles, one at a time, with everything that their templates show."""
    articles = tables["articles"].slice(0, SHOWN)
    rows = {name: _of_articles(tables[name], articles["article_id"]) for name in OF_ARTICLE}
    actors = _actors(tables["actors"], rows)
    for number, article in enumerate(articles.to_pylist(), 1):
        yield _view(f"a{number}", article, {name: found[article["article_id"]] for name, found in rows.items()}, actors)


def anchors(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """Key → anchor of every row that `shown` shows, for links from elsewhere."""
    found: dict[str, str] = {}
    articles = tables["articles"].slice(0, SHOWN)
    numbers = {article: f"a{number}" for number, article in enumerate(articles["article_id"].to_pylist(), 1)}
    found.update(numbers)
    for name, prefix in PREFIX.items():
        key = _key(name)
        for article, rows in _of_articles(tables[name].select([key, "article_id", "char_start"]), articles["article_id"]).items():
            found.update({row[key]: f"{numbers[article]}{prefix}{n}" for n, row in enumerate(rows, 1)})
    return found


def _view(anchor: str, article: Row, rows: dict[str, list[Row]], actors: dict[str, Row]) -> Row:
    for name, prefix in PREFIX.items():
        for number, row in enumerate(rows[name], 1):
            row["anchor"], row["label"] = f"{anchor}{prefix}{number}", f"{prefix.upper()}{number}"
    anchor_of = {row[_key(name)]: row for name in PREFIX for row in rows[name]}
    cast = _cast(anchor, rows, actors)
    for event in rows["events"]:
        event["who"] = [actors.get(actor) or {"name": actor} for actor in event["actor_ids"] or ()]
        event["whom"] = [actors.get(actor) or {"name": actor} for actor in event["recipient_ids"] or ()]
        event["sources"] = [(actors.get(actor) or {"name": actor})["name"] for actor in event["attributed_to_ids"] or ()]
        event["where"], event["when"] = _where(event), _when(event)
        event["statement"] = anchor_of.get(event["statement_id"])
    for statement in rows["statements"]:
        statement["target"] = (actors.get(statement["target_id"]) or {}).get("name")
        statement["event"] = anchor_of.get(statement["event_id"])
    return {
        **article,
        "anchor": anchor,
        "paragraphs": list(paragraphs(article["text"], _marks(rows, cast))),
        "events": rows["events"],
        "statements": rows["statements"],
        "claims": claim_groups(rows["casualties"], anchor_of, actors),
        "n_claims": len(rows["casualties"]),
        "cast": cast,
    }


def _marks(rows: Mapping[str, list[Row]], cast: list[Row]) -> Iterator[Mark]:
    for event in rows["events"]:
        for span in event["mention_spans"] or [{"start": event["char_start"], "end": event["char_end"]}]:
            yield Mark(span["start"], span["end"], "trigger", event["anchor"])
    for statement in rows["statements"]:
        for kind in ("source", "cue", "content"):
            for span in statement.get(f"{kind}_spans") or ():
                yield Mark(span["start"], span["end"], kind, statement["anchor"])
    for claim in rows["casualties"]:
        yield Mark(claim["char_start"], claim["char_end"], "count", claim["anchor"])
    anchor_of = {actor["actor_id"]: actor["anchor"] for actor in cast}
    for mention in rows["mentions"]:
        if mention["actor_id"] in anchor_of:
            yield Mark(mention["char_start"], mention["char_end"], "mention", anchor_of[mention["actor_id"]])


def _cast(anchor: str, rows: Mapping[str, list[Row]], actors: Mapping[str, Row]) -> list[Row]:
    """The article's actors, the most mentioned first."""
    mentions: defaultdict[str, int] = defaultdict(int)
    for mention in rows["mentions"]:
        mentions[mention["actor_id"]] += 1
    known = [actors[actor] for actor in mentions if actor in actors]
    known.sort(key=lambda actor: (-mentions[actor["actor_id"]], actor["name"], actor["actor_id"]))
    return [{**actor, "anchor": f"{anchor}p{n}", "mentioned": mentions[actor["actor_id"]]} for n, actor in enumerate(known, 1)]


def _actors(table: pa.Table, rows: Mapping[str, Mapping[str, list[Row]]]) -> dict[str, Row]:
    """The actors that the given rows name, by id, each with the name of its affiliation."""
    used = {mention["actor_id"] for found in rows["mentions"].values() for mention in found}
    for event in (event for found in rows["events"].values() for event in found):
        used.update(event["actor_ids"] or (), event["recipient_ids"] or (), event["attributed_to_ids"] or ())
    for statement in (statement for found in rows["statements"].values() for statement in found):
        used.update(key for key in (statement["speaker_id"], statement["target_id"]) if key)
    used.update(claim["attributed_to_id"] for found in rows["casualties"].values() for claim in found if claim["attributed_to_id"])
    columns = ["actor_id", "name", "kind", "country", "sector", "role", "affiliation_id", "resolution"]
    found = {row["actor_id"]: row for row in _where_in(table.select(columns), "actor_id", sorted(used))}
    above = sorted({row["affiliation_id"] for row in found.values() if row["affiliation_id"]})
    names = {row["actor_id"]: row["name"] for row in _where_in(table.select(["actor_id", "name"]), "actor_id", above)}
    return {key: {**row, "affiliation": names.get(row["affiliation_id"])} for key, row in found.items()}


def _of_articles(table: pa.Table, ids: pa.ChunkedArray) -> defaultdict[str, list[Row]]:
    """The rows of each article in the order of the text."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _where_in(table, "article_id", ids.to_pylist()):
        found[row["article_id"]].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row["char_start"])
    return found


def _where_in(table: pa.Table, column: str, values: list[str]) -> list[Row]:
    return table.filter(pc.is_in(table[column], value_set=pa.array(values, table.schema.field(column).type))).to_pylist()


def _counts(table: pa.Table) -> dict[str, int]:
    return {entry["values"]: entry["counts"] for entry in table["article_id"].value_counts().to_pylist()}


def _key(table: str) -> str:
    return {"events": "event_id", "statements": "statement_id", "casualties": "casualty_id"}[table]


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
