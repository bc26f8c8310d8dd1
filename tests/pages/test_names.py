"""Pages tell everything that they name apart, in their text and in their anchors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.components.page import Page, areas_with_pages
from dashboard.data.release.reading import import_release
from dashboard.data.release.reserved import PAGE_ANCHORS, PART_ENDINGS, anchors_of_measure
from dashboard.data.store.releases import Store
from dashboard.pages import PAGES, about, area, areas, referrals, show
from dashboard.web.prerendering import render
from tests.data.test_names import add_board
from tests.releases import write_release


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from published(tmp_path_factory.mktemp("twins"))


def published(folder: Path) -> Iterator[Store]:
    release = write_release(folder / "release", edit=add_board)
    url = f"sqlite:///{folder / 'store.sqlite'}"
    with_writing = Store.open(url, read_only=False)
    with_writing.publish(import_release(release))
    with_writing.close()
    store = Store.open(url)
    yield store
    store.close()


def test_areas_of_one_name_are_told_apart_on_every_page_that_names_them(store: Store) -> None:
    for page in (areas.PAGE, referrals.PAGE):
        html = render(show(page, store))
        assert "Eastport (Local authority)" in html
        assert "Eastport (Health board)" in html
        assert not re.search(r"Eastport(?! \()", html)
    catalogue = store.catalogue()
    shown = areas_with_pages(catalogue)
    assert len({area.PAGE.title_of(catalogue, place.slug) for place in shown}) == len(shown)


@pytest.mark.parametrize("page", [page for page in PAGES if page is not about.PAGE])
def test_every_anchor_of_a_page_is_a_measures_or_reserved(store: Store, page: Page) -> None:
    paths = page.paths(store.catalogue())
    if not paths:
        assert not page.is_served(store.catalogue())
        return
    path = paths[0]
    html = render(show(page, store, **(page.match(path, store.catalogue()) or {})))
    anchors = re.findall(r'\bid="([^"]+)"', html)
    reserved = {f"{anchor}{ending}" for anchor in PAGE_ANCHORS for ending in PART_ENDINGS}
    measures = [anchors_of_measure(m.key, m.breakdown) for m in store.catalogue().measures]
    others = set(anchors) - reserved.union(*measures)
    assert {anchor for anchor in others if not anchor.startswith("filter-")} == set()
    assert [anchor for anchor, times in Counter(anchors).items() if times > 1] == []
