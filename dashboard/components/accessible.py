"""How parts of a page tell assistive technology what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

Cell = Component | str | list[Component | str]


def aria(**states: str) -> dict[str, Any]:
    """Return a component's ARIA properties, to be passed on as **aria(label=...)."""
    return {f"aria-{name}": value for name, value in states.items()}


def plain_table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], kind: str = ""
) -> html.Table:
    """Set out rows whose first cell names them, under the names of their columns."""
    head = html.Tr([html.Th(name, scope="col") for name in columns])
    body = [html.Tr([html.Th(first, scope="row"), *map(html.Td, rest)]) for first, *rest in rows]
    parts = [html.Caption(caption), html.Thead(head), html.Tbody(body)]
    return html.Table(parts, className=kind) if kind else html.Table(parts)


def scrolling(table: html.Table, label: str) -> html.Div:
    """Let a wide table scroll on its own, by touch and by keyboard, under a name.

    It is a group, not a region: a page has many, and landmarks are for finding one's way.
    """
    return html.Div(
        table, className="scroll", tabIndex=0, role="group", **aria(label=f"Table: {label}")
    )
