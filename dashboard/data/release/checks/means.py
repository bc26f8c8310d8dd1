"""Is it declared of every printed mean which children it rests on?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.data.release.additivity import root_of
from dashboard.data.release.averages import is_average
from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.grids import Flags, TableGrid
from dashboard.data.release.checks.shares import Counts, counts_behind, suppresses
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Catalogue, Column
from dashboard.data.release.reading.statistics import Groups
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
        for row in grid.rows_at(bare):
            yield Finding("means", grid.table.path, row, column.name, NUMBER)


def _covered(subject: Subject, grid: TableGrid, column: Column) -> Flags:
    """Return which cells have a cell that counts the children of their groups."""
    found = np.zeros(grid.rows.shape, dtype=np.bool_)
    for measure in reporting(subject.catalogue, grid.table.name, column.name):
        for number, groups in enumerate(grid.combinations):
            behind = counts_behind(subject, measure, measure.denominator, groups)
            if behind is not None and _are_of(subject.catalogue, behind, groups):
                found[number] |= behind.present
    return found


def _are_of(catalogue: Catalogue, counts: Counts, groups: Groups) -> bool:
    """Return True for counts in these very groups; totals make no difference."""
    roots = {breakdown.name: root_of(breakdown) for breakdown in catalogue.breakdowns}
    named = {pair for pair in groups if roots.get(pair[0]) != pair[1]}
    return named <= set(counts.grid.combinations[counts.combination])
