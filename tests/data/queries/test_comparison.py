"""An area is said to differ only where chance would not do it."""

from __future__ import annotations

import re
from dataclasses import replace

from dashboard.data.queries import ask, choices
from dashboard.data.queries.statistics import funnel_limits
from dashboard.data.queries.view import COLUMNS, View
from dashboard.data.release.model import Area, Level
from dashboard.data.store.releases import Store
from dashboard.pages.area import layout
from dashboard.web.prerendering import render
from tests.data.queries.conftest import Serve
from tests.data.queries.releases import (
    WHOLE,
    Figure,
    always_answering,
    answers,
    make_release,
    towns,
    years,
)

YES_OF_40 = {"town-1": 32, "town-2": 36, "town-3": 24, "town-4": 17, "town-5": 40}


def figure(area: str, period: str, groups: dict[str, str]) -> Figure:
    if area == WHOLE:
        return answers(160, 40)[groups["answer"]]
    yes = YES_OF_40[area]
    return answers(yes, 40 - yes)[groups["answer"]]


def compare(serve: Serve, found: object = figure, **changes: object) -> View:
    defaults = {"areas": towns(5), "periods": years(2024, 2024)}
    release = make_release(found, **{**defaults, **changes})  # type: ignore[arg-type]  # passed through
    return ask(serve(release), "comparison", {"measure": "home"})


def positions(view: View) -> dict[str, str | None]:
    return dict(zip(view.frame["area"], view.frame["position"], strict=True))


def test_positions_follow_exact_binomial_limits_round_the_pooled_share(serve: Serve) -> None:
    # With 80% pooled and 40 children: 32 is the middle; 27 or fewer has 4.3%, 26 or fewer 1.9%;
    # 21 or fewer has under 0.1%; all 40 has 0.013%, and 36 or more 7.6%.
    assert positions(compare(serve)) == {
        "town-1": "within",
        "town-2": "within",
        "town-3": "below_95",
        "town-4": "below_998",
        "town-5": "above_998",
        WHOLE: None,
    }


def test_the_whole_comes_last_and_is_the_pooled_figure(serve: Serve) -> None:
    view = compare(serve)
    assert view.frame["area"].iloc[-1] == WHOLE
    assert view.pooled is not None
    assert (view.pooled.numerator, view.pooled.denominator) == (160, 200)


def test_the_funnel_has_limits_at_each_shown_area_s_own_size(serve: Serve) -> None:
    funnel = compare(serve).funnel
    sizes = [limits.denominator for limits in funnel]
    assert sizes == sorted(set(sizes))
    assert 40 in sizes
    assert sizes[0] >= 1
    assert sizes[-1] >= 40
    assert all(limits == funnel_limits(80.0, limits.denominator) for limits in funnel)


def test_a_hidden_area_s_size_does_not_shape_the_funnel(serve: Serve) -> None:
    def hidden(area: str, period: str, groups: dict[str, str]) -> Figure:
        if area != "town-5":
            return figure(area, period, groups)
        return 977 if groups["answer"] == "Known" else "c"

    view = compare(serve, hidden)
    assert max(limits.denominator for limits in view.funnel) < 60
    assert positions(view)["town-5"] is None
    assert "977" not in view.frame.to_csv()


def test_areas_of_the_most_numerous_level_are_compared(serve: Serve) -> None:
    whole, *rest = towns(5)
    region = Area("coast", "Coast", Level.REGIONAL, "E12000091")

    def with_region(area: str, period: str, groups: dict[str, str]) -> Figure:
        return figure(WHOLE if area == "coast" else area, period, groups)

    view = compare(serve, with_region, areas=(whole, region, *rest))
    assert "coast" not in set(view.frame["area"])
    assert len(view.frame) == 6


def test_counts_are_shown_side_by_side_without_limits(serve: Serve) -> None:
    release = make_release(figure, areas=towns(5), periods=years(2024, 2024))
    view = ask(serve(release), "comparison", {"measure": "children"})
    assert view.funnel == ()
    assert set(positions(view).values()) == {None}
    assert any("not compared" in note for note in view.notes)


def test_notes_say_when_no_limits_can_be_drawn(serve: Serve) -> None:
    def hidden(area: str, period: str, groups: dict[str, str]) -> Figure:
        return "c" if area == WHOLE else figure(area, period, groups)

    view = compare(serve, hidden)
    assert view.funnel == ()
    assert any(note.startswith("No limits can be drawn") for note in view.notes)


def test_extra_columns_follow_the_frame_s_own(serve: Serve) -> None:
    assert tuple(compare(serve).frame.columns) == (
        *COLUMNS,
        "due",
        "part",
        "starts",
        "ends",
        "position",
    )


def test_an_area_that_was_not_open_is_not_compared(serve: Serve) -> None:
    whole, first, *rest = towns(5)
    late = replace(first, opened=years(2025, 2025)[0].starts)
    view = compare(serve, areas=(whole, late, *rest))
    assert positions(view)["town-1"] is None
    assert view.frame["marker"].iloc[0] == "z"


def test_a_figure_beside_the_whole_is_what_a_comparison_says_of_both(illustrative: Store) -> None:
    area = illustrative.catalogue().areas[2].slug
    for measure in illustrative.catalogue().measures:
        compared = ask(illustrative, "comparison", {"measure": measure.key})
        both = {"measure": measure.key, "area": area, "beside": "whole"}
        beside = ask(illustrative, "figure", both)
        told = {row.area: row for row in compared.rows()}
        assert list(beside.rows()) == [told[area], told[compared.whole]]
        assert beside.measure == compared.measure


def test_areas_are_compared_within_their_group_or_with_those_like_them(serve: Serve) -> None:
    whole, *listed = towns(5)
    coast = Area("coast", "Coast", "Regional", "E12000091", part_of=WHOLE)
    grouped = [replace(a, part_of="coast") for a in listed[:2]]
    coded = replace(listed[2], region_code="E12000091", similar="town-5; town-1")
    release = make_release(
        lambda area, *rest: figure("town-1" if area == "coast" else area, *rest),
        areas=(whole, coast, *grouped, coded, *listed[3:]),
        periods=years(2024, 2024),
    )
    store = serve(release)
    offered = choices(store.catalogue(), "comparison", {"measure": "home"})["among"].options
    assert offered == (
        ("", "Every area"),
        ("coast", "Areas of Coast"),
        ("town-3", "Town 3 and similar areas"),
    )
    compared = {
        among: list(ask(store, "comparison", {"measure": "home", "among": among}).columns["area"])
        for among, _ in offered
    }
    assert compared == {
        "": ["town-1", "town-2", "town-3", "town-4", "town-5", WHOLE],
        "coast": ["town-1", "town-2", "town-3", "coast", WHOLE],
        "town-3": ["town-3", "town-1", "town-5", WHOLE],
    }


def test_an_area_s_briefing_sets_its_region_between_it_and_the_whole(serve: Serve) -> None:
    listed = towns(2)
    coast = Area("coast", "Coast", "Regional", "E12000091", part_of=WHOLE)
    whole, first, second = listed[0], *(replace(t, part_of="coast") for t in listed[1:])
    store = serve(make_release(always_answering(30, 10), areas=(whole, coast, first, second)))
    query = {"measure": "home", "area": "town-1", "beside": "region"}
    view = ask(store, "figure", query)
    assert list(view.columns["area"]) == ["town-1", "coast", WHOLE]
    offered = choices(store.catalogue(), "figure", {"measure": "home", "area": "coast"})["beside"]
    assert not offered.allows("region")
    html = render(list(layout(store, "town-1").body))
    table = html[html.index("<table class") : html.index("</table>")]
    assert re.findall(r'<th scope="col">([^<]*)', table)[:4] == [
        "Measure",
        whole.name,
        "Coast",
        "Town 1",
    ]
