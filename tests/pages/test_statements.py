"""Is each page read by one statement, or two where rows of the whole are missing?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from benchmarks.queries import WideRelease
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


def count_statements(store: Store, address: str) -> int:
    pinned = CurrentRelease(store).store()
    page = find_page(split_address(address), pinned)
    if page is None:
        return 0
    page.tree(pinned)  # the numbers of a release are read once
    with statements(store) as asked:
        page.tree(pinned)
    return len(asked)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_read_by_one_statement(illustrative_store: Store, address: str) -> None:
    assert count_statements(illustrative_store, address) <= 1


def test_counts_of_the_whole_are_pooled_for_all_of_a_page_by_one_more(tmp_path: Path) -> None:
    class WithoutWhole(WideRelease):
        def cells(self, table: str) -> Iterator[Cell]:
            whole = self.catalogue.programme.whole
            return (cell for cell in super().cells(table) if cell.area != whole)

    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as writer:
        writer.publish(WithoutWhole(import_release(ILLUSTRATIVE), 3))
    with closing(Store.open(url)) as store:
        assert count_statements(store, "/areas/area-1") == 2
        assert count_statements(store, "/compare") == 2
