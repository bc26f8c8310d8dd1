"""What do the tests of the web room ask: the application itself, over the illustrative release."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.data.release import clock
from dashboard.data.store.releases import Store
from dashboard.settings import Settings
from dashboard.web import making
from dashboard.web.application import create_app


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the day from ending: in its last minutes answers have other headers."""
    moment = dt.datetime(2026, 11, 28, 12, tzinfo=clock.now().tzinfo)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file that is made for a reader take as long as a busy machine needs."""
    monkeypatch.setattr(making, "SECONDS", 300)


@pytest.fixture(scope="session")
def server(illustrative_store: Store) -> Flask:
    """Return the application over the illustrative release."""
    made: Flask = create_app(illustrative_store, Settings()).server
    return made


@pytest.fixture(scope="session")
def client(server: Flask) -> FlaskClient:
    return server.test_client()
