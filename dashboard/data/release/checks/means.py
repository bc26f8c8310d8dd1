"""Checks that every printed mean declares which children it rests on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.data.release.additivity import named_groups
from dashboard.data.release.averages import is_average
from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.grids import Flags, TableGrid
from dashboard.data.release.checks.shares import counts_behind, suppresses
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Column
from dashboard.data.release.units import reporting

NUMBER = (
    "a measure in measures.csv that reports this cell, with a denominator that counts the children of "
    'the same groups in a separate row; or "countsPeople": false in the schema if it is a mean of '
    "no people"
)


def means(subject: Subject) -> Iterator[Finding]:
    """Every printed mean has a declared denominator, unless the release suppresses no count.

    So has a median, and a figure in days or points. A measure reports its cell, and names cells
    that count the children of the same groups, with a row there: the mean of a suppressed number,
    next to that of the whole, would tell it.
    """
    averages = [
        (grid, column)
        for name, grid in subject.grids.items()
        for column in grid.table.columns
        if is_average(subject.catalogue, name, column)
    ]
    if not averages or not any(map(suppresses, subject.grids.values())):
        raise NotApplicable("no column has means, or no count is suppressed")
    for grid, column in averages:
        bare = grid.columns[column.name].published & ~_covered(subject, grid, column)
        yield from grid.findings("means", column.name, bare, NUMBER)


def _covered(subject: Subject, grid: TableGrid, column: Column) -> Flags:
    """Return which cells have a cell that counts the children of their groups."""
    covered = np.zeros(grid.rows.shape, dtype=np.bool_)
    for measure in reporting(subject.catalogue, grid.table.name, column.name):
        for number, groups in enumerate(grid.combinations):
            behind = counts_behind(subject, measure, measure.denominator, groups)
            # Counts in these very groups: totals make no difference.
            named = set(named_groups(subject.catalogue, groups))
            if behind and named <= set(behind.grid.combinations[behind.combination]):
                covered[number] |= behind.present
    return covered
