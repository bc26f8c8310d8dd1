"""A share as dots, so many of a hundred, for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.layout import Figure, Json, Margin, assemble, axis, mark, note
from dashboard.charts.style import INK_SOFT, QUIET, SMALL_PX, TEXT_PX, single_style
from dashboard.charts.text import escape_text
from dashboard.charts.traces import scatter
from dashboard.data.queries.view import Row, View
from dashboard.wording import dots_out_of_100, marker_state, out_of_100
from dashboard.wording.finding_figures import latest_row
from dashboard.wording.reading import read_view

_SIDE = 10
_DOT_PX = 17
_PLOT_PX = 230
_APART = 1  # steps between the halves, where a mark stands between them


def build_hundred(view: View) -> Figure:
    """Draw the latest share of a view's area as a hundred dots; none where it is not shown."""
    reading = read_view(view)
    rows = reading.of_area(reading.main)
    row = latest_row(rows) or (rows[-1] if rows else None)
    share = row is not None and row.value is not None and view.measure.is_share
    colour = single_style(reading.main, reading.whole, view).colour
    apart = _APART if view.release.illustrative else 0
    margin = Margin(left=8, right=8, top=6, bottom=30)
    return assemble(
        view,
        data=_dots(row, colour, apart) if row is not None and share else [],
        axes={
            "xaxis": axis([], [], (-0.5, _SIDE - 0.5), constrain="domain", constraintoward="left"),
            "yaxis": axis([], [], (0.5 - _SIDE - apart, 0.5), scaleanchor="x", scaleratio=1),
        },
        plot_px=_PLOT_PX + apart * _PLOT_PX / _SIDE,
        margin=margin,
        annotations=[_words(row)],
        marks=[_mark_between()],
    )


def _mark_between() -> Json:
    """Write between the two halves of the hundred that they are illustrative."""
    middle = 0.5  # of the plot, the gap being as far from its top as from its foot
    font = {"size": SMALL_PX, "color": INK_SOFT}
    return mark(0, middle, textangle=0, xanchor="left", font=font)


def _dots(row: Row, colour: str, apart: float) -> list[Json]:
    filled = dots_out_of_100(row.value or 0)
    places = [_place(i, apart) for i in range(_SIDE * _SIDE)]
    return [
        _dot_trace(row, places[:filled], colour, colour),
        _dot_trace(row, places[filled:], "#ffffff", QUIET),
    ]


def _place(dot: int, apart: float) -> tuple[float, float]:
    """Return where a dot stands: row by row, the lower half `apart` from the upper."""
    down, across = divmod(dot, _SIDE)
    return (across, -down - (apart if down >= _SIDE // 2 else 0))


def _dot_trace(row: Row, places: Sequence[tuple[float, float]], fill: str, edge: str) -> Json:
    return {
        **scatter(),
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {
            "symbol": "circle",
            "size": _DOT_PX,
            "color": fill,
            "line": {"color": edge, "width": 1.5},
        },
        "name": escape_text(row.area_name),
    }


def _words(row: Row | None) -> Json:
    """Write under the dots what they show."""
    if row is None or row.value is None:
        state = "no figure" if row is None or row.marker is None else marker_state(row.marker)
        return note(f"Nothing to show: {state}", 0.5, 0.6, xanchor="center")
    text = f"{out_of_100(row)} out of 100"
    return note(text, 0, 0, yshift=-6, yanchor="top", font={"size": TEXT_PX, "weight": 700})
