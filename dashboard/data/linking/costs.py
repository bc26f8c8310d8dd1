"""How much does a reader lose when a figure is hidden?

Small, old and detailed figures go before large, recent and summary ones; a nought says more
than a small count, and totals and headline measures go last.
"""

from __future__ import annotations

import numpy as np

from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.linking.grids import ABSENT, Grid
from dashboard.data.release.model import (
    BreakdownKind,
    Catalogue,
    CellReference,
    PeriodType,
)
from dashboard.disclosure.arrays import Costs, Flags, Numbers

ANY = 1.0
PER_CHILD, MOST_CHILDREN = 0.05, 60
NOUGHT = 2.0
RECENT = 0.5  # the latest period, against the first
LONG_PERIOD = {
    PeriodType.QUARTER: 0.0,
    PeriodType.YEAR: 0.5,
    PeriodType.PERIOD: 1.0,
    PeriodType.TO_DATE: 3.0,
}
WHOLE = 20.0  # the whole programme, against one place: most readers ask for no other
EVERYONE = 10.0  # a total over every breakdown
HEADLINE = 4.0


def costs_of(catalogue: Catalogue, linked: LinkedProblem, truth: Numbers) -> Costs:
    """Return the cost of hiding each unknown; an unknown printed twice costs both."""
    prices = np.zeros(len(linked))
    for grid, unknowns in zip(linked.figures.grids, linked.figures.unknowns, strict=True):
        if not grid.arrangement.release:
            there = unknowns != ABSENT
            np.add.at(prices, unknowns[there], _prices(catalogue, grid)[there])
    own = np.where(truth == 0, NOUGHT, PER_CHILD * np.clip(truth, 0, MOST_CHILDREN))
    printed = linked.figures.count(len(linked)) > 0
    return np.where(printed, prices + own, ANY)


def totals_in(catalogue: Catalogue, grid: Grid) -> Flags:
    """Say which cells of a grid are totals over every breakdown."""
    found = np.ones(grid.markers.shape, dtype=bool)
    for axis, name in enumerate(grid.table.filters, start=2):
        breakdown = catalogue.breakdown(name)
        groups = breakdown.groups if breakdown else ()
        separate = breakdown is not None and breakdown.kind is BreakdownKind.SEPARATE
        roots = np.array([separate or not group.part_of for group in groups], dtype=bool)
        shape = [1] * found.ndim
        shape[axis] = -1
        found &= roots.reshape(shape)
    return found


def named_in(catalogue: Catalogue, grid: Grid, reference: CellReference, *, open_: bool) -> Flags:
    """Say which cells of a grid a reference names.

    The filters that it does not fix stand at their default or, if `open_`, anywhere.
    """
    found = np.zeros(grid.markers.shape, dtype=bool)
    if (grid.table.name, grid.column.name) != (reference.table, reference.column):
        return found
    fixed = dict(reference.groups)
    index: list[int | slice] = [slice(None), slice(None)]
    for name in grid.table.filters:
        breakdown = catalogue.breakdown(name)
        wanted = fixed.get(name, "" if open_ or breakdown is None else breakdown.default)
        index.append(grid.arrangement.groups[name][wanted] if wanted else slice(None))
    found[tuple(index)] = True
    return found


def _prices(catalogue: Catalogue, grid: Grid) -> Costs:
    first = min(period.starts for period in catalogue.periods)
    last = max(period.ends for period in catalogue.periods)
    span = max((last - first).days, 1)
    periods = [
        LONG_PERIOD[p.type] + RECENT * (p.ends - first).days / span for p in catalogue.periods
    ]
    places = [WHOLE if a.slug == catalogue.programme.whole else 0.0 for a in catalogue.areas]
    more = (1,) * len(grid.table.filters)
    found = ANY + np.reshape(places, (-1, 1, *more)) + np.reshape(periods, (1, -1, *more))
    found = np.broadcast_to(found, grid.markers.shape).copy()
    if grid.table.filters:
        found += EVERYONE * totals_in(catalogue, grid)
    headlines = [m for m in catalogue.measures if m.headline]
    references = {r for m in headlines for r in (m.numerator, m.denominator) if r is not None}
    named = np.zeros(grid.markers.shape, dtype=bool)
    for reference in references:
        named |= named_in(catalogue, grid, reference, open_=False)
    return np.asarray(found + HEADLINE * named)
