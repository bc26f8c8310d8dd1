"""The menu of pages that stands on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.accessible import aria
from dashboard.components.page import Page


def navigation(menu: Sequence[Page], current: str) -> html.Nav:
    """Return the menu: a row where there is room, a list that opens where there is not."""
    links = [
        html.Li(html.A(page.label, href=page.path, **_current(page.path, current))) for page in menu
    ]
    return html.Nav(
        html.Div(
            [
                html.Div(html.Ul(links), className="nav--wide"),
                html.Details([html.Summary("Menu"), html.Ul(links)], className="nav--narrow"),
            ],
            className="wrap",
        ),
        className="nav",
        **aria(label="Pages"),
    )


def _current(path: str, current: str) -> dict[str, Any]:
    if path == current:
        return aria(current="page")
    if path != "/" and current.startswith(f"{path}/"):
        return aria(current="true")
    return {}
