"""The lines of a chart over time, and how each is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dashboard.charts.layout import Json
from dashboard.charts.style import Style, area_style, nth_style
from dashboard.charts.traces import (
    band_traces,
    hollow_trace,
    line_trace,
    lone_whiskers,
)
from dashboard.data.queries.breaks import by_definition
from dashboard.data.queries.view import Row, View
from dashboard.wording import is_long, is_part_period
from dashboard.wording.reading import Line, Reading

MOST_LARGE = 12  # points of a line that have room for signs of full size
SMALL_SYMBOL_PX = 5.0
_JOINING = 1.25  # the width of a line between the marks of long periods


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a view, with its name and style in a chart."""

    line: Line
    name: str
    style: Style
    whole: bool


def series_of(view: View, reading: Reading) -> list[Series]:
    """Style the lines of a view: by area where it has several, else by group.

    The whole's counts are left to the table where places are drawn: a sum dwarfs its parts.
    """
    lines = list(reading.lines)
    if view.measure.is_count and any(line.shown for line in reading.places):
        lines = list(reading.places)
    places = list(dict.fromkeys(line.area for line in reading.places))
    by_area = len(lines) == 1 or len({line.area for line in lines}) > 1
    series = []
    for i, line in enumerate(lines):
        if by_area:
            style, name = area_style(line.area, places, reading.whole, view), line.area_name
        else:
            style, name = nth_style(i, len(lines)), line.group_label
        if len(line.rows) > MOST_LARGE:
            style = replace(style, symbol_px=min(style.symbol_px, SMALL_SYMBOL_PX))
        series.append(Series(line, name, style, line.area == reading.whole))
    return series


def series_traces(
    view: View,
    series: Sequence[Series],
    place: Callable[[Row], float],
    *,
    banded: bool,
    axes: str = "",
) -> list[Json]:
    """Draw bands first, then the whole, then the places over it."""
    bands: list[Json] = []
    lines: list[Json] = []
    for one in sorted(series, key=lambda s: not s.whole):
        joined, apart = _joined(one.line.rows)
        sure = banded and _has_band(one, series)
        style = one.style
        if has_long(one) or (one.whole and any(map(has_long, series))):
            style = replace(style, width=_JOINING)
        for run in by_definition(joined, view.measure, lambda row: row.period) or [[]]:
            xs = [place(row) for row in run]
            lone: list[Row] = []
            if sure and has_long(one):
                lone = run
            elif sure:
                bands += band_traces(one.style, xs, run, axes=axes)
                lone = lone_whiskers(run)
            spans = [] if _behind(one, series) else run
            lines.append(line_trace(view, style, xs, run, axes=axes, whiskers=lone, spans=spans))
        if apart:
            at = [place(row) for row in apart]
            lines.append(hollow_trace(view, one.style, at, apart, axes=axes, whiskers=sure))
    return [*bands, *lines]


def extent(series: Sequence[Series], *, banded: bool) -> list[float | None]:
    """Return the numbers that an axis must reach for the lines to be seen."""
    numbers: list[float | None] = []
    for one in series:
        numbers += [row.value for row in one.line.shown]
        if banded and _has_band(one, series):
            numbers += [end for row in one.line.shown for end in (row.lower, row.upper)]
    return numbers


def _has_band(one: Series, series: Sequence[Series]) -> bool:
    return not one.whole or len(series) == 1


def has_long(one: Series) -> bool:
    """Return True if a place's line has periods longer than a year."""
    return any(is_long(row) for row in one.line.rows)


def _behind(one: Series, series: Sequence[Series]) -> bool:
    """Return True if a line is the whole's, behind those of places."""
    return one.whole and len(series) > 1


def last_joined(one: Series) -> Row:
    """Return the last row of a line that is shown and joined, or else the last that is shown."""
    joined, _ = _joined(one.line.shown)
    return (joined or one.line.shown)[-1]


def _joined(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Part the rows to join from those of a period that is not over."""
    apart = [row for row in rows if is_part_period(row) and row.value is not None]
    return [row for row in rows if row not in apart], apart
