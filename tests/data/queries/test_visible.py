"""Readers are told of as many points of trends as the analyst who checks the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.data.queries.visible import headline_points
from dashboard.data.release.points import points_of, printed_in, usual
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from dashboard.pages.about import layout
from tests.conftest import ILLUSTRATIVE, publish
from tests.releases import write_release


@pytest.mark.parametrize("which", ["illustrative", "harbour"])
def test_the_store_tells_what_the_files_tell(which: str, tmp_path: Path) -> None:
    folder = ILLUSTRATIVE if which == "illustrative" else write_release(tmp_path / "release")
    release = import_release(folder)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    publish(folder, url)
    catalogue = release.catalogue
    cells = {t.name: tuple(release.cells(t.name)) for t in catalogue.tables}
    store = Store.open(url)
    try:
        found = headline_points(store)
        assert found == points_of(catalogue, printed_in(catalogue, cells), usual(catalogue))
        text = str(layout(store))
    finally:
        store.close()
    for level in {points.level for points in found}:
        own = [points for points in found if points.level == level]
        shown, there = sum(p.visible for p in own), sum(p.points for p in own)
        assert f"{shown} of {there} figures for an area and a period are shown" in text
    assert ("Some are hidden of" in text) == any(p.visible < p.points for p in found)
    assert found
