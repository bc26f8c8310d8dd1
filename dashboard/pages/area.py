"""/areas/<area>: what the commissioner of one area needs, on two sides of A4."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.exhibit import COMPACT, exhibit
from dashboard.components.measures import headline_measures, in_section, rated_measures
from dashboard.components.overview import overview, overview_section
from dashboard.components.page import Content, Page, areas_with_pages, band
from dashboard.components.splits import splits
from dashboard.data.queries import REGION, Parameters, applies, ask_all, is_published_for, read
from dashboard.data.queries.places import group_of, successors
from dashboard.data.queries.view import View
from dashboard.data.release.format import SECTIONS
from dashboard.data.release.model import Area, Catalogue, Measure, MeasureKind
from dashboard.data.release.openings import own_breakdown
from dashboard.data.release.reserved import measure_anchor
from dashboard.data.store.releases import Store
from dashboard.wording.standing_out import changes_of, difference_of, targets_of

CHARTS = 6
URGENT = ("completion", "outcomes")  # sections whose charts come first

NOTE_HEADINGS = (
    ("route", "How children reach the programme"),
    ("note", "What else is known"),
    ("partner", "Local partners"),
)

CAUTION = (
    "These figures tell what happened in the programme, not what the programme caused. "
    "One area’s numbers are small, so most differences are no larger than chance would give. "
)


def layout(store: Store, area: str, **_query: str) -> Content:
    """Set one area's figures alongside those of the programme."""
    catalogue = store.catalogue()
    place = next(place for place in areas_with_pages(catalogue) if place.slug == area)
    views = _views(store, catalogue, place)
    return Content(
        f"{place.name}: area briefing",
        [
            *_stands_out(catalogue, place, views["glance"], views["trends"]),
            _charts(catalogue, views["trends"]),
            *splits(catalogue, place, views["splits"]),
            *_notes(catalogue, place),
            _limits(catalogue, place),
            _copies(place, has_figures=any(views.values())),
        ],
        lede=_lede(catalogue, place),
    )


def _lede(catalogue: Catalogue, place: Area) -> str:
    life = wording.life_words(place, successors(catalogue, place))
    opened = f" It {life}." if life else ""
    return f"Figures for {place.name} alongside those for {catalogue.programme.comparison}.{opened}"


def _views(store: Store, catalogue: Catalogue, place: Area) -> dict[str, list[View]]:
    """Ask for all views of the page together, and tell them apart by its parts."""
    parameters = _parameters(catalogue, place)
    views = iter(ask_all(store, [one for several in parameters.values() for one in several]))
    return {part: list(islice(views, len(several))) for part, several in parameters.items()}


def _figures(catalogue: Catalogue, area: str) -> list[Parameters]:
    """List every question that the page of an area asks."""
    place = next(place for place in areas_with_pages(catalogue) if place.slug == area)
    return [one for several in _parameters(catalogue, place).values() for one in several]


def _parameters(catalogue: Catalogue, place: Area) -> dict[str, list[Parameters]]:
    beside = {"area": place.slug, "beside": "whole"}
    whole, region = catalogue.programme.whole, _region(catalogue, place)
    listed = [m for m in rated_measures(catalogue) if is_published_for(catalogue, m, place)]
    return {
        "glance": [
            read(catalogue, "figure", {**beside, "measure": m.key, "beside": REGION})
            if region is not None and is_published_for(catalogue, m, region)
            else read(catalogue, "figure", {**beside, "measure": m.key})
            for m in listed
        ],
        "trends": [
            read(catalogue, "trend", {**beside, "measure": m.key})
            for m in listed
            if applies(catalogue, "trend", m)
        ],
        "splits": [
            read(catalogue, "breakdown", {"measure": m.key, "area": slug})
            for m in _divided(catalogue)
            for slug in (place.slug, whole)
        ],
    }


def _region(catalogue: Catalogue, place: Area) -> Area | None:
    """Return the area that a place is in, such as a region, where it has any of its figures."""
    group = group_of(catalogue, place)
    known = group is not None and any(
        is_published_for(catalogue, m, group) for m in rated_measures(catalogue)
    )
    return group if known else None


def _divided(catalogue: Catalogue) -> list[Measure]:
    """List every count that can be split."""
    return [
        m
        for m in in_section(catalogue, *SECTIONS, kinds=(MeasureKind.COUNT,))
        if own_breakdown(catalogue, m) is not None
    ]


def _charts(catalogue: Catalogue, views: Sequence[View]) -> html.Div:
    """Draw over time what people ask for first: headline measures, then those with a target."""
    first = {m.key: i for i, m in enumerate(headline_measures(catalogue))}
    counts = [v for v in views if v.measure.is_count and v.measure.key in first]
    asked = [
        view
        for view in views
        if view not in counts and (view.measure.key in first or view.measure.target)
    ]
    asked.sort(key=lambda view: (view.measure.section not in URGENT, view.measure.key not in first))
    shown = [*counts[:1], *asked][:CHARTS]
    return html.Div(
        [exhibit(view, measure_anchor(view.measure.key), "trend", brief=True) for view in shown],
        className=f"{COMPACT} sheet",
    )


def _stands_out(
    catalogue: Catalogue, place: Area, views: Sequence[View], trends: Sequence[View]
) -> list[html.Section]:
    """Write what stands out by more than chance, over every measure next to the whole's."""
    whole, region = catalogue.area(catalogue.programme.whole), _region(catalogue, place)
    between = f", for {region.name}" if region else ""
    over_time = {view.measure.key: view for view in trends}
    points = [
        difference_of(views, place.slug, catalogue.programme.comparison),
        targets_of(views, place.slug),
        changes_of(over_time, place.slug),
    ]
    table = overview(
        views,
        [area for area in (whole, region, place) if area is not None],
        f"Every measure for {place.name}{between} and for {catalogue.programme.comparison}",
        over_time,
        ways=True,
    )
    return overview_section(points, views, table, over_time)


def _notes(catalogue: Catalogue, place: Area) -> list[Component]:
    noted = [note for note in catalogue.local_notes if note.area == place.slug]
    parts = [
        html.Div(
            [
                html.H3(heading),
                html.Ul([html.Li(note.text) for note in noted if note.kind == kind]),
            ]
        )
        for kind, heading in NOTE_HEADINGS
        if any(note.kind == kind for note in noted)
    ]
    if not parts:
        return []
    sources = list(dict.fromkeys(note.source for note in noted))
    return [
        band(
            "Local notes",
            html.Div(parts, className="columns"),
            html.P(f"Sources: {'; '.join(sources)}.", className="small quiet exhibit__source"),
        )
    ]


def _copies(place: Area, *, has_figures: bool) -> html.Ul:
    """Offer the briefing on paper, and its figures in a workbook where it has any."""
    path = f"/areas/{place.slug}"
    by_script: dict[str, Any] = {"data-print": "page"}
    workbooks = [
        html.A("Its figures as a workbook (XLSX)", href=f"{path}.xlsx", download=""),
        html.A("or ODS", href=f"{path}.ods", download=""),
    ]
    links = [
        html.A("This briefing as a PDF", href=f"{path}.pdf", download=""),
        *(workbooks if has_figures else []),
        html.Button(
            "Print it",
            type="button",
            className="button button--quiet",
            **by_script,
        ),
    ]
    return html.Ul([html.Li(link) for link in links], className="exhibit__more small")


def _limits(catalogue: Catalogue, place: Area) -> html.Section:
    named = [(place.slug, "similar areas")] if place.alike else []
    if group := group_of(catalogue, place):
        named.insert(0, (group.slug, f"those of {group.name}"))
    peers = [html.A(f"with {name}", href=f"/compare?among={slug}") for slug, name in named]
    return band(
        "Before you use these figures",
        html.P(
            [
                CAUTION,
                html.A("Compare the areas with intervals", href="/compare"),
                *(part for peer in peers for part in (", ", peer)),
                ", or read ",
                html.A("how the figures are made", href="/about"),
                ".",
            ]
        ),
        prose=True,
    )


PAGE = Page(
    path="/areas/<area>",
    title="Area briefing",
    description="One area’s figures alongside those of the whole programme.",
    layout=layout,
    figures=_figures,
)
