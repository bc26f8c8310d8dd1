"""A share at each point of follow-up, with its interval and the number of children known there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from dashboard.charts.hidden import (
    build_strip,
    strip_ground,
    strip_notes,
    strip_traces,
    strip_words,
)
from dashboard.charts.labels import label_room
from dashboard.charts.layout import (
    NARROW_PX,
    Figure,
    Json,
    Margin,
    assemble,
    axis,
    haloed,
    note,
    opening_notes,
    unit_px,
    value_axis,
)
from dashboard.charts.scales import value_scale
from dashboard.charts.series import Series
from dashboard.charts.style import INK_SOFT, SMALL_PX, single_style
from dashboard.charts.targets import target_numbers, target_shapes, target_words
from dashboard.charts.text import wrap
from dashboard.charts.traces import points_trace
from dashboard.data.queries.view import Row, View
from dashboard.wording import format_count, format_value, unit_heading
from dashboard.wording.reading import Line, Reading, read_view

_PLOT_PX = 260
_HALF = 0.42  # of the step between two points
_NAME_PX = 64  # at most, for a name of a point, broken into lines, on a narrow screen
_LINE_PX = 17
_TICK_PX = 10  # from the axis to the names of its points
_LEEWAY_PX = 4  # by which `text_width` is more than enough for most words


def build_followup(view: View) -> Figure:
    """Draw a share at each point of follow-up with its interval and the number known.

    The points are not joined: they are not the same children.
    """
    reading = read_view(view)
    series = _series(view, reading)
    rows = series.line.rows
    groups = [row.group for row in rows]

    def place(row: Row) -> float:
        return float(groups.index(row.group))

    shown = series.line.shown
    numbers = [n for row in shown for n in (row.value, row.upper)]
    scale = value_scale(view, [*numbers, *target_numbers(view)])
    strip = build_strip([series], scale, _PLOT_PX)
    span = (-0.5, max(len(rows), 1) - 0.5)
    aimed = _aimed(view, groups)
    left, room = label_room(scale.labels), label_room(["", *strip_words(strip)])
    below = _below(rows, (NARROW_PX - left - room) / max(len(rows), 1))
    unit = unit_heading(view)
    margin = Margin(left=left, right=room, bottom=26 + below.height_px, top=34 + unit_px(unit))
    xs = [place(row) for row in rows]
    return assemble(
        view,
        data=[
            points_trace(view, series.style, xs, rows, whiskers=True),
            *strip_traces(view, strip, [series], place),
        ],
        axes={
            "xaxis": axis(xs, below.names, span, ticks="outside"),
            "yaxis": value_axis(scale.ticks, scale.labels, strip.span),
        },
        plot_px=_PLOT_PX,
        margin=margin,
        annotations=[
            *opening_notes(unit, margin, shown),
            *(_value(view, row, place(row)) for row in shown),
            *_target_name(view, aimed),
            *strip_notes(strip),
            *below.notes,
        ],
        shapes=[*strip_ground(strip, span), *target_shapes(view, aimed)],
    )


class _Below(NamedTuple):
    """What stands below the axis of points: a name each, what the names share, and their height."""

    names: list[str]
    notes: list[Json]
    height_px: float


def _below(rows: Sequence[Row], step_px: float) -> _Below:
    """Name each point with the number that its figure rests on, where it has one."""
    shared, ending = _ending([row.group_label for row in rows])
    width_px = min(_NAME_PX, step_px + _LEEWAY_PX)
    names = [_name(row, ending if i in shared else "", width_px) for i, row in enumerate(rows)]
    named_px = _LINE_PX * max((name.count("\n") + 1 for name in names), default=1)
    if not ending:
        return _Below(names, [], named_px)
    middle = (shared[0] + shared[-1]) / 2
    place = {"xref": "x", "xanchor": "center", "yanchor": "top", "yshift": -named_px - _TICK_PX}
    once = note(ending, middle, 0, font={"size": SMALL_PX, "color": INK_SOFT}, **place)
    return _Below(names, [once], named_px + _LINE_PX)


def _ending(labels: Sequence[str]) -> tuple[Sequence[int], str]:
    """Return the words that the last labels all end in, and which labels these are.

    Written once below them they leave each label one line, and the first may have other words: at
    closure; then 6, 12 and 18, months after closure. One word is not worth a line.
    """
    words = [label.split() for label in labels]
    for first in range(len(words) - 1):
        last = words[first:]
        ends = takewhile(lambda same: len(set(same)) == 1, zip(*map(reversed, last), strict=False))
        shared = [same[0] for same in ends][: min(map(len, last)) - 1]
        if len(shared) > 1:
            return range(first, len(words)), " ".join(reversed(shared))
    return (), ""


def _aimed(view: View, groups: Sequence[str]) -> tuple[float, float]:
    """Return where the target is drawn: at the point that it is set for, which a measure stands at."""
    default = view.breakdown.default if view.breakdown else ""
    at = groups.index(default) if default in groups else 0
    return (at - _HALF, at + _HALF)


def _target_name(view: View, aimed: tuple[float, float]) -> list[Json]:
    """Write the target's name above its line."""
    font = {"size": SMALL_PX, "color": INK_SOFT}
    place = {"xref": "x", "yref": "y", "yanchor": "bottom", "yshift": 3, "font": font}
    bounds = target_numbers(view)[-1:]
    return [haloed(note(target_words(view), aimed[0], bound, **place)) for bound in bounds]


def _series(view: View, reading: Reading) -> Series:
    """The points of the view's own area as one series."""
    rows = reading.of_area(reading.main)
    name = rows[0].area_name if rows else ""
    style = single_style(reading.main, reading.whole, view)
    return Series(Line(reading.main, name, "", "", rows), name, style, whole=False)


def _name(row: Row, ending: str, width_px: float) -> str:
    """Write the name of a point without its `ending`, and the number that its figure rests on, if any."""
    name = wrap(row.group_label.removesuffix(ending).rstrip(), width_px, SMALL_PX)
    if row.value is None or row.denominator is None:
        return name
    return f"{name}\nn = {format_count(row.denominator)}"


def _value(view: View, row: Row, x: float) -> Json:
    text = format_value(row, view)
    return haloed(note(text, x, row.value or 0, xref="x", yref="y", xshift=9))
