"""The content of a page in the order of reading, as blocks that can be set on paper.

A page's own tree is read, so nothing stands on paper that does not stand on the page: headings,
paragraphs, lists, tables and still charts. Links, filters and what a page keeps closed are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.charts import build_still
from dashboard.web.prerendering import NARROW, properties

Block = dict[str, Any]

SVG = "http://www.w3.org/2000/svg"
FAMILY = "Source Sans 3"
HEADINGS = {html.H1: 1, html.H2: 2, html.H3: 3, html.H4: 4}
SPREAD = {"briefing": 2, "splits": 3, "columns": 3}  # parts that stand next to one another
LEFT_OUT = frozenset({"exhibit__more", "skip", "exhibit__reading", "exhibit__source"})


def blocks(node: Any) -> Iterator[Block]:
    """Yield the blocks of a tree, or of a part of one."""
    if isinstance(node, list | tuple):
        for part in node:
            yield from blocks(part)
    elif isinstance(node, Component):
        yield from _of_component(node)


def _of_component(node: Component) -> Iterator[Block]:
    classes = _classes(node)
    children = getattr(node, "children", None)
    if classes & LEFT_OUT or isinstance(node, html.Summary | html.Form | html.Nav | html.Footer):
        return
    if isinstance(node, html.Details) and not _is_spread(node):
        return  # a chart's own table, whose figures the chart and the words give
    if type(node) in HEADINGS:
        yield {"kind": "heading", "level": HEADINGS[type(node)], "text": text_of(node)}
    elif isinstance(node, html.P):
        yield {"kind": "paragraph", "text": text_of(node)}
    elif isinstance(node, html.Ul | html.Ol):
        yield {"kind": "list", "items": [text_of(item) for item in _parts(node)]}
    elif isinstance(node, html.Table):
        yield _table(node)
    elif isinstance(node, dcc.Graph):
        yield _chart(node)
    elif spread := classes & SPREAD.keys():
        cells = [list(blocks(part)) for part in _parts(node)]
        yield {"kind": "spread", "columns": SPREAD[spread.pop()], "cells": cells}
    else:
        yield from blocks(children)


def _classes(node: Component) -> set[str]:
    return set(str(getattr(node, "className", "") or "").split())


def _is_spread(node: html.Details) -> bool:
    """Return True if what a page keeps closed on a screen is opened on paper."""
    return any(
        isinstance(part, Component) and getattr(part, "className", "") in SPREAD
        for part in _parts(node)
    )


def text_of(node: Any) -> str:
    """Return the words of a part, with one blank where there were several."""
    return " ".join("".join(_words(node)).split())


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, list | tuple):
        for part in node:
            yield from _words(part)
    elif isinstance(node, Component) and not _classes(node) & LEFT_OUT:
        yield from _words(getattr(node, "children", None))
    elif node is not None and not isinstance(node, Component):
        yield str(node)


def _parts(node: Component) -> list[Any]:
    children = getattr(node, "children", None)
    return list(children) if isinstance(children, list | tuple) else [children]


def _table(node: html.Table) -> Block:
    block: Block = {"kind": "table", "caption": "", "header": [], "rows": []}
    for part in _parts(node):
        lines = (
            [[_cell(cell) for cell in _parts(row)] for row in _parts(part)] if _rows(part) else []
        )
        if isinstance(part, html.Caption):
            block["caption"] = text_of(part)
        elif isinstance(part, html.Thead):
            block["header"] = [text for line in lines for text, _ in line]
        else:
            block["rows"] += lines
    return block


def _rows(part: Any) -> bool:
    return isinstance(part, html.Thead | html.Tbody)


def _cell(cell: Component) -> tuple[str, str]:
    """Return what stands in a cell, and in small letters under it."""
    small = [part for part in _parts(cell) if isinstance(part, html.Small)]
    large = [part for part in _parts(cell) if not isinstance(part, html.Small)]
    return text_of(large), ", ".join(text_of(part) for part in small)


def _chart(node: dcc.Graph) -> Block:
    figure = properties(node)["figure"]
    meta = figure["layout"]["meta"]
    drawn = build_still(
        dict(figure),
        width=NARROW,
        name=meta["name"],
        title=meta["title"],
        description=meta["description"],
    )
    drawn = drawn.replace("<svg ", f'<svg xmlns="{SVG}" font-family="{FAMILY}" ', 1)
    return {"kind": "chart", "svg": drawn, "alt": f"{meta['title']}. {meta['description']}"}
