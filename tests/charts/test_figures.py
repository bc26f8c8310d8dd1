"""Figures are what Plotly takes, made of what a view shows and of nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts import GRAPH_CONFIG, PICTURES, Figure, build_small_multiples, build_trend
from dashboard.charts.layout import ILLUSTRATIVE_MARK, NARROW_PX
from dashboard.charts.scales import fitted, panel_scale
from dashboard.charts.style import PALETTE, WHOLE
from dashboard.components.sparkline import sparkline
from dashboard.data.queries.view import View
from dashboard.data.release.model import Marker
from dashboard.web.prerendering import properties
from dashboard.wording import alternative_text, finding
from tests.charts import samples

every_case = pytest.mark.parametrize(
    ("picture", "name", "view"), samples.CASES, ids=samples.CASE_NAMES
)


READ_BY_A_SCRIPT = ("customdata", "lines", "name")


def texts(value: Any) -> Iterator[str]:
    """Every text that a figure shows itself."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part) if key not in READ_BY_A_SCRIPT else ()
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def lines(figure: dict[str, Any]) -> list[dict[str, Any]]:
    return [t for t in figure["data"] if t.get("mode") == "lines+markers"]


def test_every_picture_has_a_sample() -> None:
    assert set(samples.PICTURED) == set(PICTURES)


@every_case
def test_a_chart_is_named_to_those_who_do_not_see_it(picture: str, name: str, view: View) -> None:
    said = alternative_text(view, picture).removeprefix("Illustrative data, not real. ")
    assert not said.startswith("Chart:"), "wording/alternatives.py has no name for it"


@every_case
def test_plotly_takes_every_part_of_a_figure(picture: str, name: str, view: View) -> None:
    figure = PICTURES[picture](view)
    taken = go.Figure(json.loads(json.dumps(figure)), skip_invalid=False)
    assert len(taken.data) == len(figure["data"])


def test_plotly_refuses_a_figure_with_an_unknown_part() -> None:
    figure = build_trend(samples.share_trend())
    figure["layout"]["no_such_part"] = 1
    with pytest.raises(ValueError, match="no_such_part"):
        go.Figure(figure, skip_invalid=False)


@every_case
def test_every_axis_has_fixed_ends_and_no_zoom(picture: str, name: str, view: View) -> None:
    layout = PICTURES[picture](view)["layout"]
    axes = [value for key, value in layout.items() if key.startswith(("xaxis", "yaxis"))]
    assert axes
    assert all(len(axis["range"]) == 2 and axis["fixedrange"] for axis in axes)


@every_case
def test_illustrative_data_are_marked_in_the_plot_and_below_it(
    picture: str, name: str, view: View
) -> None:
    layout = PICTURES[picture](view)["layout"]
    marked = [
        shape
        for shape in layout["shapes"]
        if shape.get("label", {}).get("text", "").replace("<br>", " ") == ILLUSTRATIVE_MARK
    ]
    assert marked
    assert all(0 <= s["x0"] <= 1 and 0 <= s["y0"] <= 1 for s in marked)
    assert layout["annotations"][-1]["text"].startswith("Illustrative data, not real.")


def test_a_wide_plot_has_one_mark_in_each_third_that_may_be_cut_out() -> None:
    layout = PICTURES["trend"](samples.share_trend())["layout"]
    heights = [s["y0"] for s in layout["shapes"] if "text" in s.get("label", {})]
    assert sorted(int(3 * height) for height in heights) == [0, 1, 2]


@every_case
def test_real_data_are_not_marked(picture: str, name: str, view: View) -> None:
    real = replace(view, release=replace(view.release, illustrative=False))
    assert not any("llustrative" in text for text in texts(PICTURES[picture](real)))


@every_case
def test_what_stands_behind_a_marker_changes_nothing(picture: str, name: str, view: View) -> None:
    """A query that forgot to blank a hidden row's parts would still give nothing away."""
    leaking = [
        row
        if row.marker is None
        else row._replace(numerator=3, denominator=97, lower=1.5, upper=99.5)
        for row in view.rows()
    ]
    leaky = replace(view, columns=samples.view(leaking).columns)
    assert PICTURES[picture](leaky) == PICTURES[picture](view)


@every_case
def test_a_name_with_markup_reads_as_it_stands(picture: str, name: str, view: View) -> None:
    names = ["<b>A & B</b>"] * len(view.columns["area_name"])
    columns = {**view.columns, "area_name": names}
    drawn = list(texts(PICTURES[picture](replace(view, columns=columns))))
    assert not any("<b>" in text for text in drawn)


def test_an_empty_view_says_that_there_is_nothing_to_show() -> None:
    for picture, build in PICTURES.items():
        figure = build(samples.view([]))
        assert any("Nothing to show" in text for text in texts(figure)), picture


@pytest.mark.parametrize(
    ("picture", "view", "drawn"),
    [("breakdown", samples.routes(), 3), ("intervals", samples.comparison(), 5)],
)
def test_where_every_row_is_hidden_each_says_so_and_nothing_covers_that(
    picture: str, view: View, drawn: int
) -> None:
    rows = [
        row._replace(value=None, numerator=None, denominator=None, lower=None, upper=None)
        for row in view.rows()
    ]
    hidden = [row._replace(marker=Marker.CONFIDENTIAL) for row in rows]
    columns = samples.view(hidden).columns
    layout = PICTURES[picture](replace(view, columns=columns))["layout"]
    words = list(texts(layout["annotations"]))
    assert sum("suppressed [c]" in text for text in words) == drawn
    assert not any("Nothing to show" in text for text in words)


def test_a_line_breaks_at_a_hidden_point() -> None:
    figure = build_trend(samples.share_trend())
    ashby = next(t for t in lines(figure) if t["name"] == "Ashby")
    assert ashby["y"][2] is None
    assert None not in ashby["y"][:2] + ashby["y"][3:]
    assert ashby["connectgaps"] is False


def test_a_hidden_point_has_a_hollow_sign_below_the_scale_and_a_word() -> None:
    figure = build_trend(samples.share_trend())
    (signs,) = [t for t in figure["data"] if t["name"] == "no figure"]
    assert signs["x"] == [2022.5]
    assert all(y < 0 for y in signs["y"])
    assert signs["customdata"] == [["2022", "Ashby", "suppressed [c]"]]
    assert {"[c]", "suppressed"} <= set(texts(figure["layout"]["annotations"]))


@pytest.mark.parametrize("build", [build_trend, build_small_multiples])
def test_a_fitted_scale_holds_every_figure_interval_and_target_and_says_where_it_begins(
    build: Callable[[View], Figure],
) -> None:
    view = samples.share_trend()
    figure = build(samples.switched(view, "fitted"))
    axis = figure["layout"]["yaxis"]
    low, *_, top = axis["tickvals"]
    shown = [n for row in view.rows() if row.area == "ashby" for n in (row.lower, row.upper)]
    assert 0 < low <= min(n for n in shown if n is not None)
    assert max(n for n in (*shown, 85) if n is not None) <= top <= 100
    (signs,) = [t for t in figure["data"] if t["name"] == "no figure"]
    assert all(axis["range"][0] < y < low for y in signs["y"])
    said = " ".join(" ".join(texts(figure["layout"]["annotations"])).split("<br>"))
    assert f"the scale begins at {low:.0f}%" in said


def test_counts_begin_at_zero_whatever_is_chosen() -> None:
    view = samples.count_trend()
    assert build_trend(samples.switched(view, "fitted", "off")) == build_trend(view)


@pytest.mark.parametrize("build", [build_trend, build_small_multiples])
def test_intervals_are_left_out_where_the_reader_says_so(build: Callable[[View], Figure]) -> None:
    def drawn(figure: Figure) -> list[dict[str, Any]]:
        return [t for t in figure["data"] if "fill" in t or "error_y" in t]

    view = samples.share_trend()
    assert len(drawn(build(view))) > 1
    assert drawn(build(samples.switched(view, intervals="off"))) == []


@pytest.mark.parametrize("picture", ["trend", "small_multiples"])
def test_lines_break_between_two_definitions_with_an_upright_line_and_words(picture: str) -> None:
    rows = [
        samples.share(20 + 2 * i, 40, area=area, period=period)
        for area in ("ashby", "all")
        for i, period in enumerate(samples.YEARS)
    ]
    view = samples.view(rows)
    joined = PICTURES[picture](view)
    view = replace(view, measure=replace(view.measure, breaks="2022"))
    figure = PICTURES[picture](view)
    upright = [s for s in figure["layout"]["shapes"] if s["type"] == "line" and s["x0"] == s["x1"]]
    assert [s["x0"] for s in upright] == [2022]
    runs = [t["x"] for t in figure["data"] if t.get("mode") == "lines+markers"]
    whole = [t["x"] for t in joined["data"] if t.get("mode") == "lines+markers"]
    assert [x for xs in runs for x in xs] == [x for xs in whole for x in xs]
    assert {tuple(xs) for xs in runs} == {(2020.5, 2021.5), (2022.5, 2023.5, 2024.5, 2025.5)}
    assert "Another definition begins with 2022: figures before and after are not compared." in (
        finding(view)
    )
    drawing = sparkline(view, ["all"])[0]
    assert len(properties(drawing)["paths"]) == 2
    assert "in 2022, then" in properties(drawing)["label"]


@pytest.mark.parametrize("picture", ["trend", "small_multiples"])
def test_a_break_in_the_series_is_an_upright_line_with_words(picture: str) -> None:
    rows = [
        samples.hidden(area=area, period=period, marker=Marker.BREAK)
        if period == samples.YEARS[2]
        else samples.share(20 + 2 * i, 40, area=area, period=period)
        for area in ("ashby", "all")
        for i, period in enumerate(samples.YEARS)
    ]
    view = samples.view(rows)
    figure = PICTURES[picture](view)
    upright = [s for s in figure["layout"]["shapes"] if s["type"] == "line" and s["x0"] == s["x1"]]
    assert [s["x0"] for s in upright] == [2022.5]
    assert upright[0]["y0"] < 0 < upright[0]["y1"]
    assert "[b]" in set(texts(figure["layout"]["annotations"]))
    assert "The series breaks in 2022: figures before and after are not compared." in finding(view)
    one = samples.view(
        [*rows[:6], *(samples.share(30, 40, area="all", period=p) for p in samples.YEARS)]
    )
    lines_of_both = PICTURES["trend"](one)["layout"]["shapes"]
    assert not [s for s in lines_of_both if s["type"] == "line" and s["x0"] == s["x1"]]


def test_a_band_is_drawn_for_each_run_of_points() -> None:
    figure = build_trend(samples.share_trend())
    bands = [t for t in figure["data"] if t.get("fill") == "toself"]
    assert [sorted(set(band["x"])) for band in bands] == [
        [2020.5, 2021.5],
        [2023.5, 2024.5, 2025.5],
    ]


def test_a_point_without_neighbours_keeps_its_interval_as_a_whisker() -> None:
    view = samples.view(
        [
            samples.share(20, 25, period=samples.YEARS[0]),
            samples.hidden(period=samples.YEARS[1]),
            samples.share(15, 25, period=samples.YEARS[2]),
            samples.share(16, 25, period=samples.YEARS[3]),
        ]
    )
    (line,) = lines(build_trend(view))
    first = next(iter(view.rows()))
    assert first.upper is not None
    assert first.value is not None
    assert line["error_y"]["array"] == [first.upper - first.value, 0, 0, 0]


def test_a_period_before_an_area_opened_is_left_empty() -> None:
    figure = build_trend(samples.share_trend(areas=(*samples.PLACES, "all")))
    signs = [t for t in figure["data"] if t["name"] == "no figure"]
    assert [t["customdata"] for t in signs] == [[["2022", "Ashby", "suppressed [c]"]]]


@pytest.mark.parametrize(
    "view", [samples.count_trend(areas=("ashby",)), samples.share_trend(areas=("barton",))]
)
def test_a_year_that_is_not_over_is_hollow_and_never_joined(view: View) -> None:
    figure = build_trend(view)
    (line,) = lines(figure)
    (apart,) = [t for t in figure["data"] if t.get("mode") == "markers"]
    assert line["x"] == [2020.5, 2021.5, 2022.5, 2023.5, 2024.5, 2025.5]
    assert apart["x"] == [2026.25]
    assert apart["marker"]["color"] == "#ffffff"
    assert apart["marker"]["line"]["color"] == line["line"]["color"]


def end_label(figure: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [n for n in figure["layout"]["annotations"] if n["text"] == name]
    label: dict[str, Any] = found
    return label


def test_a_name_is_level_with_the_last_point_that_is_joined() -> None:
    figure = build_trend(samples.share_trend(areas=("barton",)))
    (line,) = lines(figure)
    label = end_label(figure, "Barton")
    assert label["y"] == pytest.approx(line["y"][-1], abs=1e-6)
    assert label["ay"] == 0
    assert label["x"] == 2026.25


def test_a_point_stands_in_the_middle_of_its_period_with_a_bar_as_long_as_it() -> None:
    figure = build_trend(samples.closed_trend(areas=("ashby", "all")))
    ashby = next(t for t in lines(figure) if t["name"] == "Ashby")
    assert ashby["x"] == [2021.5, 2024, 2025.75]
    assert ashby["error_x"]["array"] == ashby["error_x"]["arrayminus"] == [1.5, 1, 0.75]
    assert all(above > 0 for above in ashby["error_y"]["array"])
    assert end_label(figure, "Ashby")["x"] == 2026.5


def test_the_years_of_the_whole_are_a_thin_line_behind_without_bars() -> None:
    figure = build_trend(samples.closed_trend(areas=("ashby", "all")))
    whole, ashby = lines(figure)
    assert (whole["name"], ashby["name"]) == ("All four towns", "Ashby")
    assert whole["x"] == [2021, 2022.5, 2023.5, 2024.5, 2025.5]
    assert "error_x" not in whole
    assert "error_y" not in whole
    assert whole["line"]["width"] < 2


def test_the_whole_alone_has_bars_for_its_long_periods_only() -> None:
    figure = build_trend(samples.closed_trend(areas=("all",)))
    (whole,) = lines(figure)
    assert whole["error_x"]["array"] == [1, 0, 0, 0, 0]


def test_periods_are_named_with_their_lengths_in_order_of_time() -> None:
    axis = build_trend(samples.closed_trend(areas=("ashby", "all")))["layout"]["xaxis"]
    named = [text.replace("<br>", " ") for text in axis["ticktext"]]
    assert named == ["2020 to 2022 3 years", "2023 to 2024 2 years", "2025 to June 2026 18 months"]
    assert axis["range"][0] < 2020
    assert axis["range"][1] > 2026.5


def test_panels_are_named_where_periods_begin() -> None:
    figure = PICTURES["small_multiples"](samples.closed_trend())
    axis = figure["layout"]["xaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == ([2020, 2023, 2025], ["2020", "2023", "2025"])


def test_panels_say_which_way_each_area_goes() -> None:
    words = list(texts(PICTURES["small_multiples"](samples.closed_trend())["layout"]))
    assert "50% then 97%<br>clearly higher" in words
    assert "52% then 55%<br>no clear change" in words


def test_names_at_the_ends_of_lines_are_readable_where_other_lines_run_below_them() -> None:
    """On a wide screen the plot goes on beyond its last mark, and so do its target and its grid."""
    notes = PICTURES["trend"](samples.closed_trend(areas=("ashby", "all")))["layout"]["annotations"]
    named = [note for note in notes if note["showarrow"]]
    assert [note["name"] for note in named] == ["Ashby", "All four towns", "Target 85%"]
    assert all("bgcolor" in note for note in named)


def test_panels_say_what_their_lines_without_a_name_are() -> None:
    """Nothing stands at the end of the whole's line, nor of the target's, in a chart of panels."""
    words = list(texts(PICTURES["small_multiples"](samples.closed_trend())["layout"]))
    assert any("<br>Dashed: all four towns. Dotted: target 85%." in text for text in words)
    alone = samples.closed_trend(areas=("ashby", "barton"))
    assert not any("Dashed" in text for text in texts(PICTURES["small_multiples"](alone)["layout"]))


@pytest.mark.parametrize("picture", ["trend", "small_multiples"])
def test_nothing_lies_below_zero_where_nothing_is_suppressed(picture: str) -> None:
    shown = PICTURES[picture](samples.closed_trend())
    hidden = PICTURES[picture](samples.closed_trend(suppressed=True))
    assert shown["layout"]["yaxis"]["range"][0] == 0
    assert not any("[c]" in text for text in texts(shown))
    assert hidden["layout"]["yaxis"]["range"][0] < 0
    assert any("[c]" in text for text in texts(hidden["layout"]["annotations"]))


def test_a_place_has_its_own_colour_and_sign_in_every_chart() -> None:
    for areas in (("corley", "all"), (*samples.PLACES, "all")):
        figure = build_trend(samples.share_trend(areas=areas))
        by_name = {t["name"]: t for t in lines(figure)}
        assert by_name["Corley"]["line"]["color"] == PALETTE[2]
        assert by_name["Corley"]["marker"]["symbol"] == "diamond"
        assert by_name["All four towns"]["line"]["color"] == WHOLE
        assert by_name["All four towns"]["line"]["dash"] != "solid"


def test_more_places_than_colours_are_quiet() -> None:
    names = [f"town-{i}" for i in range(6)]
    rows = [
        samples.share(10 + i, 20, period=period)._replace(area=name, area_name=name)
        for i, name in enumerate(names)
        for period in samples.YEARS[:2]
    ]
    view = samples.view(rows, places=tuple(names))
    assert {t["line"]["color"] for t in lines(build_trend(view))} == {"#BFBFBF"}


def test_a_place_among_many_has_a_colour_when_it_stands_alone() -> None:
    names = tuple(f"town-{i}" for i in range(150))
    row = samples.share(10, 20)._replace(area="town-97", area_name="Town 97")
    (line,) = lines(build_trend(samples.view([row], places=names)))
    assert line["line"]["color"] == PALETTE[0]


def test_bars_start_at_zero() -> None:
    for picture in ("breakdown", "stages"):
        for _, view in samples.PICTURED[picture]:
            assert PICTURES[picture](view)["layout"]["xaxis"]["range"][0] == 0


def test_no_bar_stands_for_a_hidden_count() -> None:
    figure = PICTURES["breakdown"](samples.routes())
    bars, sign = figure["data"]
    assert list(zip(bars["x"], bars["y"], strict=True)) == [(33, 0), (20, -2)]
    assert sign["y"] == [-1]
    assert "suppressed [c]" in list(texts(figure["layout"]["annotations"]))


def test_columns_are_the_ages_and_brackets_their_bands() -> None:
    figure = PICTURES["columns"](samples.ages())
    (bars,) = figure["data"]
    assert (bars["x"], bars["y"]) == ([0, 1, 2], [10, 15, 15])
    layout = figure["layout"]
    assert layout["yaxis"]["range"][0] == 0
    told = [text.replace("<br>", " ") for text in texts(layout["annotations"])]
    assert "Aged 10 to 11 25, 63%" in told
    level, *_ = (shape for shape in layout["shapes"] if shape["type"] == "line")
    assert (round(level["x0"]), round(level["x1"])) == (0, 1)


def test_no_column_or_band_stands_for_a_hidden_count() -> None:
    figure = PICTURES["columns"](samples.ages_hidden())
    bars, sign = figure["data"]
    assert (bars["x"], bars["y"]) == ([0, 2], [0, 15])
    assert sign["x"] == [1]
    told = [text.replace("<br>", " ") for text in texts(figure["layout"]["annotations"])]
    assert "Aged 10 to 11 [c]" in told
    assert "[c]" in told


def test_panels_share_one_scale() -> None:
    layout = PICTURES["small_multiples"](samples.share_trend(areas=(*samples.PLACES, "all")))[
        "layout"
    ]
    ranges = [tuple(v["range"]) for k, v in layout.items() if k.startswith("yaxis")]
    assert len(ranges) == 4
    assert len(set(ranges)) == 1


def test_panels_have_the_whole_behind_each_place() -> None:
    figure = PICTURES["small_multiples"](samples.share_trend(areas=(*samples.PLACES, "all")))
    behind = [t for t in lines(figure) if t["name"] == "All four towns"]
    assert [t["xaxis"] for t in behind] == ["x", "x2", "x3", "x4"]


def test_follow_up_points_are_not_joined_and_say_how_many_are_known() -> None:
    figure = PICTURES["followup"](samples.followup())
    assert not lines(figure)
    assert figure["layout"]["xaxis"]["ticktext"] == [
        "At closure<br>n = 50",
        "6<br>n = 40",
        "12",
    ]
    (shared,) = (
        note for note in figure["layout"]["annotations"] if note["text"] == "months after closure"
    )
    assert (shared["x"], shared["xanchor"]) == (1.5, "center")


def test_a_hundred_dots_are_as_many_as_the_share() -> None:
    filled, empty = PICTURES["hundred"](samples.single())["data"]
    assert (len(filled["x"]), len(empty["x"])) == (84, 16)


def test_a_hidden_share_has_no_dots() -> None:
    assert PICTURES["hundred"](samples.view([samples.hidden()]))["data"] == []


def test_the_funnel_draws_no_place_without_a_figure() -> None:
    figure = PICTURES["funnel"](samples.comparison(ashby_hidden=True))
    points = [t["name"] for t in figure["data"] if t["mode"] == "markers"]
    assert points == ["Barton", "Corley", "Dunston"]
    assert any("Ashby: suppressed [c]" in text for text in texts(figure["layout"]["annotations"]))


def test_the_target_is_drawn_and_named() -> None:
    figure = build_trend(samples.share_trend())
    assert [s["y0"] for s in figure["layout"]["shapes"] if s["type"] == "line"] == [85]
    assert "Target 85%" in list(texts(figure["layout"]["annotations"]))


def test_a_target_range_is_a_band_between_two_lines() -> None:
    rows = [
        samples.count(120 + i, period=p)._replace(denominator=20)
        for i, p in enumerate(samples.YEARS)
    ]
    figure = build_trend(samples.view(rows, samples.STAY))
    assert [s["y0"] for s in figure["layout"]["shapes"] if s["type"] == "line"] == [100, 140]
    assert "Target 100 to 140<br>days" in list(texts(figure["layout"]["annotations"]))


LONG_NAMES = (
    "North Northamptonshire / West Northamptonshire",
    "Bournemouth, Christchurch and Poole",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
)


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_long_name_leaves_the_plot_its_room_on_a_narrow_screen(name: str) -> None:
    rows = [
        samples.count(20 + i, period=p)._replace(area_name=name)
        for i, p in enumerate(samples.YEARS)
    ]
    figure = build_trend(samples.view(rows, samples.REFERRED))
    margin = figure["layout"]["margin"]
    assert NARROW_PX - margin["l"] - margin["r"] >= 150
    labels = [n["text"] for n in figure["layout"]["annotations"]]
    assert name in [text.replace("-<br>", "").replace("<br>", " ") for text in labels]


def test_all_markers_but_z_have_a_sign() -> None:
    for marker in Marker:
        view = samples.view(
            [samples.share(9, 10), samples.hidden(marker=marker, period=("2025", "2025"))]
        )
        signs = [t for t in build_trend(view)["data"] if t["name"] == "no figure"]
        assert bool(signs) is (marker is not Marker.NOT_APPLICABLE)


def test_nothing_is_sent_to_anybody() -> None:
    assert GRAPH_CONFIG["showSendToCloud"] is False
    assert GRAPH_CONFIG["displaylogo"] is False
    assert GRAPH_CONFIG["plotlyServerURL"] == ""


def test_each_of_many_areas_is_a_dot_that_covers_no_other() -> None:
    view = samples.many_areas(400)
    figure = PICTURES["spread"](view)
    (dots,) = figure["data"]
    shown = [row for row in view.rows() if row.value is not None and row.area != "all"]
    assert sorted(dots["x"]) == sorted(row.value or 0 for row in shown)
    assert len(dots["customdata"]) == len(shown) == 399
    low, high = figure["layout"]["xaxis"]["range"]
    a_pixel = (high - low) / (NARROW_PX - 48)
    places = sorted(zip(dots["y"], dots["x"], strict=True))
    apart = [b[1] - a[1] for a, b in pairwise(places) if a[0] == b[0]]
    assert min(apart) > 6.9 * a_pixel
    assert "Area 7: suppressed [c]" in " ".join(texts(figure["layout"]["annotations"]))
    assert [s["x0"] for s in figure["layout"]["shapes"] if s["line"].get("dash") == "8px,4px"] == [
        123.4
    ]


def test_dots_of_changes_may_lie_below_zero() -> None:
    rows = [
        samples.count(n, area=a, period=samples.TO_DATE)
        for a, n in zip(samples.PLACES, (-3, -1, 2, 4), strict=True)
    ]
    figure = PICTURES["spread"](samples.view(rows, replace(samples.STAY, target=None)))
    low, high = figure["layout"]["xaxis"]["range"]
    assert low <= -3
    assert high >= 4


def test_years_below_a_panel_stand_apart() -> None:
    spans = ((2020, 2023), (2023, 2025), (2025, 2026), (2026, 2028))
    rows = [
        samples.share(8, 10)._replace(
            period=f"{start}-to-{end}", starts=date(start, 1, 1), ends=date(end - 1, 12, 31)
        )
        for start, end in spans
    ]
    assert panel_scale(rows).labels == ("2020", "2023", "", "2026")


def test_only_the_longest_lengths_of_periods_are_broken_where_room_is_short() -> None:
    rows = list(samples.closed_trend().rows())
    whole = samples.closed_trend().whole
    broken = [
        sum(bool(re.search(r"\d\n\w+$", label)) for label in fitted(rows, whole, width).labels)
        for width in range(700, 150, -5)
    ]
    assert broken[0] == 0
    assert 1 in broken
    assert broken[: broken.index(1)] == [0] * broken.index(1)
