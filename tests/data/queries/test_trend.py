"""A line over time keeps its gaps, and a trend is called only where it may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.data.queries import ask, can_pick_areas, choices
from dashboard.data.queries.view import View
from dashboard.data.release.model import Column, Marker, Period, PeriodType
from dashboard.exceptions import UnknownQuestion
from dashboard.wording import finding, headline
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    STAGES,
    WHOLE,
    Figure,
    always_answering,
    answers,
    count,
    make_release,
    reported,
    share_of_known,
    towns,
    years,
)

RISING = {"2019": 50, "2020": 56, "2021": 62, "2022": 68, "2023": 74, "2024": 80}


def rising(area: str, period: str, groups: dict[str, str]) -> Figure:
    yes = RISING.get(period, 77)
    return answers(yes, 100 - yes)[groups["answer"]]


def trend(serve: Serve, figure: object = rising, query: str = "home", **changes: object) -> View:
    release = make_release(figure, **changes)  # type: ignore[arg-type]  # passed through
    return ask(serve(release), "trend", {"measure": query})


def markers(view: View, area: str) -> dict[str, Marker | None]:
    return {row.period: row.marker for row in view.rows() if row.area == area}


def test_rows_run_by_area_in_the_release_s_order_with_the_whole_last(serve: Serve) -> None:
    view = trend(serve)
    assert list(dict.fromkeys(view.frame["area"])) == ["town-1", "town-2", WHOLE]
    assert list(view.frame["period"][:6]) == list(RISING)


def test_some_areas_may_be_picked_and_the_whole_stands_next_to_them(serve: Serve) -> None:
    store = serve(make_release(rising, areas=towns(3)))
    asked = {"measure": "home", "areas": "town-1,town-3"}
    view = ask(store, "trend", asked)
    assert list(dict.fromkeys(view.frame["area"])) == ["town-1", "town-3", WHOLE]
    assert asked.items() <= dict(view.query).items()
    every = ask(store, "trend", {"measure": "home"}).frame
    same = every[every["area"].isin(["town-1", "town-3", WHOLE])].reset_index(drop=True)
    assert view.frame.equals(same)


def test_shares_may_be_shown_as_the_numbers_that_they_are_made_of(serve: Serve) -> None:
    store = serve(make_release(rising, areas=towns(2)))
    view = ask(store, "trend", {"measure": "home", "show": "number"})
    shares = ask(store, "trend", {"measure": "home"})
    assert list(view.frame["value"]) == list(shares.frame["numerator"])
    assert list(view.frame["denominator"]) == list(shares.frame["denominator"])
    assert view.frame[["lower", "upper"]].isna().all(axis=None)
    assert (view.unit, view.measure.target, view.changes) == ("children", None, ())
    assert "%" not in finding(view)
    # Two shares may have one numerator: the heading says of which it is.
    assert headline(view).startswith(view.measure.short_title)


def test_a_hidden_share_is_no_number_although_its_numerator_is_printed(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure:
        hidden = (area, period) == ("town-1", "2021") and groups["answer"] != "Yes"
        return Marker.CONFIDENTIAL if hidden else rising(area, period, groups)

    store = serve(make_release(figure, areas=towns(2)))
    view = ask(store, "trend", {"measure": "home", "show": "number"})
    (row,) = (r for r in view.rows() if (r.area, r.period) == ("town-1", "2021"))
    assert (row.value, row.marker, row.numerator) == (None, Marker.CONFIDENTIAL, None)


def test_no_direction_is_told_of_too_few_numbers(serve: Serve) -> None:
    view = trend(serve, periods=years(2019, 2021))
    assert "too few to say" in finding(view) or view.changes
    numbers = ask(
        serve(make_release(rising, periods=years(2019, 2021))),
        "trend",
        {"measure": "home", "show": "number"},
    )
    assert "too few" not in finding(numbers)


@pytest.mark.parametrize(
    "asked",
    [
        {"areas": "town-3,town-1"},
        {"areas": "town-1,town-1"},
        {"areas": ",town-1"},
        {"areas": "atlantis,town-1"},
        {"areas": f"{WHOLE},town-1"},
        {"area": "town-2", "areas": "town-1,town-3"},
    ],
)
def test_areas_are_picked_in_one_way_alone(serve: Serve, asked: dict[str, str]) -> None:
    with pytest.raises(UnknownQuestion, match="'areas' of 'trend' must be some, in alphabetical"):
        ask(serve(make_release(rising, areas=towns(3))), "trend", asked)


@pytest.mark.parametrize(("count", "offered"), [(1, 1), (2, 3), (8, 9), (9, 1), (40, 1)])
def test_areas_are_picked_where_they_are_few(count: int, offered: int) -> None:
    catalogue = make_release(rising, areas=towns(count)).catalogue
    assert len(choices(catalogue, "trend", {})["areas"].options) == offered
    assert can_pick_areas(catalogue) == (offered > 1)


def test_areas_of_several_levels_are_not_picked() -> None:
    catalogue = make_release(rising, areas=towns(3)).catalogue
    whole, first, *rest = catalogue.areas
    mixed = replace(catalogue, areas=(whole, replace(first, level="Regional"), *rest))
    assert not can_pick_areas(mixed)


def test_a_missing_row_is_a_row_with_a_marker(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure | None:
        missing = area == "town-1" and period == "2021"
        return None if missing else rising(area, period, groups)

    view = trend(serve, figure)
    assert len(view.frame) == 3 * len(RISING)
    assert markers(view, "town-1")["2021"] is Marker.NOT_AVAILABLE
    assert view.markers == (Marker.NOT_AVAILABLE,)


def test_a_period_missing_from_the_whole_table_is_a_gap_if_the_release_knows_it(
    serve: Serve,
) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure | None:
        return None if period in {"2019", "2021"} else rising(area, period, groups)

    view = trend(serve, figure)
    assert list(markers(view, "town-1")) == ["2020", "2021", "2022", "2023", "2024"]
    assert markers(view, WHOLE)["2021"] is Marker.NOT_AVAILABLE


def test_nothing_applies_before_an_area_opened_whatever_is_stored(serve: Serve) -> None:
    whole, first, second = towns(2)
    areas = (whole, replace(first, opened=date(2021, 3, 1)), second)
    view = trend(serve, areas=areas)
    found = markers(view, "town-1")
    assert found["2020"] is Marker.NOT_APPLICABLE
    assert found["2021"] is None
    assert "Town 1 opened on 1 March 2021" in " ".join(view.notes)


def test_a_trend_is_called_for_each_area_with_five_points(serve: Serve) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure:
        hidden = area == "town-1" and period in {"2020", "2022"}
        return "c" if hidden else rising(area, period, groups)

    view = trend(serve, figure)
    assert [(t.area, t.points, t.direction) for t in view.trends] == [
        ("town-2", 6, "rising"),
        (WHOLE, 6, "rising"),
    ]
    assert (view.trends[0].first_period, view.trends[0].last_period) == ("2019", "2024")


@pytest.mark.parametrize(
    ("breaks", "points", "changes"),
    [({"2020"}, [], [("2021", "2024")]), ({"2019"}, [("2020", 5)], []), ({"2022", "2023"}, [], [])],
)
def test_nothing_is_compared_over_a_break(
    serve: Serve, breaks: set[str], points: list[tuple[str, int]], changes: list[tuple[str, str]]
) -> None:
    def figure(area: str, period: str, groups: dict[str, str]) -> Figure:
        return "b" if period in breaks else rising(area, period, groups)

    view = trend(serve, figure)
    assert {(t.first_period, t.points) for t in view.trends} == {*points}
    assert {(c.first_period, c.last_period) for c in view.changes} == {*changes}
    assert {key for key, marker in markers(view, WHOLE).items() if marker is Marker.BREAK} == breaks


@pytest.mark.parametrize(
    ("breaks", "points", "changes"),
    [("2021", [], [("2021", "2024")]), ("2020", [("2020", 5)], []), ("2022; 2024", [], [])],
)
def test_nothing_is_compared_over_another_definition_although_all_is_printed(
    serve: Serve, breaks: str, points: list[tuple[str, int]], changes: list[tuple[str, str]]
) -> None:
    measure = replace(share_of_known(), breaks=breaks)
    view = trend(serve, rising, measures=(measure,))
    assert {(t.first_period, t.points) for t in view.trends} == {*points}
    assert {(c.first_period, c.last_period) for c in view.changes} == {*changes}
    assert view.markers == ()


def test_no_trend_is_called_where_nothing_moves(serve: Serve) -> None:
    view = trend(serve, always_answering(50, 50))
    assert {t.direction for t in view.trends} == {"no clear change"}


def test_part_of_a_year_and_the_year_of_opening_are_not_points(serve: Serve) -> None:
    whole, first, second = towns(2)
    areas = (whole, replace(first, opened=date(2019, 3, 1)), second)
    part = replace(years(2025, 2025)[0], ends=date(2025, 6, 30), label="2025 (to June)")
    view = trend(serve, query="children", areas=areas, periods=(*years(2019, 2024), part))
    points = {t.area: (t.points, t.last_period) for t in view.trends}
    assert points == {"town-1": (5, "2024"), "town-2": (6, "2024"), WHOLE: (5, "2024")}
    assert "2025 (to June) is part of a year." in view.notes


@pytest.mark.parametrize(
    ("opened", "query", "points"),
    [
        (date(2018, 12, 31), "children", (6, 6)),
        (date(2019, 1, 1), "children", (5, 5)),
        (date(2019, 1, 2), "children", (5, 5)),
        (date(2019, 1, 1), "home", (6, 6)),
    ],
)
def test_counts_of_a_period_in_which_a_place_was_opening_are_not_points_of_a_trend(
    serve: Serve, opened: date, query: str, points: tuple[int, int]
) -> None:
    whole, first, second = towns(2)
    view = trend(serve, query=query, areas=(whole, replace(first, opened=opened), second))
    found = {t.area: t.points for t in view.trends}
    assert (found["town-1"], found[WHOLE]) == points
    assert found["town-2"] == 6


def test_no_trend_is_called_of_reported_figures(serve: Serve) -> None:
    columns = (Column("children", "Children", whole=True), Column("days", "Days", whole=False))
    view = trend(
        serve,
        lambda _area, period, _groups: RISING[period],
        "days",
        columns=columns,
        measures=(reported(),),
        breakdowns=(),
    )
    assert view.trends == ()
    assert view.frame["value"].notna().all()
    assert view.frame["denominator"].notna().all()


@pytest.mark.parametrize(("stage", "trends"), [("referred", 3), ("started", 0)])
def test_no_trend_is_called_of_stages_that_recent_children_have_not_reached(
    serve: Serve, stage: str, trends: int
) -> None:
    release = make_release(
        lambda _area, _period, groups: 100 if groups["stage"] == "referred" else 50,
        breakdowns=(STAGES,),
        measures=(count(breakdown="stage"),),
    )
    view = ask(serve(release), "trend", {"group": stage})
    assert len(view.trends) == trends
    assert any("look worse" in note for note in view.notes)


def test_one_area_can_be_set_beside_the_whole(serve: Serve) -> None:
    store = serve(make_release(rising))
    alone = ask(store, "trend", {"area": "town-2"})
    beside = ask(store, "trend", {"area": "town-2", "beside": "whole"})
    assert list(dict.fromkeys(alone.frame["area"])) == ["town-2"]
    assert list(dict.fromkeys(beside.frame["area"])) == ["town-2", WHOLE]


def test_years_and_quarters_are_never_on_one_line(serve: Serve) -> None:
    quarter = Period(
        "2024q1",
        "2024",
        "Calendar year Q1",
        PeriodType.QUARTER,
        "January to March 2024",
        date(2024, 1, 1),
        date(2024, 3, 31),
    )
    store = serve(make_release(rising, periods=(*years(2019, 2024), quarter)))
    assert "2024q1" not in set(ask(store, "trend", {}).frame["period"])
    assert set(ask(store, "trend", {"every": "quarter"}).frame["period"]) == {"2024q1"}
