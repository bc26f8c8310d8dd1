"""Where tests find PostgreSQL, and an empty database in it.

`bin/test` sees to it that it answers, and says where by TEST_POSTGRES_URL. Where it does not, the
tests that need it are skipped by name; in continuous integration
(CI=true) they fail, so that nothing is left out unseen.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from typing import NoReturn

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
ANSWER_SECONDS = 3


def missing(what: str) -> NoReturn:
    """Skip a test that needs something this machine has not; in CI, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}: in CI nothing may be missing")
    pytest.skip(what)


@contextlib.contextmanager
def postgres_database() -> Iterator[str]:
    """Make a PostgreSQL database, give its address, and drop it afterwards."""
    name = sql.Identifier(f"dashboard_test_{uuid.uuid4().hex}")
    with _postgres() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            url = make_url(POSTGRES_URL).set(database=name.as_string().strip('"'))
            yield url.render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _postgres() -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(POSTGRES_URL, autocommit=True, connect_timeout=ANSWER_SECONDS)
    except psycopg.OperationalError:
        missing(f"no PostgreSQL answers at {POSTGRES_URL}")
