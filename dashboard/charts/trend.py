"""A measure over time: a line for each area or group, named at its end."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.hidden import (
    break_shapes,
    build_strip,
    strip_ground,
    strip_notes,
    strip_traces,
    strip_words,
)
from dashboard.charts.labels import EndLabel, end_labels, label_room
from dashboard.charts.layout import (
    NARROW_PX,
    Figure,
    Margin,
    assemble,
    axis,
    opening_notes,
    unit_px,
    value_axis,
)
from dashboard.charts.scales import fitted, middle, period_end
from dashboard.charts.series import Series, extent, last_joined, series_of, series_traces
from dashboard.charts.style import INK_SOFT
from dashboard.charts.switches import has_intervals, scale_heading, switched_scale
from dashboard.charts.targets import target_numbers, target_shapes, target_words
from dashboard.data.queries.view import Row, View
from dashboard.wording import is_long
from dashboard.wording.reading import read_view

_PLOT_PX = 240
_BELOW_PX = 27
_LINE_PX = 17
_MOST_BANDED = 2


def build_trend(view: View) -> Figure:
    """Draw a view over time. Intervals are drawn where no more than one area stands by the whole.

    The reader may have chosen to leave them out, and to fit the scale to the figures.
    """
    reading = read_view(view)
    series = series_of(view, reading)
    banded = len(series) <= _MOST_BANDED and has_intervals(view)
    scale = switched_scale(view, [*extent(series, banded=banded), *target_numbers(view)])
    strip = build_strip(series, scale, _PLOT_PX)
    shown = [one for one in series if one.line.shown]
    labels = _labels(view, shown)
    names = [*(label.text for label in labels), *strip_words(strip)]
    unit = scale_heading(view, scale)
    left, right = label_room(scale.labels), label_room(names)
    periods = fitted(reading.rows, reading.whole, NARROW_PX - left - right)
    margin = Margin(
        left=left,
        right=right,
        bottom=_BELOW_PX + _LINE_PX * max((text.count("\n") for text in periods.labels), default=0),
        top=34 + unit_px(unit),
    )
    return assemble(
        view,
        data=[
            *series_traces(view, series, periods.place, banded=banded),
            *strip_traces(view, strip, series, periods.place),
        ],
        axes={
            "xaxis": axis(periods.ticks, periods.labels, periods.range, ticks="outside"),
            "yaxis": value_axis(scale.ticks, scale.labels, strip.span),
        },
        plot_px=_PLOT_PX,
        margin=margin,
        annotations=[
            *opening_notes(unit, margin, shown),
            *end_labels(labels, _PLOT_PX, strip.span),
            *strip_notes(strip),
        ],
        shapes=[
            *strip_ground(strip, periods.range),
            *target_shapes(view, periods.range),
            *break_shapes(view, strip, series, periods.place),
        ],
    )


def _labels(view: View, shown: Sequence[Series]) -> list[EndLabel]:
    """Return the name of each line at the height of its last point, and of the target at its own."""
    last = max((_right(row) for one in shown for row in one.line.rows), default=0)
    ends = [_end(one, last) for one in shown]
    if shown and (bounds := target_numbers(view)):
        ends.append(EndLabel(target_words(view), last, max(bounds), INK_SOFT))
    return ends


def _end(one: Series, last: float) -> EndLabel:
    row = last_joined(one)
    return EndLabel(one.name, last, row.value or 0, one.style.colour, apart=_right(row) < last)


def _right(row: Row) -> float:
    """Return where the mark of a row ends: the bar of a long period, or a point."""
    return period_end(row) if is_long(row) else middle(row)
