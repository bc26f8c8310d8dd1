"""An answer stays the same, no matter what was asked of a release before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from dashboard.data.queries import Parameters, applies, ask_all, fit
from dashboard.data.release.model import Catalogue
from dashboard.data.release.reading import import_release
from dashboard.data.store.releases import Store
from tests.releases import Edit, pool_authorities, write_release


def questions(catalogue: Catalogue) -> Iterator[list[Parameters]]:
    """Yield what is asked together, area by area: every measure over time, and side by side."""
    for area in catalogue.areas:
        for measure in catalogue.measures:
            query = {"measure": measure.key, "area": area.slug, "beside": "whole"}
            names = [n for n in ("trend", "figure") if applies(catalogue, n, measure)]
            yield [fit(catalogue, name, query) for name in (*names, "comparison")]


def without(*words: str) -> Edit:
    """Leave out the rows with all of some words, where towns have other periods than the programme."""

    def edit(texts: dict[str, str]) -> None:
        pool_authorities(texts)
        for path in ("data/referrals.csv", "data/endings.csv"):
            head, *lines = texts[path].splitlines(keepends=True)
            kept = [line for line in lines if not all(word in line for word in words)]
            assert len(kept) < len(lines)
            texts[path] = head + "".join(kept)

    return edit


EDITS = {
    "longer periods": pool_authorities,
    "shorter ones": partial(pool_authorities, named=("202323", "202424")),
    "no row of the whole to date": without("Programme", "To date"),
    "no row of the whole": without("Programme"),
    "no longer period of a town": without("202324", "Eastport"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_no_answer_depends_on_what_was_asked_before(tmp_path: Path, edit: Edit) -> None:
    folder = write_release(tmp_path / "r", edit=edit)
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with closing(Store.open(url, read_only=False)) as writer:
        writer.publish(import_release(folder))
    with closing(Store.open(url)) as used:
        catalogue = used.catalogue()
        asked = [*questions(catalogue)]
        assert len(asked) == len(catalogue.areas) * len(catalogue.measures) == 9
        first = []
        for parameters in asked:
            with closing(Store.open(url)) as fresh:
                first.append(ask_all(fresh, parameters))
        assert [ask_all(used, parameters) for parameters in asked] == first
        assert [ask_all(used, parameters) for parameters in reversed(asked)] == first[::-1]
