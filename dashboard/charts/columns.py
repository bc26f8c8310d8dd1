"""The components of a count as columns, in the order of a scale, with bands over several of them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.labels import label_room
from dashboard.charts.layout import (
    Figure,
    Json,
    Margin,
    assemble,
    axis,
    haloed,
    line_shape,
    mark,
    note,
    opening_notes,
    unit_px,
    value_axis,
)
from dashboard.charts.scales import value_scale
from dashboard.charts.style import INK_SOFT, SMALL_PX, Style, single_style
from dashboard.charts.text import wrap
from dashboard.charts.traces import bar_trace, hidden_trace
from dashboard.data.queries.view import Row, View
from dashboard.wording import format_value, marker_text, unit_heading
from dashboard.wording.finding_groups import share_of
from dashboard.wording.reading import leaves, read_view, total_and_parts

MOST_COLUMNS = 8  # beyond which they have no room for their names on a narrow screen
_BARS_PX = 190
_FIGURES_PX = 44  # over the highest column, for its two lines
_BANDS_PX = 52  # over these, for the bands and their names
_THICK = 0.72  # of the step between two columns
_NAME_PX = 34
_MARKS = ((0.22, 0.64), (0.62, 0.33), (0.3, 0.12))  # across the plot, and up it
_SIGN_AT = 0.03  # of the axis: a hidden column's sign stands just above its foot


def build_columns(view: View) -> Figure:
    """Draw the innermost parts of one area's count as columns, and a bracket over those of a band."""
    reading = read_view(view)
    rows = reading.of_area(reading.main)
    total, parts = total_and_parts(view, rows)
    columns = leaves(view, parts)
    bands = [(row, ends) for row in parts if (ends := _ends(view, row, columns))]
    scale = value_scale(view, [row.value for row in columns])
    px = scale.top / _BARS_PX
    level = scale.top + px * _FIGURES_PX
    room = _FIGURES_PX + (_BANDS_PX if bands else 0)
    unit = unit_heading(view)
    margin = Margin(left=label_room(scale.labels), right=8, top=26 + unit_px(unit), bottom=48)
    names = [wrap(row.group_label, _NAME_PX, SMALL_PX) for row in columns]
    return assemble(
        view,
        data=_drawn(view, columns, single_style(reading.main, reading.whole, view), scale.top),
        axes={
            "xaxis": axis(range(len(names)), names, (-0.5, max(len(names), 1) - 0.5)),
            "yaxis": value_axis(scale.ticks, scale.labels, (0, scale.top + room * px)),
        },
        plot_px=_BARS_PX + room,
        margin=margin,
        annotations=[
            *opening_notes(unit, margin, columns, above=8),
            *(_named(view, row, i, total, scale.top) for i, row in enumerate(columns)),
            *(_band_name(view, band, ends, total, level) for band, ends in bands),
        ],
        shapes=[line for _, ends in bands for line in _bracket(ends, level, px)],
        marks=[mark(x, y) for x, y in _MARKS],
    )


def _drawn(view: View, columns: Sequence[Row], style: Style, top: float) -> list[Json]:
    """Draw a column for each figure, and a hollow sign for each that is hidden or missing."""
    shown = [(i, row) for i, row in enumerate(columns) if row.value is not None]
    signed = [(i, row) for i, row in enumerate(columns) if row.marker is not None]
    colours = [style.colour] * len(shown)
    places, rows = [i for i, _ in shown], [row for _, row in shown]
    return [
        bar_trace(view, colours, places, rows, _THICK, upright=True),
        *(hidden_trace(view, style, [(i, _SIGN_AT * top)], [row]) for i, row in signed),
    ]


def _named(view: View, row: Row, place: int, total: Row | None, top: float) -> Json:
    level = row.value if row.value is not None else 2 * _SIGN_AT * top
    return _over(place, level, _figure(view, row, total))


def _figure(view: View, row: Row, total: Row | None) -> str:
    """Write a figure over its share of the total; a marker as tables have it, for want of room."""
    if row.marker is not None:
        return marker_text(row.marker).sign
    share = share_of(row, total)
    return format_value(row, view) + (f"\n{share}" if share else "")


def _over(place: float, level: float, text: str) -> Json:
    above = {"xanchor": "center", "yanchor": "bottom", "align": "center", "yshift": 3}
    font = {"size": SMALL_PX}
    return haloed(note(text, place, level, xref="x", yref="y", font=font, **above))


def _ends(view: View, band: Row, columns: Sequence[Row]) -> tuple[float, float] | None:
    """Return where the columns of a band begin and end; None where it has none."""
    of = {group.name: group.part_of for group in view.breakdown.groups} if view.breakdown else {}
    inside = [i for i, row in enumerate(columns) if of.get(row.group) == band.group]
    return (inside[0] - _THICK / 2, inside[-1] + _THICK / 2) if inside else None


def _bracket(ends: tuple[float, float], level: float, px: float) -> list[Json]:
    left, right = ends
    line = {"color": INK_SOFT, "width": 1.5}
    drawn = [(left, level, right, level), *((x, level, x, level - 6 * px) for x in ends)]
    return [line_shape(corner, line=line) for corner in drawn]


def _band_name(
    view: View, band: Row, ends: tuple[float, float], total: Row | None, level: float
) -> Json:
    figure = _figure(view, band, total).replace("\n", ", ")
    return _over(sum(ends) / 2, level, f"{band.group_label}\n{figure}")
