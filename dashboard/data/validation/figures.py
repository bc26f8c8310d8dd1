"""Is every single figure one that can be, and may be, published?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from dashboard.data.findings import Finding
from dashboard.data.release import Column
from dashboard.data.schema import LARGEST_VALUE
from dashboard.data.units import shares_in
from dashboard.data.validation.checks import NotApplicable, Subject
from dashboard.data.validation.grids import Figures, Flags


def markers(subject: Subject) -> Iterable[Finding]:
    """Every figure is a number in plain digits or a marker, bare or in square brackets.

    It is never blank, and never a sign of another kind.
    """
    return subject.noted("markers")


def impossible_values(subject: Subject) -> Iterator[Finding]:
    """No figure is negative, or too large to be held exactly.

    A column that counts children has whole numbers only.
    """
    yield from _faults(
        subject, "impossible_values", "a figure from 0 upwards", lambda _, f: f.values < 0
    )
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


def reported_shares(subject: Subject) -> Iterator[Finding]:
    """A figure reported in per cent lies from 0 to 100, a proportion from 0 to 1."""
    shares = shares_in(subject.catalogue)
    if not shares:
        raise NotApplicable("no column is reported in per cent, or as a proportion")
    for (table, name), whole in sorted(shares.items()):
        if grid := subject.grids.get(table):
            for row in grid.rows_at(grid.columns[name].values > whole):
                expected = f"from 0 to {whole}"
                yield Finding("reported_shares", grid.table.path, row, name, expected)


def small_counts(subject: Subject) -> Iterator[Finding]:
    """No count of children from 1 to one below the release's threshold is published.

    A marker stands in its place: `c`.
    """
    threshold = subject.catalogue.disclosure.threshold
    if threshold <= 1:
        raise NotApplicable("the release's threshold hides no count")
    expected = f"c, or 0, or at least {threshold}: smaller counts are hidden"

    def small(column: Column, figures: Figures) -> Flags:
        hidden = (figures.values > 0) & (figures.values < threshold)
        return hidden if column.whole else _nowhere(figures)

    yield from _faults(subject, "small_counts", expected, small)


def rounding(subject: Subject) -> Iterator[Finding]:
    """Every count of children is a multiple of the release's rounding base."""
    base = subject.catalogue.disclosure.rounding
    if base <= 1:
        raise NotApplicable("the release's counts are exact")
    yield from _faults(
        subject,
        "rounding",
        f"a multiple of {base}",
        lambda column, f: (f.values % base > 0) if column.whole else _nowhere(f),
    )


def _faults(
    subject: Subject, check: str, expected: str, fault: Callable[[Column, Figures], Flags]
) -> Iterator[Finding]:
    for grid in subject.grids.values():
        for column in grid.table.columns:
            for row in grid.rows_at(fault(column, grid.columns[column.name])):
                yield Finding(check, grid.table.path, row, column.name, expected)


def _nowhere(figures: Figures) -> Flags:
    return np.zeros(figures.values.shape, dtype=np.bool_)
