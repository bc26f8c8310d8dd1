"""What every chart has around its data: its ground, its axes, its source and its mark.

A figure is the plain JSON that Plotly reads. The mark that data are illustrative lies in the
plot itself, several times over, so that no cropping takes it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.style import (
    FONT,
    GRID,
    INK,
    INK_SOFT,
    MARK,
    MARK_ANGLE,
    MARK_PX,
    QUIET,
    SMALL_PX,
    TEXT_PX,
)
from dashboard.charts.text import escape_text, wrap
from dashboard.data.queries.view import View
from dashboard.wording import line_namer

Json = dict[str, Any]
Figure = dict[str, Any]
Ends = tuple[float, float, float, float]  # x and y of one corner, then of the other

GRAPH_CONFIG: Json = {
    "displayModeBar": False,
    "displaylogo": False,
    "doubleClick": False,
    "editable": False,
    "plotlyServerURL": "",
    "responsive": True,
    "scrollZoom": False,
    "sendData": False,
    "showEditInChartStudio": False,
    "showLink": False,
    "showSendToCloud": False,
}

ILLUSTRATIVE_MARK = "Illustrative data, not real"
NARROW_PX = 340
HALO = "rgba(255,255,255,0.8)"
_EDGE_PX = 6
_LINE_PX = 17
MARK_PLACES = ((0.35, 0.71), (0.65, 0.46), (0.35, 0.2))  # one in each third that may be cut out


@dataclass(frozen=True, slots=True)
class Margin:
    """The pixels round the plot, without the footer."""

    left: float = 44
    right: float = 24
    top: float = 34
    bottom: float = 30


def assemble(
    view: View,
    *,
    data: Sequence[Json],
    axes: Json,
    plot_px: float,
    margin: Margin,
    annotations: Sequence[Json] = (),
    shapes: Sequence[Json] = (),
    marks: Sequence[Json] | None = None,
    along: str = "x",
) -> Figure:
    """Put a figure together, with its source and, where data are illustrative, its marks.

    `along` is the axis that a reader goes along: "x" for periods, "y" for rows, "xy" for points
    that lie anywhere.
    """
    if marks is None:
        marks = [mark(x, y, layer="below") for x, y in MARK_PLACES]
    footer = _footer(view)
    footer_px = _LINE_PX * len(footer.split("\n")) + _EDGE_PX
    layout = {
        "autosize": True,
        "height": round(plot_px + margin.top + margin.bottom + footer_px),
        "margin": {
            "l": round(margin.left),
            "r": round(margin.right),
            "t": round(margin.top),
            "b": round(margin.bottom + footer_px),
            "pad": 0,
        },
        **_look(),
        **axes,
        "shapes": [*shapes, *(marks if view.release.illustrative else [])],
        "annotations": [*annotations, _footer_note(footer, margin)],
        "meta": {
            "along": along,
            "lines": _lines(view),
            "source": footer.replace("\n", " "),
        },
    }
    return {"data": list(data), "layout": layout}


def _look() -> Json:
    """Return what all charts have in common."""
    font = {"family": FONT, "size": TEXT_PX, "color": INK}
    return {
        "font": font,
        "paper_bgcolor": "rgba(255,255,255,0)",
        "plot_bgcolor": "rgba(255,255,255,0)",
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": "#ffffff",
            "bordercolor": INK_SOFT,
            "font": font,
            "align": "left",
            "namelength": -1,
        },
        "dragmode": False,
        "bargap": 0,
    }


def _lines(view: View) -> list[str]:
    """Return the names of a view's lines in the order of its table."""
    return list(dict.fromkeys(map(line_namer(view), view.rows())))


def value_axis(
    places: Sequence[float], labels: Sequence[str], span: tuple[float, float], **more: Any
) -> Json:
    """Make an axis of values, with a light line at each tick."""
    return {
        **axis(places, labels, span),
        "ticklabelstandoff": 3,  # as in a still chart
        "showgrid": True,
        "gridcolor": GRID,
        "gridwidth": 1,
        "zeroline": True,
        "zerolinecolor": INK_SOFT,
        "zerolinewidth": 1,
        **more,
    }


def axis(
    places: Sequence[float], labels: Sequence[str], span: tuple[float, float], **more: Any
) -> Json:
    """Make an axis with fixed ends and named ticks, and no line."""
    return {
        "range": list(span),
        "tickmode": "array",
        "tickvals": list(places),
        "ticktext": [escape_text(label) for label in labels],
        "tickfont": {"size": SMALL_PX, "color": INK_SOFT},
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "ticklen": 5,
        "tickcolor": INK_SOFT,
        **more,
    }


def note(text: str, x: float, y: float, **more: Any) -> Json:
    """Place a text. `xref` and `yref` are the paper unless they are given."""
    return {
        "text": escape_text(text),
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        **more,
    }


def unit_px(text: str) -> float:
    """Return the height of the name of a unit beyond its first line, to add above the plot."""
    return float(_LINE_PX * in_lines(text).count("\n"))


def opening_notes(unit: str, margin: Margin, shown: object, *, above: float = 12) -> list[Json]:
    """Write the unit above the axis of values, level, at the chart's left edge.

    Where nothing is `shown`, say so in the middle of the chart.
    """
    named = note(
        in_lines(unit),
        0,
        1,
        xshift=-margin.left + _EDGE_PX,
        yshift=above,
        yanchor="bottom",
        font={"size": SMALL_PX, "color": INK_SOFT},
    )
    nothing = "Nothing to show: no figure is\npublished for this choice."
    empty = note(nothing, 0.5, 0.5, xanchor="center", align="center")
    return [named] if shown else [named, empty]


def haloed(words: Json) -> Json:
    """Keep a text readable where it crosses a line."""
    return {**words, "bgcolor": HALO}


def line_shape(ends: Ends, **more: Any) -> Json:
    """Draw a straight line in the coordinates of the axes, behind the data."""
    return {
        "type": "line",
        **dict(zip(("x0", "y0", "x1", "y1"), ends, strict=True)),
        "xref": "x",
        "yref": "y",
        "layer": "below",
        "line": {"color": QUIET, "width": 1},
        **more,
    }


def rectangle(ends: Ends, colour: str, **more: Any) -> Json:
    """Fill a rectangle behind the data."""
    return {
        "type": "rect",
        **dict(zip(("x0", "y0", "x1", "y1"), ends, strict=True)),
        "xref": "x",
        "yref": "y",
        "layer": "below",
        "fillcolor": colour,
        "line": {"width": 0},
        **more,
    }


def _footer(view: View) -> str:
    mark = f"{ILLUSTRATIVE_MARK}. " if view.release.illustrative else ""
    return in_lines(f"{mark}Source: {view.source}")


def in_lines(text: str) -> str:
    """Break a text, and each line in it, into lines that a narrow screen has room for."""
    return "\n".join(wrap(line, NARROW_PX - 2 * _EDGE_PX, SMALL_PX) for line in text.split("\n"))


def _footer_note(footer: str, margin: Margin) -> Json:
    return note(
        footer,
        0,
        0,
        xshift=-margin.left + _EDGE_PX,
        yshift=-margin.bottom,
        yanchor="top",
        font={"size": SMALL_PX, "color": INK_SOFT},
    )


def mark(x: float, y: float, *, layer: str = "above", **more: Any) -> Json:
    """Write at a place of the plot that its data are illustrative.

    Bars would cover it, so over them it lies above; lines cannot, and stay clear before it.
    """
    label = {
        "text": escape_text(ILLUSTRATIVE_MARK),
        "textangle": MARK_ANGLE,
        "textposition": "middle center",
        "font": {"size": MARK_PX, "color": MARK},
        **more,
    }
    place = {"xref": "paper", "yref": "paper", "layer": layer}
    return rectangle((x, y, x, y), "rgba(0,0,0,0)", label=label, **place)


def narrow_mark(x: float, y: float) -> Json:
    """Write the same in two lines, for a panel that has no room for one."""
    return mark(x, y, layer="below", text=escape_text(ILLUSTRATIVE_MARK.replace(", ", ",\n")))
