"""Each page is read by one statement, or two where rows of the whole are missing.

The first making of Compare asks once more, for what it shows whichever measure is chosen. What is
pooled is pooled once a release.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from benchmarks.queries import WideRelease
from dashboard.data.queries.statement import release_keys
from dashboard.data.release.model import Cell
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.web.addresses import split_address
from dashboard.web.current import CurrentRelease
from dashboard.web.site import find_page
from tests.addresses import LIVE_ADDRESSES, area_addresses, page_addresses
from tests.conftest import ILLUSTRATIVE

ADDRESSES = sorted({*page_addresses(), *area_addresses(), *LIVE_ADDRESSES})


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Collect what a store asks its database, transactions apart."""
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(store._engine, "before_cursor_execute", hear)
    yield asked
    event.remove(store._engine, "before_cursor_execute", hear)


def count_statements(store: Store, address: str) -> list[int]:
    """Count the statements of a page's first making and of its second, other pages apart."""
    pinned = CurrentRelease(store).store()
    release_keys(pinned, pinned.latest())  # the numbers of a release are read once
    page = find_page(split_address(address), pinned)
    if page is None:
        return [0, 0]
    counted = []
    for _ in range(2):
        with statements(store) as asked:
            page.tree(pinned)
        counted.append(len(asked))
    return counted


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_read_by_one_statement(illustrative_store: Store, address: str) -> None:
    first, second = count_statements(illustrative_store, address)
    assert first <= (2 if address.startswith("/compare") else 1)
    assert second <= 1


def test_counts_of_the_whole_are_pooled_for_all_of_a_page_by_one_more(tmp_path: Path) -> None:
    class WithoutWhole(WideRelease):
        def cells(self, table: str) -> Iterator[Cell]:
            whole = self.catalogue.programme.whole
            return (cell for cell in super().cells(table) if cell.area != whole)

    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as writer:
        writer.publish(WithoutWhole(import_release(ILLUSTRATIVE), 3))
    with closing(Store.open(url)) as store:
        assert count_statements(store, "/areas/area-1") == [2, 1]
        assert count_statements(store, "/compare") == [3, 1]
