"""The strip of a chart over time that shows where figures are suppressed or missing.

Narrow, and under the foot of the scale, it has a row for each series and marker, and says in words
what the marker means. It is apart from the scale, so that no sign in it can be read as a number.
Periods to which a measure does not apply (`z`) are left empty. A series of which nothing can be
shown has a row of words in place of a row of signs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.charts.layout import Json, line_shape, note, rectangle
from dashboard.charts.scales import Scale, half_length
from dashboard.charts.series import Series
from dashboard.charts.style import BREAK_DASH, GROUND, INK_SOFT, SMALL_PX
from dashboard.charts.text import shortened
from dashboard.charts.traces import hidden_trace
from dashboard.data.queries.view import Row, View
from dashboard.wording.markers import brief_words

ROW_PX = 15
_GAP_PX = 7
_EDGE_PX = 3
_NAME_PX = 120  # of a series that has words in place of signs


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of one plot: its rows are (series, marker), from the top."""

    rows: tuple[tuple[int, str], ...]
    low: float
    top: float
    plot_px: float
    room: int  # rows that it has room for: panels side by side all have the same
    told: tuple[str, ...] = ()  # for each row the words in place of its signs, or nothing

    @property
    def height_px(self) -> float:
        return ROW_PX * self.room + _GAP_PX + 2 * _EDGE_PX if self.room else 0

    @property
    def per_px(self) -> float:
        """Return how much of the scale a pixel is."""
        return (self.top - self.low) / (self.plot_px - self.height_px)

    @property
    def span(self) -> tuple[float, float]:
        """The ends of the axis: the strip lies below its foot."""
        return (self.low - self.height_px * self.per_px, self.top)

    @property
    def markers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(marker for _, marker in self.rows))

    def level(self, row: int) -> float:
        """Return where the middle of a row lies on the scale."""
        return self.low - (_GAP_PX + _EDGE_PX + ROW_PX * (row + 0.5)) * self.per_px

    def middle(self, marker: str) -> float:
        """Return where the middle of a marker's rows lies on the scale."""
        levels = [self.level(i) for i, (_, of) in enumerate(self.rows) if of == marker]
        return sum(levels) / len(levels)


def build_strip(
    series: Sequence[Series], scale: Scale, plot_px: float, *, room: int | None = None
) -> Strip:
    """Find which series need a row in the strip, in the order of their markers."""
    rows = _strip_rows(series)
    told = tuple(_told(series, n) for n, _ in rows)
    room = len(rows) if room is None else room
    return Strip(rows, scale.low, scale.top, plot_px, room, told)


def strip_room(panels: Sequence[Sequence[Series]]) -> int:
    """Return how many rows the fullest of several strips needs."""
    return max((len(_strip_rows(series)) for series in panels), default=0)


def _strip_rows(series: Sequence[Series]) -> tuple[tuple[int, str], ...]:
    needed = {
        (n, marker)
        for n, one in enumerate(series)
        for marker in (_signed(one)[:1] if not one.line.shown else _signed(one))
    }
    return tuple(sorted(needed, key=lambda pair: (pair[1], pair[0])))


def _signed(one: Series) -> list[str]:
    """The markers of a series that have a sign."""
    return sorted({row.marker for row in one.line.rows if row.marker and row.applies})


def _told(series: Sequence[Series], n: int) -> str:
    """Write what a series without any figure is; nothing of one that has figures."""
    one = series[n]
    if one.line.shown:
        return ""
    markers = _signed(one)
    state = f"all {brief_words(markers[0])}" if len(markers) == 1 else "no figure"
    name = shortened(one.name, _NAME_PX, SMALL_PX)
    return f"{name}: {state}" if len(series) > 1 else state


def strip_traces(
    view: View,
    strip: Strip,
    series: Sequence[Series],
    place: Callable[[Row], float],
    *,
    axes: str = "",
) -> list[Json]:
    """Draw the hollow signs of the strip."""
    traces = []
    for i, (n, marker) in enumerate(strip.rows):
        if strip.told[i]:
            continue
        hidden = [row for row in series[n].line.rows if row.marker == marker]
        places = [(place(row), strip.level(i)) for row in hidden]
        traces.append(hidden_trace(view, series[n].style, places, hidden, axes=axes))
    return traces


def strip_ground(strip: Strip, span: tuple[float, float], *, axes: str = "") -> list[Json]:
    """Tint the strip."""
    if not strip.rows:
        return []
    refs = {"xref": f"x{axes}", "yref": f"y{axes}"}
    ends = (span[0], strip.span[0], span[1], strip.low - _GAP_PX * strip.per_px)
    return [rectangle(ends, GROUND, **refs)]


def break_shapes(
    view: View,
    strip: Strip,
    series: Sequence[Series],
    place: Callable[[Row], float],
    *,
    axes: str = "",
) -> list[Json]:
    """Draw an upright line where every line that has figures breaks, over the whole scale.

    One lies between the last figure by one definition and the first by another.
    """
    lines = [one.line for one in series if one.line.shown]
    broken = [{row.period for row in n.rows if row.is_break} for n in lines]
    shared = set.intersection(*broken) if broken else set()
    rows = lines[0].rows if lines else ()
    at = [place(row) for row in rows if row.period in shared]
    at += [
        place(row) - half_length(row) for row in rows[1:] if row.period in view.measure.redefined
    ]
    stroke = {"color": INK_SOFT, "width": 1.5, "dash": BREAK_DASH}
    refs = {"xref": f"x{axes}", "yref": f"y{axes}"}
    return [line_shape((x, strip.span[0], x, strip.top), line=stroke, **refs) for x in at]


def strip_words(strip: Strip) -> list[str]:
    """Return what stands at the right of the strip, a text for each marker that has signs."""
    signed = (marker for i, (_, marker) in enumerate(strip.rows) if not strip.told[i])
    return [brief_words(marker) for marker in dict.fromkeys(signed)]


def strip_notes(strip: Strip, *, axes: str = "", words: bool = True) -> list[Json]:
    """Write the strip's markers at its left, in brackets, and at its right what they mean."""
    more = {
        "xref": f"x{axes} domain",
        "yref": f"y{axes}",
        "font": {"size": SMALL_PX, "color": INK_SOFT},
    }
    notes = []
    for marker in strip.markers:
        level = strip.middle(marker)
        notes.append(note(f"[{marker}]", 0, level, xshift=-7, xanchor="right", **more))
        if words and brief_words(marker) in strip_words(strip):
            notes.append(note(brief_words(marker), 1, level, xshift=8, **more))
    told = ((i, text) for i, text in enumerate(strip.told) if text)
    return [*notes, *(note(text, 0, strip.level(i), xshift=6, **more) for i, text in told)]
