"""GeoParquet 1.1: the point of each row as a WKB column, with the metadata that GIS tools look for.

Specification: geoparquet.org/releases/v1.1.0. Without a `crs` the coordinates are OGC:CRS84, longitude first. The box
beside each point lets readers skip row groups (`geopandas.read_parquet(path, bbox=…)`).
"""

from __future__ import annotations

import json
import struct
from typing import Any

import pyarrow as pa

GEOMETRY = "geometry"
BOX = "geometry_bbox"
SIDES = ("xmin", "ymin", "xmax", "ymax")
_POINT = struct.Struct("<BIdd")  # byte order, geometry type 1, x, y


def with_points(table: pa.Table) -> pa.Table:
    """The table with last columns `geometry` and `geometry_bbox` made from longitude and latitude; null where either is."""
    longitudes, latitudes = (table[c].to_pylist() for c in ("longitude", "latitude"))
    points = [None if None in p else p for p in zip(longitudes, latitudes, strict=True)]
    wkb = pa.array([p and _POINT.pack(1, 1, *p) for p in points], pa.binary())
    boxes = pa.array([p and dict(zip(SIDES, (*p, *p), strict=True)) for p in points], pa.struct([(s, pa.float64()) for s in SIDES]))
    table = table.append_column(_field(GEOMETRY, wkb.type, "The place as a WKB point (OGC:CRS84); null when there is none."), wkb)
    table = table.append_column(_field(BOX, boxes.type, "The point as a box, for readers that filter by one."), boxes)
    geo = json.dumps(_geo([p for p in points if p]))
    return table.replace_schema_metadata({**(table.schema.metadata or {}), "geo": geo})


def _field(name: str, kind: pa.DataType, description: str) -> pa.Field:
    return pa.field(name, kind, metadata={"description": description})


def _geo(points: list[tuple[float, float]]) -> dict[str, Any]:
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"], "covering": {"bbox": {side: [BOX, side] for side in SIDES}}}
    if points:
        xs, ys = zip(*points, strict=True)
        column["bbox"] = [min(xs), min(ys), max(xs), max(ys)]
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
