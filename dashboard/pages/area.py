"""/areas/<area>: what does the commissioner of one place need, on two sides of A4?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.components.exhibit import COMPACT, exhibit
from dashboard.components.measures import headline_measures, in_section, rated_measures
from dashboard.components.overview import READING, overview
from dashboard.components.page import Content, Page, areas_with_pages
from dashboard.components.tables import set_in
from dashboard.data.queries import Parameters, applies, ask_all, is_published_for, read
from dashboard.data.queries.places import successors
from dashboard.data.queries.view import Row, View
from dashboard.data.release.format import SECTIONS
from dashboard.data.release.model import Area, Catalogue, Measure, MeasureKind
from dashboard.data.release.openings import own_breakdown
from dashboard.data.release.reserved import measure_anchor
from dashboard.data.store.releases import Store
from dashboard.wording import listed, shared_period
from dashboard.wording.standing_out import changes_of, difference_of, targets_of

CHARTS = 6
URGENT = ("completion", "outcomes")  # sections whose charts come first

NOTE_HEADINGS = (
    ("route", "How children reach the programme"),
    ("note", "What is particular here"),
    ("partner", "Local partners"),
)

CAUTION = (
    "These figures tell what happened to children in the programme, not what the programme caused. "
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
            _stands_out(catalogue, place, views["glance"], views["trends"]),
            _charts(catalogue, views["trends"]),
            *_splits(place, views["splits"]),
            *_notes(catalogue, place),
            _limits(),
            _copies(place),
        ],
        lede=_lede(catalogue, place),
    )


def _lede(catalogue: Catalogue, place: Area) -> str:
    life = wording.life_words(place, successors(catalogue, place))
    opened = f" It {life}." if life else ""
    return (
        f"The figures for {place.name} alongside those for {catalogue.programme.comparison}, "
        f"for commissioners.{opened}"
    )


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
    whole = catalogue.programme.whole
    listed = [m for m in rated_measures(catalogue) if is_published_for(catalogue, m, place)]
    return {
        "glance": [read(catalogue, "figure", {**beside, "measure": m.key}) for m in listed],
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
    counts = [v for v in views if v.measure.kind is MeasureKind.COUNT and v.measure.key in first]
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
) -> html.Section:
    """Say what stands out by more than chance, over every measure next to the whole's."""
    whole = catalogue.area(catalogue.programme.whole)
    over_time = {view.measure.key: view for view in trends}
    told = [
        difference_of(views, place.slug, catalogue.programme.comparison),
        targets_of(views, place.slug),
        changes_of(over_time, place.slug),
    ]
    rows = [row for view in views for row in view.rows()]
    period = shared_period(rows)
    return html.Section(
        [
            html.H2(f"What stands out, {period}" if period else "What stands out"),
            html.Ul([html.Li(one) for one in told if one], className="points"),
            *overview(
                views,
                [area for area in (whole, place) if area is not None],
                f"Every measure for {place.name} and for {catalogue.programme.comparison}",
                has_trend=lambda view: view.measure.key in over_time,
                over_time=over_time,
            ),
            html.P(READING, className="small quiet"),
        ],
        id="overview",
        className="band",
    )


def _beside(row: Row | None, view: View) -> str:
    return wording.format_value(row, view) if row else ""


def _splits(place: Area, views: Sequence[View]) -> list[html.Section]:
    """Set out every count that can be split: views of this place and of the whole by turns."""
    if not views:
        return []
    period = shared_period(row for here in views[::2] for row in here.rows())
    when = f", {period}" if period else ""
    return [
        html.Section(
            [
                html.H2(f"Counts by group{when}"),
                html.Details(
                    [
                        html.Summary(listed(list(dict.fromkeys(map(_divided_by, views))))),
                        html.Div(
                            [
                                _split(here, everywhere, place, dated=not period)
                                for here, everywhere in zip(views[::2], views[1::2], strict=True)
                            ],
                            className="splits",
                        ),
                    ],
                    className="table",
                ),
            ],
            className="band",
        )
    ]


def _divided_by(view: View) -> str:
    return view.breakdown.label if view.breakdown else view.measure.short_title


def _split(here: View, everywhere: View, place: Area, *, dated: bool) -> html.Div:
    beside = {row.group: row for row in everywhere.rows()}
    whole = next((row.area_name for row in everywhere.rows()), "")
    period = shared_period(here.rows())
    return html.Div(
        [
            html.H3(f"{here.measure.title}, {period}" if dated else here.measure.title),
            scrolling(
                html.Table(
                    [
                        html.Caption(f"{here.title}: {place.name} and {whole}, {period}"),
                        html.Thead(
                            html.Tr(
                                [
                                    html.Th(
                                        here.breakdown.label if here.breakdown else "", scope="col"
                                    ),
                                    html.Th(place.name, scope="col"),
                                    html.Th(whole, scope="col"),
                                ]
                            )
                        ),
                        html.Tbody(
                            [
                                html.Tr(
                                    [
                                        html.Th(
                                            row.group_label,
                                            className=set_in(here, row),
                                            scope="row",
                                        ),
                                        html.Td(wording.format_value(row, here)),
                                        html.Td(_beside(beside.get(row.group), everywhere)),
                                    ]
                                )
                                for row in here.rows()
                            ]
                        ),
                    ]
                ),
                here.title,
            ),
        ]
    )


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
        html.Section(
            [
                html.H2("Local notes"),
                html.Div(parts, className="columns"),
                html.P(f"Sources: {'; '.join(sources)}.", className="small quiet exhibit__source"),
            ],
            className="band",
        )
    ]


def _copies(place: Area) -> html.Ul:
    """Offer the briefing on paper, and its figures in a workbook."""
    path = f"/areas/{place.slug}"
    links = [
        html.A("This briefing as a PDF", href=f"{path}.pdf", download=""),
        html.A("Its figures as a workbook (XLSX)", href=f"{path}.xlsx", download=""),
        html.A("or ODS", href=f"{path}.ods", download=""),
    ]
    return html.Ul([html.Li(link) for link in links], className="exhibit__more small")


def _limits() -> html.Section:
    return html.Section(
        [
            html.H2("Before you use these figures"),
            html.P(
                [
                    CAUTION,
                    html.A("Compare the areas with intervals", href="/compare"),
                    ", or read ",
                    html.A("how the figures are made", href="/about"),
                    ".",
                ]
            ),
        ],
        className="band prose",
    )


PAGE = Page(
    path="/areas/<area>",
    title="Area briefing",
    description="One area’s figures alongside those of the whole programme.",
    layout=layout,
    figures=_figures,
)
