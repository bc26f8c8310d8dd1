"""Makes the outline behind the map of areas again, as it was made.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python -m tests.components.outline package/countries-10m.json

This writes `dashboard/components/outline.json`: the coasts of some countries of a TopoJSON file and the
borders between them, on the flat map of `map_drawing.on_map`, with islands and bends left out that
nobody would see.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import hypot
from pathlib import Path
from typing import Any

from dashboard.components.map_drawing import OUTLINE, Spot, on_map

COUNTRIES = ("United Kingdom", "Ireland", "Isle of Man")
LEAST_BEND = 2.8  # km that a bend must stand out by
LEAST_ISLAND = 90  # square km
SAID = {
    "source": "Natural Earth 4.1, in the public domain, through world-atlas 2.0.2",
    "address": "https://www.naturalearthdata.com/about/terms-of-use/",
}


def outline(topology: dict[str, Any], countries: Sequence[str]) -> str:
    """Return the path of the countries' coasts and borders, in whole kilometres of the map."""
    arcs = [_simple(_spots(topology, arc)) for arc in topology["arcs"]]
    shapes = (
        shape
        for shape in topology["objects"]["countries"]["geometries"]
        if shape["properties"]["name"] in countries
    )
    rings = [_ring(arcs, ring) for shape in shapes for ring in _rings(shape)]
    return "".join(_commands(ring) for ring in rings if abs(_extent(ring)) >= LEAST_ISLAND)


def _spots(topology: dict[str, Any], arc: Sequence[Sequence[int]]) -> list[Spot]:
    """Unfold the steps of an arc into places on the map."""
    (across, up), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    steps = accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
    return [on_map(low + y * up, left + x * across) for x, y in steps]


def _rings(shape: dict[str, Any]) -> Iterator[Sequence[int]]:
    """Yield the outer ring of each part of a country."""
    parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    yield from (part[0] for part in parts)


def _ring(arcs: Sequence[Sequence[Spot]], numbers: Sequence[int]) -> list[Spot]:
    """Put arcs together; ~n is arc n backwards, and each begins where the one before ended."""
    runs = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return [*runs[0], *(spot for run in runs[1:] for spot in run[1:])]


def _simple(spots: list[Spot]) -> list[Spot]:
    """Leave out bends that stand out less than LEAST_BEND, by Douglas and Peucker's rule.

    A ring is cut where it is furthest from its beginning, so that it does not close up.
    """
    if len(spots) < 3:
        return spots
    away = [_off(spot, spots[0], spots[-1]) for spot in spots]
    at = max(range(len(spots)), key=away.__getitem__)
    if away[at] < LEAST_BEND:
        return [spots[0], spots[-1]]
    return [*_simple(spots[: at + 1]), *_simple(spots[at:])[1:]]


def _off(spot: Spot, start: Spot, end: Spot) -> float:
    """Return how far a place is from a line between two others."""
    (x, y), (dx, dy) = (spot.x - start.x, spot.y - start.y), (end.x - start.x, end.y - start.y)
    length = hypot(dx, dy)
    return abs(x * dy - y * dx) / length if length else hypot(x, y)


def _extent(ring: Sequence[Spot]) -> float:
    return sum(a.x * b.y - b.x * a.y for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _commands(ring: Sequence[Spot]) -> str:
    """Write a closed path of steps between places rounded to whole kilometres."""
    whole = [(round(spot.x), round(spot.y)) for spot in ring]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
    told = " ".join(f"{x} {y}" for x, y in steps if (x, y) != (0, 0)).replace(" -", "-")
    return f"M{whole[0][0]} {whole[0][1]}l{told}z"


if __name__ == "__main__":
    read = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    written = {**SAID, "path": outline(read, COUNTRIES)}
    OUTLINE.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
