"""What a reader sees at an address that is no page's."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.components.page import Content, Page, band

TITLE = "Page not found"
DESCRIPTION = "There is no page at this address."


def content(menu: Sequence[Page]) -> Content:
    """Show that there is no such page, and offer the pages that there are."""
    links = [html.Li(html.A(page.label, href=page.path)) for page in menu]
    return Content(
        "There is no page at this address",
        [band("The pages of this site", html.Ul(links), prose=True)],
        lede="The address may have been mistyped, or the page may have moved.",
    )
