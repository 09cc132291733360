"""GeoParquet 1.1: the point of each row as a WKB column, with the metadata that GIS tools look for.

Specification: geoparquet.org/releases/v1.1.0. Without a `crs` the coordinates are OGC:CRS84, longitude first. The box
beside each point lets readers skip row groups (`geopandas.read_parquet(path, bbox=…)`).
"""

from __future__ import annotations

import json
import struct
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

GEOMETRY = "geometry"
BOX = "geometry_bbox"
SIDES = ("xmin", "ymin", "xmax", "ymax")
_POINT = struct.Struct("<BIdd")  # byte order, geometry type 1, x, y


Box = tuple[float, float, float, float]  # xmin, ymin, xmax, ymax


def box_around(table: pa.Table, box: Box | None = None) -> Box | None:
    """The box around the table's points and, where it is given, `box`; None without points."""
    whole = table.filter(pc.and_(table["longitude"].is_valid(), table["latitude"].is_valid()))
    if not whole.num_rows:
        return box
    (x, y) = (pc.min_max(whole[column]).as_py() for column in ("longitude", "latitude"))
    mine = (x["min"], y["min"], x["max"], y["max"])
    return mine if box is None else (*map(min, box[:2], mine[:2]), *map(max, box[2:], mine[2:]))


def with_points(table: pa.Table, box: Box | None) -> pa.Table:
    """The table with last columns `geometry` and `geometry_bbox` made from longitude and latitude; null where either is.

    `box` is around all points of the file.
    """
    longitudes, latitudes = (table[c].to_pylist() for c in ("longitude", "latitude"))
    points = [None if None in p else p for p in zip(longitudes, latitudes, strict=True)]
    wkb = pa.array([p and _POINT.pack(1, 1, *p) for p in points], pa.binary())
    boxes = pa.array([p and dict(zip(SIDES, (*p, *p), strict=True)) for p in points], pa.struct([(s, pa.float64()) for s in SIDES]))
    table = table.append_column(_field(GEOMETRY, wkb.type, "The place as a WKB point (OGC:CRS84); null when there is none."), wkb)
    table = table.append_column(_field(BOX, boxes.type, "The point as a box, for readers that filter by one."), boxes)
    return table.replace_schema_metadata({**(table.schema.metadata or {}), "geo": json.dumps(_geo(box))})


def _field(name: str, kind: pa.DataType, description: str) -> pa.Field:
    return pa.field(name, kind, metadata={"description": description})


def _geo(box: Box | None) -> dict[str, Any]:
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"], "covering": {"bbox": {side: [BOX, side] for side in SIDES}}}
    if box:
        column["bbox"] = list(box)
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
