"""Between which figures do many areas lie: a dot for each, on one line of values?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.charts.intervals import line_names, pooled_line
from dashboard.charts.layout import (
    NARROW_PX,
    Figure,
    Margin,
    assemble,
    axis,
    mark,
    note,
    nothing_note,
    unit_note,
    unit_px,
    value_axis,
)
from dashboard.charts.rows import absent_words
from dashboard.charts.scales import window_scale
from dashboard.charts.style import INK_SOFT, SMALL_PX, nth_style
from dashboard.charts.targets import target_numbers, target_shapes
from dashboard.charts.traces import points_trace
from dashboard.data.queries.view import View
from dashboard.wording import unit_heading
from dashboard.wording.reading import read_view

_DOT_PX = 7.0
_LEAST_PX, _MOST_PX = 90, 300  # the height of the plot
_LINE_PX = 17
_ABOVE_PX = 5
_MARKS_AT = ((0.3, 0.7), (0.7, 0.3))
_SIDES = Margin(left=24, right=24)


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
    levels = piled(
        [row.value or 0 for row in shown],
        _DOT_PX * (scale.top - scale.low) / (NARROW_PX - _SIDES.left - _SIDES.right),
    )
    highest = max(levels, default=0) + 1
    plot_px = min(max(_DOT_PX * (highest + 1), _LEAST_PX), _MOST_PX)
    step = min(_DOT_PX, plot_px / (highest + 1))
    names = line_names(view, (scale.low + scale.top) / 2) if has_whole else []
    named_px = _LINE_PX * len(names)
    absent = absent_words(rows)
    unit = unit_heading(view)
    margin = Margin(
        left=_SIDES.left,
        right=_SIDES.right,
        top=32 + named_px + _ABOVE_PX + unit_px(unit),
        bottom=30 + _LINE_PX * len(absent),
    )
    style = nth_style(0, 1)
    dots = points_trace(view, style, [row.value or 0 for row in shown], shown)
    dots |= {"y": [step * (level + 1) for level in levels]}
    dots["marker"] = {**dots["marker"], "size": _DOT_PX}
    span = (0.0, plot_px)
    return assemble(
        view,
        "spread",
        data=[dots],
        axes={
            "xaxis": value_axis(scale.ticks, scale.labels, (scale.low, scale.top), zeroline=False),
            "yaxis": axis([], [], span, showticklabels=False),
        },
        plot_px=plot_px,
        margin=margin,
        annotations=[
            unit_note(unit, margin, above=named_px + 3 * _ABOVE_PX),
            *([] if shown else [nothing_note()]),
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


def _below(text: str, margin: Margin) -> Sequence[dict[str, object]]:
    font = {"size": SMALL_PX, "color": INK_SOFT}
    place = {"xshift": 6 - margin.left, "yshift": -26, "yanchor": "top"}
    return [note(text, 0, 0, font=font, **place)] if text else []
