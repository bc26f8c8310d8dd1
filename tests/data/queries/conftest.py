"""The stores that the tests of queries ask.

Releases are named by their content and never change, so all tests share one database of each
kind; each test publishes what it is about and asks for what is current then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from dashboard.data.release.reading import import_release
from dashboard.data.store.loading import Release
from dashboard.data.store.releases import Store
from tests.data.queries.alternative_implementations import SlowRelease
from tests.databases import postgres_database
from tests.serving import PROJECT

Serve = Callable[[Release], Store]


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]
)
def shared_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Yield the address of the database that all these tests share."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('queries') / 'store.sqlite'}"
    else:
        with postgres_database() as url:
            yield url


@pytest.fixture
def serve(shared_url: str) -> Iterator[Serve]:
    """Publish a release and give a store, open for reading, that serves it."""
    with ExitStack() as stores:

        def publish(release: Release) -> Store:
            with closing(Store.open(shared_url, read_only=False)) as writer:
                writer.publish(release)
            return stores.enter_context(closing(Store.open(shared_url)))

        yield publish


@pytest.fixture(scope="session")
def illustrative_folder() -> Path:
    return PROJECT / "dashboard" / "data" / "releases" / "illustrative"


@pytest.fixture(scope="session")
def slow(illustrative_folder: Path) -> SlowRelease:
    """Return the illustrative release as the slow implementation reads it."""
    return SlowRelease(illustrative_folder)


@pytest.fixture
def illustrative(serve: Serve, illustrative_folder: Path) -> Store:
    """Return the illustrative release on each kind of database."""
    return serve(import_release(illustrative_folder))
