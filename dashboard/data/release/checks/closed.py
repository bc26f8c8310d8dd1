"""Periods are closed: each is printed when it is over, and does not grow in the next release.

A period that grows, or that overlaps another, gives counts of short spans away by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

import numpy as np

from dashboard.data.release import additivity
from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.grids import Flags, Index, TableGrid
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import BreakdownKind, Marker, Period, PeriodType
from dashboard.data.release.periods import REPORTING_YEAR

CHECK = "closed_periods"
COLUMN = "time_period"
OVER = "a period that is over"


def closed_periods(subject: Subject) -> Iterator[Finding]:
    """Every period is closed: what grows until the next release tells what it grew by.

    In a table whose counts add over time it is over on the day of publication; so is every
    reporting period, and within what "To date" covers. A year whose quarters say how much of it is
    covered is over with the last of them, and of a reporting year without days nothing is known.
    In such a table no other period of the same level overlaps a reporting period unless one holds
    the other, or they are of groups that nothing adds up; and where a level has reporting periods,
    "To date" is a sum of the other periods that the level has.
    """
    for grid in subject.grids.values():
        adds = grid.table.adds_over_time and any(column.whole for column in grid.table.columns)
        yield from _not_over(subject, grid, adds=adds)
        if adds:
            yield from _overlaps(subject, grid)
            yield from _open_totals(subject.catalogue.periods, grid)


def _not_over(subject: Subject, grid: TableGrid, *, adds: bool) -> Iterator[Finding]:
    published = subject.catalogue.published
    covered = [p.ends for p in subject.catalogue.periods if p.type is PeriodType.TO_DATE]
    for place, period in enumerate(subject.catalogue.periods):
        if _is_closed_kind(period):
            if period.ends > min([published, *covered]):
                yield from _at_first(grid, grid.flags_at(_of_period(place)), OVER)
        elif adds and period.ends > published and _has_known_days(period):
            counted = grid.flags_at(_of_period(place)) & _any_counted(grid)
            yield from _at_first(grid, counted, f"{OVER}, or its quarters that are, in some table")


def _has_known_days(period: Period) -> bool:
    return period.told or period.time_identifier.casefold() != REPORTING_YEAR.casefold()


def _any_counted(grid: TableGrid) -> Flags:
    """Return which rows have a count, printed or suppressed."""
    counted = [own.published | own.marked(Marker.CONFIDENTIAL) for _, own in grid.counts()]
    return np.asarray(np.any(counted, axis=0))


def _overlaps(subject: Subject, grid: TableGrid) -> Iterator[Finding]:
    periods = subject.catalogue.periods
    levels = [area.level.casefold() for area in subject.catalogue.areas]
    for level, apart in product(dict.fromkeys(levels), _apart(subject, grid)):
        of_level = np.array([other == level for other in levels])
        lines = apart[:, None] & of_level
        there = (grid.rows[lines] > 0).any(axis=0)
        for one, other in combinations(np.flatnonzero(there).tolist(), 2):
            if _cross(periods[one], periods[other]):
                wrong = grid.flags_at(_of_period(other), lines)
                expected = f"no overlap with {periods[one].key}, or one within the other"
                yield from _at_first(grid, wrong, expected)


def _apart(subject: Subject, grid: TableGrid) -> Iterator[Flags]:
    """Yield the combinations of each choice of separate groups, which nothing ties."""
    separate = {
        breakdown.name
        for breakdown in subject.catalogue.breakdowns
        if breakdown.kind is BreakdownKind.SEPARATE
    }
    own = [tuple(g for g in groups if g[0] in separate) for groups in grid.combinations]
    for choice in dict.fromkeys(own):
        yield np.array([other == choice for other in own])


def _cross(one: Period, other: Period) -> bool:
    """Return True if periods, one of them a reporting period, overlap and neither holds the other."""
    if not (_is_closed_kind(one) or _is_closed_kind(other)):
        return False
    first, second = sorted([additivity.span_of(one), additivity.span_of(other)])
    return first[0] < second[0] <= first[1] < second[1]


def _open_totals(periods: Sequence[Period], grid: TableGrid) -> Iterator[Finding]:
    for there, lines in grid.lines_of_periods():
        own = [periods[place] for place in there]
        totals = [p for p in own if p.type is PeriodType.TO_DATE]
        for total in totals if any(map(_is_closed_kind, own)) else ():
            if not _is_sum(total, [p for p in own if p is not total]):
                wrong = grid.flags_at(_of_period(periods.index(total)), lines)
                yield from _at_first(grid, wrong, "a sum of the other periods of its level")


def _is_sum(total: Period, others: Sequence[Period]) -> bool:
    spans = {additivity.span_of(period) for period in others}
    own = additivity.span_of(total)
    pieces = additivity.tilings([own, *spans]).get(own, ())
    return own in spans or (bool(pieces) and set(pieces) <= spans)


def _is_closed_kind(period: Period) -> bool:
    return period.type is PeriodType.PERIOD


def _of_period(place: int) -> Index:
    return slice(None), slice(None), place


def _at_first(grid: TableGrid, wrong: Flags, expected: str) -> Iterator[Finding]:
    yield from islice(grid.findings(CHECK, COLUMN, wrong, expected), 1)
