"""Which periods does a table cover, and how is a run of them written?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dashboard.data.release.model import Catalogue, Measure, Period, PeriodType

# A period shorter than its type by more than a leap day's play is part of one.
SHORTEST_DAYS = {PeriodType.QUARTER: 88, PeriodType.YEAR: 360}
MONTH_DAYS = 365.25 / 12
NEWEST_FIRST = (PeriodType.TO_DATE, PeriodType.PERIOD, PeriodType.YEAR, PeriodType.QUARTER)


def covered(catalogue: Catalogue, measure: Measure, level: str = "") -> tuple[Period, ...]:
    """Give the periods that a measure's table has rows for, in order of display.

    Those of one level of area, where a level is named.
    """
    table = catalogue.table(measure.numerator.table)
    if table is None or not table.periods:
        return catalogue.periods
    known = frozenset(table.periods_of(level) if level else table.periods)
    return tuple(period for period in catalogue.periods if period.key in known)


def newest_first(periods: Sequence[Period]) -> list[Period]:
    """Order periods as a reader picks them: to date, the longest, then shorter; newest first."""
    ordered = sorted(periods, key=lambda period: period.ends, reverse=True)
    return sorted(ordered, key=lambda period: NEWEST_FIRST.index(period.type))


def run_of(catalogue: Catalogue, measure: Measure, type_: PeriodType) -> tuple[Period, ...]:
    """Give every period of one type from a measure's first to its last, gaps included.

    A gap is a period of the same `time_identifier` family that the release knows from other
    tables: it stays, so that a chart breaks there.
    """
    asked = [period for period in covered(catalogue, measure) if period.type is type_]
    if not asked:
        return ()
    families = {family(period) for period in asked}
    first, last = min(p.starts for p in asked), max(p.ends for p in asked)
    run = [
        period
        for period in catalogue.periods
        if period.type is type_
        and family(period) in families
        and first <= period.starts
        and period.ends <= last
    ]
    return tuple(sorted(run, key=lambda period: period.starts))


def family(period: Period) -> str:
    """Give the kind of year a period belongs to: "Calendar year" for its first quarter too."""
    stem, separator, quarter = period.time_identifier.rpartition(" Q")
    return stem if separator and quarter.isdigit() else period.time_identifier


def is_part(period: Period) -> bool:
    """Whether a period is shorter than its type says, as a year still under way is."""
    shortest = SHORTEST_DAYS.get(period.type)
    return shortest is not None and (period.ends - period.starts).days + 1 < shortest


def months(period: Period) -> int:
    """Give the length of a period in months."""
    return max(1, round(((period.ends - period.starts).days + 1) / MONTH_DAYS))


def middle(period: Period) -> int:
    """Give the middle of a period on an even scale, of half months."""
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
