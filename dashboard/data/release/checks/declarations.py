"""Does a release declare what its columns count, and a rule that can protect what it suppresses?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.grids import Figures
from dashboard.data.release.findings import Finding
from dashboard.data.release.format import DESCRIPTOR
from dashboard.data.release.model import Column, Marker, MeasureKind, StatisticalTable
from dashboard.data.release.units import counts_others, counts_people, out_of, shares_in

NOT_A_SHARE = 'type "number" in the schema: this is a percentage or a proportion'
LEAST_THRESHOLD = 3
BASES = range(3, 1001)
THRESHOLD = (
    f"1, where nothing is suppressed, or {LEAST_THRESHOLD} or more: below that, a suppressed count "
    "has too few possible values to be safe"
)
ROUNDING = f"1, for exact counts, or a base from {BASES.start} to {BASES.stop - 1}"
SUPPRESSED = (
    f"a threshold of {LEAST_THRESHOLD} or more: counts of this table are suppressed, and 1 says that "
    "none are"
)
DECLARED = (
    'type "integer" in the schema, where its whole numbers count people; where they do not, a '
    "unit in .meta.csv that says what they are (days, £, scores)"
)
NOT_PEOPLE = f'{DECLARED}, or "countsPeople": false in the schema'


def disclosure_rule(subject: Subject) -> Iterator[Finding]:
    """Every threshold and every rounding makes sense, and is of a level or table that is there.

    A threshold is 3 or more, or 1 where no count is suppressed: below 3, nothing can be suppressed
    safely. A rounding is 1, for exact counts, or a base from 3 to 1000.
    """
    rule = subject.catalogue.disclosure
    levels = {area.level.casefold() for area in subject.catalogue.areas}
    tables = {table.name for table in subject.catalogue.tables}
    yield from _limits("disclosure", rule.threshold, rule.rounding)
    for own in rule.levels:
        if own.name.casefold() not in levels:
            yield _rule_finding(f"disclosure.levels.{own.name}", "a level of areas.csv")
        yield from _limits(f"disclosure.levels.{own.name}", own.threshold, own.rounding)
    for own in rule.tables:
        if own.name not in tables:
            yield _rule_finding(f"disclosure.tables.{own.name}", "the name of a statistical table")
        yield from _limits(f"disclosure.tables.{own.name}", own.threshold, own.rounding)
    yield from _suppressed_without_a_rule(subject)


def _limits(place: str, threshold: int | None, rounding: int | None) -> Iterator[Finding]:
    if threshold is not None and threshold != 1 and threshold < LEAST_THRESHOLD:
        yield _rule_finding(f"{place}.threshold", THRESHOLD)
    if rounding is not None and rounding != 1 and rounding not in BASES:
        yield _rule_finding(f"{place}.rounding", ROUNDING)


def _suppressed_without_a_rule(subject: Subject) -> Iterator[Finding]:
    for grid in subject.grids.values():
        limits = subject.catalogue.limits_of(grid.table.name)
        open_areas = np.array([own.threshold == 1 for own in limits], dtype=np.bool_)
        for column in grid.table.columns:
            marked = grid.columns[column.name].marked(Marker.CONFIDENTIAL)
            if column.whole and (marked & open_areas[None, :, None]).any():
                yield Finding("disclosure_rule", grid.table.path, None, column.name, SUPPRESSED)


def _rule_finding(place: str, expected: str) -> Finding:
    return Finding("disclosure_rule", DESCRIPTOR, None, place, expected)


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
