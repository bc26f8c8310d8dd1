"""Checks that every single figure can be, and may be, published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.grids import Flags, TableGrid
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Column, Limits
from dashboard.data.release.table_columns import LARGEST_VALUE
from dashboard.data.release.units import says_change, shares_in, units_of

WHOLE = "a whole number, as this column counts children (type integer)"
POSITIVE = "a figure from 0 upwards, or a unit that says it is a change: change in points"


def markers(subject: Subject) -> Iterable[Finding]:
    """Every figure is a number in plain digits or a marker, bare or in square brackets.

    It is never blank, and never a sign of another kind.
    """
    return subject.noted("markers")


def impossible_values(subject: Subject) -> Iterator[Finding]:
    """No figure is negative, unless it reports a change, or too large to be held exactly.

    The unit, the label or a measure of a change says so: `change`, `difference`, `increase`. A
    column that counts children has whole numbers only.
    """
    for grid in subject.grids.values():
        for column in grid.table.columns:
            values = grid.columns[column.name].values
            kinds = [(values > LARGEST_VALUE, "a figure that a computer can hold exactly")]
            if not _may_be_negative(subject, grid, column):
                kinds.insert(0, (values < 0, POSITIVE))
            if column.whole:
                kinds.append((values % 1 > 0, WHOLE))
            for wrong, expected in kinds:
                yield from grid.findings("impossible_values", column.name, wrong, expected)


def _may_be_negative(subject: Subject, grid: TableGrid, column: Column) -> bool:
    units = units_of(subject.catalogue, grid.table.name, column)
    return not column.whole and any(map(says_change, (column.label, *units)))


def reported_shares(subject: Subject) -> Iterator[Finding]:
    """A figure reported in per cent lies from 0 to 100, a proportion from 0 to 1."""
    shares = shares_in(subject.catalogue)
    if not shares:
        raise NotApplicable("no column is reported in per cent, or as a proportion")
    for (table, name), share in shares.items():
        grid = subject.grids.get(table)
        if grid and share.part:
            wrong = grid.columns[name].values > share.out_of
            yield from grid.findings("reported_shares", name, wrong, f"from 0 to {share.out_of}")


def small_counts(subject: Subject) -> Iterator[Finding]:
    """No count of children from 1 to one below the threshold is published.

    The threshold is the release's, or that of the level or table. A marker stands in its place: `c`.
    """
    if all(own.threshold <= 1 for own in _every_limit(subject)):
        raise NotApplicable("the release's threshold hides no count")
    for grid, areas, (threshold, _) in _areas_by_limits(subject):
        expected = f"c, or 0, or at least {threshold}: smaller counts are hidden"
        for name, figures in grid.counts():
            small = (figures.values > 0) & (figures.values < threshold) & areas
            yield from grid.findings("small_counts", name, small, expected)


def rounding(subject: Subject) -> Iterator[Finding]:
    """Every count of children is a multiple of the rounding base.

    The base is the release's, or that of the level or table.
    """
    if all(own.rounding <= 1 for own in _every_limit(subject)):
        raise NotApplicable("the release's counts are exact")
    for grid, areas, (_, base) in _areas_by_limits(subject):
        for name, figures in grid.counts() if base > 1 else ():
            wrong = (figures.values % base > 0) & areas
            yield from grid.findings("rounding", name, wrong, f"a multiple of {base}")


def _every_limit(subject: Subject) -> Iterator[Limits]:
    for table in subject.catalogue.tables:
        yield from subject.catalogue.limits_of(table.name)


def _areas_by_limits(subject: Subject) -> Iterator[tuple[TableGrid, Flags, Limits]]:
    """Yield each table with the areas, along their axis, that have the same limits in it."""
    for grid in subject.grids.values():
        limits = subject.catalogue.limits_of(grid.table.name)
        for own in dict.fromkeys(limits):
            areas = np.array([other == own for other in limits], dtype=np.bool_)
            yield grid, areas[None, :, None], own
