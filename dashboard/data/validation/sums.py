"""Do the figures of a table, and of tables that count the same children, fit one another?

Each sum is checked where the whole and all its parts are published, as far as rounding allows.
Where some parts are hidden, those that are published must not exceed the whole. A part marked
`z` is not applicable and counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from dashboard.data.findings import Finding
from dashboard.data.importing.statistics import Groups
from dashboard.data.release import (
    Breakdown,
    BreakdownKind,
    Catalogue,
    Marker,
    Period,
    PeriodType,
)
from dashboard.data.validation.checks import Allowance, NotApplicable, Subject
from dashboard.data.validation.grids import Figures, Flags, TableGrid

SHORTER = {
    PeriodType.YEAR: (PeriodType.QUARTER,),
    PeriodType.TO_DATE: (PeriodType.YEAR, PeriodType.QUARTER),
    PeriodType.QUARTER: (),
}
COMBINATIONS, AREAS, PERIODS = range(3)  # the axes of a grid


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, by their places on one axis of a grid."""

    axis: int
    whole: int
    parts: Sequence[int]
    expected: str


def matrix(subject: Subject) -> Iterator[Finding]:
    """Every table is complete: what is missing is a row with a marker.

    For each level of place and each kind of period that a table has, there is a row for every
    place of that level, every period of that kind and every combination of groups that occurs
    there.
    """
    yield from subject.noted("matrix")
    levels = [area.level.casefold() for area in subject.catalogue.areas]
    types = [period.type for period in subject.catalogue.periods]
    for grid in subject.grids.values():
        there: Flags = np.greater(grid.rows, 0)
        for level, type_ in product(dict.fromkeys(levels), dict.fromkeys(types)):
            places = [n for n, other in enumerate(levels) if other == level]
            spans = [n for n, other in enumerate(types) if other == type_]
            spans = [n for n in spans if there[:, :, n].any()]
            block: Flags = there[np.ix_(range(len(grid.combinations)), places, spans)]
            occurs = block.any(axis=(1, 2), keepdims=True)
            for combination, place, span in np.argwhere(~block & occurs):
                yield _gap(grid, int(combination), places[place], spans[span])


def _gap(grid: TableGrid, combination: int, place: int, span: int) -> Finding:
    groups = [f"{name}={group}" for name, group in grid.combinations[combination]]
    wanted = ", ".join([f"area={grid.areas[place]}", f"period={grid.periods[span]}", *groups])
    expected = f"a row for {wanted} (z where the place did not exist, x where nothing is known)"
    return Finding("matrix", grid.table.path, None, "", expected)


def area_sums(subject: Subject) -> Iterator[Finding]:
    """The counts of the places that are `part_of` another add up to its count."""
    if not any(area.part_of for area in subject.catalogue.areas):
        raise NotApplicable("no area is part of another")
    for grid, total in _area_totals(subject):
        yield from _check_sum("area_sums", subject, grid, total)


def period_sums(subject: Subject) -> Iterator[Finding]:
    """The quarters of a year add up to the year, and years to the total to date.

    This holds for every table whose counts add over time.
    """
    totals = list(_period_totals(subject))
    if not totals:
        raise NotApplicable("no table has periods that make up a longer one")
    for grid, total in totals:
        yield from _check_sum("period_sums", subject, grid, total)


def period_parts(
    catalogue: Catalogue, grid: TableGrid, period: Period
) -> Iterator[tuple[str, ...]]:
    """Give each set of a table's shorter periods that covers a period from end to end."""
    for type_ in SHORTER[period.type]:
        inside = sorted(
            (
                p
                for p in catalogue.periods
                if p.type is type_
                and p.key in grid.table.periods
                and period.starts <= p.starts
                and p.ends <= period.ends
            ),
            key=lambda p: p.starts,
        )
        ends = [period.starts.toordinal() - 1, *(p.ends.toordinal() for p in inside)]
        follows = all(p.starts.toordinal() == end + 1 for p, end in zip(inside, ends, strict=False))
        if inside and follows and inside[-1].ends == period.ends:
            yield tuple(p.key for p in inside)


def group_sums(subject: Subject) -> Iterator[Finding]:
    """Where a breakdown's groups are parts, the groups that are `part_of` another add up to it."""
    found = False
    for grid, total in _group_totals(subject):
        found = True
        yield from _check_sum("group_sums", subject, grid, total)
    if not found:
        raise NotApplicable("no table has a group and all its parts")


def empty_wholes(subject: Subject) -> Iterator[Finding]:
    """A whole that is marked `z` has no part with a figure.

    What applies to a part applies to the whole. A whole that is hidden is marked `c`.
    """
    found = False
    for totals in (_area_totals, _period_totals, _group_totals):
        for grid, total in totals(subject):
            found = True
            yield from _check_empty(grid, total)
    if not found:
        raise NotApplicable("no table has a whole and its parts")


def _area_totals(subject: Subject) -> Iterator[tuple[TableGrid, Sum]]:
    areas = subject.catalogue.areas
    wholes = {a.part_of for a in areas if a.part_of}
    for grid in subject.grids.values():
        for whole in (slug for slug in grid.areas if slug in wholes):
            parts = [n for n, a in enumerate(areas) if a.part_of == whole]
            expected = "the sum of " + ", ".join(grid.areas[part] for part in parts)
            yield grid, Sum(AREAS, grid.areas.index(whole), parts, expected)


def _period_totals(subject: Subject) -> Iterator[tuple[TableGrid, Sum]]:
    for grid in (grid for grid in subject.grids.values() if grid.table.adds_over_time):
        for period in subject.catalogue.periods:
            for parts in period_parts(subject.catalogue, grid, period):
                places = [grid.periods.index(part) for part in parts]
                expected = "the sum of " + ", ".join(parts)
                yield grid, Sum(PERIODS, grid.periods.index(period.key), places, expected)


def _group_totals(subject: Subject) -> Iterator[tuple[TableGrid, Sum]]:
    for grid, breakdown in _breakdowns(subject, BreakdownKind.PARTS):
        for whole in dict.fromkeys(g.part_of for g in breakdown.groups if g.part_of):
            names = [g.name for g in breakdown.groups if g.part_of == whole]
            expected = "the sum of " + ", ".join(names)
            for combination, parts in _linked(grid, breakdown, whole, names):
                yield grid, Sum(COMBINATIONS, combination, parts, expected)


def stages(subject: Subject) -> Iterator[Finding]:
    """Where a breakdown's groups are stages, none has more children than the one before."""
    found = False
    for grid, breakdown in _breakdowns(subject, BreakdownKind.STAGES):
        for group in (g for g in breakdown.groups if g.part_of):
            for before, (after,) in _linked(grid, breakdown, group.part_of, [group.name]):
                found = True
                for name, figures in _whole_columns(grid):
                    excess = figures.values[after] - figures.values[before]
                    wrong = np.zeros(grid.rows.shape, dtype=np.bool_)
                    allowance = 2 * subject.allowance(grid.table.name)[:, None]
                    wrong[after] = excess > allowance
                    for row in grid.rows_at(wrong):
                        expected = f"at most what {group.part_of} has"
                        yield Finding("stages", grid.table.path, row, name, expected)
    if not found:
        raise NotApplicable("no table has stages")


def _breakdowns(subject: Subject, kind: BreakdownKind) -> Iterator[tuple[TableGrid, Breakdown]]:
    for grid in subject.grids.values():
        for name in grid.table.filters:
            breakdown = subject.catalogue.breakdown(name)
            if breakdown is not None and breakdown.kind is kind:
                yield grid, breakdown


def _linked(
    grid: TableGrid, breakdown: Breakdown, whole: str, parts: Sequence[str]
) -> Iterator[tuple[int, list[int]]]:
    """Give each combination with the whole group, and those that differ by a part in its place."""
    places = {groups: number for number, groups in enumerate(grid.combinations)}
    axis = grid.table.filters.index(breakdown.name)
    for groups, number in places.items():
        if groups[axis][1] != whole:
            continue
        others: list[Groups] = [
            (*groups[:axis], (breakdown.name, part), *groups[axis + 1 :]) for part in parts
        ]
        if all(other in places for other in others):
            yield number, [places[other] for other in others]


def _whole_columns(grid: TableGrid) -> Iterator[tuple[str, Figures]]:
    for column in grid.table.columns:
        if column.whole:
            yield column.name, grid.columns[column.name]


def _check_sum(check: str, subject: Subject, grid: TableGrid, total: Sum) -> Iterator[Finding]:
    axis, parts = total.axis, total.parts
    allowance = _allowance(subject, grid, total)
    at_whole = _slice(axis, total.whole)
    for name, figures in _whole_columns(grid):
        there = np.take(grid.rows, parts, axis) > 0
        values = np.take(figures.values, parts, axis)
        empty = np.take(figures.marked(Marker.NOT_APPLICABLE), parts, axis)
        known = ((~np.isnan(values) | empty) & there).all(axis=axis)
        difference = np.nansum(values, axis=axis) - figures.values[at_whole]
        wrong: Flags = np.zeros(grid.rows.shape, dtype=np.bool_)
        wrong[at_whole] = (difference > allowance) | (known & (difference < -allowance))
        for row in grid.rows_at(wrong):
            yield Finding(check, grid.table.path, row, name, total.expected)


def _allowance(subject: Subject, grid: TableGrid, total: Sum) -> Allowance:
    """Return how far a sum may be out, on the axes that are left of the grid."""
    each = subject.allowance(grid.table.name)
    if total.axis == AREAS:
        return np.array(each[[total.whole, *total.parts]].sum())
    along = (len(total.parts) + 1) * each
    return along[:, None] if total.axis == COMBINATIONS else along[None, :]


def _check_empty(grid: TableGrid, total: Sum) -> Iterator[Finding]:
    at_whole = _slice(total.axis, total.whole)
    for name, figures in _whole_columns(grid):
        valued = ~np.isnan(np.take(figures.values, total.parts, total.axis))
        wrong: Flags = np.zeros(grid.rows.shape, dtype=np.bool_)
        empty = figures.marked(Marker.NOT_APPLICABLE)[at_whole]
        wrong[at_whole] = empty & valued.any(axis=total.axis)
        for row in grid.rows_at(wrong):
            expected = f"a count or c, not z: {total.expected} is not nothing"
            yield Finding("empty_wholes", grid.table.path, row, name, expected)


def _slice(axis: int, place: int) -> tuple[slice | int, ...]:
    return tuple(place if number == axis else slice(None) for number in range(3))
