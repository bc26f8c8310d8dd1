"""The range in which the figures of many areas lie: a dot for each, on one line of values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.charts.intervals import line_names, pooled_line
from dashboard.charts.layout import (
    NARROW_PX,
    Figure,
    Json,
    Margin,
    assemble,
    axis,
    mark,
    note,
    opening_notes,
    unit_px,
    value_axis,
)
from dashboard.charts.rows import absent_words
from dashboard.charts.scales import Scale, window_scale
from dashboard.charts.style import INK_SOFT, SMALL_PX, nth_style
from dashboard.charts.targets import target_numbers, target_shapes
from dashboard.charts.traces import points_trace
from dashboard.data.queries.view import Row, View
from dashboard.wording import unit_heading
from dashboard.wording.reading import read_view

_DOT_PX = 7.0
_LEAST_PX, _MOST_PX = 90, 300  # the height of the plot
_LINE_PX = 17
_ABOVE_PX = 5
_MARKS_AT = ((0.3, 0.7), (0.7, 0.3))
_SIDES = Margin(left=24, right=24)
_WIDTH_PX = NARROW_PX - _SIDES.left - _SIDES.right


def build_spread(view: View) -> Figure:
    """Draw each area's figure as a dot, piled where several are alike, with the whole as a line.

    A dot's height says nothing. The whole's count is left to the table: a sum dwarfs its parts.
    """
    reading = read_view(view)
    rows = [row for row in reading.rows if row.area != reading.whole]
    shown = sorted((r for r in rows if r.value is not None), key=lambda row: row.value or 0)
    has_whole = view.pooled is not None and not view.measure.is_count
    pooled = [view.pooled.value] if has_whole and view.pooled is not None else []
    scale = window_scale(view, [*(r.value for r in shown), *pooled, *target_numbers(view)])
    dots, plot_px = _dots(view, shown, scale)
    names = line_names(view, (scale.low + scale.top) / 2) if has_whole else []
    named_px = _LINE_PX * len(names)
    absent = absent_words(rows)
    unit = unit_heading(view)
    top = 32 + named_px + _ABOVE_PX + unit_px(unit)
    margin = replace(_SIDES, top=top, bottom=30 + _LINE_PX * len(absent))
    span = (0.0, plot_px)
    return assemble(
        view,
        data=[dots],
        axes={
            "xaxis": value_axis(scale.ticks, scale.labels, (scale.low, scale.top), zeroline=False),
            "yaxis": axis([], [], span, showticklabels=False),
        },
        plot_px=plot_px,
        margin=margin,
        annotations=[
            *opening_notes(unit, margin, shown, above=named_px + 3 * _ABOVE_PX),
            *names,
            *_below("\n".join(absent), margin),
        ],
        shapes=[
            *(pooled_line(view, span) if has_whole else []),
            *target_shapes(view, span, upright=True),
        ],
        marks=[mark(x, y, layer="below") for x, y in _MARKS_AT],
        along="xy",
    )


def _dots(view: View, shown: Sequence[Row], scale: Scale) -> tuple[Json, float]:
    """Draw the figures as dots, and return how many pixels the highest pile needs."""
    values = [row.value or 0 for row in shown]
    levels = piled(values, _DOT_PX * (scale.top - scale.low) / _WIDTH_PX)
    rows = max(levels, default=0) + 2
    plot_px = min(max(_DOT_PX * rows, _LEAST_PX), _MOST_PX)
    step = min(_DOT_PX, plot_px / rows)
    dots = points_trace(view, nth_style(0, 1), values, shown)
    dots |= {"y": [step * (level + 1) for level in levels]}
    dots["marker"] = {**dots["marker"], "size": _DOT_PX}
    return dots, plot_px


def piled(values: Iterable[float], width: float) -> list[int]:
    """Return how high each dot lies, from 0, so that none is nearer than `width` to one as high.

    Values are in ascending order.
    """
    last: list[float] = []
    levels = []
    for value in values:
        level = next((i for i, end in enumerate(last) if value - end >= width), len(last))
        last[level : level + 1] = [value]
        levels.append(level)
    return levels


def _below(text: str, margin: Margin) -> list[Json]:
    font = {"size": SMALL_PX, "color": INK_SOFT}
    place = {"xshift": 6 - margin.left, "yshift": -26, "yanchor": "top"}
    return [note(text, 0, 0, font=font, **place)] if text else []
