"""Many small charts side by side, all on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.charts.hidden import (
    Strip,
    break_shapes,
    build_strip,
    strip_ground,
    strip_notes,
    strip_room,
    strip_traces,
)
from dashboard.charts.labels import label_room
from dashboard.charts.layout import (
    Figure,
    Json,
    Margin,
    assemble,
    axis,
    narrow_mark,
    note,
    opening_notes,
    unit_px,
    value_axis,
)
from dashboard.charts.scales import PeriodScale, Scale, panel_scale
from dashboard.charts.series import (
    MOST_LARGE,
    SMALL_SYMBOL_PX,
    Series,
    extent,
    series_of,
    series_traces,
)
from dashboard.charts.style import INK_SOFT, PALETTE, RULE, SMALL_PX, SYMBOLS, WHOLE_DASH, Style
from dashboard.charts.switches import has_intervals, scale_heading, switched_scale
from dashboard.charts.targets import target_numbers, target_shapes, target_words
from dashboard.charts.text import wrap
from dashboard.data.queries.view import View
from dashboard.wording import direction_words
from dashboard.wording.phrases import name_within
from dashboard.wording.reading import Reading, leaves, read_view

_COLUMNS = 2
_PANEL_PX = 132
_LINE_PX = 17
_NAME_PX = 136  # the width of a panel on a narrow screen
_BELOW_PX = 42
_GUTTER = 0.09
_ABOVE_PX = 6
_SAID_FONT = {"size": SMALL_PX, "color": INK_SOFT}
_NAME_FONT = {"size": SMALL_PX, "weight": 700}
_BEHIND = Style(RULE, "circle", WHOLE_DASH, 1.5, 4)


@dataclass(frozen=True, slots=True)
class Panel:
    """One small chart: its name and what it draws, the last in front."""

    name: str
    series: tuple[Series, ...]
    said: str = ""  # which way it goes


def build_small_multiples(view: View) -> Figure:
    """Draw a small chart for each area over time, with the whole in grey behind a share."""
    reading = read_view(view)
    series = series_of(view, reading)
    behind = [
        Series(one.line, one.name, _BEHIND, whole=True)
        for one in series
        if one.whole and not view.measure.is_count
    ]
    places = [one for one in series if not one.whole] or series
    panels = [
        Panel(
            _name(one.name),
            (*(b for b in behind if b.line != one.line), one),
            _said(view, one.line.area),
        )
        for one in places
    ]
    return _build(view, panels, reading)


def build_breakdown_over_time(view: View) -> Figure:
    """Draw a small chart over time for each group of the view's area, without totals."""
    reading = read_view(view)
    groups = {row.group for row in leaves(view, reading.rows)}
    lines = [n for n in reading.lines if n.area == reading.main and n.group in groups]
    style = Style(PALETTE[0], SYMBOLS[0])
    if any(len(line.rows) > MOST_LARGE for line in lines):
        style = replace(style, symbol_px=SMALL_SYMBOL_PX)
    panels = [
        Panel(_name(n.group_label), (Series(n, n.group_label, style, whole=False),)) for n in lines
    ]
    return _build(view, panels, reading)


def _name(text: str) -> str:
    return wrap(text, _NAME_PX, SMALL_PX, within_words=True)


def _said(view: View, area: str) -> str:
    return "\n".join(map(_name, direction_words(view, area).split(": ")))


def _lines(text: str) -> int:
    return text.count("\n") + 1 if text else 0


@dataclass(frozen=True, slots=True)
class Grid:
    """Where panels stand in the plot, and the scales they share."""

    count: int
    scale: Scale
    periods: PeriodScale
    above_px: float
    strip_room: int

    @property
    def rows(self) -> int:
        return max(math.ceil(self.count / _COLUMNS), 1)

    @property
    def plot_px(self) -> float:
        return self.rows * self._step_px - self.above_px - _BELOW_PX

    @property
    def _step_px(self) -> float:
        return _PANEL_PX + self.above_px + _BELOW_PX

    def across(self, index: int) -> tuple[float, float]:
        """Return a panel's left and right, in parts of the plot."""
        width = (1 - _GUTTER * (_COLUMNS - 1)) / _COLUMNS
        left = index % _COLUMNS * (width + _GUTTER)
        return (left, left + width)

    def up(self, index: int) -> tuple[float, float]:
        """Return a panel's foot and top, in parts of the plot."""
        row = index // _COLUMNS
        top = 1 - row * self._step_px / self.plot_px
        return (0.0 if row == self.rows - 1 else top - _PANEL_PX / self.plot_px, top)

    def middle(self, index: int) -> tuple[float, float]:
        """Return the middle of a panel, in parts of the plot."""
        return (sum(self.across(index)) / 2, sum(self.up(index)) / 2)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one panel adds to a figure."""

    data: list[Json]
    axes: Json
    annotations: list[Json]
    shapes: list[Json]


def _build(view: View, panels: Sequence[Panel], reading: Reading) -> Figure:
    numbers = [n for panel in panels for n in extent(panel.series, banded=has_intervals(view))]
    scale = switched_scale(view, [*numbers, *target_numbers(view)])
    lines = max((_lines(panel.name) + _lines(panel.said) for panel in panels), default=1)
    room = strip_room([panel.series[-1:] for panel in panels])
    above = _LINE_PX * lines + 9
    grid = Grid(len(panels), scale, panel_scale(reading.rows, reading.whole), above, room)
    unit = "\n".join(filter(None, [scale_heading(view, scale), _key(view, panels)]))
    margin = Margin(
        left=label_room(scale.labels), right=26, bottom=_BELOW_PX, top=above + 32 + unit_px(unit)
    )
    parts = [_draw(view, panel, i, grid) for i, panel in enumerate(panels)]
    shown = any(one.line.shown for panel in panels for one in panel.series)
    bare = {"xaxis": axis([], [], (0, 1)), "yaxis": axis([], [], (0, 1))}
    return assemble(
        view,
        data=[trace for part in parts for trace in part.data],
        axes={key: value for part in parts for key, value in part.axes.items()} or bare,
        plot_px=grid.plot_px,
        margin=margin,
        annotations=[
            *opening_notes(unit, margin, shown, above=above + 4),
            *(words for part in parts for words in part.annotations),
        ],
        shapes=[shape for part in parts for shape in part.shapes],
        marks=[narrow_mark(*grid.middle(i)) for i in range(len(parts))] or None,
    )


def _key(view: View, panels: Sequence[Panel]) -> str:
    """Draw once for all panels what their lines without a name are."""
    behind = [one.name for panel in panels for one in panel.series if one.style is _BEHIND]
    aim = target_words(view).replace("Target", "target", 1)
    sentences = [f"Dashed: {name_within(name)}." for name in behind[:1]]
    return " ".join([*sentences, *([f"Dotted: {aim}."] if aim else [])])


def _draw(view: View, panel: Panel, index: int, grid: Grid) -> _Part:
    axes = "" if index == 0 else str(index + 1)
    own_series = panel.series[-1:]
    strip = build_strip(own_series, grid.scale, _PANEL_PX, room=grid.strip_room)
    span = grid.periods.range
    refs = {"xref": f"x{axes} domain", "yref": f"y{axes} domain"}
    return _Part(
        data=[
            *series_traces(
                view, panel.series, grid.periods.place, banded=has_intervals(view), axes=axes
            ),
            *strip_traces(view, strip, own_series, grid.periods.place, axes=axes),
        ],
        axes=_axes(axes, index, grid, strip),
        annotations=[
            *_heading(panel, refs),
            *strip_notes(strip, axes=axes, words=False),
        ],
        shapes=[
            *strip_ground(strip, span, axes=axes),
            *break_shapes(view, strip, own_series, grid.periods.place, axes=axes),
            *target_shapes(view, span, axes=axes),
        ],
    )


def _heading(panel: Panel, refs: Json) -> list[Json]:
    """Write a panel's name above its plot, and below the name which way it goes."""
    above = {**refs, "yanchor": "bottom"}
    up = _ABOVE_PX + _LINE_PX * _lines(panel.said)
    way = [note(panel.said, 0, 1, yshift=_ABOVE_PX, font=_SAID_FONT, **above)]
    return [
        note(panel.name, 0, 1, yshift=up, font=_NAME_FONT, name=panel.series[-1].name, **above),
        *(way if panel.said else []),
    ]


def _axes(axes: str, index: int, grid: Grid, strip: Strip) -> Json:
    periods, scale = grid.periods, grid.scale
    x = axis(periods.ticks, periods.labels, periods.range, ticks="outside")
    outer = index % _COLUMNS == 0
    y = value_axis(scale.ticks, scale.labels, strip.span, showticklabels=outer)
    return {
        f"xaxis{axes}": {**x, "domain": list(grid.across(index)), "anchor": f"y{axes}"},
        f"yaxis{axes}": {**y, "domain": list(grid.up(index)), "anchor": f"x{axes}"},
    }
