"""The areas as dots on an outline of the islands, each a link to its briefing.

The map is flat: a degree east is as long as it is in the middle of the islands. Nothing is told by colour,
which would make a difference where there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import NamedTuple

from dash.development.base_component import Component

from dashboard.charts.text import text_width
from dashboard.components.ungenerated import NAMESPACE, Ungenerated
from dashboard.data.release.model import Area

OUTLINE = Path(__file__).with_name("outline.json")
KM_A_DEGREE = 111.2
MIDDLE = 54.5  # degrees north
WIDE, HIGH = 400, 460  # of the drawing, in pixels where it has its full size
LEAST_SHOWN = 660  # km from top to bottom: as England and Wales reach
FILLED = 0.8  # how much of the drawing the areas may take, the names apart
RADIUS = 3.5
LETTERS = 16  # pixels
GAP = 5  # between a dot and its name
MOST_NAMED = 20  # dots: with more, names would hide each other


class Spot(NamedTuple):
    """A place on the map: kilometres, or pixels, to the right and down."""

    x: float
    y: float


class Name(NamedTuple):
    """Where a name begins, on its line of letters, and how wide it is."""

    x: float
    y: float
    width: float

    def touches(self, other: Name) -> bool:
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        return across > 0 and abs(self.y - other.y) < LETTERS

    def covers(self, dot: Spot) -> bool:
        across = self.x - RADIUS < dot.x < self.x + self.width + RADIUS
        return across and self.y - LETTERS * 0.8 - RADIUS < dot.y < self.y + LETTERS / 4 + RADIUS

    @property
    def is_within(self) -> bool:
        across = self.x >= 0 and self.x + self.width <= WIDE
        return across and LETTERS <= self.y <= HIGH - LETTERS / 4


class AreaMap(Ungenerated, Component):
    """An outline in a box of WIDE by HIGH pixels, with links on it.

    `land` are the commands of the outline, which `scale` and then `shift` put into the box. `marks`
    are (address, words, dot, where its name stands, or None); `stops` says that keys stop at each.
    """

    _type = "AreaMap"
    _namespace = NAMESPACE
    _prop_names: list[str] = ["label", "land", "marks", "scale", "shift", "stops"]  # noqa: RUF012  # as in Dash


def on_map(latitude: float, longitude: float) -> Spot:
    """Return where degrees lie on the flat map, in kilometres."""
    return Spot(longitude * KM_A_DEGREE * cos(radians(MIDDLE)), -latitude * KM_A_DEGREE)


@cache
def outline() -> dict[str, str]:
    """Return the outline's `path` on the flat map, its `source` and the source's `address`."""
    facts: dict[str, str] = json.loads(OUTLINE.read_text("utf-8"))
    return facts


def area_map(areas: Sequence[Area]) -> AreaMap | None:
    """Draw the areas that have coordinates; nothing where none has."""
    there = [
        (area, on_map(area.latitude, area.longitude))
        for area in areas
        if area.latitude is not None and area.longitude is not None
    ]
    if not there:
        return None
    scale, shift = _frame([spot for _, spot in there])
    dots = [Spot(scale * spot.x + shift.x, scale * spot.y + shift.y) for _, spot in there]
    named = len(there) <= MOST_NAMED
    names = place_names([area.name for area, _ in there], dots) if named else [None] * len(dots)
    return AreaMap(
        label="Map of the areas",
        land=outline()["path"],
        scale=scale,
        shift=shift,
        marks=[
            (f"/areas/{area.slug}", area.name, dot, name)
            for (area, _), dot, name in zip(there, dots, names, strict=True)
        ],
        stops=named,
    )


def _frame(spots: Sequence[Spot]) -> tuple[float, Spot]:
    """Return pixels a kilometre, and how far what is scaled is shifted, so that all is in the box."""
    (left, right), (top, bottom) = ((min(along), max(along)) for along in zip(*spots, strict=True))
    scale = min(
        HIGH / max(LEAST_SHOWN, (bottom - top) / FILLED),
        WIDE * FILLED / max(right - left, 1),
    )
    return scale, Spot(WIDE / 2 - scale * (left + right) / 2, HIGH / 2 - scale * (top + bottom) / 2)


def place_names(names: Sequence[str], dots: Sequence[Spot]) -> list[Name | None]:
    """Put each name next to its dot, over no other name and no dot; None where there is no room."""
    placed: list[Name | None] = []
    for name, dot in zip(names, dots, strict=True):
        others = [other for other in placed if other]
        placed.append(
            next(
                (
                    spot
                    for spot in _around(dot, text_width(name, LETTERS))
                    if spot.is_within
                    and not any(map(spot.touches, others))
                    and not any(spot.covers(other) for other in dots if other != dot)
                ),
                None,
            )
        )
    return placed


def _around(dot: Spot, width: float) -> Iterator[Name]:
    """Yield where a name may stand: at the right or left of its dot, then higher and lower."""
    away = RADIUS + GAP
    for down in (0, -LETTERS / 2, LETTERS / 2, -LETTERS, LETTERS):
        for x in (dot.x + away, dot.x - away - width):
            yield Name(x, dot.y + LETTERS / 3 + down, width)
