"""How a view reads: the rows that make a line, the area that it is about, its shape."""

from __future__ import annotations

import enum
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import TOTAL, Breakdown, BreakdownKind


class Shape(enum.Enum):
    """What varies in a view, and so what can be said of it and how it is drawn."""

    NOTHING = "nothing"
    SINGLE = "single"
    OVERVIEW = "overview"
    TREND = "trend"
    OVER_TIME = "groups over time"
    PARTS = "parts"
    STAGES = "stages"
    POINTS = "points"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Line:
    """The rows of one area and one group, in the order of the view."""

    area: str
    area_name: str
    group: str
    group_label: str
    rows: tuple[Row, ...]

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that have a value."""
        return tuple(row for row in self.rows if row.value is not None)


@dataclass(frozen=True, slots=True)
class Reading:
    """A view taken apart once, for words and pictures alike."""

    shape: Shape
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    whole: str
    main: str

    def of_area(self, area: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.area == area)

    @property
    def places(self) -> tuple[Line, ...]:
        """The lines of every area but the whole."""
        return tuple(line for line in self.lines if line.area != self.whole)


@functools.lru_cache(maxsize=16)  # a page shows one view after another
def read_view(view: View) -> Reading:
    """Take a view apart."""
    rows = tuple(view.rows())
    whole = view.whole or (view.pooled.area if view.pooled else "")
    return Reading(_shape(view, rows), rows, _lines(rows), whole, _main_area(view, rows, whole))


def _shape(view: View, rows: Sequence[Row]) -> Shape:
    areas, periods, groups = (len({row[i] for row in rows}) for i in (0, 2, 4))
    if not rows:
        return Shape.NOTHING
    if view.breakdown is None and any(row.group not in ("", TOTAL) for row in rows):
        return Shape.OVERVIEW
    if periods > 1:
        return Shape.OVER_TIME if groups > 1 else Shape.TREND
    if groups > 1 and view.breakdown is not None:
        return _GROUPED[view.breakdown.kind]
    return Shape.COMPARISON if areas > 1 else Shape.SINGLE


_GROUPED = {
    BreakdownKind.PARTS: Shape.PARTS,
    BreakdownKind.STAGES: Shape.STAGES,
    BreakdownKind.SEPARATE: Shape.POINTS,
}


def _lines(rows: Sequence[Row]) -> tuple[Line, ...]:
    by_line: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_line.setdefault((row.area, row.group), []).append(row)
    return tuple(
        Line(area, of[0].area_name, group, of[0].group_label, tuple(of))
        for (area, group), of in by_line.items()
    )


def _main_area(view: View, rows: Sequence[Row], whole: str) -> str:
    areas = list(dict.fromkeys(row.area for row in rows))
    asked = dict(view.query).get("area", "")
    for area in (asked, whole):
        if area in areas:
            return area
    return areas[0] if areas else ""


def leaves(view: View, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of groups that no other group of the view is a part of, without the total."""
    parents = _parents(view, rows)
    return [row for row in rows if row.group not in parents and row.group != TOTAL]


def total_row(view: View, rows: Sequence[Row]) -> Row | None:
    """Return the row that all the others are parts of, if the view has it."""
    roots = {g.name for g in view.breakdown.groups if not g.part_of} if view.breakdown else {TOTAL}
    parents = _parents(view, rows)
    return next((row for row in rows if row.group in roots & (parents | {TOTAL})), None)


def total_and_parts(view: View, rows: Sequence[Row]) -> tuple[Row | None, list[Row]]:
    """Return the row that all the others are parts of, if the view has it, and those others."""
    total = total_row(view, rows)
    return total, [row for row in rows if row is not total and row.group != TOTAL]


def _parents(view: View, rows: Sequence[Row]) -> set[str]:
    if view.breakdown is None:
        return set()
    groups = {row.group for row in rows}
    return {group.part_of for group in view.breakdown.groups if group.name in groups}


def depth_of_group(breakdown: Breakdown, name: str) -> int:
    """Return within how many others a group lies, without the one that all lie within."""
    parents = {group.name: group.part_of for group in breakdown.groups}
    depth = 0
    while parent := parents.get(name, ""):
        depth += parent != TOTAL
        name = parent
    return depth
