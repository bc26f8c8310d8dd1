"""The drawn parts of a chart: lines with gaps, bands, points, hollow signs, bars.

Every point carries what is read of it, written from the view: `customdata` is its period, the name
of its line, and its figure in words. Who points at it reads these in a box, and who cannot hears them.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.layout import Json
from dashboard.charts.scales import half_length
from dashboard.charts.style import Style, tint
from dashboard.charts.text import escape_text
from dashboard.data.queries.view import Row, View
from dashboard.wording import is_long, line_namer, value_and_basis

HIDDEN_PX = 8
_SPAN_PX = 3


def line_trace(
    view: View,
    style: Style,
    xs: Sequence[float],
    rows: Sequence[Row],
    *,
    axes: str = "",
    whiskers: Sequence[Row] = (),
    spans: Sequence[Row] = (),
) -> Json:
    """Draw values as points joined within each run: a row without a value breaks the line.

    `whiskers` are the rows whose intervals are drawn with them, and `spans` those of which a bar
    shows how long the period is, where that is more than a year.
    """
    trace = {
        **_points(view, style, xs, rows, axes),
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": style.colour, "width": style.width, "dash": style.dash},
    }
    if whiskers:
        trace["error_y"] = error_bar(rows, whiskers, style)
    if any(map(is_long, spans)):
        trace["error_x"] = span_bar(rows, style)
    return trace


def hollow_trace(
    view: View,
    style: Style,
    xs: Sequence[float],
    rows: Sequence[Row],
    *,
    axes: str = "",
    whiskers: bool = False,
) -> Json:
    """Draw the values of periods that are not over as separate hollow points."""
    trace = points_trace(view, style, xs, rows, axes=axes, whiskers=whiskers)
    return {**trace, "marker": hollow(style, style.symbol_px)}


def points_trace(
    view: View,
    style: Style,
    xs: Sequence[float],
    rows: Sequence[Row],
    *,
    axes: str = "",
    whiskers: bool = False,
) -> Json:
    """Draw values as separate points, with their intervals if wanted."""
    trace = {**_points(view, style, xs, rows, axes), "mode": "markers"}
    return {**trace, "error_y": error_bar(rows, rows, style)} if whiskers else trace


def _points(view: View, style: Style, xs: Sequence[float], rows: Sequence[Row], axes: str) -> Json:
    return {
        **scatter(axes),
        "x": list(xs),
        "y": [row.value for row in rows],
        "marker": marker(style),
        "customdata": told(view, rows),
        "name": escape_text(rows[0].area_name) if rows else "",
    }


def scatter(axes: str = "") -> Json:
    """Begin a trace on a pair of axes: "" for the first, "2" for the second."""
    return {
        "type": "scatter",
        "xaxis": f"x{axes}",
        "yaxis": f"y{axes}",
        "cliponaxis": False,
        "showlegend": False,
    }


def marker(style: Style) -> Json:
    """Return the sign of a series, ringed in white so that it stands out of its line."""
    return {
        "symbol": style.symbol,
        "size": style.symbol_px,
        "color": style.colour,
        "line": {"color": "#ffffff", "width": 1},
    }


def hollow(style: Style, size: float) -> Json:
    """Return the same sign with nothing in it."""
    line = {"color": style.colour, "width": 1.5}
    return {"symbol": style.symbol, "size": size, "color": "#ffffff", "line": line}


def level_dot(view: View, style: Style, row: Row, level: float) -> Json:
    """Draw one row's value as a dot on a level, with its interval along it."""
    return {
        **scatter(),
        "mode": "markers",
        "x": [row.value],
        "y": [level],
        "marker": marker(style),
        "error_x": error_bar([row], [row], style),
        "customdata": told(view, [row]),
        "name": escape_text(row.area_name),
    }


def error_bar(rows: Sequence[Row], whiskers: Sequence[Row], style: Style) -> Json:
    """Draw the intervals of some of the rows as whiskers without caps."""
    above, below = [], []
    for row in rows:
        drawn = row in whiskers and has_interval(row)
        above.append((row.upper or 0) - (row.value or 0) if drawn else 0)
        below.append((row.value or 0) - (row.lower or 0) if drawn else 0)
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "color": style.colour,
        "thickness": 2,
        "width": 0,
    }


def span_bar(rows: Sequence[Row], style: Style) -> Json:
    """Draw a bar as long as each period of more than a year."""
    halves = [half_length(row) if is_long(row) and row.value is not None else 0 for row in rows]
    return {
        "type": "data",
        "symmetric": False,
        "array": halves,
        "arrayminus": halves,
        "color": style.colour,
        "thickness": _SPAN_PX,
        "width": 0,
    }


def band_traces(
    style: Style, xs: Sequence[float], rows: Sequence[Row], *, axes: str = ""
) -> list[Json]:
    """Draw the intervals of a line as a band for each run of two or more points."""
    return [
        {
            **scatter(axes),
            "mode": "lines",
            "line": {"width": 0, "color": style.colour},
            "x": [*(x for x, _, _ in run), *(x for x, _, _ in reversed(run))],
            "y": [*(upper for _, _, upper in run), *(lower for _, lower, _ in reversed(run))],
            "fill": "toself",
            "fillcolor": tint(style.colour, 0.14),
            "name": "95% interval",
        }
        for run in _runs(xs, rows)
        if len(run) > 1
    ]


def lone_whiskers(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with an interval that no band can show, for want of a neighbour."""
    flags = [False, *map(has_interval, rows), False]
    return [row for i, row in enumerate(rows) if flags[i + 1] and not flags[i] and not flags[i + 2]]


def has_interval(row: Row) -> bool:
    """Return True if a row has a value and both ends of its interval."""
    return row.value is not None and row.lower is not None and row.upper is not None


def _runs(xs: Sequence[float], rows: Sequence[Row]) -> list[list[tuple[float, float, float]]]:
    runs: list[list[tuple[float, float, float]]] = [[]]
    for x, row in zip(xs, rows, strict=True):
        if row.value is None or row.lower is None or row.upper is None:
            runs.append([])
        else:
            runs[-1].append((x, row.lower, row.upper))
    return runs


def hidden_trace(
    view: View,
    style: Style,
    places: Sequence[tuple[float, float]],
    rows: Sequence[Row],
    *,
    axes: str = "",
) -> Json:
    """Draw a small hollow sign where a figure is hidden, at a place that says nothing of it."""
    return {
        **scatter(axes),
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": hollow(style, min(HIDDEN_PX, style.symbol_px + 1)),
        "customdata": told(view, rows),
        "name": "no figure",
    }


def bar_trace(
    view: View,
    colours: Sequence[str],
    places: Sequence[float],
    rows: Sequence[Row],
    thick: float,
    *,
    upright: bool = False,
) -> Json:
    """Draw values as bars from zero, level or upright, `thick` in steps of the axis."""
    values = [row.value for row in rows]
    return {
        "type": "bar",
        "orientation": "v" if upright else "h",
        "xaxis": "x",
        "yaxis": "y",
        "showlegend": False,
        "cliponaxis": False,
        "x": list(places) if upright else values,
        "y": values if upright else list(places),
        "width": thick,
        "marker": {"color": list(colours), "line": {"width": 0}},
        "customdata": told(view, rows),
    }


def told(view: View, rows: Sequence[Row]) -> list[list[str]]:
    """Write of each row its period, the name of its line and its figure with what it rests on."""
    name = line_namer(view)
    return [[row.period_label, name(row), value_and_basis(row, view)] for row in rows]
