"""A still is well-formed, named, free of inline styles, and small."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import PICTURES, build_trend
from dashboard.data.queries.view import View
from tests.charts import samples
from tests.charts.drawing import SVG, draw, read

MOST_BYTES_COMPRESSED = 3072

every_case = pytest.mark.parametrize(
    ("picture", "name", "view"), samples.CASES, ids=samples.CASE_NAMES
)


@every_case
@pytest.mark.parametrize("width", [340, 720])
def test_a_still_is_one_named_picture_without_styles(
    picture: str, name: str, view: View, width: int
) -> None:
    svg = draw(PICTURES[picture](view), width)
    root = read(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "chart-title chart-desc"
    assert [root[i].get("id") for i in (0, 1)] == ["chart-title", "chart-desc"]
    assert [root[i].text for i in (0, 1)] == ["A title", "A description"]
    assert not re.search(r'\sstyle="', svg)


@every_case
def test_coordinates_have_one_decimal_at_most(picture: str, name: str, view: View) -> None:
    root = read(draw(PICTURES[picture](view)))
    for element in root.iter():
        for key in ("d", "x", "y", "width", "height", "transform", "viewBox"):
            assert not re.search(r"\.\d\d", element.get(key, "")), (element.tag, key)


@every_case
def test_a_still_is_small(picture: str, name: str, view: View) -> None:
    svg = draw(PICTURES[picture](view))
    assert len(zlib.compress(svg.encode(), 9)) < MOST_BYTES_COMPRESSED


@every_case
def test_nothing_lies_outside_the_picture(picture: str, name: str, view: View) -> None:
    figure = PICTURES[picture](view)
    for width in (340, 720):
        root = read(draw(figure, width))
        height = figure["layout"]["height"]
        for element in root.iter():
            if element.tag in ("text", "tspan") and element.get("x"):
                assert -1 <= float(element.get("x", 0)) <= width + 1
                assert 0 <= float(element.get("y", 0)) <= height + 1


@every_case
def test_the_mark_and_the_source_are_in_the_picture(picture: str, name: str, view: View) -> None:
    words = "".join(read(draw(PICTURES[picture](view))).itertext())
    assert words.count("Illustrative data,") >= 2
    assert "Town Partnership" in words


@given(st.text(), st.text(), st.text(), st.text())
@settings(deadline=None)
def test_any_text_makes_well_formed_xml(area: str, source: str, title: str, told: str) -> None:
    view = samples.share_trend()
    rows = len(view.columns["area"])
    columns = {**view.columns, "area_name": [area] * rows, "period_label": [told] * rows}
    figure = build_trend(replace(view, columns=columns, source=source))
    svg = draw(figure, title=title, description=told, standalone=True, subtitle=area)
    read(svg)


def test_a_picture_on_its_own_carries_title_subtitle_and_source() -> None:
    figure = build_trend(samples.share_trend())
    svg = draw(figure, standalone=True, subtitle="Per cent of closed cases, Ashby")
    root = read(svg)
    assert root.tag == f"{SVG}svg"
    words = [t.text for t in root.iter(f"{SVG}text")]
    assert words[:2] == ["A title", "Per cent of closed cases, Ashby"]
    assert root.find(f"{SVG}rect") is not None
    taller = float(root.get("height", 0)) - figure["layout"]["height"]
    assert taller > 40


def points(**more: Any) -> dict[str, Any]:
    """Draw nothing but points: a trend with the parts of its last trace replaced."""
    figure = build_trend(samples.share_trend())
    trace = next(t for t in figure["data"] if "markers" in t.get("mode", ""))
    figure["data"] = [{**trace, **more}]
    return figure


def test_points_need_no_outline() -> None:
    svg = draw(points(mode="markers", marker={"symbol": "circle", "size": 9, "color": "#123456"}))
    assert re.search(r'<path d="[^"]+" fill="#123456"/>', svg)


def test_what_a_still_cannot_draw_is_refused_and_named() -> None:
    with pytest.raises(ValueError, match="'pie'"):
        draw(points(type="pie"))
    with pytest.raises(ValueError, match="'cross'"):
        draw(points(marker={"symbol": "cross", "size": 9, "color": "#123456"}))


def test_a_long_title_is_broken_into_lines() -> None:
    svg = draw(build_trend(samples.share_trend()), 340, title="word " * 30, standalone=True)
    spans = list(read(svg).iter(f"{SVG}tspan"))
    assert len([s for s in spans if (s.text or "").startswith("word")]) > 3
