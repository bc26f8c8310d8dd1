"""A pair of time_period and time_identifier names the span that publishers mean."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.data.release.additivity import span_of, tilings
from dashboard.data.release.periods import UnknownPeriod, derive_periods, read_period


@pytest.mark.parametrize(
    ("pair", "key", "label", "starts", "ends"),
    [
        (("2024", "Calendar year"), "2024", "2024", "2024-01-01", "2024-12-31"),
        (("2024", "Reporting year"), "2024", "2024", "2024-01-01", "2024-12-31"),
        (("202425", "Academic year"), "2024-25", "2024/25", "2024-09-01", "2025-08-31"),
        (("202425", "Financial year"), "2024-25", "2024-25", "2024-04-01", "2025-03-31"),
        (("199900", "Financial year"), "1999-00", "1999-00", "1999-04-01", "2000-03-31"),
        (
            ("2024", "Calendar year Q1"),
            "2024q1",
            "January to March 2024",
            "2024-01-01",
            "2024-03-31",
        ),
        (
            ("202425", "Financial year Q1"),
            "2024-25q1",
            "April to June 2024",
            "2024-04-01",
            "2024-06-30",
        ),
        (
            ("202425", "Financial year Q4"),
            "2024-25q4",
            "January to March 2025",
            "2025-01-01",
            "2025-03-31",
        ),
        (
            ("202425", "Academic year Q2"),
            "2024-25q2",
            "December 2024 to February 2025",
            "2024-12-01",
            "2025-02-28",
        ),
        (
            ("202425", "autumn TERM"),
            "2024-25-autumn",
            "Autumn term 2024/25",
            "2024-09-01",
            "2024-12-31",
        ),
        (
            ("202425", "Summer term"),
            "2024-25-summer",
            "Summer term 2024/25",
            "2025-05-01",
            "2025-08-31",
        ),
        (
            ("202425", "Part 2 (October to March)"),
            "2024-25h2",
            "October 2024 to March 2025",
            "2024-10-01",
            "2025-03-31",
        ),
        (
            ("202022", "Reporting period"),
            "2020-to-2022",
            "2020 to 2022 (3 years)",
            "2020-01-01",
            "2022-12-31",
        ),
        (
            ("199901", "Reporting period"),
            "1999-to-2001",
            "1999 to 2001 (3 years)",
            "1999-01-01",
            "2001-12-31",
        ),
        (
            ("202424", "Reporting period"),
            "2024-to-2024",
            "2024 (1 year)",
            "2024-01-01",
            "2024-12-31",
        ),
        (("202026", "To date"), "to-date", "2020 to 2026", "2020-01-01", "2026-12-31"),
    ],
)
def test_pair_names_a_span(
    pair: tuple[str, str], key: str, label: str, starts: str, ends: str
) -> None:
    period = read_period(*pair)
    assert (period.key, period.label) == (key, label)
    assert period.starts == dt.date.fromisoformat(starts)
    assert period.ends == dt.date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("202425", "Calendar year"), 'four digits (2024) for "Calendar year"'),
        (("2024", "Financial year"), 'six digits (202425) for "Financial year"'),
        (("202426", "Financial year"), "a year and the last two digits of the next"),
        (("202620", "To date"), "the first year and the last two digits of the last"),
        (("2020", "Reporting period"), 'six digits (202425) for "Reporting period"'),
        (("202219", "Reporting period"), "the first year and the last two digits of the last"),
        (("202040", "Reporting period"), "20 years at most"),
        (("2024", "Calendar years"), "one of Calendar year"),
        (("0000", "Calendar year"), "a year that a calendar has"),
        (("\uff12\uff10\uff12\uff14", "Calendar year"), "four digits"),
    ],
)
def test_pair_that_names_nothing_says_what_was_expected(
    pair: tuple[str, str], expected: str
) -> None:
    with pytest.raises(UnknownPeriod) as caught:
        read_period(*pair)
    assert expected in str(caught.value)


def test_year_that_quarters_cover_in_part_says_so() -> None:
    pairs = [
        ("202026", "To date"),
        ("2026", "Calendar year"),
        ("2025", "Calendar year"),
        ("2026", "Calendar year Q2"),
        ("2026", "Calendar year Q1"),
    ]
    periods = derive_periods(pairs)
    assert [p.key for p in periods] == ["2026q1", "2026q2", "2025", "2026", "to-date"]
    labels = {p.key: p.label for p in periods}
    assert labels["2026"] == "2026 (January to June)"
    assert labels["2025"] == "2025"
    assert labels["to-date"] == "2020 to June 2026"
    assert {p.ends for p in periods[-2:]} == {dt.date(2026, 6, 30)}


def test_to_date_without_quarters_ends_with_the_last_year() -> None:
    periods = derive_periods([("2024", "Calendar year"), ("202024", "To date")])
    assert periods[-1].label == "2020 to 2024"


@pytest.mark.parametrize(
    ("pair", "starts", "ends", "label"),
    [
        ("202526", "2025-01-01", "2026-06-30", "2025 to June 2026 (18 months)"),
        ("202023", "2020-04-01", "2023-03-31", "April 2020 to March 2023 (3 years)"),
        ("202425", "2024-09-01", "2025-08-31", "September 2024 to August 2025 (1 year)"),
        ("202525", "2025-07-01", "2025-12-31", "July 2025 to December 2025 (6 months)"),
        ("202626", "2026-01-01", "2026-01-31", "January 2026 (1 month)"),
        ("202526", "2025-07-01", "2026-12-31", "July 2025 to 2026 (18 months)"),
        ("202526", "2025-01-06", "2026-06-28", "6 January 2025 to 28 June 2026"),
    ],
)
def test_days_of_a_reporting_period_are_in_its_label(
    pair: str, starts: str, ends: str, label: str
) -> None:
    named = (pair, "Reporting period")
    days = (dt.date.fromisoformat(starts), dt.date.fromisoformat(ends))
    (period,) = derive_periods([named], {named: days})
    assert (period.starts, period.ends, period.label, period.told) == (*days, label, True)


def test_reporting_periods_stand_after_years_and_are_never_cut() -> None:
    pairs = [
        ("202026", "To date"),
        ("202526", "Reporting period"),
        ("202024", "Reporting period"),
        ("2026", "Calendar year"),
        ("2026", "Calendar year Q2"),
    ]
    periods = derive_periods(pairs)
    keys = ["2026q2", "2026", "2020-to-2024", "2025-to-2026", "to-date"]
    assert [p.key for p in periods] == keys
    assert periods[3].ends == dt.date(2026, 12, 31)  # and `check` says that it is not over
    assert periods[4].ends == dt.date(2026, 6, 30)


def test_to_date_without_quarters_ends_with_the_last_reporting_period() -> None:
    named = ("202526", "Reporting period")
    spans = {named: (dt.date(2025, 1, 1), dt.date(2026, 6, 30))}
    pairs = [("2025", "Calendar year"), named, ("202026", "To date")]
    assert derive_periods(pairs, spans)[-1].label == "2020 to June 2026"


APRIL = {
    (f"{number}", "Reporting year"): (dt.date(number - 1, 4, 1), dt.date(number, 3, 31))
    for number in (2023, 2024, 2025)
}


@pytest.mark.parametrize(
    ("pairs", "to_date", "starts", "label"),
    [
        (list(APRIL), "202325", "2022-04-01", "April 2022 to March 2025"),
        (list(APRIL)[1:], "202325", "2022-04-01", "April 2022 to March 2025"),
        (
            [("202223", "Financial year"), ("202425", "Financial year")],
            "202225",
            "2022-04-01",
            "April 2022 to March 2025",
        ),
        (
            [("202223", "Financial year Q3")],
            "202223",
            "2022-04-01",
            "April 2022 to December 2022",
        ),
        (
            [("202324", "Autumn term"), ("202324", "Spring term")],
            "202224",
            "2022-09-01",
            "September 2022 to April 2024",
        ),
        ([("2023", "Reporting year")], "202223", "2022-01-01", "2022 to 2023"),
    ],
)
def test_to_date_begins_when_the_years_of_a_release_do(
    pairs: list[tuple[str, str]], to_date: str, starts: str, label: str
) -> None:
    told = {pair: APRIL[pair] for pair in pairs if len(pairs) > 1 and pair in APRIL}
    *_, period = derive_periods([*pairs, (to_date, "To date")], told)
    assert (period.starts.isoformat(), period.label) == (starts, label)


@pytest.mark.parametrize("kind", ["Financial year", "Reporting year"])
def test_years_that_begin_in_april_tile_to_date(kind: str) -> None:
    names = ("2023", "2024", "2025") if kind == "Reporting year" else ("202223", "202324", "202425")
    to_date = "202325" if kind == "Reporting year" else "202225"
    pairs = [(name, kind) for name in names]
    *years, whole = map(span_of, derive_periods([*pairs, (to_date, "To date")], APRIL))
    assert tilings([*years, whole]) == {whole: tuple(years)}
