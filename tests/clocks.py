"""A clock that tests set."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.data.release import clock


class FakeClock:
    """The product's clock, standing still at a moment in UTC until it is set to another."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._zone = clock.now().tzinfo

    def set(self, text: str) -> dt.datetime:
        """Set it to a moment such as 2026-12-01T09:30 and return that, without a zone."""
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
        self._monkeypatch.setattr(clock, "now", lambda: moment.astimezone(self._zone))
        return moment.replace(tzinfo=None)
