"""GeoJSON (RFC 7946) of the events: longitude first, WGS 84; an event without a point is a feature without geometry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from sitrep.export.csv_file import plain, rows


def write(tables: Mapping[str, pa.Table], folder: Path) -> list[Path]:
    """Write events.geojson, a feature an event with all its columns as properties. Raises ValueError without the events."""
    if "events" not in tables:
        raise ValueError("only the table events has places; leave --table away, or give --table events")
    path = folder / "events.geojson"
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for number, row in enumerate(rows(tables["events"])):
            file.write((",\n" if number else "\n") + json.dumps(_feature(row), ensure_ascii=False))
        file.write("\n]}\n")
    return [path]


def _feature(event: dict[str, Any]) -> dict[str, Any]:
    point = [event["longitude"], event["latitude"]]
    return {
        "type": "Feature",
        "id": event["event_id"],
        "geometry": None if None in point else {"type": "Point", "coordinates": point},
        "properties": {k: plain(v) for k, v in event.items() if k not in ("event_id", "longitude", "latitude")},
    }
