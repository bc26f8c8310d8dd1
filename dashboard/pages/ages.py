"""/ages: how old the children are who start, and how many of them are in the younger band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import plain_table
from dashboard.components.exhibit import Planned, exhibits
from dashboard.components.filters import (
    Filter,
    area_filter,
    filter_form,
    lengths_filter,
    read_filters,
    switches,
)
from dashboard.components.measures import divided_and_over_time, has_bands, period_label
from dashboard.components.page import Content, Page, band
from dashboard.components.prose import prose
from dashboard.components.voices import statement
from dashboard.data.queries import ask_all, choices, fit
from dashboard.data.release.context import ContextFigure
from dashboard.data.release.model import Catalogue, Measure
from dashboard.data.release.openings import own_breakdown
from dashboard.data.release.reserved import measure_anchor
from dashboard.data.store.releases import Store


def layout(store: Store, **query: str) -> Content:
    """Show shares over time, the single years, and what others have said of the ages."""
    catalogue = store.catalogue()
    counted, over_time = divided_and_over_time(catalogue, "ages")
    filters = _filters(catalogue, over_time, counted, query)
    chosen = read_filters(filters, query)
    planned = [
        *(_over_time(catalogue, measure, chosen.values) for measure in over_time),
        *(_split(catalogue, measure, chosen.values) for measure in counted),
    ]
    views = ask_all(store, [plan.parameters for plan in planned])
    return Content(
        "Ages",
        [
            *filter_form(PAGE.path, filters, chosen),
            *exhibits(views, planned, chosen.values),
            *_said_elsewhere(catalogue),
            *_population(catalogue),
        ],
        messages=chosen.notices,
    )


def _filters(
    catalogue: Catalogue,
    over_time: Sequence[Measure],
    counted: Sequence[Measure],
    query: Mapping[str, str],
) -> list[Filter]:
    filters = []
    for measure in (*over_time, *counted)[:1]:
        offered = choices(catalogue, "trend", {**query, "measure": measure.key})
        filters.append(area_filter(catalogue, offered))
        filters.append(lengths_filter(offered["every"]))
    for measure in counted[:1]:
        offered = choices(catalogue, "breakdown", {**query, "measure": measure.key})
        filters.append(Filter(period_label(catalogue, measure), offered["period"]))
    return [*filters, *switches(over_time, query)]


def _over_time(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> Planned:
    asked = fit(catalogue, "trend", {"beside": "whole", **chosen, "measure": measure.key})
    return Planned(asked, measure_anchor(measure.key), "trend")


def _split(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> Planned:
    asked = fit(catalogue, "breakdown", {**chosen, "measure": measure.key, "by": measure.breakdown})
    picture = "columns" if has_bands(own_breakdown(catalogue, measure)) else "breakdown"
    return Planned(asked, measure_anchor(measure.key), picture)


def _said_elsewhere(catalogue: Catalogue) -> list[Component]:
    items = [statement(s) for s in catalogue.statements if s.page == "ages"]
    context = catalogue.text_block("ages_context")
    if not items and not context:
        return []
    return [
        band(
            "What has been reported elsewhere",
            *items,
            html.Div(prose(context, heading_level=3), className="prose"),
        )
    ]


def _population(catalogue: Catalogue) -> list[Component]:
    """Show what is published of the population, one table for each figure that places share."""
    figures = [f for f in catalogue.context if f.key.startswith("population")]
    keys = list(dict.fromkeys(figure.key for figure in figures))
    tables = [
        _population_table(catalogue, [f for f in figures if f.key == key])
        for key in keys
        if sum(f.key == key for f in figures) > 1
    ]
    if not tables:
        return []
    sources = list(dict.fromkeys(figure.source for figure in figures))
    return [
        band(
            "How many children live in each area",
            *tables,
            html.P(f"Source: {'; '.join(sources)}", className="small quiet exhibit__source"),
            prose=True,
        )
    ]


def _population_table(catalogue: Catalogue, figures: list[ContextFigure]) -> html.Table:
    label = f"{figures[0].label}, {figures[0].period}"
    return plain_table(label, ("Area", label), [_population_row(catalogue, f) for f in figures])


def _population_row(catalogue: Catalogue, figure: ContextFigure) -> tuple[str, str]:
    area = catalogue.area(figure.area)
    number = wording.format_quantity(figure.value, figure.unit, figure.decimals)
    return area.name if area else figure.area, number


PAGE = Page(
    path="/ages",
    label="Ages",
    title="Ages",
    description="The ages of children in the programme, by area and over time.",
    layout=layout,
    sections=("ages",),
)
