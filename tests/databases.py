"""Where do tests find PostgreSQL and Redis, and an empty corner of each?

`bin/test` sees to it that both answer, and says where by TEST_POSTGRES_URL and TEST_REDIS_URL.
Where one does not answer, the tests that need it are skipped by name; in continuous integration
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
import redis
from psycopg import sql
from sqlalchemy import make_url

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")
ANSWER_SECONDS = 3
REDIS_DATABASES = range(1, 16)  # the first is left to whoever uses the server by default


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


@contextlib.contextmanager
def redis_database() -> Iterator[str]:
    """Give the address of a Redis database that was empty, and empty it afterwards."""
    mark = uuid.uuid4().hex
    for number in REDIS_DATABASES:
        client = redis.Redis.from_url(f"{REDIS_URL}/{number}", socket_timeout=ANSWER_SECONDS)
        with contextlib.closing(client):
            if _take(client, mark):
                try:
                    yield f"{REDIS_URL}/{number}"
                finally:
                    client.flushdb()
                return
    missing(f"no empty database in the Redis at {REDIS_URL}")


def _take(client: redis.Redis, mark: str) -> bool:
    """Take a database if it is empty: of two tests at once, one gets it."""
    try:
        return not client.dbsize() and bool(client.set("taken-by-a-test", mark, nx=True))
    except redis.ConnectionError:
        missing(f"no Redis answers at {REDIS_URL}")


def _postgres() -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(POSTGRES_URL, autocommit=True, connect_timeout=ANSWER_SECONDS)
    except psycopg.OperationalError:
        missing(f"no PostgreSQL answers at {POSTGRES_URL}")
