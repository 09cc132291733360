"""What the tables do not know, and why: events without date, place or actor, actors and speakers without a name, claims without event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from sitrep.report.figures import Figure, Part, Row, Tables, among, count, equal, no_items, null
from sitrep.schemas import contract

EXAMPLES = 4  # rows that a reason shows
Reason = tuple[str, Part]  # why, and the rows it explains; the first that holds counts


@dataclass(frozen=True, slots=True)
class Gap:
    """Rows of a table that lack something. `reasons` are tried in order; the last explains what is left."""

    what: str
    table: str
    rows: Callable[[Tables], Part]
    reasons: Callable[[Tables], Sequence[Reason]]
    rest: str


def gaps(tables: Tables) -> list[Row]:
    """Each gap with its figure, the rows it is a share of, and its reasons with figures and examples."""
    return [_gap(gap, tables) for gap in GAPS if tables[gap.table].num_rows]


def _gap(gap: Gap, tables: Tables) -> Row:
    rows = gap.rows(tables)
    return {
        "what": gap.what,
        "table": gap.table,
        "n": count(gap.table, rows, tables),
        "of": count(gap.table, None, tables),
        "reasons": [reason for reason in _reasons(gap, rows, tables) if reason["n"].value],
    }


def _reasons(gap: Gap, left: Part, tables: Tables) -> Iterator[Row]:
    for why, part in gap.reasons(tables):
        yield _reason(gap.table, why, left & part, tables)
        left = left & ~part
    yield _reason(gap.table, gap.rest, left, tables)


def _reason(table: str, why: str, part: Part, tables: Tables) -> Row:
    n: Figure = count(table, part, tables)
    shown = "name" if table == "actors" else contract(table).primary_key  # an actor stands in no article, its name says more than its key
    return {"why": why, "n": n, "examples": tables[table][shown].filter(part.mask).slice(0, EXAMPLES).to_pylist()}


def _undated_articles(tables: Tables, column_of: str) -> Part:
    articles = tables["articles"]
    undated = articles["article_id"].filter(pc.is_null(articles["published_at"])).to_pylist()
    return among(tables[column_of], "article_id", undated, "select article_id from 'articles.parquet' where published_at is null")


def _described(tables: Tables, table: str, column: str) -> Part:
    actors = tables["actors"]
    known = actors["actor_id"].filter(pc.equal(actors["resolution"], "description")).to_pylist()
    return among(tables[table], column, known, "select actor_id from 'actors.parquet' where resolution = 'description'")


def _point_without(tables: Tables) -> Part:
    events = tables["events"]
    return null(events, "latitude") & ~equal(events, "where_precision", 6) & ~equal(events, "where_precision", 7)


GAPS = (
    Gap(
        "Events without a date",
        "events",
        lambda t: null(t["events"], "event_date_start"),
        lambda t: [
            ("The text has words of time that give no date.", ~null(t["events"], "date_text")),
            ("The article has no date of its own, so that its weekdays cannot be dated.", _undated_articles(t, "events")),
            ("It has not happened: planned, feared or denied.", ~equal(t["events"], "modality", "actual")),
        ],
        "The text gives no time for it.",
    ),
    Gap(
        "Events without a place",
        "events",
        _point_without,
        lambda t: [
            ("The place is named and its country known, but the gazetteer has no point for it.", ~null(t["events"], "country")),
            ("The place is named and not in the gazetteer.", ~null(t["events"], "place_text")),
            ("It has not happened: planned, feared or denied.", ~equal(t["events"], "modality", "actual")),
        ],
        "The text names no place for it.",
    ),
    Gap(
        "Events known by country only",
        "events",
        lambda t: equal(t["events"], "where_precision", 6),
        lambda t: [("The text names the country.", ~null(t["events"], "place_text"))],
        "The country is concluded from what surrounds the event.",
    ),
    Gap(
        "Events without an actor",
        "events",
        lambda t: no_items(t["events"], "actor_ids"),
        lambda t: [
            ("A disaster needs none.", equal(t["events"], "event_type", "DISASTER")),
            ("Who did it is only alleged: see who it is attributed to.", ~no_items(t["events"], "attributed_to_ids")),
            ("The text says to whom, not by whom.", ~no_items(t["events"], "recipient_ids")),
        ],
        "The text names nobody.",
    ),
    Gap(
        "Actors known by description only",
        "actors",
        lambda t: equal(t["actors"], "resolution", "description"),
        lambda t: [
            ("A group without a name.", equal(t["actors"], "kind", "group")),
            ("A person whom the text does not name.", equal(t["actors"], "kind", "person")),
        ],
        "A body whose name the text does not give.",
    ),
    Gap(
        "Statements by speakers without a name",
        "statements",
        lambda t: _described(t, "statements", "speaker_id"),
        lambda t: [
            ("A pronoun that leads to a description.", equal(t["statements"], "speaker_resolution", "pronoun")),
            ("A document whose issuer is described.", equal(t["statements"], "speaker_resolution", "document")),
        ],
        "The text only describes who speaks.",
    ),
    Gap(
        "Casualty claims without an event",
        "casualties",
        lambda t: null(t["casualties"], "event_id"),
        lambda t: [],
        "No event nearby could have caused it.",
    ),
    Gap(
        "Casualty claims without a number",
        "casualties",
        lambda t: null(t["casualties"], "count_low") & null(t["casualties"], "count_high"),
        lambda t: [],
        "The words set no bound.",
    ),
    Gap(
        "Articles without a date",
        "articles",
        lambda t: null(t["articles"], "published_at"),
        lambda t: [],
        "Neither metadata nor a dateline gives one.",
    ),
    Gap(
        "Articles without an event",
        "articles",
        lambda t: ~among(t["articles"], "article_id", t["events"]["article_id"].to_pylist(), "select article_id from 'events.parquet'"),
        lambda t: [
            (
                "It reports what is said.",
                among(
                    t["articles"], "article_id", t["statements"]["article_id"].to_pylist(), "select article_id from 'statements.parquet'"
                ),
            )
        ],
        "Nothing is coded in it.",
    ),
)
