"""Checks that a release declares what its columns count, and a rule that protects what it suppresses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.grids import Figures, TableGrid
from dashboard.data.release.findings import Finding
from dashboard.data.release.format import DESCRIPTOR
from dashboard.data.release.model import Catalogue, Column, Marker, StatisticalTable
from dashboard.data.release.units import (
    counts_others,
    counts_people,
    is_vague,
    names_people,
    reporting,
    share_of,
    units_of,
)

NOT_A_SHARE = (
    'type "number" in the schema: its unit or label says that this is a percentage, a proportion, '
    "a rate or a ratio"
)
OUT_OF_WHAT = (
    "a unit that says what the share or rate is out of: per cent, proportion, per 1,000 children"
)
ONE_UNIT = (
    "one unit: the column and the measures that report it say that it is out of different numbers"
)
NO_OTHER = (
    'no "countsPeople": false, as the unit, the label or the denominator of a measure says that '
    "people are counted"
)
LEAST_THRESHOLD = 3
BASES = range(3, 1001)
THRESHOLD = (
    f"1, where nothing is suppressed, or {LEAST_THRESHOLD} or more: below that, a suppressed count "
    "has too few possible values to be safe"
)
ROUNDING = f"1, for exact counts, or a base from {BASES.start} to {BASES.stop - 1}"
ROUNDED_TO_ZERO = (
    "a base below twice the threshold, by every level and table (or twice the threshold, with "
    '"halvesUp": true): a count that reaches the threshold must not have been rounded to 0'
)
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
    safely. A rounding is 1, for exact counts, or a base from 3 to 1000. No count from the threshold on
    may have been rounded to 0: readers who can rule it out would know of nobody.
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
    if any(_hides_large_counts(subject.catalogue, table) for table in tables):
        yield _rule_finding("disclosure.rounding", ROUNDED_TO_ZERO)
    yield from _suppressed_without_a_rule(subject)


def _limits(place: str, threshold: int | None, rounding: int | None) -> Iterator[Finding]:
    if threshold is not None and threshold != 1 and threshold < LEAST_THRESHOLD:
        yield _rule_finding(f"{place}.threshold", THRESHOLD)
    if rounding is not None and rounding != 1 and rounding not in BASES:
        yield _rule_finding(f"{place}.rounding", ROUNDING)


def _hides_large_counts(catalogue: Catalogue, table: str) -> bool:
    """Return True if a 0 in a table may stand for a count that reaches its threshold."""
    below = 1 if catalogue.disclosure.halves_up else 0
    limits = {(own.threshold, own.rounding) for own in catalogue.limits_of(table)}
    return any(base in BASES and 1 < t <= (base - below) // 2 for t, base in limits)


def _suppressed_without_a_rule(subject: Subject) -> Iterator[Finding]:
    for grid in subject.grids.values():
        limits = subject.catalogue.limits_of(grid.table.name)
        open_areas = np.array([own.threshold == 1 for own in limits], dtype=np.bool_)
        for name, figures in grid.counts():
            marked = figures.marked(Marker.CONFIDENTIAL)
            if (marked & open_areas[None, :, None]).any():
                yield Finding("disclosure_rule", grid.table.path, None, name, SUPPRESSED)


def _rule_finding(place: str, expected: str) -> Finding:
    return Finding("disclosure_rule", DESCRIPTOR, None, place, expected)


def column_types(subject: Subject) -> Iterator[Finding]:
    """Every column of mostly whole numbers is of type `integer`, unless it is known to count no people.

    That is known where its unit is something else (days, £, scores), or where its field in the
    table's schema has `"countsPeople": false` and no unit names people or is blank. A percentage, a
    proportion, a rate or a ratio is of type `number`, and all that is said of its unit says the
    same of what it is out of. Where a column has no unit, its label is read for these.
    """
    for table in subject.catalogue.tables:
        grid = subject.grids.get(table.name)
        for column in table.columns:
            units = units_of(subject.catalogue, table.name, column)
            figures = grid.columns[column.name] if grid else None
            people = column.counts_no_people and _of_people(subject, table, column)
            expected = _share_fault(units, column) or (NO_OTHER if people else "")
            if not expected and figures and (expected := _count_fault(units, column, figures)):
                expected += _first_decimal(grid, figures)
            if expected:
                yield Finding("column_types", table.path, None, column.name, expected)


def _first_decimal(grid: TableGrid | None, figures: Figures) -> str:
    """Return where the first figure stands that is not whole, if there is one."""
    decimal = figures.published & (np.nan_to_num(figures.values) % 1 != 0)
    rows = grid.rows_at(decimal) if grid else []
    return f"; row {rows[0]} has the first that is not whole" if rows else ""


def _share_fault(units: list[str], column: Column) -> str:
    """Return what must be declared of a column for what its unit says of shares and rates."""
    shares = {share for unit in units if (share := share_of(unit))}
    if any(map(is_vague, units)) and not (shares or column.counts_no_people):
        return OUT_OF_WHAT
    if len(shares) > 1:
        return ONE_UNIT
    return NOT_A_SHARE if shares and column.whole else ""


def _of_people(subject: Subject, table: StatisticalTable, column: Column) -> bool:
    """Return True where a share is one of people, by a unit, its label or its denominator."""
    units = units_of(subject.catalogue, table.name, column)
    shares = [share for unit in units if (share := share_of(unit))]
    measures = reporting(subject.catalogue, table.name, column.name)
    below = (m.denominator for m in measures if m.denominator)
    columns = [subject.catalogue.column(own.table, own.column) for own in below]
    behind = any(own is not None and own.whole for own in columns)
    named = any(map(names_people, (*units, column.label)))
    return bool(shares) and (named or (behind and any(share.part for share in shares)))


def _count_fault(units: list[str], column: Column, figures: Figures) -> str:
    """Return what must be declared of a column that is neither a count nor a share."""
    if column.whole or any(map(share_of, units)):
        return ""
    printed = figures.values[figures.published]
    mostly_whole = np.count_nonzero(printed % 1 == 0) * 2 > len(printed)
    if not mostly_whole or (units and all(map(counts_others, units))):
        return ""
    if not units or any(map(counts_people, units)):
        return DECLARED
    return "" if column.counts_no_people else NOT_PEOPLE
