"""What a reader loses when a figure is suppressed.

Small, old and detailed figures go before large, recent and summary ones; a zero says more than a
small count, and totals and headline measures go last, those of a year most of all: trends show
years. What an earlier release suppressed is suppressed again for next to nothing.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.linking.grids import Grid, Grids
from dashboard.data.release.model import (
    BreakdownKind,
    Catalogue,
    CellReference,
    Marker,
    MeasureKind,
    PeriodType,
)
from dashboard.disclosure.arrays import Costs, Flags, Numbers

ANY = 1.0
PER_CHILD, MOST_CHILDREN = 0.05, 60
ZERO = 2.0
RECENT = 0.5  # the latest period, against the first
LONG_PERIOD = {
    PeriodType.QUARTER: 0.0,
    PeriodType.YEAR: 0.5,
    PeriodType.PERIOD: 1.0,
    PeriodType.TO_DATE: 3.0,
}
WHOLE = 20.0  # the whole programme, against one area: most readers ask for no other
EVERYONE = 10.0  # a total over every breakdown
HEADLINE = {
    PeriodType.QUARTER: 4.0,
    PeriodType.YEAR: 20.0,
    PeriodType.PERIOD: 20.0,
    PeriodType.TO_DATE: 4.0,
}
SUPPRESSED_BEFORE = 0.1
Points: TypeAlias = list[tuple[CellReference, Flags]]  # by area and period


def costs_of(catalogue: Catalogue, linked: LinkedProblem, true: Numbers) -> Costs:
    """Return the cost of suppressing each unknown; an unknown printed twice costs both."""
    prices, before = np.zeros(len(linked)), np.zeros(len(linked), dtype=bool)
    points = _points_of(catalogue, linked.figures.on_trial)
    for grid, there, behind in linked.figures.printed():
        if grid.arrangement.release:
            before[behind[grid.marked(Marker.CONFIDENTIAL)[there]]] = True
        else:
            np.add.at(prices, behind, _prices(catalogue, grid, points)[there])
    separate = np.where(true == 0, ZERO, PER_CHILD * np.clip(true, 0, MOST_CHILDREN))
    printed = linked.figures.count(len(linked)) > 0
    costs = np.where(printed, prices + separate, ANY)
    return np.where(before, SUPPRESSED_BEFORE, costs)


def totals_in(catalogue: Catalogue, grid: Grid) -> Flags:
    """Return which cells of a grid are totals over every breakdown."""
    flags = np.ones(grid.markers.shape, dtype=bool)
    for axis, name in enumerate(grid.table.filters, start=2):
        breakdown = catalogue.breakdown(name)
        groups = breakdown.groups if breakdown else ()
        separate = breakdown is not None and breakdown.kind is BreakdownKind.SEPARATE
        roots = np.array([separate or not group.part_of for group in groups], dtype=bool)
        shape = [1] * flags.ndim
        shape[axis] = -1
        flags &= roots.reshape(shape)
    return flags


def _prices(catalogue: Catalogue, grid: Grid, points: Points) -> Costs:
    first = min(period.starts for period in catalogue.periods)
    last = max(period.ends for period in catalogue.periods)
    span = max((last - first).days, 1)
    periods = [
        LONG_PERIOD[p.type] + RECENT * (p.ends - first).days / span for p in catalogue.periods
    ]
    places = [WHOLE if a.slug == catalogue.programme.whole else 0.0 for a in catalogue.areas]
    more = (1,) * len(grid.table.filters)
    prices = ANY + np.reshape(places, (-1, 1, *more)) + np.reshape(periods, (1, -1, *more))
    prices = np.broadcast_to(prices, grid.markers.shape).copy()
    if grid.table.filters:
        prices += EVERYONE * totals_in(catalogue, grid)
    headline = np.reshape([HEADLINE[p.type] for p in catalogue.periods], (1, -1, *more))
    for reference, there in points:
        named = grid.named(reference, open_=False)
        prices += headline * named * there.reshape(*there.shape, *more)
    return np.asarray(prices)


def _points_of(catalogue: Catalogue, grids: Grids) -> Points:
    """Return, for each count of each share and of the summary's tiles, where all its counts are.

    A count that serves two shares is priced twice, and one that serves none there is not.
    """
    points: Points = []
    for measure in catalogue.measures:
        if measure.headline or measure.kind is MeasureKind.SHARE:
            own = [r for r in (measure.numerator, measure.denominator) if r is not None]
            flags = [_places(grids[r.table, r.column], r) for r in own]
            points += [(r, np.all(flags, axis=0)) for r in own]
    return points


def _places(grid: Grid, reference: CellReference) -> Flags:
    """Return for which areas and periods a grid has the cell that a reference names."""
    named = grid.named(reference, open_=False) & grid.present
    return np.asarray(named.any(axis=tuple(range(2, named.ndim))))
