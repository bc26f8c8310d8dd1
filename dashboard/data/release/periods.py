"""The span of time that a pair of `time_period` and `time_identifier` names.

The pairs are the Department for Education's, with two additions of ours: "To date", from the
start of its first year to the end of what the release covers, and "Reporting period", from one
year to another. Which months a reporting year or period has is not in its name: a release says
it, and calendar years are meant where it does not.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.data.release.model import Period, PeriodType

TO_DATE_KEY = "to-date"
REPORTING_YEAR = "Reporting year"
REPORTING_PERIOD = "Reporting period"
MOST_YEARS = 20  # of a reporting period; more is a slip in its two last digits
FIRST_TO_LAST = 'the first year and the last two digits of the last, such as "{example}"'
YEAR_DIGITS = 4
SPAN_DIGITS = 6
Span = tuple[dt.date, dt.date]  # a first and a last day


@dataclass(frozen=True, slots=True)
class Identifier:
    """A `time_identifier`: how many digits its periods have, and in which month they start.

    A part of a year has a `part`, its short name in addresses, and the `year` that it is part of.
    """

    name: str
    digits: int
    first_month: int
    months: int
    year: str = ""
    part: str = ""

    @property
    def expected(self) -> str:
        shape = "four digits (2024)" if self.digits == YEAR_DIGITS else "six digits (202425)"
        return f'{shape} for "{self.name}"'


def _identifiers() -> dict[str, Identifier]:
    years = (
        Identifier("Calendar year", YEAR_DIGITS, 1, 12),
        Identifier(REPORTING_YEAR, YEAR_DIGITS, 1, 12),
        Identifier("Academic year", SPAN_DIGITS, 9, 12),
        Identifier("Financial year", SPAN_DIGITS, 4, 12),
    )
    quarters = (
        Identifier(
            f"{year.name} Q{number}",
            year.digits,
            year.first_month + 3 * (number - 1),
            3,
            year.name,
            f"q{number}",
        )
        for year in years
        for number in range(1, 5)
    )
    parts = (
        # Schools choose the days of their terms: these are four months each, as near as may be.
        Identifier("Autumn term", SPAN_DIGITS, 9, 4, "Academic year", "-autumn"),
        Identifier("Spring term", SPAN_DIGITS, 13, 4, "Academic year", "-spring"),
        Identifier("Summer term", SPAN_DIGITS, 17, 4, "Academic year", "-summer"),
        Identifier("Autumn and spring term", SPAN_DIGITS, 9, 8, "Academic year", "-two-terms"),
        Identifier("Part 1 (April to September)", SPAN_DIGITS, 4, 6, "Financial year", "h1"),
        Identifier("Part 2 (October to March)", SPAN_DIGITS, 10, 6, "Financial year", "h2"),
    )
    spans = (
        Identifier(REPORTING_PERIOD, SPAN_DIGITS, 1, 0),
        Identifier("To date", SPAN_DIGITS, 1, 0),
    )
    return {identifier.name: identifier for identifier in (*years, *quarters, *parts, *spans)}


IDENTIFIERS: Mapping[str, Identifier] = _identifiers()
_SPELLINGS = {name.casefold(): name for name in IDENTIFIERS}


def spelled(time_identifier: str) -> str:
    """Return an identifier in the usual capitals; one that is not known as it is."""
    return _SPELLINGS.get(time_identifier.casefold(), time_identifier)


def family_of(period: Period) -> tuple[str, int]:
    """Return the kind of year that a period is or is part of, and the months of such a period."""
    identifier = IDENTIFIERS[period.time_identifier]
    return identifier.year or identifier.name, identifier.months


def spans_by_release(time_identifier: str) -> bool:
    """Return True if the release has to say which months a period of this identifier has."""
    identifier = IDENTIFIERS.get(time_identifier)
    return identifier is not None and bool(
        {identifier.name, identifier.year} & {REPORTING_YEAR, REPORTING_PERIOD}
    )


class UnknownPeriod(ValueError):
    """The pair names no span of time; the message says what was expected."""


def read_period(time_period: str, time_identifier: str) -> Period:
    """Return the period that a pair names, as if everything in it had been published.

    Raises UnknownPeriod with what was expected, never with what was found.
    """
    time_identifier = spelled(time_identifier)
    identifier = IDENTIFIERS.get(time_identifier)
    if identifier is None:
        raise UnknownPeriod("one of " + ", ".join(IDENTIFIERS))
    if not re.fullmatch(rf"[0-9]{{{identifier.digits}}}", time_period):
        raise UnknownPeriod(identifier.expected)
    year = int(time_period[:4])
    if not dt.MINYEAR < year < dt.MAXYEAR - 1:
        raise UnknownPeriod("a year that a calendar has")
    if identifier.name == REPORTING_PERIOD:
        return _reporting_period(time_period, year)
    if identifier.months == 0:
        return _to_date(time_period, identifier, year)
    if identifier.digits == SPAN_DIGITS and int(time_period[4:]) != (year + 1) % 100:
        raise UnknownPeriod('a year and the last two digits of the next, such as "202425"')
    starts = _month_start(year, identifier.first_month)
    ends = _month_start(year, identifier.first_month + identifier.months) - dt.timedelta(days=1)
    stem = str(year) if identifier.digits == YEAR_DIGITS else f"{year}-{time_period[4:]}"
    return Period(
        f"{stem}{identifier.part}",
        time_period,
        time_identifier,
        PeriodType.QUARTER if identifier.part else PeriodType.YEAR,
        _label(identifier, stem, starts, ends),
        starts,
        ends,
    )


def _label(identifier: Identifier, stem: str, starts: dt.date, ends: dt.date) -> str:
    if identifier.name.endswith("term"):
        return f"{identifier.name} {stem.replace('-', '/')}"
    if identifier.part:
        year = "" if starts.year == ends.year else f" {starts.year}"
        return f"{_month(starts)}{year} to {_month(ends)} {ends.year}"
    return stem.replace("-", "/") if identifier.name == "Academic year" else stem


def derive_periods(
    pairs: Iterable[tuple[str, str]], spans: Mapping[tuple[str, str], Span] | None = None
) -> tuple[Period, ...]:
    """Return the periods of a release in order of display: quarters, years, longer ones, to date.

    `spans` are those that the release itself gives, for pairs that do not tell them. A last
    year that quarters cover in part ends where they end, and its label says so; a reporting
    period is never cut, as it is published once, when it is over. "To date" ends with the last
    quarter, or with the last year or reporting period where there are no quarters; it begins with
    the first year, in April where years are financial.
    """
    days = spans or {}
    periods = [_spanned(read_period(*pair), days.get(pair)) for pair in dict.fromkeys(pairs)]
    periods.sort(key=lambda p: (p.starts, p.ends))
    quarters = [p for p in periods if p.type is PeriodType.QUARTER]
    last = max((p.ends for p in quarters), default=None)
    years = [_clip(p, last) for p in periods if p.type is PeriodType.YEAR]
    longer = [p for p in periods if p.type is PeriodType.PERIOD]
    dated = (*quarters, *years) if quarters else (*years, *longer)
    covered = max((p.ends for p in dated), default=None)
    to_date = [
        _clip(_begun(p, years or quarters or _from(p.starts.year, longer)), covered)
        for p in periods
        if p.type is PeriodType.TO_DATE
    ]
    return (*quarters, *years, *longer, *to_date)


def _from(year: int, periods: Iterable[Period]) -> list[Period]:
    return [p for p in periods if int(p.time_period[:4]) == year]


def _begun(to_date: Period, others: Sequence[Period]) -> Period:
    """Let "To date" begin with its first year, in the month in which years of the release begin."""
    named = sorted(others, key=lambda p: p.time_period[:4] != to_date.time_period[:4])
    if not named:
        return to_date
    begins = named[0].starts
    if year := IDENTIFIERS[named[0].time_identifier].year:
        begins = read_period(named[0].time_period, year).starts
    months = 12 * (begins.year - int(named[0].time_period[:4])) + begins.month
    starts = _month_start(to_date.starts.year, months) + dt.timedelta(days=begins.day - 1)
    if starts == to_date.starts:
        return to_date
    first, last = (f"{_month(day)} {day.year}" for day in (starts, to_date.ends))
    return replace(to_date, starts=starts, label=f"{first} to {last}")


def _spanned(period: Period, span: Span | None) -> Period:
    if span is None:
        return period
    starts, ends = span
    label = _lasting(starts, ends) if period.type is PeriodType.PERIOD else period.label
    return replace(period, starts=starts, ends=ends, label=label, told=True)


def _reporting_period(time_period: str, year: int) -> Period:
    last = year + (int(time_period[4:]) - year) % 100
    if last - year >= MOST_YEARS or last >= dt.MAXYEAR:
        raise UnknownPeriod(
            FIRST_TO_LAST.format(example="202022") + f", {MOST_YEARS} years at most"
        )
    return _of_years(time_period, REPORTING_PERIOD, year, last)


def _lasting(starts: dt.date, ends: dt.date) -> str:
    """Return a label with a length: "2020 to 2022 (3 years)", "2025 to June 2026 (18 months)"."""
    after = ends + dt.timedelta(days=1)
    if starts.day != 1 or after.day != 1:
        return f"{_day(starts)} to {_day(ends)}"
    months = 12 * (after.year - starts.year) + after.month - starts.month
    length = _counted(months, "month") if months % 12 else _counted(months // 12, "year")
    first, last = f"{_month(starts)} {starts.year}", f"{_month(ends)} {ends.year}"
    if starts.year != ends.year or months % 12 == 0:
        first = str(starts.year) if starts.month == 1 else first
        last = str(ends.year) if after.month == 1 else last
    return f"{first} ({length})" if first == last else f"{first} to {last} ({length})"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("" if number == 1 else "s")


def _day(day: dt.date) -> str:
    return f"{day.day} {_month(day)} {day.year}"


def _to_date(time_period: str, identifier: Identifier, year: int) -> Period:
    last = year - year % 100 + int(time_period[4:])
    if last < year:
        raise UnknownPeriod(FIRST_TO_LAST.format(example="202026"))
    return _of_years(time_period, identifier.name, year, last)


def _of_years(time_period: str, time_identifier: str, first: int, last: int) -> Period:
    """Return a period of whole years: closed, or to date."""
    starts, ends = dt.date(first, 1, 1), dt.date(last, 12, 31)
    key, type_, label = TO_DATE_KEY, PeriodType.TO_DATE, f"{first} to {last}"
    if time_identifier == REPORTING_PERIOD:
        key, type_, label = f"{first}-to-{last}", PeriodType.PERIOD, _lasting(starts, ends)
    return Period(key, time_period, time_identifier, type_, label, starts, ends)


def _clip(period: Period, last: dt.date | None) -> Period:
    if last is None or not period.starts <= last < period.ends:
        return period
    if period.type is PeriodType.TO_DATE:
        first = period.label.rpartition(" to ")[0]
        whole = first.isdigit() and (last.month, last.day) == (12, 31)
        label = f"{first} to {last.year}" if whole else f"{first} to {_month(last)} {last.year}"
    else:
        label = f"{period.label} ({_month(period.starts)} to {_month(last)})"
    return replace(period, ends=last, label=label)


def _month_start(year: int, month: int) -> dt.date:
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _month(day: dt.date) -> str:
    return calendar.month_name[day.month]
