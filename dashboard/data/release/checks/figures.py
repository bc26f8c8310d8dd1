"""Is every single figure one that can be, and may be, published?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.grids import Figures, Flags, TableGrid
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Column, Limits
from dashboard.data.release.table_columns import LARGEST_VALUE
from dashboard.data.release.units import says_change, shares_in, units_of

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
            if not _may_be_negative(subject, grid, column):
                for row in grid.rows_at(grid.columns[column.name].values < 0):
                    yield Finding("impossible_values", grid.table.path, row, column.name, POSITIVE)
    yield from _faults(
        subject,
        "impossible_values",
        "a figure that a computer can hold exactly",
        lambda _, f: f.values > LARGEST_VALUE,
    )
    yield from _faults(
        subject,
        "impossible_values",
        "a whole number, as this column counts children (type integer)",
        lambda column, f: (f.values % 1 > 0) if column.whole else _nowhere(f),
    )


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
            for row in grid.rows_at(grid.columns[name].values > share.out_of):
                expected = f"from 0 to {share.out_of}"
                yield Finding("reported_shares", grid.table.path, row, name, expected)


def small_counts(subject: Subject) -> Iterator[Finding]:
    """No count of children from 1 to one below the threshold is published.

    The threshold is the release's, or that of the level or table. A marker stands in its place: `c`.
    """
    if all(own.threshold <= 1 for own in _every_limit(subject)):
        raise NotApplicable("the release's threshold hides no count")
    for grid, areas, (threshold, _) in _areas_by_limits(subject):
        expected = f"c, or 0, or at least {threshold}: smaller counts are hidden"
        for name, figures in _counts(grid):
            small = (figures.values > 0) & (figures.values < threshold) & areas
            for row in grid.rows_at(small):
                yield Finding("small_counts", grid.table.path, row, name, expected)


def rounding(subject: Subject) -> Iterator[Finding]:
    """Every count of children is a multiple of the rounding base.

    The base is the release's, or that of the level or table.
    """
    if all(own.rounding <= 1 for own in _every_limit(subject)):
        raise NotApplicable("the release's counts are exact")
    for grid, areas, (_, base) in _areas_by_limits(subject):
        if base <= 1:
            continue
        for name, figures in _counts(grid):
            for row in grid.rows_at((figures.values % base > 0) & areas):
                yield Finding("rounding", grid.table.path, row, name, f"a multiple of {base}")


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


def _counts(grid: TableGrid) -> Iterator[tuple[str, Figures]]:
    for column in grid.table.columns:
        if column.whole:
            yield column.name, grid.columns[column.name]


def _faults(
    subject: Subject, check: str, expected: str, fault: Callable[[Column, Figures], Flags]
) -> Iterator[Finding]:
    for grid in subject.grids.values():
        for column in grid.table.columns:
            for row in grid.rows_at(fault(column, grid.columns[column.name])):
                yield Finding(check, grid.table.path, row, column.name, expected)


def _nowhere(figures: Figures) -> Flags:
    return np.zeros(figures.values.shape, dtype=np.bool_)
