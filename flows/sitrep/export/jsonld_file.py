"""JSON-LD: articles, actors, events, statements and casualty claims as one graph in terms of schema.org and PROV-O.

An event is a schema.org Action (agent, object, location), a statement a Quotation or, when it is not all in quotation marks,
a Claim, a casualty claim a Claim about its event. Each is derived from the words of its article, pointed at as RFC 5147 does
(`…#char=14,17`), and where schema.org has no word, a column keeps its own name under `sitrep:`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from sitrep.export.csv_file import plain, rows

CONTEXT = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "sitrep": "urn:sitrep:column:",
    "article": "urn:sitrep:article:",
    "actor": "urn:sitrep:actor:",
    "event": "urn:sitrep:event:",
    "statement": "urn:sitrep:statement:",
    "casualty": "urn:sitrep:casualty:",
}
KINDS = {"person": "Person", "country": "Country", "organization": "Organization", "group": "prov:Agent"}

Node = dict[str, Any]


def write(tables: Mapping[str, pa.Table], folder: Path) -> list[Path]:
    """Write sitrep.jsonld with the tables that have a form in it: articles, actors, events, statements, casualties."""
    path = folder / "sitrep.jsonld"
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"@context": ' + json.dumps(CONTEXT) + ',\n"@graph": [')
        for number, node in enumerate(_nodes(tables)):
            file.write((",\n" if number else "\n") + json.dumps(_without_nulls(node), ensure_ascii=False))
        file.write("\n]}\n")
    return [path]


def _nodes(tables: Mapping[str, pa.Table]) -> Iterator[Node]:
    makers: dict[str, Callable[[Node], Node]] = {
        "articles": _article, "actors": _actor, "events": _event, "statements": _statement, "casualties": _casualty,
    }  # fmt: skip
    for name, make in makers.items():
        if name in tables:
            yield from (make({k: plain(v) for k, v in row.items()}) for row in rows(tables[name]))


def _article(row: Node) -> Node:
    return {
        "@id": f"article:{row['article_id']}", "@type": ["NewsArticle", "prov:Entity"], "headline": row["title"], "url": row["url"],
        "publisher": row["publisher"], "datePublished": row["published_at"], "inLanguage": row["language"], "articleBody": row["text"],
        "wordCount": row["n_words"], "prov:wasGeneratedBy": {"@type": "prov:Activity", "name": f"sitrep {row['coded_by']}"},
    }  # fmt: skip


def _actor(row: Node) -> Node:
    return {
        "@id": f"actor:{row['actor_id']}", "@type": KINDS[row["kind"]], "name": row["name"], "alternateName": row["aliases"],
        "jobTitle": row["role"], "affiliation": _ref("actor", row["affiliation_id"]), "sitrep:country": row["country"],
        "sitrep:sector": row["sector"],
    }  # fmt: skip


def _event(row: Node) -> Node:
    place: Node = {"@type": "Place", "name": row["place_name"] or row["place_text"], "containedInPlace": row["admin1"]}
    place["address"] = row["country"] and {"@type": "PostalAddress", "addressCountry": row["country"]}
    if row["latitude"] is not None and row["longitude"] is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": row["latitude"], "longitude": row["longitude"]}
    return {
        "@id": f"event:{row['event_id']}", "@type": ["Action", "prov:Entity"], "additionalType": f"PLOVER:{row['event_type']}",
        "description": row["evidence"], "agent": _refs("actor", row["actor_ids"]), "object": _refs("actor", row["recipient_ids"]),
        "startTime": row["event_date_start"], "endTime": row["event_date_end"],
        "location": place if place["name"] or place["address"] else None, **_derived(row),
        "prov:wasAttributedTo": _refs("actor", row["attributed_to_ids"]), **_own(row, (
            "event_mode", "cameo_code", "modality", "date_precision", "where_precision", "fatalities_low", "fatalities_best",
            "fatalities_high", "injured_low", "injured_best", "injured_high", "confidence", "rule")),
    }  # fmt: skip


def _statement(row: Node) -> Node:
    return {
        "@id": f"statement:{row['statement_id']}", "@type": ["Quotation" if row["quote_type"] == "direct" else "Claim", "prov:Entity"],
        "text": row["content"], "author": _ref("actor", row["speaker_id"]), **_derived(row),
        "about": [r for r in (_ref("actor", row["target_id"]), _ref("event", row["event_id"])) if r],
        **_own(row, ("source_text", "cue", "quote_type", "speech_act", "attribution_type", "negated", "confidence", "rule")),
    }  # fmt: skip


def _casualty(row: Node) -> Node:
    number = {"@type": "QuantitativeValue", "minValue": row["count_low"], "maxValue": row["count_high"], "unitText": "people"}
    return {
        "@id": f"casualty:{row['casualty_id']}", "@type": ["Claim", "prov:Entity"], "text": row["evidence"],
        "author": _ref("actor", row["attributed_to_id"]), "about": _ref("event", row["event_id"]), **_derived(row),
        "sitrep:count": number, **_own(row, ("kind", "count_text", "victims_text", "victim_class", "confidence")),
    }  # fmt: skip


def _derived(row: Node) -> Node:
    words = f"article:{row['article_id']}#char={row['char_start']},{row['char_end']}"
    return {"isPartOf": _ref("article", row["article_id"]), "prov:wasDerivedFrom": {"@id": words}}


def _own(row: Node, columns: tuple[str, ...]) -> Node:
    return {f"sitrep:{c}": row[c] for c in columns}


def _ref(kind: str, key: str | None) -> Node | None:
    return {"@id": f"{kind}:{key}"} if key else None


def _refs(kind: str, keys: list[str]) -> list[Node]:
    return [{"@id": f"{kind}:{key}"} for key in keys]


def _without_nulls(node: Any) -> Any:
    """Without nulls and empty lists: JSON-LD has neither."""
    if isinstance(node, dict):
        return {k: v for k, v in ((k, _without_nulls(v)) for k, v in node.items()) if v is not None and v != []}
    return [_without_nulls(item) for item in node] if isinstance(node, list) else node
