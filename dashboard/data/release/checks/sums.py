"""Checks that the figures of a table, and of tables that count the same children, fit one another.

Each sum is checked where the whole and all its parts are published, as far as rounding allows.
Where some parts are hidden, those that are published must not exceed the whole. A part marked
`z` is not applicable and counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

import numpy as np

from dashboard.data.release import additivity
from dashboard.data.release.checks.check import Allowance, NotApplicable, Subject
from dashboard.data.release.checks.grids import Flags, TableGrid
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Breakdown, BreakdownKind, Marker
from dashboard.data.release.reading.statistics import Groups
from dashboard.data.release.undeclared_fitting import along

Found = TypeVar("Found")
COMBINATIONS, AREAS, PERIODS = range(3)  # the axes of a grid


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and the parts of it that a grid has, by their places on one of its axes.

    It is `complete` where these are all parts; else they are not more than the whole. It is of
    those `lines` along that axis that are true, or of all.
    """

    axis: int
    whole: int
    parts: tuple[int, ...]
    expected: str
    complete: bool
    lines: Flags | bool = True


def area_sums(subject: Subject) -> Iterator[Finding]:
    """The counts of the places that are `part_of` another add up to its count."""
    if not any(area.part_of for area in subject.catalogue.areas):
        raise NotApplicable("no area is part of another")
    for grid, total in _area_totals(subject):
        yield from _check_sum("area_sums", subject, grid, total)


def period_sums(subject: Subject) -> Iterator[Finding]:
    """The shorter periods that fill a longer one, of any lengths, add up to it.

    This holds for every table whose counts add over time. Where nothing fills some of the days,
    the periods that are there are not more than the whole.
    """
    nothing = "no table has periods that make up a longer one"
    for grid, total in _some(_period_totals(subject), nothing):
        yield from _check_sum("period_sums", subject, grid, total)


def group_sums(subject: Subject) -> Iterator[Finding]:
    """Where a breakdown's groups are parts, the groups that are `part_of` another add up to it."""
    nothing = "no table has a group and all its parts"
    for grid, total in _some(_group_totals(subject), nothing):
        yield from _check_sum("group_sums", subject, grid, total)


def empty_wholes(subject: Subject) -> Iterator[Finding]:
    """A whole that is marked `z` has no part with a figure.

    What applies to a part applies to the whole. A whole that is hidden is marked `c`.
    """
    every = (_area_totals, _period_totals, _group_totals)
    totals = chain.from_iterable(totals(subject) for totals in every)
    for grid, total in _some(totals, "no table has a whole and its parts"):
        yield from _check_empty(grid, total)


def _some(items: Iterable[Found], nothing: str) -> Sequence[Found]:
    """Return what a check is about. Raises NotApplicable where there is nothing."""
    listed = list(items)
    if not listed:
        raise NotApplicable(nothing)
    return listed


def _area_totals(subject: Subject) -> Iterator[tuple[TableGrid, Sum]]:
    for grid in subject.grids.values():
        for total in additivity.area_sums(subject.catalogue):
            parts = [grid.areas.index(slug) for slug in total.components]
            yield grid, _sum(AREAS, grid.areas.index(total.total), parts, total.components)


def _period_totals(subject: Subject) -> Iterator[tuple[TableGrid, Sum]]:
    for grid in (grid for grid in subject.grids.values() if grid.table.adds_over_time):
        spans = [additivity.span_of(period) for period in subject.catalogue.periods]
        for there, lines in grid.lines_of_periods():
            for total in _tiled(grid, spans, there):
                yield grid, replace(total, lines=lines)


def _tiled(
    grid: TableGrid, spans: Sequence[additivity.Span], there: Sequence[int]
) -> Iterator[Sum]:
    """Yield the sums over the periods that a line has; two of the same days are the same."""
    places: dict[additivity.Span, int] = {}
    for place in there:
        same = places.setdefault(spans[place], place)
        if same != place:
            yield _sum(PERIODS, place, [same], [grid.periods[same]])
    for span, pieces in additivity.tilings(places).items():
        parts = [places[piece] for piece in pieces if piece in places]
        names = [grid.periods[part] for part in parts]
        complete = len(parts) == len(pieces)
        yield _sum(PERIODS, places[span], parts, names, complete=complete)


def _group_totals(subject: Subject) -> Iterator[tuple[TableGrid, Sum]]:
    for grid, breakdown in _breakdowns(subject, BreakdownKind.PARTS):
        for total in additivity.group_sums(breakdown):
            for combination, parts in _linked(grid, breakdown, total.total, total.components):
                complete = len(parts) == len(total.components)
                names = total.components
                yield grid, _sum(COMBINATIONS, combination, parts, names, complete=complete)


def _sum(
    axis: int, whole: int, parts: Sequence[int], names: Sequence[str], *, complete: bool = True
) -> Sum:
    expected = ("the sum of " if complete else "at least the sum of ") + ", ".join(names)
    return Sum(axis, whole, tuple(parts), expected, complete=complete)


def stages(subject: Subject) -> Iterator[Finding]:
    """Where a breakdown's groups are stages, none has more children than the one before."""
    pairs = (
        (grid, first, before, after)
        for grid, breakdown in _breakdowns(subject, BreakdownKind.STAGES)
        for first, next_ in additivity.subsets(breakdown)
        for before, (after,) in _linked(grid, breakdown, first, [next_])
    )
    for grid, first, before, after in _some(pairs, "no table has stages"):
        allowance = 2 * subject.allowance(grid.table.name)[:, None]
        for name, figures in grid.counts():
            wrong = figures.values[after] - figures.values[before] > allowance
            expected = f"at most what {first} has"
            yield from grid.findings("stages", name, grid.flags_at((after,), wrong), expected)


def _breakdowns(subject: Subject, kind: BreakdownKind) -> Iterator[tuple[TableGrid, Breakdown]]:
    for grid in subject.grids.values():
        for name in grid.table.filters:
            breakdown = subject.catalogue.breakdown(name)
            if breakdown is not None and breakdown.kind is kind:
                yield grid, breakdown


def _linked(
    grid: TableGrid, breakdown: Breakdown, whole: str, parts: Sequence[str]
) -> Iterator[tuple[int, list[int]]]:
    """Yield each combination with the whole group, and those there that have a part instead."""
    places = {groups: number for number, groups in enumerate(grid.combinations)}
    axis = grid.table.filters.index(breakdown.name)
    for groups, number in places.items():
        if groups[axis][1] != whole:
            continue
        others: list[Groups] = [
            (*groups[:axis], (breakdown.name, part), *groups[axis + 1 :]) for part in parts
        ]
        there = [places[other] for other in others if other in places]
        if there:
            yield number, there


def _check_sum(check: str, subject: Subject, grid: TableGrid, total: Sum) -> Iterator[Finding]:
    axis, parts = total.axis, total.parts
    allowance = _allowance(subject, grid, total)
    at_whole = along(axis, total.whole, 3)
    for name, figures in grid.counts():
        there = np.take(grid.rows, parts, axis) > 0
        values = np.take(figures.values, parts, axis)
        empty = np.take(figures.marked(Marker.NOT_APPLICABLE), parts, axis)
        known = ((~np.isnan(values) | empty) & there).all(axis=axis) & total.complete
        difference = np.nansum(values, axis=axis) - figures.values[at_whole]
        misfit = (difference > allowance) | (known & (difference < -allowance))
        wrong = grid.flags_at(at_whole, misfit & total.lines)
        yield from grid.findings(check, name, wrong, total.expected)


def _allowance(subject: Subject, grid: TableGrid, total: Sum) -> Allowance:
    """Return how far a sum may be out, on the axes that are left of the grid."""
    each = subject.allowance(grid.table.name)
    if total.axis == AREAS:
        return np.array(each[[total.whole, *total.parts]].sum())
    along = (len(total.parts) + 1) * each
    return along[:, None] if total.axis == COMBINATIONS else along[None, :]


def _check_empty(grid: TableGrid, total: Sum) -> Iterator[Finding]:
    at_whole = along(total.axis, total.whole, 3)
    expected = f"a count or c, not z: {total.expected} is not nothing"
    for name, figures in grid.counts():
        valued = ~np.isnan(np.take(figures.values, total.parts, total.axis))
        empty = figures.marked(Marker.NOT_APPLICABLE)[at_whole]
        wrong = grid.flags_at(at_whole, empty & valued.any(axis=total.axis) & total.lines)
        yield from grid.findings("empty_wholes", name, wrong, expected)
