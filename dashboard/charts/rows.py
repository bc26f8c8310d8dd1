"""The layout of charts of rows: a line of words above each bar or dot.

The words stand above, not to the left: a long name then costs no width on a telephone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dashboard.charts.layout import Json, axis, haloed, mark, note
from dashboard.charts.style import INK_SOFT, TEXT_PX, Style
from dashboard.charts.traces import hidden_trace
from dashboard.data.queries.view import Row, View
from dashboard.wording import agree, format_count, marker_state

ROW_PX = 46
BAR_PX = 15
_WORDS_UP_PX = 9
_SIGN_AT = 0.016  # of the axis: a hidden row's sign stands just inside it
_MOST_ABSENT_NAMED = 8
_MARKS_AT = (0.38, 0.62)
_FOOT = 0.38  # of a row: what lies under the middle of the last row's bar


def row_axis(count: int) -> Json:
    """Make the axis of rows: 0 is the first, and each next is one lower."""
    return axis([], [], row_span(count), showticklabels=False)


def row_span(count: int) -> tuple[float, float]:
    """Return the ends of the axis of rows."""
    return (1 - max(count, 1) - _FOOT, 1 - _FOOT)


def rows_px(count: int) -> float:
    """Return the height of a plot of rows."""
    return ROW_PX * max(count, 1)


def row_name(text: str, row: int, *, indent: float = 0) -> Json:
    """Write a row's name above it, from its left."""
    place = {"yref": "y", "xshift": indent, "yshift": _WORDS_UP_PX, "yanchor": "bottom"}
    return haloed(note(text, 0, -row, **place))


def absences(
    view: View, rows: Sequence[Row], styles: Sequence[Style], ends: tuple[float, float]
) -> tuple[list[Json], list[Json]]:
    """Return the hollow signs and the words of the rows without a figure, by the `ends` of the axis.

    A row to which the measure does not apply has words only.
    """
    marked = [(i, row) for i, row in enumerate(rows) if row.marker is not None]
    signed = [(i, row) for i, row in marked if row.applies]
    inside = ends[0] + _SIGN_AT * (ends[1] - ends[0])
    signs = [hidden_trace(view, styles[i], [(inside, -i)], [row]) for i, row in signed]
    more = {"yref": "y", "xshift": 18, "font": {"size": TEXT_PX, "color": INK_SOFT}}
    words = [note(marker_state(row.marker), 0, -i, **more) for i, row in marked if row.marker]
    return signs, words


def absent_words(rows: Iterable[Row]) -> list[str]:
    """Write which areas have no figure and why, a line each; of many, how many they are."""
    states = {row.area_name: marker_state(row.marker) for row in rows if row.marker}
    if len(states) <= _MOST_ABSENT_NAMED:
        return [f"{name}: {state}" for name, state in states.items()]
    counted = Counter(states.values())
    return [f"{format_count(n)} {agree(n, 'areas')}: {state}" for state, n in counted.items()]


def row_marks(count: int) -> list[Json]:
    """Mark a chart of rows as illustrative, at the left and the right in turn."""
    rows = max(count, 1)
    return [mark(_MARKS_AT[i // 2 % 2], 1 - (i + 1) / rows) for i in range(0, max(rows - 1, 1), 2)]
