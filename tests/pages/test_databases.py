"""Do pages read the same, whichever database keeps the release?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from dashboard.data.importing import import_release
from dashboard.data.store import Store
from dashboard.pages import PAGES, area
from dashboard.web.prerendering import render
from tests.conftest import ILLUSTRATIVE
from tests.databases import postgres_database


@pytest.fixture(scope="module")
def postgres_store() -> Iterator[Store]:
    """Give a store in PostgreSQL that serves the illustrative release."""
    with postgres_database() as url:
        writing = Store.open(url, read_only=False)
        writing.publish(import_release(Path(ILLUSTRATIVE)))
        writing.close()
        store = Store.open(url)
        yield store
        store.close()


def shown(page: ModuleType, store: Store) -> str:
    query = {"area": "sandwell"} if page is area else {}
    return render(page.layout(store, **query))


@pytest.mark.services
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__.rpartition(".")[2])
def test_a_page_is_the_same_from_sqlite_and_from_postgresql(
    page: ModuleType, illustrative_store: Store, postgres_store: Store
) -> None:
    assert shown(page, postgres_store) == shown(page, illustrative_store)
