"""Counts as level bars from zero: the components of a total, or stages."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.layout import (
    Figure,
    Json,
    Margin,
    assemble,
    axis,
    haloed,
    note,
    opening_notes,
    unit_px,
)
from dashboard.charts.rows import (
    BAR_PX,
    ROW_PX,
    absences,
    row_axis,
    row_marks,
    row_name,
    rows_px,
)
from dashboard.charts.style import TEXT_PX, WHOLE, single_style
from dashboard.charts.text import widest
from dashboard.charts.traces import bar_trace
from dashboard.data.queries.view import Row, View
from dashboard.wording import format_value, unit_heading
from dashboard.wording.finding_groups import share_of
from dashboard.wording.reading import Reading, leaves, read_view, total_and_parts

_INDENT_PX = 14


def build_breakdown(view: View) -> Figure:
    """Draw the parts of one area's count, each with its share of the total where both are shown.

    A part that itself has parts in the view is drawn dark, with its own parts set in under it.
    """
    reading = read_view(view)
    rows = reading.of_area(reading.main)
    total, parts = total_and_parts(view, rows)
    innermost = {row.group for row in leaves(view, parts)}
    bands = {row.group for row in parts} - innermost
    return _build(view, reading, parts, total=total, bands=frozenset(bands))


def build_stages(view: View) -> Figure:
    """Draw how many children reached each stage, with the share of those at the first."""
    reading = read_view(view)
    rows = reading.of_area(reading.main)
    return _build(view, reading, rows, total=rows[0] if rows else None, bands=frozenset())


def _build(
    view: View,
    reading: Reading,
    rows: Sequence[Row],
    *,
    total: Row | None,
    bands: frozenset[str],
) -> Figure:
    shown = [(i, row) for i, row in enumerate(rows) if row.value is not None]
    top = max((row.value or 0 for _, row in shown), default=0) or 1
    texts = [_figure(view, row, total) for _, row in shown]
    unit = unit_heading(view)
    margin = Margin(left=8, right=14 + widest(texts, TEXT_PX), top=32 + unit_px(unit), bottom=10)
    style = single_style(reading.main, reading.whole, view)
    colours = [WHOLE if row.group in bands else style.colour for _, row in shown]
    signs, words = absences(view, rows, [style] * len(rows), (0, top))
    bars = bar_trace(
        view, colours, [-i for i, _ in shown], [row for _, row in shown], BAR_PX / ROW_PX
    )
    return assemble(
        view,
        data=[bars, *signs],
        axes={
            "xaxis": axis([], [], (0, top)),
            "yaxis": row_axis(len(rows)),
        },
        plot_px=rows_px(len(rows)),
        margin=margin,
        annotations=[
            *opening_notes(unit, margin, rows, above=8),
            *(_name(view, row, i, bands) for i, row in enumerate(rows)),
            *(_value(text, i, row) for text, (i, row) in zip(texts, shown, strict=True)),
            *words,
        ],
        marks=row_marks(len(rows)),
        along="y",
    )


def _figure(view: View, row: Row, total: Row | None) -> str:
    share = share_of(row, total)
    return format_value(row, view) + (f" ({share})" if share else "")


def _value(text: str, index: int, row: Row) -> Json:
    return haloed(note(text, row.value or 0, -index, xref="x", yref="y", xshift=7))


def _name(view: View, row: Row, index: int, bands: frozenset[str]) -> Json:
    group = view.breakdown.group(row.group) if view.breakdown else None
    set_in = group is not None and group.part_of in bands
    indent = _INDENT_PX if set_in else 0
    return row_name(row.group_label, index, indent=indent)
