"""Which points of headline trends can a reader see: by measure, area and period?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.data.linking.grids import Tables
from dashboard.data.preparing.policy import Need
from dashboard.data.release.additivity import span_of
from dashboard.data.release.model import (
    Area,
    Catalogue,
    Cell,
    CellReference,
    Measure,
    MeasureKind,
    Period,
    PeriodType,
)
from dashboard.data.release.openings import fixed_groups

POINTS = 3
Line = tuple[str, str]  # a slug of an area, and a period's key


@dataclass(frozen=True, slots=True)
class Points:
    """Of one measure at one level: points seen and points there, and complete lines of all."""

    level: str
    measure: str
    visible: int
    points: int
    complete: int
    lines: int


def points_of(catalogue: Catalogue, cells: Tables, needs: Mapping[str, Need]) -> tuple[Points, ...]:
    """Count the visible points of every measure and level that a policy needs trends of.

    A line is complete where it has as many visible points as are needed, or all it could have.
    """
    by_reference = _Printed(catalogue, cells)
    return tuple(
        _count(catalogue, by_reference, name, need, measure)
        for name, need in needs.items()
        for measure in catalogue.measures
        if measure.key in need.measures
    )


def usual_needs(catalogue: Catalogue) -> dict[str, Need]:
    """Return what a release needs where no policy says: the shares of its summary, at each level."""
    shares = [m for m in catalogue.measures if m.kind is MeasureKind.SHARE]
    named = [m.key for m in shares if m.headline] or [m.key for m in shares]
    levels = dict.fromkeys(area.level for area in catalogue.areas)
    return {level: Need(named, POINTS) for level in levels} if named else {}


class _Printed:
    """The cells of a release by what names them."""

    def __init__(self, catalogue: Catalogue, cells: Tables) -> None:
        self._catalogue = catalogue
        self._found: dict[object, dict[Line, Cell]] = defaultdict(dict)
        for name, rows in cells.items():
            for cell in rows:
                self._found[name, cell.column, cell.groups][cell.area, cell.period] = cell

    def of(self, reference: CellReference | None) -> Mapping[Line, Cell]:
        """Return the cells of a reference, by area and period."""
        table = self._catalogue.table(reference.table) if reference is not None else None
        if reference is None or table is None:
            return {}
        groups = fixed_groups(self._catalogue, table, reference)
        return self._found.get((table.name, reference.column, groups), {})


def _count(
    catalogue: Catalogue, printed: _Printed, level: str, need: Need, measure: Measure
) -> Points:
    above, below = printed.of(measure.numerator), printed.of(measure.denominator)
    lines = []
    for area in catalogue.areas:
        if area.level.casefold() == level.casefold():
            shown = [
                _is_shown(above[place], below[place])
                for period in run(catalogue.periods, _both(above, below, area))
                for place in [(area.slug, period.key)]
                if not _before(area, period) and below[place].value != 0
            ]
            lines.append(shown)
    there = [line for line in lines if line]
    return Points(
        level,
        measure.key,
        sum(sum(line) for line in there),
        sum(len(line) for line in there),
        sum(sum(line) >= min(need.points, len(line)) for line in there),
        len(there),
    )


def run(periods: Sequence[Period], keys: set[str]) -> Iterator[Period]:
    """Yield years and reporting periods, without those that hold another one of them."""
    own = [p for p in periods if p.key in keys and p.type in (PeriodType.YEAR, PeriodType.PERIOD)]
    for period in own:
        starts, ends = span_of(period)
        if not any(starts <= p.starts and p.ends <= ends and p is not period for p in own):
            yield period


def _both(above: Mapping[Line, Cell], below: Mapping[Line, Cell], area: Area) -> set[str]:
    """Return the keys of the periods in which an area has both counts of a share."""
    return {period for slug, period in above.keys() & below.keys() if slug == area.slug}


def _before(area: Area, period: Period) -> bool:
    return not area.exists_in(period)


def _is_shown(above: Cell, below: Cell) -> bool:
    return above.value is not None and below.value is not None
