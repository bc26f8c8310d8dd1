"""What is printed of each unknown: its bounds, its status, and its threshold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

import numpy as np

from dashboard.data.linking.figures import Figures, LinkedProblem
from dashboard.data.linking.grids import A_VALUE, MARKERS, Figure, Grid
from dashboard.data.linking.measured import Denominators, share_rows
from dashboard.data.linking.printed import bounds_of_count
from dashboard.data.release.model import DisclosureRule, Marker
from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints, Row, extend
from dashboard.disclosure.problem import Status

SAY_SOMETHING = (
    Marker.NOT_APPLICABLE,
    Marker.NONE_RECORDED,
    Marker.ROUNDS_TO_ZERO,
    Marker.ROUNDS_TO_ZERO_DFE,
)


def with_figures(base: LinkedProblem, denominators: Denominators) -> LinkedProblem:
    """Put what is printed into the bounds and the status of each unknown."""
    least, most, status = base.least, base.most, base.status
    hidden = np.zeros(len(base), dtype=bool)
    percent: list[Row] = []
    for grid, there, behind in base.figures.printed():
        if grid.share is not None:
            percent += share_rows(grid, grid.share, there, behind, denominators[grid.arrangement])
            continue
        is_value = grid.markers[there] == A_VALUE
        confidential = grid.marked(Marker.CONFIDENTIAL)[there]
        base.must_publish[behind[grid.marked(Marker.NOT_APPLICABLE)[there]]] = True
        if grid.arrangement.release:
            base.must_publish[behind[is_value]] = True
        else:
            hidden[behind[confidential]] = True
        says = is_value | grid.marked(*SAY_SOMETHING)[there]
        held = behind[confidential]
        status[held] = np.maximum(status[held], Status.SUPPRESSED)
        status[behind[says]] = Status.PUBLISHED
        own_least, own_most = _bounds(grid, there)
        np.maximum.at(least, behind, own_least)
        np.minimum.at(most, behind, own_most)
    return replace(
        base,
        constraints=extend(base.constraints, percent, len(base)),
        given_away=tuple(_given_away(base, hidden & (status == Status.PUBLISHED))),
        contradictions=tuple(base.figures.of(u)[0] for u in np.flatnonzero(least > most).tolist()),
    )


def _given_away(base: LinkedProblem, unknowns: Flags) -> Iterator[tuple[Figure, Figure]]:
    for unknown in np.flatnonzero(unknowns).tolist():
        shown, *_, hidden = base.figures.of(unknown)
        yield hidden, shown


def _bounds(grid: Grid, there: Flags) -> Numbers:
    """Return the least of each cell that is there, and the most; each kind is asked about once."""
    catalogue = grid.arrangement.catalogue
    limits = catalogue.limits_of(grid.table.name)
    ask = cache(partial(bounds_of_count, halves_up=catalogue.disclosure.halves_up))
    areas = (limits[area] for area in np.nonzero(there)[0].tolist())
    printed = zip(grid.markers[there].tolist(), grid.values[there].tolist(), areas, strict=True)
    bounds = [
        ask(
            value if code == A_VALUE else None,
            None if code == A_VALUE else MARKERS[code],
            own.rounding,
            own.threshold,
        )
        for code, value, own in printed
    ]
    return np.array(bounds, dtype=np.int64).reshape(-1, 2).T


def thresholds_of(figures: Figures, rule: DisclosureRule, sums: Constraints) -> Numbers:
    """Return the greatest threshold of the tables and levels that print each unknown.

    What no table prints has the greatest of what sums tie it to, and at least that of the release.
    """
    thresholds = np.zeros(sums.width, dtype=np.int64)
    for grid, there, behind in figures.printed():
        areas = grid.arrangement.catalogue.areas
        own = np.array([rule.of(area.level, grid.table.name).threshold for area in areas])
        np.maximum.at(thresholds, behind, own[np.nonzero(there)[0]])
    return np.where(
        thresholds > 0, thresholds, np.maximum(_spread(thresholds, sums), rule.threshold)
    )


def _spread(thresholds: Numbers, sums: Constraints) -> Numbers:
    """Assign each unknown without a threshold the greatest in its sums, until nothing changes."""
    without, spread = thresholds == 0, thresholds
    while True:
        rows = np.zeros(len(sums.least), dtype=np.int64)
        np.maximum.at(rows, sums.row, spread[sums.unknown])
        more = spread.copy()
        np.maximum.at(more, sums.unknown, rows[sums.row])
        more = np.where(without, more, spread)
        if (more == spread).all():
            return spread
        spread = more
