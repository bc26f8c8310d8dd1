"""The periods that a measure has at a level of area, and how a run of them is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dashboard.data.queries import places
from dashboard.data.release.model import (
    Area,
    Catalogue,
    CellReference,
    Measure,
    Period,
    PeriodType,
    StatisticalTable,
)
from dashboard.data.release.openings import Groups, fixed_groups, references_of
from dashboard.data.release.periods import family_of

# A period shorter than its type by more than a leap day's play is part of one.
SHORTEST_DAYS = {PeriodType.QUARTER: 88, PeriodType.YEAR: 360}
MONTH_DAYS = 365.25 / 12
YEARS_AND_LONGER = (PeriodType.YEAR, PeriodType.PERIOD)
NEWEST_FIRST = (PeriodType.TO_DATE, PeriodType.PERIOD, PeriodType.YEAR, PeriodType.QUARTER)


def covered(
    catalogue: Catalogue, measure: Measure, areas: Sequence[Area] = (), *, pooled: bool = True
) -> tuple[Period, ...]:
    """Return the periods that a measure has for some areas, or for any, in order of display.

    A share has those that both of its counts have. Kinds of period that an area lacks are pooled
    from its parts, unless not wanted. Where nothing is there for such areas, the periods are
    those of any.
    """
    of_areas = had(catalogue, measure, areas, pooled=pooled)
    if of_areas:
        return of_areas
    if areas:
        return covered(catalogue, measure)
    keys = _keys(catalogue, measure.numerator, (), pooled=pooled)
    return tuple(period for period in catalogue.periods if period.key in keys)


def had(
    catalogue: Catalogue, measure: Measure, areas: Sequence[Area] = (), *, pooled: bool = True
) -> tuple[Period, ...]:
    """Return the same periods, and none where the areas' levels do not have the measure."""
    more = references_of(measure)[1:] if measure.is_share else ()
    known = [_keys(catalogue, r, areas, pooled=pooled) for r in (measure.numerator, *more)]
    return tuple(p for p in catalogue.periods if all(p.key in keys for keys in known))


def _keys(
    catalogue: Catalogue, reference: CellReference, areas: Sequence[Area], *, pooled: bool
) -> frozenset[str]:
    """Return the keys of the periods that a reference's cells have for areas, or for any."""
    table = catalogue.table(reference.table)
    if table is None or not table.periods:
        return frozenset(period.key for period in catalogue.periods)
    if not table.scopes:
        return frozenset(table.periods)
    groups = fixed_groups(catalogue, table, reference)
    if not areas:
        return frozenset(key for scope in table.scopes for key in scope.periods_of(groups))
    levels = {level: _at(table, level, groups) for level in places.levels(catalogue)}
    keys = {key for level in {area.level for area in areas} for key in levels[level]}
    kinds = {period.key: period.type for period in catalogue.periods}
    parts = places.levels_of_parts(catalogue) if pooled else {}
    for level, below in {(area.level, parts.get(area.slug, frozenset())) for area in areas}:
        lacking = set(kinds.values()) - {kinds[key] for key in levels[level]}
        keys |= {key for part in below for key in levels[part] if kinds[key] in lacking}
    return frozenset(keys)


def _at(table: StatisticalTable, level: str, groups: Groups) -> tuple[str, ...]:
    """Return the keys of the periods that a table has at a level, for some groups."""
    scope = table.scope_of(level)
    return scope.periods_of(groups) if scope else ()


def newest_first(periods: Sequence[Period]) -> list[Period]:
    """Order periods as a reader picks them: to date, the longest, then shorter; newest first."""
    ordered = sorted(periods, key=lambda period: period.ends, reverse=True)
    return sorted(ordered, key=lambda period: NEWEST_FIRST.index(period.type))


def run_of(
    catalogue: Catalogue, measure: Measure, type_: PeriodType, areas: Sequence[Area] = ()
) -> tuple[Period, ...]:
    """Return every period of one type from a measure's first to its last, gaps included.

    A gap is a period of the same `time_identifier` family that the release knows from other
    tables: it stays, so that a chart breaks there. Of reporting periods, none holds another.
    Shares of years and of reporting periods stand in one run, where one begins as the other
    ends; counts do not, as a count grows with the length of its period.
    """
    of_areas = covered(catalogue, measure, areas)
    asked = [period for period in of_areas if period.type is type_]
    if not asked:
        return ()
    if type_ is PeriodType.PERIOD:
        run = [
            p for p in asked if not any(is_within(other, p) for other in asked if other is not p)
        ]
    else:
        families = {family_of(period) for period in asked}
        first, last = min(p.starts for p in asked), max(p.ends for p in asked)
        run = [
            period
            for period in catalogue.periods
            if period.type is type_
            and family_of(period) in families
            and first <= period.starts
            and period.ends <= last
        ]
    mixed = type_ in YEARS_AND_LONGER and not measure.is_count
    more = [p for p in of_areas if p.type in YEARS_AND_LONGER] if mixed else []
    for period in sorted(more, key=lambda p: p.ends - p.starts):
        if all(period.ends < p.starts or p.ends < period.starts for p in run):
            run.append(period)
    return tuple(sorted(run, key=lambda period: period.starts))


def is_within(period: Period, longer: Period) -> bool:
    """Return True if no day of a period lies outside another."""
    return longer.starts <= period.starts and period.ends <= longer.ends


def is_part(period: Period) -> bool:
    """Return True if a period is shorter than its type says, as a year still under way is."""
    shortest = SHORTEST_DAYS.get(period.type)
    return shortest is not None and (period.ends - period.starts).days + 1 < shortest


def months(period: Period) -> int:
    """Return the length of a period in months."""
    return max(1, round(((period.ends - period.starts).days + 1) / MONTH_DAYS))


def middle(period: Period) -> int:
    """Return the middle of a period on an even scale, of half months."""
    return 2 * (12 * period.starts.year + period.starts.month) + months(period)


def lengths_differ(periods: Iterable[Period]) -> bool:
    """Return True if whole periods are not all as long."""
    return len({months(p) for p in periods if not is_part(p)}) > 1


def span_text(periods: Sequence[Period]) -> str:
    """Write from when to when: "2020 to June 2026", "April 2013 to March 2025", "2024"."""
    if len(periods) == 1:
        return periods[0].label
    if not periods:
        return ""
    first, last = min(p.starts for p in periods), max(p.ends for p in periods)
    starts = str(first.year) if (first.month, first.day) == (1, 1) else f"{first:%B %Y}"
    ends = str(last.year) if _ends_year(last) else f"{last:%B %Y}"
    return starts if starts == ends else f"{starts} to {ends}"


def _ends_year(day: date) -> bool:
    return (day + timedelta(days=1)).year != day.year
