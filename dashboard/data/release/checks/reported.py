"""Checks that it is known of every reported figure what it says of suppressed counts."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.data.release.averages import is_average
from dashboard.data.release.checks.check import NotApplicable, Subject
from dashboard.data.release.checks.shares import suppresses
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Catalogue, Column
from dashboard.data.release.units import (
    compares,
    counts_others,
    is_average_of_people,
    is_change,
    names_people,
    reporting,
    shares_in,
    units_of,
)

KNOWN = (
    "a share with its denominator, a mean with its number, or a unit in .meta.csv that is neither "
    "(£, miles): what is worked out from several counts, as a change, an index or a rank is, tells "
    'of suppressed ones; or "countsPeople": false in the schema if it tells of no people'
)


def reported_figures(subject: Subject) -> Iterator[Finding]:
    """It is known of every reported figure what it says of people, unless no count is suppressed.

    It is a share with its denominator, a mean with its number, or a figure in another unit (£,
    miles). Neither it nor a count is a change, difference, index or rank, in percentage points or
    a mean of counts: of 40 children a year ago, a change of -92.5% leaves 3. Pages tell changes of
    what is printed. A figure without a unit, or in one that is not known, may be any of these. What
    tells of no people has `"countsPeople": false` in the schema.
    """
    if not any(map(suppresses, subject.grids.values())):
        raise NotApplicable("no count is suppressed")
    for name, grid in subject.grids.items():
        for column in grid.table.columns:
            printed = grid.columns[column.name].published.any()
            if printed and not _is_known(subject.catalogue, name, column):
                yield Finding("reported_figures", grid.table.path, None, column.name, KNOWN)


def _is_known(catalogue: Catalogue, table: str, column: Column) -> bool:
    if column.counts_no_people:
        return True
    units = units_of(catalogue, table, column)
    titles = (measure.title for measure in reporting(catalogue, table, column.name))
    names = (column.label, *titles, *units)
    if column.whole:
        return not any(is_change(name) or is_average_of_people(name) for name in names)
    if (table, column.name) in shares_in(catalogue):
        return not any(map(is_change, names))
    if any(map(compares, units)):
        return False
    if is_average(catalogue, table, column):
        return not any(map(names_people, units or [column.label]))
    return bool(units) and all(map(counts_others, units))
