"""Do measures and identities point at cells that are there, and do the cells fit them?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.data import files
from dashboard.data.findings import Finding
from dashboard.data.importing.catalogue import read_reference
from dashboard.data.importing.entries import Entry
from dashboard.data.importing.statistics import Groups
from dashboard.data.release import Catalogue, CellReference, MeasureKind, StatisticalTable
from dashboard.data.validation.checks import Allowance, NotApplicable, Subject
from dashboard.data.validation.grids import Figures, TableGrid


def references(subject: Subject) -> Iterator[Finding]:
    """Every reference of measures.csv and identities.csv names cells that are there.

    A share has a numerator and a denominator, and both count children, as the numerator of a
    count does. A measure's breakdown is a filter of its numerator's table.
    """
    for path, columns in (
        (files.MEASURES.path, ("numerator", "denominator")),
        (files.IDENTITIES.path, ("left", "right")),
    ):
        for entry in subject.reading.entries[path]:
            for column in columns:
                if entry[column] and (expected := _reference_fault(subject, entry[column])):
                    yield Finding("references", path, entry.row, column, expected)
    for entry in subject.reading.entries[files.MEASURES.path]:
        yield from _measure_faults(subject.catalogue, entry)


def _reference_fault(subject: Subject, text: str) -> str:
    try:
        reference = read_reference(text)
    except ValueError:
        return ""  # noted when the file was read
    table = subject.catalogue.table(reference.table)
    if table is None:
        return "the name of a statistical table"
    if table.column(reference.column) is None:
        return f"a column of {table.path}"
    unknown = [name for name, _ in reference.groups if name not in table.filters]
    if unknown:
        return f"only filters of {table.path}: {', '.join(table.filters)}"
    grid = subject.grids.get(table.name)
    if grid and grid.combination(fixed_groups(subject.catalogue, table, reference)) is None:
        return f"groups that occur together in {table.path}"
    return ""


def fixed_groups(catalogue: Catalogue, table: StatisticalTable, reference: CellReference) -> Groups:
    """Give the groups of a reference's cells: as it says, or each breakdown's default."""
    named = dict(reference.groups)
    defaults = {b.name: b.default for b in catalogue.breakdowns}
    return tuple((name, named.get(name, defaults[name])) for name in table.filters)


def _measure_faults(catalogue: Catalogue, entry: Entry) -> Iterator[Finding]:
    measure = catalogue.measure(entry["measure"])
    if measure is None:
        return  # its references cannot be read, and that is noted

    def finding(column: str, expected: str) -> Finding:
        return Finding("references", files.MEASURES.path, entry.row, column, expected)

    if measure.kind is MeasureKind.SHARE and measure.denominator is None:
        yield finding("denominator", "a reference: a share needs both parts")
    parts = {"numerator": measure.numerator, "denominator": measure.denominator}
    for name, reference in parts.items():
        counts = measure.kind is MeasureKind.SHARE or (
            measure.kind is MeasureKind.COUNT and name == "numerator"
        )
        table = catalogue.table(reference.table) if reference else None
        column = table.column(reference.column) if table and reference else None
        if counts and column is not None and not column.whole:
            yield finding(name, "a column that counts children (type integer)")
    table = catalogue.table(measure.numerator.table)
    if measure.breakdown and table is not None and measure.breakdown not in table.filters:
        yield finding("breakdown", f"blank, or a filter of {table.path}")


def share_parts(subject: Subject) -> Iterator[Finding]:
    """Wherever a share's numerator has a row, its denominator has one too.

    The numerator is never the larger of the two.
    """
    shares = [m for m in subject.catalogue.measures if m.kind is MeasureKind.SHARE]
    if not shares:
        raise NotApplicable("no measure is a share")
    for measure in shares:
        if measure.denominator is None:
            continue
        over = _cells(subject, measure.numerator)
        under = _cells(subject, measure.denominator)
        if over is None or under is None:
            continue
        top, bottom = over.rows, under.rows
        for row in np.sort(top[(top > 0) & (bottom == 0)]):
            expected = f"a row for the denominator of {measure.key} in {under.grid.table.path}"
            yield over.finding("share_parts", int(row), expected)
        excess = over.values - under.values
        for row in np.sort(top[(excess > _allowance(subject, over, under)) & (top > 0)]):
            expected = f"at most the denominator of {measure.key}"
            yield over.finding("share_parts", int(row), expected)


def identities(subject: Subject) -> Iterator[Finding]:
    """The two sides of every line of identities.csv fit, wherever both are published.

    They are the same count, or the left is at most the right, as the line says.
    """
    if not subject.catalogue.identities:
        raise NotApplicable("the release declares no identities")
    types = np.array([period.type.value for period in subject.catalogue.periods])
    for identity in subject.catalogue.identities:
        left, right = _cells(subject, identity.left), _cells(subject, identity.right)
        if left is None or right is None:
            continue
        excess = left.values - right.values
        if identity.relation == "equals":
            excess = np.abs(excess)
        wrong = (excess > _allowance(subject, left, right)) & (left.rows > 0)
        if identity.period_type:
            wrong &= types == identity.period_type
        says = "as many as" if identity.relation == "equals" else "at most what"
        for row in np.sort(left.rows[wrong]):
            place = f"column {identity.right.column} of {right.grid.table.path} has"
            yield left.finding("identities", int(row), f"{says} {place}")


class _Cells:
    """The cells of one reference, with axes (area, period)."""

    def __init__(self, grid: TableGrid, column: str, figures: Figures, combination: int) -> None:
        self.grid = grid
        self.rows = grid.rows[combination]
        self.values = figures.values[combination]
        self._column = column

    def finding(self, check: str, row: int, expected: str) -> Finding:
        return Finding(check, self.grid.table.path, row, self._column, expected)


def _allowance(subject: Subject, *sides: _Cells) -> Allowance:
    """Return how far two sides may be apart, by area, because both are rounded."""
    each = [subject.allowance(side.grid.table.name) for side in sides]
    return np.asarray(np.sum(each, axis=0)[:, None])


def _cells(subject: Subject, reference: CellReference) -> _Cells | None:
    grid = subject.grids.get(reference.table)
    if grid is None or reference.column not in grid.columns:
        return None
    combination = grid.combination(fixed_groups(subject.catalogue, grid.table, reference))
    if combination is None:
        return None
    return _Cells(grid, reference.column, grid.columns[reference.column], combination)
