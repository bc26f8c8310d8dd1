"""How are lines named at their ends, so that names never lie over one another?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.layout import Json, note
from dashboard.charts.style import SMALL_PX
from dashboard.charts.text import widest

LABEL_GAP_PX = 17
LEADER_PX = 16


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A name to set next to a point of the plot, and the colour of the line that leads to it.

    One that is `apart` is of a line that ends earlier: a stroke of its colour stands before the
    name, and leads nowhere.
    """

    text: str
    x: float
    y: float
    colour: str
    apart: bool = False


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move numbers as little as need be, so that neighbours are `gap` apart between two ends.

    The order is kept. Where there is no room, the ends give way.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed: list[float] = []
    for i in order:
        floor = placed[-1] + gap if placed else low
        placed.append(max(wanted[i], floor))
    ceiling = max(high, low + gap * (len(wanted) - 1))
    for rank in reversed(range(len(placed))):
        placed[rank] = min(placed[rank], ceiling)
        ceiling = placed[rank] - gap
    moved = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        moved[i] = placed[rank]
    return moved


def end_labels(labels: Sequence[EndLabel], plot_px: float, span: tuple[float, float]) -> list[Json]:
    """Name points at their right, each with a short line in its colour.

    `span` is the axis of values, over `plot_px` pixels.
    """
    per_px = (span[1] - span[0]) / plot_px
    wanted = [(label.y - span[0]) / per_px for label in labels]
    placed = spread(wanted, LABEL_GAP_PX, 6, plot_px - 6)
    return [
        _end_label(label, height - at, per_px)
        for label, at, height in zip(labels, wanted, placed, strict=True)
    ]


def _end_label(label: EndLabel, raised_px: float, per_px: float) -> Json:
    y = label.y
    if label.apart:
        y, raised_px = y + raised_px * per_px, 0
    return note(
        label.text,
        label.x,
        y,
        xref="x",
        yref="y",
        showarrow=True,
        arrowhead=0,
        arrowwidth=1.5,
        arrowcolor=label.colour,
        standoff=8 if label.apart else 6,
        borderpad=2,
        ax=LEADER_PX,
        ay=round(-raised_px, 1),
        font={"size": SMALL_PX},
    )


def label_room(texts: Sequence[str]) -> float:
    """Give the pixels that end labels need at the right."""
    return LEADER_PX + 2 + widest(texts, SMALL_PX)
