"""The exhibits of a long page, as links to each."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import wording
from dashboard.components.accessible import aria
from dashboard.data.queries.view import View

MANY = 3  # exhibits: from so many a page takes more than two screens


def contents(views: Sequence[tuple[str, View]]) -> list[html.Nav]:
    """List views, each with its anchor, where they are many. Paper has no use for it."""
    titles = [view.measure.short_title for _, view in views]
    links = [
        html.A(title if titles.count(title) == 1 else _name(view), href=f"#{anchor}")
        for title, (anchor, view) in zip(titles, views, strict=True)
    ]
    listed = html.Ul([html.Li(link) for link in links], className="exhibit__more small")
    return [html.Nav(listed, **aria(label="On this page"))] if len(links) >= MANY else []


def _name(view: View) -> str:
    """Write a view's name, as brief as tells it from others of its measure."""
    name = view.measure.short_title
    if view.breakdown is None:
        return name
    later = ", over time" if len(set(view.columns["period"])) > 1 else ""
    return f"{name}: {wording.open_lower(view.breakdown.label)}{later}"
