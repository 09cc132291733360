"""Makes `outline.json`, the world's land, borders and countries for the map of events.

    npm pack world-atlas@2 && tar xzf world-atlas-2.0.2.tgz
    python -m sitrep.report.outline_sources package/countries-50m.json

world-atlas (ISC licence) holds Natural Earth 1:50m (public domain) as TopoJSON: coastlines and borders are arcs that
neighbours share. Each point is kept with its zoom level, the coarsest at which the line still needs it (Douglas and
Peucker), so that one file draws the whole world in few points and one province in many.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sitrep.report.outline import PER_DEGREE, TOLERANCES

HERE = Path(__file__).parent
SMALLEST = 0.02  # square degrees: smaller islands are left out
# Natural Earth has no ISO number for these.
UNNUMBERED = {"Kosovo": "XKX"}


def build(source: Path) -> dict[str, Any]:
    """The outline as plain data. `source`: countries-50m.json of world-atlas 2."""
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_decode(arc, topology["transform"]) for arc in topology["arcs"]]
    codes = _codes()
    countries: dict[str, list[Any]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(geometry.get("id")) or UNNUMBERED.get(geometry["properties"]["name"])
        rings = [ring for ring in _rings(geometry) if _area(ring, arcs) >= SMALLEST]
        if code and rings:
            countries.setdefault(code, []).extend(rings)
    land = [ring for g in topology["objects"]["land"]["geometries"] for ring in _rings(g) if _area(ring, arcs) >= SMALLEST]
    uses = Counter(i if i >= 0 else ~i for g in topology["objects"]["countries"]["geometries"] for ring in _rings(g) for i in ring)
    borders = sorted(i for i, n in uses.items() if n > 1)
    used = sorted({i if i >= 0 else ~i for rings in (land, *countries.values()) for ring in rings for i in ring} | set(borders))
    number = {old: new for new, old in enumerate(used)}

    def renumber(ring: Sequence[int]) -> list[int]:
        return [number[i] if i >= 0 else ~number[~i] for i in ring]

    lines, levels = zip(*(_levelled(arcs[i]) for i in used), strict=True)
    return {
        "source": "Natural Earth 1:50m, public domain, by way of world-atlas 2.0.2",
        "arcs": lines,
        "levels": levels,
        "land": [renumber(ring) for ring in land],
        "borders": [number[i] for i in borders],
        "countries": {code: [renumber(ring) for ring in rings] for code, rings in sorted(countries.items())},
    }


def _codes() -> dict[str, str]:
    """ISO 3166-1 number → alpha-3."""
    import pycountry

    return {country.numeric: country.alpha_3 for country in pycountry.countries}


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> np.ndarray:
    return np.cumsum(np.array(arc, float), axis=0) * transform["scale"] + transform["translate"]


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    for polygon in [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", ()):
        yield from polygon


def _area(ring: Sequence[int], arcs: Sequence[np.ndarray]) -> float:
    """In square degrees; none for Antarctica, which is no ring in this projection and has no borders."""
    points = np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring])
    x, y = points[:, 0], points[:, 1]
    if y.max() < -60:
        return 0.0
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2


def _levelled(points: np.ndarray) -> tuple[list[int], str]:
    """The points that the finest level needs, as x, y, dx, dy, … in hundredths of a degree, and each one's level."""
    weight = _weights(points)
    keep = weight >= TOLERANCES[-1]
    whole = np.round(points[keep] * PER_DEGREE).astype(int)
    steps = np.diff(whole, axis=0, prepend=[[0, 0]])
    levels = "".join(str(next(n for n, t in enumerate(TOLERANCES) if w >= t)) for w in weight[keep])
    return steps.ravel().tolist(), levels


def _weights(points: np.ndarray) -> np.ndarray:
    """For each point the largest tolerance in degrees at which Douglas and Peucker's line still goes through it."""
    weight = np.zeros(len(points))
    weight[[0, -1]] = np.inf
    waiting = [(0, len(points) - 1, np.inf)]
    while waiting:
        first, last, above = waiting.pop()
        if last - first < 2:
            continue
        distance = _distance(points[first + 1 : last], points[first], points[last])
        middle = first + 1 + int(distance.argmax())
        weight[middle] = min(above, float(distance.max()))
        waiting += [(first, middle, weight[middle]), (middle, last, weight[middle])]
    return weight


def _distance(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    along = end - start
    length = float(np.hypot(*along))
    if length == 0:
        return np.hypot(*(points - start).T)
    return np.abs(along[0] * (points[:, 1] - start[1]) - along[1] * (points[:, 0] - start[0])) / length


if __name__ == "__main__":
    made = build(Path(sys.argv[1]))
    (HERE / "outline.json").write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
