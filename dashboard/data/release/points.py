"""How much of the trends of headline measures a reader can see: which points, and which lines.

A point is a share in one area and one whole year or reporting period; a line is the points of one
measure in one area.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from dashboard.data.release.additivity import span_of
from dashboard.data.release.model import (
    Area,
    Catalogue,
    Cell,
    CellReference,
    Measure,
    Period,
    PeriodType,
)
from dashboard.data.release.openings import fixed_groups

POINTS = 3  # of a line, where nobody says how many it needs
Place: TypeAlias = tuple[str, str]  # a slug of an area, and a period's key


class Valued(Protocol):
    """A cell: a value, or None where a marker stands."""

    @property
    def value(self) -> float | None: ...


class Wanted(Protocol):
    """The measures of which a level needs lines, by key, and how many points of each line."""

    @property
    def measures(self) -> Sequence[str]: ...

    @property
    def points(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Usual:
    """The lines that are wanted where no policy says: see `usual`."""

    measures: Sequence[str]
    points: int = POINTS


Printed: TypeAlias = Callable[[CellReference], Mapping[Place, Valued]]


@dataclass(frozen=True, slots=True)
class Points:
    """Of one measure at one level: the points there are and those seen, and complete lines of all."""

    level: str
    measure: Measure
    shown: frozenset[Place]
    points: int
    complete: int
    lines: int

    @property
    def visible(self) -> int:
        return len(self.shown)


def usual(catalogue: Catalogue) -> dict[str, Usual]:
    """Return the lines of a release: the shares of its summary, or all its shares, at each level."""
    shares = [m for m in catalogue.measures if m.is_share]
    named = [m.key for m in shares if m.headline] or [m.key for m in shares]
    return {area.level: Usual(named) for area in catalogue.areas} if named else {}


def points_of(
    catalogue: Catalogue, printed: Printed, wanted: Mapping[str, Wanted]
) -> tuple[Points, ...]:
    """Count the points of every measure and level of which lines are wanted.

    A line is complete where it has as many visible points as are wanted, or all it could have.
    """
    every = (
        _count(catalogue, printed, level, own.points, measure)
        for level, own in wanted.items()
        for measure in catalogue.measures
        if measure.key in own.measures
    )
    return tuple(points for points in every if points.points)


def printed_in(catalogue: Catalogue, cells: Mapping[str, Iterable[Cell]]) -> Printed:
    """Return the cells of a release by what names them; each table is read once."""
    by_name: dict[object, dict[Place, Cell]] = defaultdict(dict)
    for table in catalogue.tables:
        for cell in cells[table.name]:
            by_name[table.name, cell.column, cell.groups][cell.area, cell.period] = cell

    def of(reference: CellReference) -> Mapping[Place, Cell]:
        table = catalogue.table(reference.table)
        if table is None:
            return {}
        groups = fixed_groups(catalogue, table, reference)
        return by_name.get((table.name, reference.column, groups), {})

    return of


def _count(
    catalogue: Catalogue, printed: Printed, level: str, points: int, measure: Measure
) -> Points:
    above = printed(measure.numerator)
    below = printed(measure.denominator) if measure.denominator is not None else {}
    both: dict[str, set[str]] = defaultdict(set)
    for slug, period in above.keys() & below.keys():
        both[slug].add(period)
    lines = [
        {
            place: None not in (above[place].value, below[place].value)
            for place in _line(catalogue, area, both[area.slug], below)
        }
        for area in catalogue.areas
        if area.level.casefold() == level.casefold()
    ]
    there = [line for line in lines if line]
    return Points(
        level,
        measure,
        frozenset(place for line in there for place, visible in line.items() if visible),
        sum(len(line) for line in there),
        sum(sum(line.values()) >= min(points, len(line)) for line in there),
        len(there),
    )


def _line(
    catalogue: Catalogue, area: Area, periods: set[str], below: Mapping[Place, Valued]
) -> Iterator[Place]:
    """Yield where an area has both counts of a share, of a child at least, of some periods."""
    for period in _run(catalogue.periods, periods):
        place = area.slug, period.key
        open_ = area.exists_in(period)
        if open_ and below[place].value != 0:
            yield place


def _run(periods: Sequence[Period], keys: set[str]) -> Iterator[Period]:
    """Yield years and reporting periods, without those that hold another one of them."""
    own = [p for p in periods if p.key in keys and p.type in (PeriodType.YEAR, PeriodType.PERIOD)]
    for period in own:
        starts, ends = span_of(period)
        if not any(starts <= p.starts and p.ends <= ends and p is not period for p in own):
            yield period
