"""Draws stills for their tests, and reads them back."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from dashboard.charts import build_still

SVG = "{http://www.w3.org/2000/svg}"


def draw(figure: dict[str, Any], width: int = 720, **more: Any) -> str:
    """Draw a still with a name, a title and a description."""
    given = {"name": "chart", "title": "A title", "description": "A description"}
    return build_still(figure, width=width, **{**given, **more})


def read(svg: str) -> ET.Element:
    """Read a still as XML, and so find out whether it is."""
    # Lone surrogates cannot be encoded; whoever serves text replaces them.
    return ET.fromstring(svg.encode("utf-8", "replace"))  # noqa: S314  # drawn here just now
