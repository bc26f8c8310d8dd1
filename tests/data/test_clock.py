"""A day is over here no later than in the United Kingdom."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.data.release import clock


@pytest.mark.parametrize(
    ("moment", "day", "left"),
    [
        ("2026-07-01T22:59:59", "2026-07-01", 1),  # one second before midnight in summer
        ("2026-07-01T23:00:00", "2026-07-02", 24 * 3600),
        ("2026-12-01T22:59:59.5", "2026-12-01", 0),
        ("2026-12-01T23:30:00", "2026-12-02", 23 * 3600 + 1800),  # half an hour early in winter
    ],
)
def test_a_day_ends_at_midnight_of_british_summer_time(
    monkeypatch: pytest.MonkeyPatch, moment: str, day: str, left: int
) -> None:
    zone = clock.now().tzinfo
    there = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC).astimezone(zone)
    monkeypatch.setattr(clock, "now", lambda: there)
    assert clock.today() == dt.date.fromisoformat(day)
    assert clock.seconds_left() == left


def test_now_is_now() -> None:
    assert abs(dt.datetime.now(dt.UTC) - clock.now()) < dt.timedelta(minutes=1)
