"""Areas' shares by their denominators, inside the limits that chance alone would give."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.charts.labels import LABEL_GAP_PX, EndLabel, end_labels, label_room
from dashboard.charts.layout import (
    Figure,
    Json,
    Margin,
    assemble,
    haloed,
    in_lines,
    note,
    opening_notes,
    unit_px,
    value_axis,
)
from dashboard.charts.rows import absent_words
from dashboard.charts.scales import Scale, count_scale, window_scale
from dashboard.charts.style import INK_SOFT, SMALL_PX, SOLID, WHOLE, WHOLE_DASH, area_style
from dashboard.charts.text import escape_text
from dashboard.charts.traces import marker, scatter, told
from dashboard.data.queries.statistics import ABOVE_998, BELOW_998, WITHIN
from dashboard.data.queries.view import FunnelLimits, Row, View
from dashboard.wording import about, format_quantity, unit_heading
from dashboard.wording.finding_comparisons import positions
from dashboard.wording.reading import Reading, read_view

_PLOT_PX = 300
_LIMIT_95 = "#767676"
_LIMIT_998 = "#9a9a9a"
_MOST_NAMED = 8
_MOST_LIMITS = 100
_AHEAD = 3  # limits begin at a third of the smallest area's size, where they still say something
_LEADER_PX = 26
_LEFT = 0.35  # of the axis: further left there is no room for a name before its point


def build_funnel(view: View) -> Figure:
    """Draw each area's share against its denominator, within the limits round the pooled share."""
    reading = read_view(view)
    rows = [r for r in reading.rows if r.area != reading.whole and _drawn(r)]
    smallest = min((r.denominator or 0 for r in rows), default=0)
    limits = _thinned(sorted(n for n in view.funnel if n.denominator >= smallest / _AHEAD))
    most = max([*(r.denominator or 0 for r in rows), *(n.denominator for n in limits)], default=1)
    across = count_scale(most)
    ends_998 = [end for n in limits for end in (n.lower_998, n.upper_998)]
    up = window_scale(view, [*(r.value for r in rows), *ends_998])
    ends = _limit_names(view, limits, most) if rows else []
    below = _below(view, reading)
    unit = unit_heading(view)
    margin = Margin(
        left=label_room(up.labels),
        right=label_room([end.text for end in ends]),
        top=34 + unit_px(unit),
        bottom=34 + LABEL_GAP_PX * len(below.split("\n")),
    )
    return assemble(
        view,
        data=[*_limit_traces(limits), *_pooled_trace(view, most), *_points(view, rows, reading)],
        axes={
            "xaxis": value_axis(across.ticks, across.labels, (0, most * 1.03), showgrid=False),
            "yaxis": value_axis(up.ticks, up.labels, (up.low, up.top)),
        },
        plot_px=_PLOT_PX,
        margin=margin,
        annotations=[
            *opening_notes(unit, margin, rows),
            *_point_names(view, rows, across, up),
            *end_labels(ends, _PLOT_PX, (up.low, up.top)),
            _below_note(below, margin),
        ],
        along="xy",
    )


def _thinned(limits: Sequence[FunnelLimits]) -> list[FunnelLimits]:
    """Leave out limits that lie so close that a line through the others is the same, never the ends."""
    step = math.ceil(len(limits) / _MOST_LIMITS) or 1
    return [*limits[:-1:step], *limits[-1:]]


def _drawn(row: Row) -> bool:
    return row.value is not None and row.denominator is not None


def _points(view: View, rows: Sequence[Row], reading: Reading) -> list[Json]:
    places = list(dict.fromkeys(line.area for line in reading.places))
    return [
        {
            **scatter(),
            "mode": "markers",
            "x": [row.denominator],
            "y": [row.value],
            "marker": {**marker(area_style(row.area, places, reading.whole, view)), "size": 11},
            "customdata": told(view, [row]),
            "name": escape_text(row.area_name),
        }
        for row in rows
    ]


def _limit_traces(limits: Sequence[FunnelLimits]) -> list[Json]:
    xs = [limit.denominator for limit in limits]
    lines = (
        ("99.8% limits", [n.lower_998 for n in limits], _LIMIT_998, SOLID),
        ("99.8% limits", [n.upper_998 for n in limits], _LIMIT_998, SOLID),
        ("95% limits", [n.lower_95 for n in limits], _LIMIT_95, "4px,3px"),
        ("95% limits", [n.upper_95 for n in limits], _LIMIT_95, "4px,3px"),
    )
    return [_rule(name, xs, ys, colour, dash) for name, ys, colour, dash in lines if xs]


def _pooled_trace(view: View, most: float) -> list[Json]:
    if view.pooled is None or view.pooled.value is None:
        return []
    value = view.pooled.value
    return [_rule(view.pooled.area_name, [0, most], [value, value], WHOLE, WHOLE_DASH)]


def _rule(name: str, xs: Sequence[float], ys: Sequence[float], colour: str, dash: str) -> Json:
    return {
        **scatter(),
        "mode": "lines",
        "x": list(xs),
        "y": list(ys),
        "line": {"color": colour, "width": 1.5, "dash": dash},
        "name": escape_text(name),
    }


def _limit_names(view: View, limits: Sequence[FunnelLimits], most: float) -> list[EndLabel]:
    """Return the names of the limits and of the pooled line, at their right ends."""
    labels = []
    if limits:
        labels += [
            ("99.8% limits", limits[-1].upper_998, _LIMIT_998),
            ("95% limits", limits[-1].upper_95, _LIMIT_95),
        ]
    if view.pooled is not None and view.pooled.value is not None:
        value = view.pooled.value
        figure = about(view.pooled) + format_quantity(value, view.unit, view.decimals)
        text = f"{view.pooled.area_name} {figure}"
        labels.append((text, value, WHOLE))
    return [EndLabel(text, most, y, colour) for text, y, colour in labels]


def _point_names(view: View, rows: Sequence[Row], across: Scale, up: Scale) -> list[Json]:
    """Write the points' names; of many, only those outside the 95% limits, or the 99.8% where many are.

    Where more lie outside than can be named, none is: the table names them.

    Names stand under all points, from left to right each a line lower and each ending at its
    own leader, so that no leader crosses a name. Where there is no room below, they stand above.
    """
    named = list(rows)
    if len(rows) > _MOST_NAMED:
        named = _few([(row, place) for row, place in positions(view, rows) if place != WITHIN])
    named.sort(key=lambda row: row.denominator or 0)
    px = _PLOT_PX / (up.top - up.low)
    heights = [((row.value or 0) - up.low) * px for row in named]
    low = min(heights, default=0.0) - _LEADER_PX
    below = low - LABEL_GAP_PX * len(named) > 0
    if below:
        levels = [low - LABEL_GAP_PX * i for i in range(len(named))]
    else:
        high = max(heights, default=0.0) + _LEADER_PX
        levels = [high + LABEL_GAP_PX * i for i in range(len(named))]
    return [
        _point_name(row, level - height, across)
        for row, level, height in zip(named, levels, heights, strict=True)
    ]


def _few(outside: Sequence[tuple[Row, str]]) -> list[Row]:
    furthest = [(row, place) for row, place in outside if place in (ABOVE_998, BELOW_998)]
    for candidates in (outside, furthest):
        if len(candidates) <= _MOST_NAMED:
            return [row for row, _ in candidates]
    return []


def _point_name(row: Row, raised_px: float, across: Scale) -> Json:
    x = row.denominator or 0
    return haloed(
        note(
            row.area_name,
            x,
            row.value or 0,
            xref="x",
            yref="y",
            xanchor="left" if x < _LEFT * across.top else "right",
            showarrow=True,
            arrowhead=0,
            arrowwidth=1,
            arrowcolor=INK_SOFT,
            standoff=7,
            ax=0,
            ay=round(-raised_px, 1),
        )
    )


def _below(view: View, reading: Reading) -> str:
    """Write the name of the axis of denominators, and the areas that have no point, a line each."""
    words = in_lines(f"Number of {view.measure.universe}")
    return "\n".join([words, *absent_words(reading.rows)])


def _below_note(text: str, margin: Margin) -> Json:
    font = {"size": SMALL_PX, "color": INK_SOFT}
    place = {"xshift": 6 - margin.left, "yshift": -26, "yanchor": "top"}
    return note(text, 0, 0, font=font, **place)
