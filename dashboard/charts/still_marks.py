"""Draws the traces of a chart: lines with their gaps, bands, points, whiskers, bars.

Of what Plotly knows, it draws what the charts here use, and refuses the rest: a trace left out, or
drawn otherwise than in the browser, would be another chart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from dashboard.charts.still_frame import Axis, Frame
from dashboard.charts.svg import element, paint, polyline, short

Json = dict[str, Any]
Point = tuple[float, float]


def draw_trace(frame: Frame, trace: Json) -> str:
    """Draw one trace as Plotly draws it."""
    x, y = frame.axes[trace["xaxis"]], frame.axes[trace["yaxis"]]
    if trace["type"] == "bar":
        return _bars(trace, x, y)
    if trace["type"] != "scatter":
        raise ValueError(f"a still chart has bar and scatter traces, not {trace['type']!r}")
    parts = []
    if "lines" in trace["mode"]:
        parts.append(_area(trace, x, y) if trace.get("fill") == "toself" else _line(trace, x, y))
    parts += [_whiskers(trace, x, y, axis) for axis in ("x", "y") if f"error_{axis}" in trace]
    if "markers" in trace["mode"]:
        parts.append(_markers(trace, x, y))
    return "".join(parts)


def _placed(trace: Json, x: Axis, y: Axis) -> Iterator[Point | None]:
    for across, up in zip(trace["x"], trace["y"], strict=True):
        yield None if across is None or up is None else (x.place(across), y.place(up))


def _area(trace: Json, x: Axis, y: Axis) -> str:
    points = [point for point in _placed(trace, x, y) if point]
    return element(
        "path", {"d": polyline(points, closed=True), **paint("fill", trace["fillcolor"])}
    )


def _line(trace: Json, x: Axis, y: Axis) -> str:
    runs: list[list[Point]] = [[]]
    for point in _placed(trace, x, y):
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    path = "".join(polyline(run) for run in runs if len(run) > 1)
    return element("path", {"d": path, "fill": "none", **stroke(trace["line"])}) if path else ""


def stroke(line: Json) -> dict[str, str | float]:
    """Write how a line is drawn."""
    dash = line.get("dash", "solid")
    return {
        **paint("stroke", line["color"]),
        "stroke-width": line["width"],
        "stroke-dasharray": "" if dash == "solid" else dash.replace("px", ""),
    }


def _whiskers(trace: Json, x: Axis, y: Axis, along: str) -> str:
    bar = trace[f"error_{along}"]
    ends = zip(trace["x"], trace["y"], bar["arrayminus"], bar["array"], strict=True)
    path = ""
    for across, up, below, above in ends:
        if across is None or up is None or not (below or above):
            continue
        if along == "x":
            points = [(x.place(across + d), y.place(up)) for d in (-below, above)]
        else:
            points = [(x.place(across), y.place(up + d)) for d in (-below, above)]
        path += polyline(points)
    line = {"color": bar["color"], "width": bar["thickness"]}
    return element("path", {"d": path, **stroke(line)}) if path else ""


def _markers(trace: Json, x: Axis, y: Axis) -> str:
    marker = trace["marker"]
    radius = marker["size"] / 2
    path = "".join(
        symbol_path(marker["symbol"], *point, radius) for point in _placed(trace, x, y) if point
    )
    if not path:
        return ""
    ring = marker.get("line", {"width": 0})
    edge = {"stroke": ring["color"], "stroke-width": ring["width"]} if ring["width"] else {}
    return element("path", {"d": path, **paint("fill", marker["color"]), **edge})


def symbol_path(symbol: str, x: float, y: float, radius: float) -> str:
    """Write the path of one sign, in the sizes that Plotly gives them."""
    if symbol == "circle":
        r, across = short(radius), short(2 * radius)
        return f"M{short(x - radius)} {short(y)}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0"
    if symbol == "square":
        side = short(2 * radius)
        return f"M{short(x - radius)} {short(y - radius)}h{side}v{side}h-{side}z"
    if symbol == "diamond":
        r = short(radius * 1.3)
        return f"M{short(x)} {short(y - radius * 1.3)}l{r} {r}-{r} {r}-{r}-{r}z"
    if symbol != "triangle-up":
        raise ValueError(f"a still chart has the symbols of style.SYMBOLS, not {symbol!r}")
    half, foot = radius * 2 / math.sqrt(3), radius / 2
    return polyline([(x - half, y + foot), (x + half, y + foot), (x, y - radius)], closed=True)


def _bars(trace: Json, x: Axis, y: Axis) -> str:
    drawn: dict[str, str] = {}
    half = trace["width"] / 2
    upright = trace["orientation"] == "v"
    for at, up, colour in zip(trace["x"], trace["y"], trace["marker"]["color"], strict=True):
        if up if upright else at:
            ends = (
                ((at - half, at + half), (0, up)) if upright else ((0, at), (up - half, up + half))
            )
            left, right = map(x.place, ends[0])
            top, foot = sorted(map(y.place, ends[1]))
            step = f"M{short(left)} {short(top)}H{short(right)}V{short(foot)}H{short(left)}z"
            drawn[colour] = drawn.get(colour, "") + step
    return "".join(element("path", {"d": d, "fill": colour}) for colour, d in drawn.items())
