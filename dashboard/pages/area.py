"""/areas/<area>: what does the commissioner of one place need, on two sides of A4?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.components.exhibit import exhibit
from dashboard.components.measures import headline_measures, in_section
from dashboard.components.page import Content, Page, areas_with_pages
from dashboard.components.tables import figure_lines, set_in
from dashboard.data.queries import Parameters, applies, ask_all, is_published_for, read
from dashboard.data.queries.view import Row, View
from dashboard.data.release.format import SECTIONS
from dashboard.data.release.model import Area, Catalogue, Marker, Measure, MeasureKind
from dashboard.data.release.openings import own_breakdown
from dashboard.data.release.reserved import measure_anchor
from dashboard.data.store.releases import Store
from dashboard.wording import shared_period

CHARTS = 4

NOTE_HEADINGS = (
    ("route", "How children reach the programme"),
    ("note", "What is particular here"),
    ("partner", "Local partners"),
)

GLANCE = (
    "With each share stand the count it rests on and its 95% interval: the range of shares that such "
    "a count would plausibly come from if chance alone were at work."
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
            _at_a_glance(catalogue, place, views["glance"]),
            _charts(views["charts"]),
            *_splits(place, views["splits"]),
            *_notes(catalogue, place),
            _limits(),
            _copies(place),
        ],
        lede=_lede(catalogue, place),
    )


def _lede(catalogue: Catalogue, place: Area) -> str:
    opened = f" It opened {wording.opening_words(place)}." if place.opened else ""
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
    return {
        "glance": [
            read(catalogue, "figure", {**beside, "measure": m.key})
            for m in _listed(catalogue, place)
        ],
        "charts": [
            read(catalogue, "trend", {**beside, "measure": m.key}) for m in _pictured(catalogue)
        ],
        "splits": [
            read(catalogue, "breakdown", {"measure": m.key, "area": slug})
            for m in _divided(catalogue)
            for slug in (place.slug, whole)
        ],
    }


def _listed(catalogue: Catalogue, place: Area) -> list[Measure]:
    """List shares, reported figures and headline counts, those that the area's level has."""
    return [
        m
        for section in SECTIONS
        for m in catalogue.measures
        if m.section == section and (m.headline or m.kind is not MeasureKind.COUNT)
        if is_published_for(catalogue, m, place)
    ]


def _pictured(catalogue: Catalogue) -> list[Measure]:
    """List the headline measures that have years or quarters: those that people ask for first."""
    first = [m for m in headline_measures(catalogue) if applies(catalogue, "trend", m)]
    counts = [m for m in first if m.kind is MeasureKind.COUNT]
    return (counts[:1] + [m for m in first if m not in counts])[:CHARTS]


def _divided(catalogue: Catalogue) -> list[Measure]:
    """List every count that can be split."""
    return [
        m
        for m in in_section(catalogue, *SECTIONS, kinds=(MeasureKind.COUNT,))
        if own_breakdown(catalogue, m) is not None
    ]


def _charts(views: Sequence[View]) -> html.Div:
    """Draw the headline measures over time."""
    return html.Div(
        [exhibit(view, measure_anchor(view.measure.key), "trend", brief=True) for view in views],
        className="briefing",
    )


def _at_a_glance(catalogue: Catalogue, place: Area, views: Sequence[View]) -> html.Section:
    rows = [row for view in views for row in view.rows()]
    markers = sorted({row.marker for row in rows if row.marker is not None})
    explained = any(row.lower is not None for row in rows)
    names = ("Measure", place.name, wording.open_upper(catalogue.programme.comparison))
    period = shared_period(rows)
    when = f", {period}" if period else ""
    return html.Section(
        [
            html.H2(f"At a glance{when}"),
            *([html.P(GLANCE, className="prose small quiet")] if explained else []),
            *_legend(markers),
            scrolling(
                html.Table(
                    [
                        html.Caption(
                            f"Every measure for {place.name} and for "
                            f"{catalogue.programme.comparison}{when}"
                        ),
                        html.Thead(html.Tr([html.Th(name, scope="col") for name in names])),
                        html.Tbody([_line(view, place, dated=not period) for view in views]),
                    ],
                    className="glance",
                ),
                f"every measure for {place.name}",
            ),
        ],
        className="band",
    )


def _legend(markers: list[Marker]) -> list[html.Ul]:
    if not markers:
        return []
    texts = map(wording.marker_text, markers)
    return [
        html.Ul(
            [html.Li([html.Strong(text.sign), f" {text.meaning}"]) for text in texts],
            className="markers small",
        )
    ]


def _line(view: View, place: Area, *, dated: bool) -> html.Tr:
    """Show one measure; `dated` names its period, where not all measures have the same."""
    label = shared_period(view.rows()) if dated else ""
    rows = {row.area: row for row in view.rows()}
    here, everywhere = rows.get(place.slug), rows.get(view.whole)
    return html.Tr(
        [
            html.Th(
                [view.measure.title, *([f", {label}"] if label else []), *_aim(view)], scope="row"
            ),
            html.Td(_figure(here, view)),
            html.Td(_figure(everywhere, view)),
        ]
    )


def _aim(view: View) -> list[Component | str]:
    target = view.measure.target
    return [" ", html.Small(f"Target: {target.label}")] if target else []


def _figure(row: Row | None, view: View) -> list[Component | str]:
    """Write a figure over what it rests on."""
    return [] if row is None else figure_lines(view, row)


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
                html.Div(
                    [
                        _split(here, everywhere, place, dated=not period)
                        for here, everywhere in zip(views[::2], views[1::2], strict=True)
                    ],
                    className="splits",
                ),
            ],
            className="band",
        )
    ]


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
