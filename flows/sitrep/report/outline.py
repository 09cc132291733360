"""The world's land as SVG paths: as fine as a view needs, and no finer."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from math import cos, radians
from typing import Any

import numpy as np

PER_DEGREE = 100  # outline.json counts in hundredths of a degree
TOLERANCES = (0.6, 0.2, 0.06, 0.03)  # degrees by which a line may be off at each level, the coarsest first
FLATTEST = 0.35  # cosine of the latitude beyond which a view is not stretched further


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world in plate carrée with its middle latitude true; `width` pixels wide."""

    west: float
    south: float
    east: float
    north: float
    width: int

    @property
    def scale(self) -> float:
        """Pixels for a degree of longitude."""
        return self.width / (self.east - self.west)

    @property
    def stretch(self) -> float:
        return 1 / max(FLATTEST, cos(radians((self.south + self.north) / 2)))

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale * self.stretch)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels from the upper left corner."""
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale * self.stretch


def land(view: View) -> str:
    """All land as one path, filled even-odd: lakes are rings too."""
    return _rings(_outline()["land"], view)


def borders(view: View) -> str:
    """The borders between states as one path of lines."""
    return "".join("M" + _points(line, view) for line in (_line(i, view) for i in _outline()["borders"]) if len(line) > 1)


def country(code: str, view: View) -> str:
    """A country (ISO alpha-3) as a path; empty where the outline does not have it."""
    return _rings(_outline()["countries"].get(code, ()), view)


@functools.cache
def middle(code: str) -> tuple[float, float] | None:
    """Longitude and latitude of the middle of a country's largest piece."""
    rings = _outline()["countries"].get(code)
    if not rings:
        return None
    arcs = _outline()["arcs"]
    pieces = [_unwrapped(np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring])) for ring in rings]
    low, high = max(((p.min(axis=0), p.max(axis=0)) for p in pieces), key=lambda box: float(np.prod(box[1] - box[0])))
    x, y = ((low + high) / 2).tolist()
    return x, y


@functools.cache
def _outline() -> dict[str, Any]:
    raw = json.loads(resources.files("sitrep.report").joinpath("outline.json").read_text("utf-8"))
    raw["arcs"] = [np.cumsum(np.array(arc, float).reshape(-1, 2), axis=0) / PER_DEGREE for arc in raw["arcs"]]
    raw["levels"] = [np.array([int(level) for level in levels]) for levels in raw["levels"]]
    return raw


def _rings(rings: Iterable[Sequence[int]], view: View) -> str:
    drawn = []
    for ring in rings:
        points = _unwrapped(np.concatenate([_line(i, view) if i >= 0 else _line(~i, view)[::-1] for i in ring]))
        if np.ptp(points, axis=0).max() * view.scale < 1.5:  # pixels: a speck
            continue
        turns = [0, *([-360] if points[:, 0].max() > 180 else []), *([360] if points[:, 0].min() < -180 else [])]
        drawn += [f"M{_points(points + [turn, 0], view)}Z" for turn in turns]
    return "".join(drawn)


def _unwrapped(ring: np.ndarray) -> np.ndarray:
    """A ring over the 180th meridian goes on beyond it, where it would jump to the other side."""
    turns = -360 * np.cumsum(np.round(np.diff(ring[:, 0], prepend=ring[0, 0]) / 360))
    return ring + np.stack([turns, np.zeros(len(ring))], axis=1)


def _line(number: int, view: View) -> np.ndarray:
    """An arc in degrees: as fine as a pixel inside the view, coarse outside."""
    outline = _outline()
    points, levels = outline["arcs"][number], outline["levels"][number]
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    inside = west < view.east and east > view.west and south < view.north and north > view.south
    level = _level(view) if inside else 0
    return points[levels <= level]


def _level(view: View) -> int:
    return next((n for n, tolerance in enumerate(TOLERANCES) if tolerance * view.scale <= 0.8), len(TOLERANCES) - 1)


def _points(points: np.ndarray, view: View) -> str:
    """Points as the body of a path: the first absolute, then steps, in tenths of a pixel."""
    x = (points[:, 0] - view.west) * view.scale
    y = (view.north - points[:, 1]) * view.scale * view.stretch
    whole = np.round(np.stack([x, y], axis=1) * 2).astype(int)
    whole = whole[np.insert(np.any(np.diff(whole, axis=0) != 0, axis=1), 0, True)]
    steps = np.diff(whole, axis=0)
    first = f"{_half(whole[0, 0])} {_half(whole[0, 1])}"
    return first + ("l" + " ".join(f"{_half(dx)} {_half(dy)}" for dx, dy in steps.tolist()) if len(steps) else "")


def _half(n: int) -> str:
    return f"{n / 2:g}"
