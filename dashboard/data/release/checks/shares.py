"""Checks that every printed share and rate declares what it is worked out from.

With its denominator a share gives its numerator away, so the audit must know both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.grids import Cells, Figures, Flags, TableGrid, Values
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Area, CellReference, Column, Marker, Measure
from dashboard.data.release.openings import groups_behind
from dashboard.data.release.precision import decimals_printed
from dashboard.data.release.reading.statistics import Groups
from dashboard.data.release.units import Share, counts_people, reporting, shares_in

NONE_REPORTED = "no column is a reported percentage, proportion, rate or ratio"
DENOMINATOR = (
    "a measure in measures.csv that reports this cell, with a denominator that counts children in "
    'a separate row; or "countsPeople": false in the schema if it is a share of no people'
)
NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class Shares:
    """The cells of one reported share."""

    grid: TableGrid
    column: Column
    share: Share
    measures: tuple[Measure, ...]

    @property
    def figures(self) -> Figures:
        return self.grid.columns[self.column.name]

    @property
    def printed(self) -> Flags:
        """Return where a number stands, or that it rounds to 0 and is not 0."""
        figures = self.figures
        low = figures.marked(Marker.ROUNDS_TO_ZERO) | figures.marked(Marker.ROUNDS_TO_ZERO_DFE)
        return np.asarray(figures.published | low)

    def halves(self, areas: Sequence[Area]) -> Values:
        """Return half of the last printed unit of each figure."""
        figures = self.figures.values.swapaxes(0, 1)
        printed = decimals_printed(areas, figures, self.column.decimals)
        halves = 0.5 * 10.0 ** -np.array(printed, dtype=np.float64)
        return np.where(self.figures.published, halves[None, :, None], np.nan)


def share_denominators(subject: Subject) -> Iterator[Finding]:
    """Every printed percentage, proportion, rate and ratio has a declared denominator.

    A measure reports its cell, and names cells that count children, with a row there. It may be
    left out only where the release suppresses no count, and where no count or context figure of
    people that is printed for the area makes the share one of a few children, or of all but a few.
    """
    reported = list(reported_shares(subject))
    if not reported:
        raise NotApplicable(NONE_REPORTED)
    suppressing = any(map(suppresses, subject.grids.values()))
    for shares in reported:
        bare = shares.printed & ~_covered(subject, shares)
        if not suppressing and bare.any():
            bare &= _telling(subject, shares)
        yield from shares.grid.findings("share_denominators", shares.column.name, bare, DENOMINATOR)


def reported_shares(subject: Subject) -> Iterator[Shares]:
    """Yield every column that is a reported share or rate."""
    for (table, name), share in shares_in(subject.catalogue).items():
        grid = subject.grids.get(table)
        column = grid.table.column(name) if grid else None
        if grid is not None and column is not None:
            yield Shares(grid, column, share, reporting(subject.catalogue, table, name))


def suppresses(grid: TableGrid) -> bool:
    """Return True where a table suppresses a count."""
    return any(figures.marked(Marker.CONFIDENTIAL).any() for _, figures in grid.counts())


def _covered(subject: Subject, shares: Shares) -> Flags:
    """Return which cells of a share have a cell that counts what it is a share of."""
    covered = np.zeros(shares.figures.values.shape, dtype=np.bool_)
    for measure in shares.measures:
        for number, groups in enumerate(shares.grid.combinations):
            if (below := counts_behind(subject, measure, measure.denominator, groups)) is not None:
                covered[number] |= below.present
    return covered


def counts_behind(
    subject: Subject, measure: Measure, reference: CellReference | None, groups: Groups
) -> Cells | None:
    """Return the counts that a measure's denominator names for a share in these groups."""
    grid = subject.grids.get(reference.table) if reference else None
    if reference is None or grid is None:
        return None
    place = groups_behind(subject.catalogue, measure.numerator, reference, groups)
    cells = grid.cells(reference.column, place) if place is not None else None
    return cells if cells is not None and cells.count_children else None


def _telling(subject: Subject, shares: Shares) -> Flags:
    """Return which cells tell of a small count, if they are shares of some count of their area."""
    telling = np.zeros(shares.figures.values.shape, dtype=np.bool_)
    values, halves = shares.figures.values, shares.halves(subject.catalogue.areas)
    limits = subject.catalogue.limits_of(shares.grid.table.name)
    for number, (area, own) in enumerate(zip(shares.grid.areas, limits, strict=True)):
        least, most = values[:, number] - halves[:, number], values[:, number] + halves[:, number]
        for whole in _numbers_of(subject, area, number):
            low, high = numerators(shares.share, least, most, np.float64(whole))
            telling[:, number] |= _is_small(low, high, own.threshold)
            if shares.share.part:
                telling[:, number] |= _is_small(whole - high, whole - low, own.threshold)
    return telling


def _numbers_of(subject: Subject, area: str, number: int) -> list[float]:
    """Return every count that is printed for an area, in any table, period and group."""
    counts = [
        figures.values[:, number].ravel()
        for grid in subject.grids.values()
        for _, figures in grid.counts()
    ]
    context = [
        figure.value
        for figure in subject.catalogue.context
        if figure.area == area and counts_people(figure.unit)
    ]
    every = np.concatenate([*counts, np.array(context, dtype=np.float64)])
    return [float(value) for value in np.unique(every[every > 0])]


def numerators(
    share: Share, least: Values, most: Values, wholes: Values | np.float64
) -> tuple[Values, Values]:
    """Return the least and the most that a share between two figures stands for."""
    low = np.maximum(least, 0) / share.out_of * wholes
    high = (np.minimum(most, share.out_of) if share.part else most) / share.out_of * wholes
    slack = NEARLY * (1 + high)
    return low - slack, high + slack


def _is_small(low: Values, high: Values, threshold: int) -> Flags:
    first, last = np.ceil(low), np.floor(high)
    flags: Flags = (first >= 1) & (last < threshold) & (first <= last)
    return flags
