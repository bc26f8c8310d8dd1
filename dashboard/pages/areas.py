"""/areas: which places take part, and where is the briefing of each?"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.frame import page_frame
from dashboard.components.navigation import places
from dashboard.data.release import Area
from dashboard.data.store import Store
from dashboard.wording import format_date

PATH = "/areas"
TITLE = "Areas"
DESCRIPTION = "A briefing for each place that takes part in the programme."


def layout(store: Store, **_query: str) -> Component:
    """List the places with a link to the briefing of each."""
    catalogue = store.catalogue()
    return page_frame(
        catalogue,
        PATH,
        "Area briefings",
        [
            html.Section(
                [
                    html.H2("Choose an area"),
                    html.Ul([_place(area) for area in places(catalogue)], className="contents"),
                ],
                className="band",
            )
        ],
        lede="One page for each area, with all its figures beside those of the programme, "
        "made to be printed on two sides of A4.",
    )


def _place(area: Area) -> html.Li:
    details = [area.region_name]
    if area.opened is not None:
        details.append(f"figures from {format_date(area.opened)}")
    said = ", ".join(part for part in details if part)
    return html.Li(
        [
            html.A(area.name, href=f"/areas/{area.slug}"),
            html.Span(f" {said}", className="small quiet") if said else "",
        ]
    )
