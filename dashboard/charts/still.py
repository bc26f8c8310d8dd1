"""Draws a chart as a still, compact SVG, point for point the same as the live one.

Drawn are its axes, shapes, data and words, and what travels with it.
"""

from __future__ import annotations

import math
from typing import Any

from dashboard.charts.still_frame import Axis, Frame, build_frame
from dashboard.charts.still_marks import draw_trace, stroke
from dashboard.charts.style import INK
from dashboard.charts.svg import (
    element,
    escape_xml,
    lines_of,
    paint,
    polyline,
    short,
    text_block,
)
from dashboard.charts.text import wrap

Json = dict[str, Any]
_HALO_PX = 4
_TICK_GAP_PX = 5
_EDGE_PX = 6
_TITLE_PX = 20
_SUBTITLE_PX = 15
_PLAIN_FONT = "Source Sans 3, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def build_still(
    figure: Json,
    *,
    width: int,
    name: str,
    title: str,
    description: str,
    standalone: bool = False,
    subtitle: str = "",
) -> str:
    """Draw a figure that `build_...` made as one SVG, without inline styles.

    `name` begins the ids inside it and is unique on its page. `title` names the picture and
    `description` tells it. A `standalone` picture has its title and subtitle written into it,
    a white ground and its own typeface, for it leaves the page.
    """
    layout = figure["layout"]
    body = _body(figure, build_frame(layout, width))
    height = layout["height"]
    opening: dict[str, str | float] = {}
    if standalone:
        head, head_px = _head(title, subtitle, width)
        body = f'{head}<g transform="translate(0 {short(head_px)})">{body}</g>'
        height += head_px
        opening = {"xmlns": "http://www.w3.org/2000/svg", "font-family": _PLAIN_FONT}
        body = element("rect", {"width": "100%", "height": "100%", "fill": "#fff"}) + body
    label_ids = f"{name}-title {name}-desc"
    return element(
        "svg",
        {
            **opening,
            "class": "still",
            "viewBox": f"0 0 {width} {short(height)}",
            "width": width,
            "height": height,
            "role": "img",
            "aria-labelledby": label_ids,
            "font-size": layout["font"]["size"],
            "fill": INK,
        },
        f'<title id="{escape_xml(name)}-title">{escape_xml(title)}</title>'
        f'<desc id="{escape_xml(name)}-desc">{escape_xml(description)}</desc>{body}',
    )


def _body(figure: Json, frame: Frame) -> str:
    layout = figure["layout"]
    axes = frame.axes.items()
    return "".join(
        [
            *(_shape(frame, shape) for shape in layout["shapes"] if shape["layer"] == "below"),
            *(_grid(frame, name, axis) for name, axis in axes),
            *(draw_trace(frame, t) for t in figure["data"] if t["type"] == "bar"),
            *(draw_trace(frame, t) for t in figure["data"] if t["type"] != "bar"),
            *(_shape(frame, shape) for shape in layout["shapes"] if shape["layer"] != "below"),
            *(_ticks(frame, name, axis) for name, axis in axes),
            *(_note(frame, note, layout["font"]["size"]) for note in layout["annotations"]),
        ]
    )


def _head(title: str, subtitle: str, width: float) -> tuple[str, float]:
    """Write the title and subtitle of a picture that stands alone, and say how high they are."""
    room = width - 2 * _EDGE_PX
    drawn, y = "", 8.0
    bold: dict[str, str | float] = {"font-weight": "700"}
    for text, size, more in ((title, _TITLE_PX, bold), (subtitle, _SUBTITLE_PX, {})):
        if text:
            lines = wrap(text, room, size).split("\n")
            drawn += text_block(lines, _EDGE_PX, y, size, vertical="top", attributes=more)
            y += len(lines) * size * 1.3 + 4
    return drawn, math.ceil(y + 4)  # a picture is whole pixels high


def _shape(frame: Frame, shape: Json) -> str:
    xs = [frame.x(shape["xref"], shape[key]) for key in ("x0", "x1")]
    ys = [frame.y(shape["yref"], shape[key]) for key in ("y0", "y1")]
    if "label" in shape:
        return _shape_label(xs[0], ys[0], shape["label"])
    if shape["type"] == "line":
        ends = polyline(list(zip(xs, ys, strict=True)))
        return element("path", {"d": ends, **stroke(shape["line"])})
    return element(
        "rect",
        {
            "x": min(xs),
            "y": min(ys),
            "width": abs(xs[1] - xs[0]),
            "height": abs(ys[1] - ys[0]),
            **paint("fill", shape["fillcolor"]),
        },
    )


def _shape_label(x: float, y: float, label: Json) -> str:
    more: dict[str, str | float] = {**paint("fill", label["font"]["color"])}
    if label["textangle"]:
        more["transform"] = f"rotate({short(label['textangle'])} {round(x)} {round(y)})"
    size, anchor = label["font"]["size"], _ANCHORS[label.get("xanchor", "center")]
    return text_block(lines_of(label["text"]), x, y, size, anchor=anchor, attributes=more)


def _across(frame: Frame, name: str, axis: Axis) -> tuple[Axis, bool]:
    """Return the axis that an axis's lines run along, and whether they stand upright."""
    other = axis.layout.get("anchor", ("y" if name[0] == "x" else "x") + name[1:])
    return frame.axes[other], name[0] == "x"


def _grid(frame: Frame, name: str, axis: Axis) -> str:
    other, upright = _across(frame, name, axis)
    layout, drawn = axis.layout, ""
    if layout["showgrid"]:
        line = {"color": layout["gridcolor"], "width": layout["gridwidth"]}
        places = [axis.place(tick) for tick in layout["tickvals"] if _has_line(axis, tick)]
        drawn += _rules(places, other, line, upright=upright)
    if layout["zeroline"] and axis.low <= 0 <= axis.high:
        line = {"color": layout["zerolinecolor"], "width": layout["zerolinewidth"]}
        drawn += _rules([axis.place(0)], other, line, upright=upright)
    return drawn


def _has_line(axis: Axis, tick: float) -> bool:
    return axis.low <= tick <= axis.high and not (axis.layout["zeroline"] and tick == 0)


def _rules(places: list[float], other: Axis, line: Json, *, upright: bool) -> str:
    ends = sorted((other.start, other.end))
    path = "".join(
        polyline([(place, ends[0]), (place, ends[1])])
        if upright
        else polyline([(ends[0], place), (ends[1], place)])
        for place in places
    )
    return element("path", {"d": path, **stroke(line)}) if path else ""


def _ticks(frame: Frame, name: str, axis: Axis) -> str:
    layout = axis.layout
    font = layout["tickfont"]
    if layout.get("showticklabels") is False:
        return ""
    other, below = _across(frame, name, axis)
    drawn = _tick_marks(axis, other) if layout["ticks"] == "outside" and below else ""
    for tick, text in zip(layout["tickvals"], layout["ticktext"], strict=True):
        lines = lines_of(text)
        if not text:
            continue
        if below:
            foot = max(other.start, other.end) + (layout["ticklen"] if layout["ticks"] else 0)
            at = (axis.place(tick), foot + _TICK_GAP_PX - 4)
            drawn += text_block(lines, *at, font["size"], anchor="middle", vertical="top")
        else:
            at = (min(other.start, other.end) - _TICK_GAP_PX, axis.place(tick))
            drawn += text_block(lines, *at, font["size"], anchor="end")
    return element("g", {"fill": font["color"]}, drawn) if drawn else ""


def _tick_marks(axis: Axis, other: Axis) -> str:
    foot = max(other.start, other.end)
    layout = axis.layout
    path = "".join(
        f"M{short(axis.place(t))} {short(foot)}v{layout['ticklen']}" for t in layout["tickvals"]
    )
    return element("path", {"d": path, **stroke({"color": layout["tickcolor"], "width": 1})})


def _note(frame: Frame, note: Json, size: float) -> str:
    x = frame.x(note["xref"], note["x"]) + note.get("xshift", 0)
    y = frame.y(note["yref"], note["y"]) - note.get("yshift", 0)
    font = note.get("font", {})
    leader = ""
    if note["showarrow"]:
        leader = _leader(note, x, y)
        x, y = x + note["ax"] + note["borderpad"], y + note["ay"]
    more: dict[str, str | float] = {}
    if "color" in font:
        more["fill"] = font["color"]
    if "bgcolor" in note:
        more |= {**paint("stroke", note["bgcolor"]), "stroke-width": _HALO_PX}
        more["paint-order"] = "stroke"
    if font.get("weight"):
        more["font-weight"] = str(font["weight"])
    return leader + text_block(
        lines_of(note["text"]),
        x,
        y,
        font.get("size", size),
        anchor=_ANCHORS[note["xanchor"]],
        vertical=note["yanchor"],
        attributes=more,
    )


def _leader(note: Json, x: float, y: float) -> str:
    """Draw the line from a text to its point, stopping short of the point."""
    across, down = note["ax"], note["ay"]
    part = note.get("standoff", 0) / (math.hypot(across, down) or 1)
    ends = [(x + across, y + down), (x + across * part, y + down * part)]
    line = {"color": note["arrowcolor"], "width": note["arrowwidth"]}
    return element("path", {"d": polyline(ends), **stroke(line)})
