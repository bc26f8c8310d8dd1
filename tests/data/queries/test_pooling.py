"""Counts are pooled only where that is promised and every component is published."""

from __future__ import annotations

import pytest

from dashboard.data.queries import ask
from dashboard.data.queries.fetch import address, fetch_cells
from dashboard.data.queries.statement import Needs, release_keys
from dashboard.data.queries.view import View
from dashboard.data.release.model import Column, Marker
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    WHOLE,
    Figure,
    answers,
    count,
    make_release,
    reported,
    share_of_known,
    towns,
    years,
)

TOWNS = {"town-1": answers(30, 10), "town-2": answers(40, 20)}


def without_whole(
    town_1: dict[str, Figure] | None = None,
) -> object:
    found = TOWNS | ({"town-1": town_1} if town_1 is not None else {})

    def figure(area: str, period: str, groups: dict[str, str]) -> Figure | None:
        return None if area == WHOLE else found[area].get(groups["answer"])

    return figure


def compare(serve: Serve, town_1: dict[str, Figure] | None = None, **changes: object) -> View:
    release = make_release(without_whole(town_1), periods=years(2024, 2024), **changes)  # type: ignore[arg-type]  # passed through
    return ask(serve(release), "comparison", {"measure": "home"})


def test_pooled_share_comes_from_pooled_counts_where_the_release_has_no_row(serve: Serve) -> None:
    pooled = compare(serve).pooled
    assert pooled is not None
    assert (pooled.area, pooled.numerator, pooled.denominator, pooled.value) == (WHOLE, 70, 100, 70)


@pytest.mark.parametrize("marker", ["c", "x", "low"])
def test_nothing_is_pooled_when_one_part_is_not_published(serve: Serve, marker: str) -> None:
    pooled = compare(serve, answers(30, 10) | {"Yes": marker}).pooled
    assert pooled is not None
    assert (pooled.value, pooled.marker) == (None, Marker.NOT_AVAILABLE)
    assert (pooled.numerator, pooled.denominator) == (None, None)


def test_nothing_is_pooled_when_one_part_has_no_row(serve: Serve) -> None:
    pooled = compare(serve, {"Known": 40}).pooled
    assert pooled is not None
    assert pooled.marker is Marker.NOT_AVAILABLE


def test_a_part_to_which_nothing_applies_adds_nothing(serve: Serve) -> None:
    pooled = compare(serve, dict.fromkeys(answers(0, 0), "z")).pooled
    assert pooled is not None
    assert (pooled.numerator, pooled.denominator) == (40, 60)


def test_nothing_is_pooled_where_no_sum_is_promised(serve: Serve) -> None:
    pooled = compare(serve, areas=towns(2, part_of="")).pooled
    assert pooled is not None
    assert pooled.marker is Marker.NOT_AVAILABLE


def test_a_hidden_total_stays_hidden_though_every_part_is_published(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure:
        return "c" if area == WHOLE else TOWNS[area][groups["answer"]]

    view = ask(serve(make_release(figure)), "comparison", {"measure": "home"})
    assert view.pooled is not None
    assert view.pooled.marker is Marker.CONFIDENTIAL
    assert view.funnel == ()


def test_what_the_release_says_of_the_whole_outranks_the_pooled_count(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure | None:
        if area != WHOLE:
            return TOWNS[area][groups["answer"]]
        return "c" if (period, groups["answer"]) == ("2024", "Yes") else None

    store = serve(make_release(figure, periods=years(2023, 2024)))
    pooled, hidden = ask(store, "trend", {"measure": "home", "area": WHOLE}).rows()
    assert (pooled.numerator, pooled.denominator) == (70, 100)
    assert (hidden.value, hidden.marker) == (None, Marker.CONFIDENTIAL)


def test_reported_figures_are_never_added(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure | None:
        return None if area == WHOLE else 120

    columns = (Column("children", "Children", whole=True), Column("days", "Days", whole=False))
    release = make_release(figure, columns=columns, measures=(reported(),), breakdowns=())
    pooled = ask(serve(release), "comparison", {}).pooled
    assert pooled is not None
    assert (pooled.value, pooled.marker) == (None, Marker.NOT_AVAILABLE)


def test_reported_figure_of_the_whole_is_its_own_row(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure | None:
        return 117 if area == WHOLE else 120

    columns = (Column("children", "Children", whole=True), Column("days", "Days", whole=False))
    release = make_release(figure, columns=columns, measures=(reported(),), breakdowns=())
    pooled = ask(serve(release), "comparison", {}).pooled
    assert pooled is not None
    assert pooled.value == 117


def test_pooling_happens_in_the_database(serve: Serve) -> None:
    release = make_release(without_whole(), measures=(share_of_known(), count()))  # type: ignore[arg-type]  # made above
    store = serve(release)
    catalogue = release.catalogue
    keys = release_keys(store, release.identifier)
    everyone = address(catalogue, count().numerator)
    needs = Needs([everyone], catalogue.areas[:1], catalogue.periods)
    with store.connect() as connection:
        cells = fetch_cells(connection, keys, catalogue, [needs])
    assert {here: cell.value for here, cell in cells[everyone].items()} == {
        (WHOLE, period.key): 100 for period in catalogue.periods
    }
