"""When a release takes effect, by the clocks in London."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.exceptions import SettingsError
from dashboard.publishing.times import in_london, moment_of

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
PAST = dt.date(2025, 2, 4)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2026-12-01T09:30", "2026-12-01T09:30"),
        ("2026-12-01", "2026-12-01T09:30"),
        ("2027-06-01", "2027-06-01T08:30"),
        ("2027-03-28T00:59", "2027-03-28T00:59"),
        ("2027-03-28T02:00", "2027-03-28T01:00"),
        ("2027-10-31T01:30", "2027-10-31T00:30"),  # the first of two
        ("2027-10-31T09:30", "2027-10-31T09:30"),
        ("2026-12-01T00:00", "2026-12-01T00:00"),
    ],
)
def test_a_time_is_london_s_and_half_past_nine_when_none_is_named(
    asked: str, expected: str
) -> None:
    assert moment_of(asked, PAST, NOW) == dt.datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2026-11-28T11:59", "a time to come"),
        ("2026-11-28T12:00", "a time to come"),
        ("2027-03-28T01:30", "skip this time"),
        ("2026-12-01T09:30+00:00", "without a zone"),
        ("tomorrow", "expected a day"),
        ("2026-02-30", "expected a day"),
    ],
)
def test_a_time_that_cannot_be_is_refused(asked: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        moment_of(asked, PAST, NOW)


def test_a_publication_date_to_come_is_a_schedule() -> None:
    june = dt.date(2027, 6, 1)
    assert moment_of("", june, NOW) == dt.datetime.fromisoformat("2027-06-01T08:30")
    assert moment_of("", NOW.date(), NOW) is None
    assert moment_of("", PAST, NOW) is None
    with pytest.raises(SettingsError, match="published on 2027-06-01"):
        moment_of("2027-05-31T23:59", june, NOW)


def test_the_day_is_london_s_too() -> None:
    late = dt.datetime(2027, 5, 31, 23, 30, tzinfo=dt.UTC)  # half past midnight in London
    assert moment_of("", dt.date(2027, 6, 1), late) is None


def test_a_moment_is_written_as_london_s_clocks_show_it() -> None:
    assert in_london(dt.datetime.fromisoformat("2027-06-01T08:30")) == "2027-06-01 09:30 BST"
    assert in_london(dt.datetime.fromisoformat("2026-12-01T09:30")) == "2026-12-01 09:30 GMT"
