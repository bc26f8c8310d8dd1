"""/areas: the areas that take part, and the way to the briefing of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.accessible import plain_table, scrolling
from dashboard.components.filters import search_box
from dashboard.components.map_drawing import area_map, outline
from dashboard.components.page import Content, Page, areas_with_pages, band
from dashboard.components.stacked import stacked_table
from dashboard.data.queries.places import successors
from dashboard.data.release.context import ContextFigure
from dashboard.data.release.model import Area, Catalogue, Marker
from dashboard.data.store.releases import Store
from dashboard.wording import format_number, life_words, marker_text

FEW = 20  # places that are listed in one, each with its region
MOST_UNPLACED = 5  # that are named


NOT_FOUND = "No area here, or more than one, has that in its name: all are listed below."


def layout(store: Store, area: str = "", **_query: str) -> Content:
    """List the places with a link to the briefing of each; `area` is one that was not found."""
    catalogue = store.catalogue()
    return Content(
        "Area briefings",
        [
            band("Choose an area", *_placed(catalogue)),
            *_context(catalogue),
        ],
        lede="One page for each area, with all its figures alongside those of the programme, "
        "made to be printed on two sides of A4.",
        messages=[NOT_FOUND] if area else [],
    )


def _placed(catalogue: Catalogue) -> list[Component]:
    """Set the list of areas, or the search for one of many, next to a map of those with coordinates."""
    listed = areas_with_pages(catalogue)
    drawn = area_map(listed)
    if drawn is None:
        return _choices(catalogue)
    caption: list[Component | str] = [
        _unplaced([area.name for area in listed if area.latitude is None]),
        "Outline: ",
        html.A(outline()["source"], href=outline()["address"]),
        ".",
    ]
    figure = html.Figure([drawn, html.Figcaption(caption, className="small quiet")])
    first, *others = _choices(catalogue)
    return [html.Div([html.Div(first), figure], className="columns"), *others]


def _unplaced(names: Sequence[str]) -> str:
    """Write which areas are not on the map: their names, or how many they are."""
    if not names:
        return ""
    text = ", ".join(names) if len(names) <= MOST_UNPLACED else f"{len(names)} areas"
    return f"Not on the map, as the release does not say where: {text}. "


def _choices(catalogue: Catalogue) -> list[Component]:
    """Link to every place, and by region where there are many."""
    listed = areas_with_pages(catalogue)
    if len(listed) <= FEW:
        places = [_place(area, [area.region_name, _life(catalogue, area)]) for area in listed]
        return [html.Ul(places, className="contents")]
    parts: list[Component] = [_finder(listed)]
    for heading in dict.fromkeys(map(_heading, listed)):
        links = [
            _place(area, [_life(catalogue, area) if area.closed else ""])
            for area in sorted(listed, key=lambda area: area.name)
            if _heading(area) == heading
        ]
        parts += [html.H3(heading), html.Ul(links, className="contents contents--narrow")]
    return parts


def _finder(areas: Sequence[Area]) -> html.Form:
    """Lead to the briefing of the area whose name is typed."""
    return html.Form(
        [
            search_box("area", "Find an area by name", [area.name for area in areas]),
            html.Button("Go", type="submit", className="button"),
        ],
        className="filters",
        method="get",
        action=PAGE.path,
        role="search",
    )


def _found(catalogue: Catalogue, query: Mapping[str, str]) -> str:
    slug = query.get("area", "")
    return next(
        (f"{PAGE.path}/{a.slug}" for a in areas_with_pages(catalogue) if a.slug == slug), ""
    )


def _heading(area: Area) -> str:
    return area.region_name or area.level


def _context(catalogue: Catalogue) -> list[html.Section]:
    """Set what is published of the places themselves apart from what happened in the programme."""
    areas = {area.slug: area for area in areas_with_pages(catalogue)}
    figures = [figure for figure in catalogue.context if figure.area in areas]
    if not figures:
        return []
    figure_at = {(figure.key, figure.area): figure for figure in figures}
    first = {figure.key: figure for figure in reversed(figures)}
    keys = list(dict.fromkeys(figure.key for figure in figures))
    columns = ["Area", *(f"{first[key].label}, {first[key].period}" for key in keys)]
    rows = [
        (area.name, *(_written(figure_at.get((key, slug))) for key in keys))
        for slug, area in areas.items()
    ]
    sources = list(dict.fromkeys(figure.source for figure in figures))
    return [
        band(
            "The areas themselves",
            html.P(
                "These figures are about the areas, not the programme. They are kept apart from "
                "the programme’s own, because side by side they would suggest a cause.",
                className="prose",
            ),
            context_table("Published figures about each area", columns, rows),
            html.P(f"Sources: {'; '.join(sources)}.", className="small quiet exhibit__source"),
        )
    ]


def context_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Component:
    """Set out few areas so that a telephone shows them whole, many so that they can be scanned."""
    if len(rows) <= FEW:
        return stacked_table(caption, columns, rows, of_numbers=True)
    return scrolling(plain_table(caption, columns, rows), caption.lower())


def _written(figure: ContextFigure | None) -> str:
    if figure is None:
        return marker_text(Marker.NOT_AVAILABLE).meaning
    return format_number(figure.value, figure.decimals)


def _life(catalogue: Catalogue, area: Area) -> str:
    return life_words(area, successors(catalogue, area))


def _place(area: Area, details: Sequence[str]) -> html.Li:
    text = ", ".join(part for part in details if part)
    return html.Li(
        [
            html.A(area.name, href=f"/areas/{area.slug}"),
            html.Span(f" {text}", className="small quiet") if text else "",
        ]
    )


PAGE = Page(
    path="/areas",
    label="Areas",
    title="Areas",
    description="A briefing for each place that takes part in the programme.",
    layout=layout,
    onward=_found,
    has_content=lambda catalogue: bool(areas_with_pages(catalogue)),
)
