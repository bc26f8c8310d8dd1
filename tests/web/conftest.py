"""What do the tests of the web room ask: the application itself, over the illustrative release."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.data.store import Store
from dashboard.settings import Settings
from dashboard.web.application import create_app


@pytest.fixture(scope="session")
def server(illustrative_store: Store) -> Flask:
    """Give the application over the illustrative release."""
    made: Flask = create_app(illustrative_store, Settings()).server
    return made


@pytest.fixture(scope="session")
def client(server: Flask) -> FlaskClient:
    return server.test_client()
