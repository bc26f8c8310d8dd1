"""Where on a still each point of a chart lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis in pixels of the picture: `start` is where `low` lies and `end` where `high` does."""

    low: float
    high: float
    start: float
    end: float
    layout: Json

    def place(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot's place on the picture and its axes by name."""

    left: float
    right: float
    top: float
    bottom: float
    axes: dict[str, Axis]

    def x(self, ref: str, value: float) -> float:
        if ref == "paper":
            return self.left + value * (self.right - self.left)
        return _along(self.axes, ref, value)

    def y(self, ref: str, value: float) -> float:
        if ref == "paper":
            return self.bottom + value * (self.top - self.bottom)
        return _along(self.axes, ref, value)


def _along(axes: dict[str, Axis], ref: str, value: float) -> float:
    """Place a value of an axis, or a part of the axis's own length ("x2 domain")."""
    name, _, domain = ref.partition(" ")
    axis = axes[name]
    return axis.start + value * (axis.end - axis.start) if domain else axis.place(value)


def build_frame(layout: Json, width: float) -> Frame:
    """Lay the axes of a figure out on a picture of some width, as Plotly lays them out."""
    margin = layout["margin"]
    left, right = float(margin["l"]), float(width - margin["r"])
    top, bottom = float(margin["t"]), float(layout["height"] - margin["b"])
    frame = Frame(left, right, top, bottom, {})
    for key in layout:
        if key.startswith(("xaxis", "yaxis")):
            name = key[0] + key[5:]
            frame.axes[name] = _axis(frame, key[0], layout[key])
    return _keep_square(frame)


def _axis(frame: Frame, letter: str, layout: Json) -> Axis:
    low, high = layout["range"]
    first, last = layout.get("domain", (0, 1))
    place = frame.x if letter == "x" else frame.y
    return Axis(low, high, place("paper", first), place("paper", last), layout)


def _keep_square(frame: Frame) -> Frame:
    """Narrow the first x axis where its steps must be as long as those of y."""
    x, y = frame.axes["x"], frame.axes["y"]
    if y.layout.get("scaleanchor") != "x":
        return frame
    per_step = abs((y.end - y.start) / (y.high - y.low))
    end = min(x.start + per_step * (x.high - x.low), x.end)
    return Frame(
        frame.left,
        frame.right,
        frame.top,
        frame.bottom,
        {**frame.axes, "x": Axis(x.low, x.high, x.start, end, x.layout)},
    )
