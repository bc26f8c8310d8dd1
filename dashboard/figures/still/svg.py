"""How is SVG written: safe text, short numbers, elements without inline styles?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
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


@lru_cache(maxsize=256)
def paint(kind: str, colour: str) -> Mapping[str, str | float]:
    """Write a fill or a stroke, with its opacity where it is see-through."""
    if found := _RGBA.fullmatch(colour):
        red, green, blue = (int(found[i]) for i in (1, 2, 3))
        return {kind: f"#{red:02x}{green:02x}{blue:02x}", f"{kind}-opacity": found[4]}
    return {kind: colour}


def polyline(points: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    """Write the path through points, each but the first as a step from the one before it.

    Steps are between places already rounded, so that they never drift.
    """
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    path = [f"M{_tenth(tenths[0][0])}{_next(tenths[0][1])}"] if tenths else []
    for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(tenths)):
        path += (_next(x1 - x0) if number else f"l{_tenth(x1 - x0)}", _next(y1 - y0))
    return f"{''.join(path)}{'z' if closed else ''}"


@lru_cache(maxsize=8192)  # as many as a picture has steps that differ
def _tenth(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole or ''}.{rest}" if rest else f"{sign}{whole}"


@lru_cache(maxsize=8192)
def _next(tenths: int) -> str:
    """Write a number after another: a minus sign parts them, or a space."""
    text = _tenth(tenths)
    return text if tenths < 0 else f" {text}"


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
    first = y + above[vertical] * step + size * _BASELINE_EM
    more: dict[str, str | float] = {"font-size": size, "text-anchor": anchor}
    more = {k: v for k, v in more.items() if v not in ("start", "")}
    more |= attributes or {}
    if len(lines) == 1:
        return element("text", {"x": x, "y": first, **more}, escape_xml(lines[0]))
    spans = "".join(
        element("tspan", {"x": x, "y": first + i * step}, escape_xml(line))
        for i, line in enumerate(lines)
    )
    return element("text", more, spans)
