"""The alternative text of charts: what one shows, for somebody who does not see it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.data.queries.view import Row, View
from dashboard.wording.changes import verdict
from dashboard.wording.markers import marker_state
from dashboard.wording.phrases import is_open_group, listed, when
from dashboard.wording.reading import Line, Reading, Shape, read_view
from dashboard.wording.values import format_value, value_and_basis

_WITH_INTERVALS = " with 95% intervals"
_PICTURES = {
    "trend": "Line chart",
    "breakdown": "Bar chart",
    "columns": "Column chart",
    "breakdown_over_time": "Small line charts, one for each group",
    "stages": "Bar chart of stages",
    "intervals": f"Dot chart{_WITH_INTERVALS}",
    "funnel": "Funnel plot",
    "spread": "Dots on one line of values, one for each area",
    "small_multiples": "Small line charts, one for each area",
    "followup": f"Dot chart{_WITH_INTERVALS}",
    "hundred": "A hundred dots",
}
_BY_SHAPE = {
    Shape.TREND: "trend",
    Shape.OVER_TIME: "breakdown_over_time",
    Shape.PARTS: "breakdown",
    Shape.STAGES: "stages",
    Shape.POINTS: "followup",
    Shape.COMPARISON: "intervals",
    Shape.SINGLE: "hundred",
}
_MOST_LINES = 12

FEWEST_WITH_EXTREMES = 3  # points of a line; of these first and last are told anyhow
MOST_NAMED = 3  # periods without a figure


def alternative_text(view: View, kind: str = "") -> str:
    """Write what a picture of a view shows: each line's first, last, lowest and highest, and gaps.

    `kind` is the picture's name without `build_`: trend, breakdown, funnel... Blank means the
    picture that the view's shape calls for.
    """
    reading = read_view(view)
    picture = _PICTURES.get(kind or _BY_SHAPE.get(reading.shape, ""), "Chart")
    if all(row.upper is None for row in reading.rows if row.value is not None):
        picture = picture.removesuffix(_WITH_INTERVALS)
    opening = f"{picture}: {view.title}, {view.subtitle}."
    if view.release.illustrative:
        opening = f"Illustrative data, not real. {opening}"
    return " ".join([opening, *_content(view, reading, kind)])


def _content(view: View, reading: Reading, kind: str) -> list[str]:
    if not any(row.value is not None for row in reading.rows):
        return ["There is nothing to show: no figure is published for this choice."]
    if reading.shape in (Shape.TREND, Shape.OVER_TIME):
        texts = [_line(view, reading, line) for line in reading.lines[:_MOST_LINES]]
        more = len(reading.lines) - _MOST_LINES
    else:
        texts = [_row(view, reading, row) for row in reading.rows[:_MOST_LINES]]
        more = len(reading.rows) - _MOST_LINES
    if more > 0:
        texts.append(f"The table has {more} more.")
    if kind == "funnel" and view.pooled is not None and view.funnel:
        texts.append(_funnel(view))
    return texts


def _name(reading: Reading, row: Row) -> str:
    several_groups = len({r.group for r in reading.rows}) > 1
    several_areas = len({r.area for r in reading.rows}) > 1
    names = [row.area_name] if several_areas or not several_groups else []
    if several_groups or (is_open_group(row) and not names):
        names.append(row.group_label)
    return ", ".join(names)


def _row(view: View, reading: Reading, row: Row) -> str:
    return f"{_name(reading, row)}: {value_and_basis(row, view)}."


def _line(view: View, reading: Reading, line: Line) -> str:
    name, shown = _name(reading, line.rows[0]), line.shown
    if not shown:
        return f"{name}: {_gaps(line.rows)}."
    parts = [f"{format_value(shown[0], view)} {when(shown[0])}"]
    if len(shown) > 1:
        parts.append(f"{format_value(shown[-1], view)} {when(shown[-1])}")
    if len(shown) > FEWEST_WITH_EXTREMES:
        parts += _extremes(view, shown)
    if gaps := _gaps(line.rows):
        parts.append(gaps)
    if way := verdict(view, line.area):
        parts.append(way)
    labels = ("first ", *(["last "] if len(shown) > 1 else []), *[""] * len(parts))
    return f"{name}: " + "; ".join(f"{a}{b}" for a, b in zip(labels, parts, strict=False)) + "."


def _extremes(view: View, rows: Sequence[Row]) -> list[str]:
    low = min(rows, key=lambda row: row.value or 0)
    high = max(rows, key=lambda row: row.value or 0)
    if low.value == high.value:
        return []
    return [
        f"lowest {format_value(low, view)} {when(low)}",
        f"highest {format_value(high, view)} {when(high)}",
    ]


def _gaps(rows: Sequence[Row]) -> str:
    markers = dict.fromkeys(row.marker for row in rows if row.marker is not None)
    clauses = []
    for marker in markers:
        marked = [row for row in rows if row.marker is marker]
        span = listed([when(row) for row in marked])
        if len(marked) > MOST_NAMED:
            span = f"in {len(marked)} of {len(rows)} periods"
        clauses.append(f"{marker_state(marker)} {span}")
    return "; ".join(clauses)


def _funnel(view: View) -> str:
    pooled = view.pooled
    if pooled is None or pooled.value is None:
        return ""
    row = Row(
        area=pooled.area,
        area_name=pooled.area_name,
        period="",
        period_label="",
        group="",
        group_label="",
        value=pooled.value,
        marker=pooled.marker,
        numerator=pooled.numerator,
        denominator=pooled.denominator,
        lower=None,
        upper=None,
        about=pooled.about,
    )
    return (
        f"A line shows {pooled.area_name}, {value_and_basis(row, view)}, with 95% and 99.8% "
        "limits that widen as numbers fall."
    )
