"""The periods of an illustrative release, from the launch to its last day."""

from __future__ import annotations

from datetime import date, timedelta

from dashboard.data.release.model import Period, PeriodType

FIRST_YEAR = 2020
LAST_DAY = date(2026, 6, 30)  # of the first release
_QUARTERS = ("January to March", "April to June", "July to September", "October to December")


def quarters_to(last_day: date) -> tuple[Period, ...]:
    """Return the quarters from the launch to a last day."""
    return tuple(
        _quarter(year, number, months)
        for year in range(FIRST_YEAR, last_day.year + 1)
        for number, months in enumerate(_QUARTERS, start=1)
        if date(year, 3 * number - 2, 1) <= last_day
    )


def _quarter(year: int, number: int, months: str) -> Period:
    following = date(year + (number == 4), 1 if number == 4 else 3 * number + 1, 1)
    return Period(
        f"{year}q{number}",
        str(year),
        f"Calendar year Q{number}",
        PeriodType.QUARTER,
        f"{months} {year}",
        date(year, 3 * number - 2, 1),
        following - timedelta(days=1),
    )


def periods_to(last_day: date) -> tuple[Period, ...]:
    """Return every period from the launch to a last day, which is the end of a half year."""
    years = (_year(year, last_day) for year in range(FIRST_YEAR, last_day.year + 1))
    return (*quarters_to(last_day), *years, _to_date(last_day))


def _year(year: int, last_day: date) -> Period:
    ends = date(year, 12, 31)
    part = last_day < ends
    return Period(
        str(year),
        str(year),
        "Calendar year",
        PeriodType.YEAR,
        f"{year} (January to June)" if part else str(year),
        date(year, 1, 1),
        min(ends, last_day),
        _LAUNCH if year == FIRST_YEAR else _PART if part else "",
    )


_LAUNCH = "The year of launch: Covid-19 lockdowns slowed recruitment."
_PART = "Part of a year: January to June only."


def _to_date(last_day: date) -> Period:
    half = "June " if last_day.month < 12 else ""
    return Period(
        "to-date",
        f"{FIRST_YEAR}{last_day.year % 100}",
        "To date",
        PeriodType.TO_DATE,
        f"{FIRST_YEAR} to {half}{last_day.year}",
        date(FIRST_YEAR, 1, 1),
        last_day,
        "Everything since the launch.",
    )
