"""Names at the ends of lines, placed so that none lies over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.charts.layout import Json, haloed, note
from dashboard.charts.style import SMALL_PX
from dashboard.charts.text import widest, wrap

LABEL_GAP_PX = 17
LEADER_PX = 16
MOST_NAME_PX = 120  # of the 340 of a narrow screen


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


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Move numbers as little as need be, so that what is as high as its size lies over no other.

    All lie between two ends, in the same order. Where there is no room, the ends give way.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    gaps = [(sizes[one] + sizes[other]) / 2 for one, other in pairwise(order)]
    placed: list[float] = []
    for i, gap in zip(order, [0.0, *gaps], strict=False):
        floor = placed[-1] + gap if placed else low
        placed.append(max(wanted[i], floor))
    ceiling = max(high, low + sum(gaps))
    for rank in reversed(range(len(placed))):
        placed[rank] = min(placed[rank], ceiling)
        ceiling = placed[rank] - (gaps[rank - 1] if rank else 0)
    moved = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        moved[i] = placed[rank]
    return moved


def end_labels(labels: Sequence[EndLabel], plot_px: float, span: tuple[float, float]) -> list[Json]:
    """Write the names of points at their right, each with a short line in its colour.

    `span` is the axis of values, over `plot_px` pixels.
    """
    per_px = (span[1] - span[0]) / plot_px
    wanted = [(label.y - span[0]) / per_px for label in labels]
    sizes = [LABEL_GAP_PX * len(_lines(label.text).split("\n")) for label in labels]
    placed = spread(wanted, sizes, 6, plot_px - 6)
    return [
        _end_label(label, height - at, per_px)
        for label, at, height in zip(labels, wanted, placed, strict=True)
    ]


def _end_label(label: EndLabel, raised_px: float, per_px: float) -> Json:
    y = label.y
    if label.apart:
        y, raised_px = y + raised_px * per_px, 0
    annotation = note(
        _lines(label.text),
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
        name=label.text,
    )
    return haloed(annotation)  # on a wide screen lines of the plot run on below the names


def label_room(texts: Sequence[str]) -> float:
    """Return the pixels that end labels need at the right."""
    return LEADER_PX + 2 + widest([_lines(text) for text in texts], SMALL_PX)


def _lines(text: str) -> str:
    """Break a name into lines: on a narrow screen the plot needs the room more."""
    return wrap(text, MOST_NAME_PX, SMALL_PX, within_words=True)
