"""What is the message of a view, short enough for a heading?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.data.release import BreakdownKind, MeasureKind
from dashboard.data.statistics import NO_CLEAR_CHANGE, WITHIN
from dashboard.data.view import Row, View
from dashboard.wording.findings.comparisons import positions
from dashboard.wording.findings.figures import latest_row
from dashboard.wording.findings.groups import largest_parts, latest_rows
from dashboard.wording.markers import marker_state
from dashboard.wording.numbers import format_count
from dashboard.wording.phrases import (
    is_open_group,
    listed,
    open_lower,
    open_upper,
    since_until,
    when,
    where,
)
from dashboard.wording.reading import Reading, Shape, leaves, read_view
from dashboard.wording.values import format_value


def headline(view: View) -> str:
    """Say the message of a view in a short title, without a full stop."""
    reading = read_view(view)
    if reading.shape is Shape.OVERVIEW:
        return view.title
    if not any(row.value is not None for row in reading.rows):
        return f"{_subject(view, reading)}: no figure can be shown"
    return _HEADLINES[reading.shape](view, reading)


def headline_phrase(view: View) -> str:
    """Say what a headline number counts, to stand under the number: of closed cases completed."""
    measure = view.measure
    if measure.kind is MeasureKind.REPORTED:
        return open_lower(measure.title)
    words = f"{measure.universe} {measure.phrase}".strip()
    if measure.kind is MeasureKind.COUNT:
        return words or open_lower(measure.title)
    return words


def _subject(view: View, reading: Reading) -> str:
    """Name what the view is about: the measure, and its group where it tells of one alone."""
    groups = {row.group for row in reading.rows}
    row = next(iter(reading.rows), None)
    if row is None or len(groups) > 1 or not is_open_group(row):
        return view.measure.short_title
    separate = view.breakdown is not None and view.breakdown.kind is BreakdownKind.SEPARATE
    group = open_lower(row.group_label) if separate else row.group_label
    return f"{view.measure.short_title} ({group})"


def _single(view: View, reading: Reading) -> str:
    return _latest(view, reading, reading.rows[0])


def _latest(view: View, reading: Reading, row: Row) -> str:
    figure = marker_state(row.marker) if row.marker else format_value(row, view)
    return f"{_subject(view, reading)} {where(row.area_name)}: {figure} {when(row)}"


def _trend(view: View, reading: Reading) -> str:
    rows = reading.of_area(reading.main)
    trend = next((t for t in view.trends if t.area == reading.main), None)
    latest = latest_row(rows)
    if trend is None:
        return _latest(view, reading, latest or rows[-1])
    labels = {row.period: row.period_label for row in rows}
    span = since_until(*(labels.get(k, k) for k in (trend.first_period, trend.last_period)))
    direction = trend.direction if trend.direction != NO_CLEAR_CHANGE else "no clear change"
    return f"{_subject(view, reading)} {where(rows[0].area_name)}: {direction} {span}"


def _comparison(view: View, reading: Reading) -> str:
    rows = [row for row in reading.rows if row.area != reading.whole]
    found = positions(view, rows)
    title = _subject(view, reading)
    if not found:
        whole = next(iter(reading.of_area(reading.whole)), None)
        return _latest(view, reading, whole) if whole is not None else f"{title} by area"
    beyond = [row.area_name for row, place in found if place != WITHIN]
    if not beyond:
        return f"{title}: no area differs by more than chance would give"
    verb = "differs" if len(beyond) == 1 else "differ"
    return f"{title}: {listed(beyond)} {verb} by more than chance would usually give"


def _parts(view: View, reading: Reading) -> str:
    rows = reading.of_area(reading.main)
    return _largest(view, rows) or f"{view.measure.short_title} by group"


def _over_time(view: View, reading: Reading) -> str:
    now = latest_rows(view, reading)
    separate = view.breakdown is not None and view.breakdown.kind is BreakdownKind.SEPARATE
    told = "" if separate else _largest(view, now)
    return f"{told} {when(now[0])}" if told else f"{view.measure.short_title} over time"


def _largest(view: View, rows: tuple[Row, ...]) -> str:
    parts = leaves(view, rows)
    largest = largest_parts(parts)
    if not largest:
        return ""
    shown = "" if all(row.marker is None for row in parts) else " shown"
    noun = "group" if len(largest) == 1 else "groups"
    names = listed([row.group_label for row in largest])
    return f"{view.measure.short_title}: {names}, the largest {noun}{shown}"


def _stages(view: View, reading: Reading) -> str:
    rows = reading.of_area(reading.main)
    first, last = rows[0], rows[-1]
    if first.value is None or last.value is None:
        return f"{view.measure.short_title} {where(first.area_name)}, stage by stage"
    counted = f"{format_count(last.value)} of {format_count(first.value)}"
    return f"{counted} {view.measure.universe} reached “{last.group_label}”"


def _points(view: View, reading: Reading) -> str:
    rows = [row for row in reading.of_area(reading.main) if row.value is not None]
    if not rows:
        return f"{view.measure.short_title}: no figure can be shown"
    ends = rows if len(rows) < 2 else [rows[0], rows[-1]]
    told = [f"{format_value(row, view)} ({open_lower(row.group_label)})" for row in ends]
    return f"{view.measure.short_title}: {open_upper(', '.join(told))}"


_HEADLINES: Mapping[Shape, Callable[[View, Reading], str]] = {
    Shape.SINGLE: _single,
    Shape.TREND: _trend,
    Shape.OVER_TIME: _over_time,
    Shape.PARTS: _parts,
    Shape.STAGES: _stages,
    Shape.POINTS: _points,
    Shape.COMPARISON: _comparison,
}
