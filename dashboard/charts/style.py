"""The colour, sign and stroke of a line, a bar or a text, the same in every chart.

The palette is the Government Analysis Function's, in its order. Turquoise and orange are too
light for words, so words are always dark; and no line is told from another by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.data.queries.view import View

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25")
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
WHOLE = "#3D3D3D"
QUIET = "#BFBFBF"
RULE = "#767676"  # of a line behind others that is to be read: the lightest that can be seen well
INK = "#1b1b1b"
INK_SOFT = "#46525e"
GRID = "#e4e1da"
GROUND = "#f5f3ee"
MARK = "rgba(165,158,146,0.5)"  # shows on white and on a bar alike

FONT = '"Source Sans 3", "Source Sans Pro", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
TEXT_PX = 14
SMALL_PX = 13
MARK_PX = 14
MARK_ANGLE = -12
SYMBOL_PX = 9
SOLID = "solid"
WHOLE_DASH = "8px,4px"
TARGET_DASH = "2px,3px"
BREAK_DASH = "6px,3px,2px,3px"


@dataclass(frozen=True, slots=True)
class Style:
    """How one series is drawn."""

    colour: str
    symbol: str
    dash: str = SOLID
    width: float = 2.5
    symbol_px: float = SYMBOL_PX


WHOLE_STYLE = Style(WHOLE, "circle", WHOLE_DASH, 2, 6)
QUIET_STYLE = Style(QUIET, "circle", SOLID, 1.5, 5)


def area_style(area: str, shown: list[str], whole: str, view: View) -> Style:
    """Return the style that an area has in every chart.

    `shown` are the places of this chart. Where the release has more places than the palette has
    colours, a place has the style of its rank in the chart; and where the chart itself has
    more, all are quiet.
    """
    if area == whole:
        return WHOLE_STYLE
    places = list(view.places or shown)
    order = places if len(places) <= len(PALETTE) and area in places else shown
    return nth_style(order.index(area), len(order))


def single_style(area: str, whole: str, view: View) -> Style:
    """Return the style of bars or dots that tell of one area alone, the whole too."""
    return nth_style(0, 1) if area == whole else area_style(area, [area], whole, view)


def nth_style(index: int, of: int) -> Style:
    """Return the style of the n-th of several series."""
    if of > len(PALETTE):
        return QUIET_STYLE
    return Style(PALETTE[index], SYMBOLS[index])


def tint(colour: str, opacity: float) -> str:
    """Make a colour see-through."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
