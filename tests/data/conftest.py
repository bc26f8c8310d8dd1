"""On which databases do the tests of data run?

Every test that asks for `store_url` runs on SQLite and on PostgreSQL, each time in a database
of its own that is dropped afterwards. The PostgreSQL server is at TEST_POSTGRES_URL.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from dashboard.data.importing import import_release
from dashboard.data.store import Store
from tests.releases import write_release

POSTGRES_URL = os.environ.get(
    "TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


@pytest.fixture(scope="session")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a sealed, valid release; tests that change files write their own."""
    return write_release(tmp_path_factory.mktemp("release") / "harbour")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite'}"
    else:
        yield from _postgresql_database()


@pytest.fixture
def store(store_url: str, release_folder: Path) -> Iterator[Store]:
    """Give a store, open for reading, that serves the valid release."""
    writer = Store.open(store_url, read_only=False)
    writer.publish(import_release(release_folder))
    writer.close()
    reader = Store.open(store_url)
    yield reader
    reader.close()


def _postgresql_database() -> Iterator[str]:
    name = f"dashboard_test_{uuid.uuid4().hex}"
    server = create_engine(POSTGRES_URL, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        server.dispose()
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("no PostgreSQL server at TEST_POSTGRES_URL")
    try:
        url = make_url(POSTGRES_URL).set(database=name)
        yield url.render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
