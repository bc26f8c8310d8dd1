"""Does a pair of time_period and time_identifier name the span that publishers mean?"""

from __future__ import annotations

import datetime as dt

import pytest

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
        (("2024", "Calendar Year"), "one of Calendar year"),
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
