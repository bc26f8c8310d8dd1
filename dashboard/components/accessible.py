"""How do parts of a page tell assistive technology what they are?"""

from __future__ import annotations

from typing import Any

from dash import html


def aria(**states: str) -> dict[str, Any]:
    """Name a component's ARIA properties, to be passed on as **aria(label=...)."""
    return {f"aria-{name}": value for name, value in states.items()}


def scrolling(table: html.Table, label: str) -> html.Div:
    """Let a wide table scroll on its own, by touch and by keyboard, under a name.

    It is a group, not a region: a page has many, and landmarks are for finding one's way.
    """
    return html.Div(
        table, className="scroll", tabIndex=0, role="group", **aria(label=f"Table: {label}")
    )
