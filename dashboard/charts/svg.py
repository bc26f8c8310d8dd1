"""Writes SVG: safe text, short numbers, elements without inline styles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from itertools import pairwise

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = re.compile("[ !#-%'-;=?-~]*")  # no sign in it that XML has a use for
_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
_LINE_EM = 1.3
_BASELINE_EM = 0.35  # from the middle of a line of text down to its baseline


def escape_xml(text: str) -> str:
    """Make text safe in XML, in attributes too, without the characters that XML cannot hold."""
    if _PLAIN.fullmatch(text):
        return text
    safe = _NOT_XML.sub("", text)
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        safe = safe.replace(character, entity)
    return safe


def short(number: float) -> str:
    """Write a number with one decimal at most."""
    text = f"{number:.1f}"
    return text.removesuffix(".0")


def element(name: str, attributes: dict[str, str | float], content: str | None = None) -> str:
    """Write an element; attributes without a value are left out."""
    written = "".join(
        [
            f' {key}="{escape_xml(value) if isinstance(value, str) else short(value)}"'
            for key, value in attributes.items()
            if value != ""
        ]
    )
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def paint(kind: str, colour: str) -> Mapping[str, str | float]:
    """Write a fill or a stroke, with its opacity where it is see-through."""
    if match := _RGBA.fullmatch(colour):
        red, green, blue = (int(match[i]) for i in (1, 2, 3))
        return {kind: f"#{red:02x}{green:02x}{blue:02x}", f"{kind}-opacity": match[4]}
    return {kind: colour}


def polyline(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """Write the path through points, each but the first as a step from the one before it.

    Places are whole, which nobody sees in a picture of 340 or 720 and which saves half a kB a page;
    steps are between rounded places, so that they never drift. A minus needs no blank before it.
    """
    rounded = [(round(x), round(y)) for x, y in points]
    steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(rounded)]
    start = f"M{rounded[0][0]} {rounded[0][1]}" if rounded else ""
    path = f"{start}{'l' if steps else ''}{' '.join(steps)}{'z' if closed else ''}"
    return path.replace(" -", "-")


def lines_of(text: str) -> list[str]:
    """Read a figure's text back into lines as they are seen."""
    return [unescape(line) for line in text.split("<br>")]


def text_block(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *,
    anchor: str = "start",
    vertical: str = "middle",
    attributes: dict[str, str | float] | None = None,
) -> str:
    """Write lines of text about a point. `vertical` says which part of the block is at `y`."""
    step = size * _LINE_EM
    above = {"top": 0.5, "middle": 0.5 - len(lines) / 2 + 0.0, "bottom": 0.5 - len(lines)}
    first = round(y + above[vertical] * step + size * _BASELINE_EM)
    x = round(x)
    more: dict[str, str | float] = {"font-size": size, "text-anchor": anchor}
    more = {k: v for k, v in more.items() if v not in ("start", "")}
    more |= attributes or {}
    if len(lines) == 1:
        return element("text", {"x": x, "y": first, **more}, escape_xml(lines[0]))
    spans = "".join(
        element("tspan", {"x": x, "y": round(first + i * step)}, escape_xml(line))
        for i, line in enumerate(lines)
    )
    return element("text", more, spans)
