"""Areas side by side, each with its interval, against the pooled figure."""

from __future__ import annotations

from dashboard.charts.layout import (
    Figure,
    Json,
    Margin,
    assemble,
    line_shape,
    note,
    opening_notes,
    unit_px,
    value_axis,
)
from dashboard.charts.rows import (
    absences,
    row_axis,
    row_marks,
    row_name,
    row_span,
    rows_px,
)
from dashboard.charts.scales import value_scale
from dashboard.charts.style import INK_SOFT, SMALL_PX, WHOLE, WHOLE_DASH, area_style
from dashboard.charts.targets import target_numbers, target_shapes, target_words
from dashboard.charts.traces import level_dot
from dashboard.data.queries.view import Row, View
from dashboard.wording import about, format_interval, format_quantity, format_value, unit_heading
from dashboard.wording.reading import read_view

_LINE_PX = 17
_ABOVE_PX = 5


def build_intervals(view: View) -> Figure:
    """Draw each area's figure as a dot with its 95% interval, and the pooled figure as a line."""
    reading = read_view(view)
    rows = reading.rows
    shown = [(i, row) for i, row in enumerate(rows) if row.value is not None]
    numbers = [n for _, row in shown for n in (row.value, row.upper)]
    scale = value_scale(view, [*numbers, *target_numbers(view)])
    places = list(dict.fromkeys(line.area for line in reading.places))
    styles = [area_style(row.area, places, reading.whole, view) for row in rows]
    signs, words = absences(view, rows, styles, (scale.low, scale.top))
    names = line_names(view, (scale.low + scale.top) / 2)
    named_px = _LINE_PX * len(names)
    unit = unit_heading(view)
    margin = Margin(left=18, right=22, top=32 + named_px + _ABOVE_PX + unit_px(unit), bottom=30)
    span = row_span(len(rows))
    return assemble(
        view,
        data=[*(level_dot(view, styles[i], row, -i) for i, row in shown), *signs],
        axes={
            "xaxis": value_axis(scale.ticks, scale.labels, (scale.low, scale.top), zeroline=False),
            "yaxis": row_axis(len(rows)),
        },
        plot_px=rows_px(len(rows)),
        margin=margin,
        annotations=[
            *opening_notes(unit, margin, rows, above=named_px + 3 * _ABOVE_PX),
            *(row_name(_words(view, row), i) for i, row in enumerate(rows)),
            *words,
            *names,
        ],
        shapes=[*pooled_line(view, span), *target_shapes(view, span, upright=True)],
        marks=row_marks(len(rows)),
        along="y",
    )


def _words(view: View, row: Row) -> str:
    """Write a row's name, with its figure and interval where it has them."""
    if row.value is None:
        return row.area_name
    interval = format_interval(row, view)
    figure = format_value(row, view) + (f" ({interval})" if interval else "")
    return f"{row.area_name}: {figure}"


def pooled_line(view: View, span: tuple[float, float]) -> list[Json]:
    """Draw the whole's figure as an upright line."""
    if view.pooled is None or view.pooled.value is None:
        return []
    stroke = {"color": WHOLE, "width": 1.5, "dash": WHOLE_DASH}
    return [line_shape((view.pooled.value, span[0], view.pooled.value, span[1]), line=stroke)]


def line_names(view: View, middle: float) -> list[Json]:
    """Write the names of the upright lines above the plot, a line each, towards the axis's `middle`."""
    names = []
    if view.pooled is not None and view.pooled.value is not None:
        value = about(view.pooled)
        value += format_quantity(view.pooled.value, view.unit, view.decimals)
        names.append((f"{view.pooled.area_name} {value}", view.pooled.value, WHOLE))
    if bounds := target_numbers(view):
        names.append((target_words(view), bounds[0], INK_SOFT))
    return [
        note(
            text,
            x,
            1,
            xref="x",
            xanchor="right" if x > middle else "left",
            yshift=_ABOVE_PX + i * _LINE_PX,
            yanchor="bottom",
            font={"size": SMALL_PX, "color": colour},
        )
        for i, (text, x, colour) in enumerate(names)
    ]
