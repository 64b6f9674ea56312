"""A map of points as SVG: outlines of countries bundled as data, no tiles, no other host.

    place_of   where a named place lies, as far as the bundled table knows
    drawn      points → an SVG element, cut to where the points are

The lines are Natural Earth's at 1:110 million. They show where one is and say nothing of whose land it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.resources import files

WIDTH = 720
LEAST_SPAN = 24.0  # degrees of longitude that a map shows at least
MARGIN = 0.15  # of the points' span, on each side
LARGEST, SMALLEST = 26.0, 4.0  # radius of a circle


@dataclass(frozen=True, slots=True)
class Point:
    """One circle: where, how large its number is, what it says and where it leads."""

    longitude: float
    latitude: float
    number: float
    words: str
    link: str


Ring = tuple[tuple[float, float], ...]
Box = tuple[tuple[float, float], tuple[float, float]]  # of a ring, its corners north-west and south-east


def _rows(name: str) -> list[list[str]]:
    text = (files("counterclaim.web") / "map" / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")][1:]


@lru_cache(maxsize=1)
def outlines() -> tuple[tuple[str, tuple[tuple[Ring, Box], ...]], ...]:
    """Each country with its rings of longitude and latitude, and how far each ring reaches."""
    found = []
    for name, _, rings in _rows("outlines.tsv"):
        read = tuple(
            tuple((float(x), float(y)) for x, _, y in (pair.partition(",") for pair in ring.split()))
            for ring in rings.split(";")
        )
        found.append((name, tuple((ring, _box(ring)) for ring in read)))
    return tuple(found)


def _box(ring: Ring) -> Box:
    longitudes, latitudes = zip(*ring, strict=True)
    return (min(longitudes), max(latitudes)), (max(longitudes), min(latitudes))


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[float, float]]:
    return {name.casefold(): (float(x), float(y)) for name, _, x, y in _rows("places.tsv")}


def place_of(name: str) -> tuple[float, float] | None:
    """Longitude and latitude of a town by its English name, or ``None``."""
    return _places().get(" ".join(name.split()).casefold())


def drawn(points: Sequence[Point], title: str) -> str:
    """The map of some points; empty where there are none. Circles grow with the square root of their number."""
    if not points:
        return ""
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    middle = (south + north) / 2
    stretch = max(math.cos(math.radians(middle)), 0.2)
    span = max((east - west) * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN) / stretch * 1.4, LEAST_SPAN)
    centre = (west + east) / 2
    scale = WIDTH / span
    height = round(min(max((north - south) * (1 + 2 * MARGIN) * scale / stretch + 80, 260), 620))

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - centre) * scale + WIDTH / 2, (middle - latitude) * scale / stretch + height / 2

    def is_seen(box: Box) -> bool:
        """Whether a part of the picture may lie in a box."""
        (left, top), (right, bottom) = at(*box[0]), at(*box[1])
        return right >= 0 and left <= WIDTH and bottom >= 0 and top <= height

    parts = [f'<svg class="map" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{escape(title)}">']
    parts.append(f'<rect class="sea" width="{WIDTH}" height="{height}"/>')
    for name, rings in outlines():
        path = "".join(_path([at(x, y) for x, y in ring]) for ring, box in rings if is_seen(box))
        if path:
            parts.append(f'<path class="land" d="{path}"><title>{escape(name)}</title></path>')
    most = max(p.number for p in points) or 1.0
    for point in sorted(points, key=lambda p: -p.number):
        x, y = at(point.longitude, point.latitude)
        radius = max(LARGEST * math.sqrt(max(point.number, 0) / most), SMALLEST)
        parts.append(
            f'<a href="{escape(point.link)}"><circle class="place" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">'
            f"<title>{escape(point.words)}</title></circle></a>"
        )
    parts.append("</svg>")
    return "".join(parts)


def _path(ring: Sequence[tuple[float, float]]) -> str:
    """A ring as path data."""
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring) + "Z"
