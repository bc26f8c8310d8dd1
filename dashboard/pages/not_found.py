"""What does a reader see at an address that is no page?"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.frame import page_frame
from dashboard.components.navigation import destinations
from dashboard.data.store.releases import Store

TITLE = "Page not found"
DESCRIPTION = "There is no page at this address."


def layout(store: Store, **_query: str) -> Component:
    """Say so, and offer the pages that there are."""
    catalogue = store.catalogue()
    return page_frame(
        catalogue,
        "",
        "There is no page at this address",
        [
            html.Section(
                [
                    html.H2("The pages of this site"),
                    html.Ul(
                        [html.Li(html.A(d.label, href=d.path)) for d in destinations(catalogue)]
                    ),
                ],
                className="band prose",
            )
        ],
        lede="The address may have been mistyped, or the page may have moved.",
    )
