"""The views across measures say what there is, and what arrived."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.data.queries import ask
from dashboard.data.release.context import DataReturn, ReturnStatus
from dashboard.data.release.model import Marker
from dashboard.data.store.releases import Store
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    WHOLE,
    Figure,
    always,
    always_answering,
    answers,
    count,
    make_release,
    share_of_known,
    towns,
    years,
)


@pytest.mark.parametrize(
    ("marker", "status"),
    [
        ("z", "too_early"),
        ("c", "suppressed"),
        ("u", "suppressed"),
        ("x", "not_returned"),
        ("low", "running"),
    ],
)
def test_matrix_says_why_there_is_no_figure(serve: Serve, marker: str, status: str) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure:
        return marker if area == "town-1" else answers(20, 20)[groups["answer"]]

    view = ask(serve(make_release(figure)), "matrix", {})
    states = {
        (row.area, measure): row.group
        for row, measure in zip(view.rows(), view.frame["measure"], strict=True)
    }
    assert states["town-1", "home"] == status
    assert states["town-2", "home"] == "running"
    assert view.frame["value"].isna().all()


def test_matrix_has_the_areas_but_not_the_whole(serve: Serve) -> None:
    view = ask(serve(make_release(always(10), areas=towns(4))), "matrix", {})
    assert WHOLE not in set(view.frame["area"])
    assert len(view.frame) == 4 * 2


def test_matrix_leaves_out_measures_that_no_table_has_for_the_period(
    illustrative_store: Store,
) -> None:
    quarter = ask(illustrative_store, "matrix", {"period": "2024q1"})
    assert set(quarter.frame["measure"]) == {"referrals"}
    assert "not_returned" not in set(quarter.frame["group"])


def test_headlines_come_in_their_order_each_with_its_own_unit(serve: Serve) -> None:
    measures = (share_of_known(headline=2), count(headline=1), count("unused"))
    release = make_release(always_answering(20, 20), measures=measures)
    view = ask(serve(release), "headlines", {})
    assert list(view.frame["group"]) == ["children", "home"]
    assert list(view.frame["unit"]) == ["children", "per cent"]
    assert list(view.frame["value"]) == [40, 50]
    assert view.measure.key == "children"


def returned(status: ReturnStatus, received: date | None = None) -> DataReturn:
    return DataReturn("town-1", "2024", status, date(2025, 1, 31), received)


@pytest.mark.parametrize(
    ("status", "received", "value", "marker"),
    [
        (ReturnStatus.ON_TIME, date(2025, 1, 30), 0, None),
        (ReturnStatus.LATE, date(2025, 2, 12), 12, None),
        (ReturnStatus.LATE, None, None, Marker.NOT_AVAILABLE),
        (ReturnStatus.MISSING, None, None, Marker.NOT_AVAILABLE),
        (ReturnStatus.NOT_DUE, None, None, Marker.NOT_APPLICABLE),
    ],
)
def test_a_return_is_told_in_days_late(
    serve: Serve,
    status: ReturnStatus,
    received: date | None,
    value: int | None,
    marker: Marker | None,
) -> None:
    release = make_release(
        always(10), returns=(returned(status, received),), periods=years(2024, 2024)
    )
    (row,) = ask(serve(release), "returns", {}).rows()
    assert (row.value, row.marker, row.group) == (value, marker, status.value)


def test_returns_are_counted_in_a_note(serve: Serve) -> None:
    found = (
        DataReturn("town-1", "2024", ReturnStatus.ON_TIME, date(2025, 1, 31), date(2025, 1, 3)),
        DataReturn("town-2", "2024", ReturnStatus.MISSING, date(2025, 1, 31)),
        DataReturn("town-2", "2019", ReturnStatus.NOT_DUE, date(2020, 1, 31)),
    )
    store = serve(make_release(always(10), returns=found))
    view = ask(store, "returns", {})
    assert "Of 2 returns due, 1 came on time, 0 late, and 1 had not come" in view.notes[0]
    assert list(ask(store, "returns", {"area": "town-2"}).frame["period"]) == ["2019", "2024"]


def test_a_release_without_returns_has_an_empty_answer(serve: Serve) -> None:
    view = ask(serve(make_release(always(10))), "returns", {})
    assert len(view.frame) == 0
    assert view.notes == ()
