"""Pages read the same from each kind of database that may keep the release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.components.page import Page, areas_with_pages
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.pages import PAGES, area, compare, show
from dashboard.web.prerendering import render
from tests.conftest import ILLUSTRATIVE
from tests.databases import postgres_database


@pytest.fixture(scope="module")
def postgres_store() -> Iterator[Store]:
    """Yield a store in PostgreSQL that serves the illustrative release."""
    with postgres_database() as url:
        writing = Store.open(url, read_only=False)
        writing.publish(import_release(Path(ILLUSTRATIVE)))
        writing.close()
        store = Store.open(url)
        yield store
        store.close()


def offered(html: str) -> dict[str, list[str]]:
    """What each filter of a page offers, by its key."""
    return {
        key: re.findall(r'<option[^>]*? value="([^"]*)"', options)
        for key, options in re.findall(r'<select[^>]*? name="(\w+)"[^>]*>(.*?)</select>', html)
    }


def views(page: Page, store: Store) -> Iterator[tuple[dict[str, str], str]]:
    """Show a page as it opens, and then with each value that its filters offer; give the query."""
    if page is area.PAGE:
        for place in areas_with_pages(store.catalogue()):
            yield {"area": place.slug}, render(show(page, store, area=place.slug))
        return
    first = render(show(page, store))
    yield {}, first
    for key, values in offered(first).items():
        for value in values:
            query = {key: value}
            yield query, render(show(page, store, **query))


def test_every_filter_of_a_page_is_found(illustrative_store: Store) -> None:
    found = offered(render(show(compare.PAGE, illustrative_store)))
    assert set(found) == {"measure", "period"}
    assert len(found["measure"]) == len(illustrative_store.catalogue().measures)


@pytest.mark.services
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_a_page_is_the_same_from_sqlite_and_from_postgresql_whatever_is_chosen(
    page: Page, illustrative_store: Store, postgres_store: Store
) -> None:
    other = dict(enumerate(views(page, postgres_store)))
    for number, (query, html) in enumerate(views(page, illustrative_store)):
        assert other.pop(number) == (query, html), query
    assert not other
