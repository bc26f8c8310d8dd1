"""Does a release declare what its columns count, and a rule that can protect what it suppresses?"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.data.findings import Finding
from dashboard.data.release import Column, MeasureKind, StatisticalTable
from dashboard.data.units import counts_others, counts_people, out_of, shares_in
from dashboard.data.validation.checks import Subject
from dashboard.data.validation.grids import Figures

NOT_A_SHARE = 'type "number" in the schema: this is a percentage or a proportion'
DECLARED = (
    'type "integer" in the schema, where its whole numbers count people; where they do not, a '
    "unit in .meta.csv that says what they are (days, £, scores)"
)
NOT_PEOPLE = f'{DECLARED}, or "countsPeople": false in the schema'


def column_types(subject: Subject) -> Iterator[Finding]:
    """Every column of whole numbers is of type `integer`, unless it is known to count no people.

    That is known where its unit is something else (days, £, scores, a rate per 10,000), or where
    its field in the table's schema has `"countsPeople": false`. A percentage or a proportion is of
    type `number`.
    """
    shares = shares_in(subject.catalogue)
    for table in subject.catalogue.tables:
        grid = subject.grids.get(table.name)
        for column in table.columns:
            units = _units(subject, table, column)
            expected = ""
            if column.whole:
                expected = NOT_A_SHARE if any(out_of(unit) for unit in units) else ""
            elif grid and (table.name, column.name) not in shares:
                expected = _declaration(units, column, grid.columns[column.name])
            if expected:
                yield Finding("column_types", table.path, None, column.name, expected)


def _declaration(units: list[str], column: Column, figures: Figures) -> str:
    """Return what must be declared of a column that is neither a count nor a share."""
    printed = figures.values[figures.published]
    if not len(printed) or (printed % 1 > 0).any() or (units and all(map(counts_others, units))):
        return ""
    if any(map(counts_people, units)):
        return DECLARED
    return "" if column.counts_no_people else NOT_PEOPLE


def _units(subject: Subject, table: StatisticalTable, column: Column) -> list[str]:
    """Return what is said of a column's unit: by itself, and by the measures that report it."""
    reported = [
        measure.unit
        for measure in subject.catalogue.measures
        if measure.kind is MeasureKind.REPORTED
        and (measure.numerator.table, measure.numerator.column) == (table.name, column.name)
    ]
    return [unit for unit in (column.unit, *reported) if unit.strip()]
