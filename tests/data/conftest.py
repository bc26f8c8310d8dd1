"""The releases and stores that the tests of data share.

Every test that asks for `store` or `store_url` runs on SQLite and on PostgreSQL, each time in a
database of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.data.store.releases import Store
from tests.conftest import publish
from tests.releases import write_release


@pytest.fixture(scope="session")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sealed, valid release; tests that change files write their own."""
    return write_release(tmp_path_factory.mktemp("release") / "harbour")


@pytest.fixture
def store(store_url: str, release_folder: Path) -> Iterator[Store]:
    """Yield a store, open for reading, that serves the valid release."""
    publish(release_folder, store_url)
    reader = Store.open(store_url)
    yield reader
    reader.close()
