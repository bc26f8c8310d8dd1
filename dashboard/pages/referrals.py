"""/referrals: how many children are referred, when, by which route, and how far they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.components.exhibit import Planned, exhibits
from dashboard.components.filters import (
    Filter,
    area_filter,
    filter_form,
    lengths_filter,
    read_filters,
)
from dashboard.components.measures import in_section, period_label
from dashboard.components.page import Content, Page
from dashboard.components.voices import statements
from dashboard.data.queries import applies, ask_all, choices, divides_over_time, fit
from dashboard.data.release.model import BreakdownKind, Catalogue, Measure
from dashboard.data.release.openings import own_breakdown
from dashboard.data.release.reserved import measure_anchor
from dashboard.data.store.releases import Store


def layout(store: Store, **query: str) -> Content:
    """Show figures over time, then the routes and stages of counts."""
    catalogue = store.catalogue()
    measures = in_section(catalogue, "referrals")
    divided = [
        measure
        for measure in measures
        if measure.is_count and own_breakdown(catalogue, measure) is not None
    ]
    filters = _filters(catalogue, measures, divided, query)
    chosen = read_filters(filters, query)
    planned = [
        _over_time(catalogue, measure, chosen.values)
        for measure in measures
        if _kind(catalogue, measure) is not BreakdownKind.STAGES
        and applies(catalogue, "trend", measure)
    ]
    for measure in divided:
        planned += _split(catalogue, measure, chosen.values)
    return Content(
        "Referrals",
        [
            *filter_form(PAGE.path, filters, chosen),
            *exhibits(ask_all(store, [plan.parameters for plan in planned]), planned),
            *statements(catalogue, "referrals"),
        ],
        messages=chosen.notices,
    )


def _filters(
    catalogue: Catalogue,
    measures: Sequence[Measure],
    divided: Sequence[Measure],
    query: Mapping[str, str],
) -> list[Filter]:
    if not measures:
        return []
    over_time = choices(catalogue, "trend", {**query, "measure": measures[0].key})
    filters = [
        area_filter(catalogue, over_time),
        lengths_filter(over_time["every"]),
    ]
    for measure in divided[:1]:
        offered = choices(catalogue, "breakdown", {**query, "measure": measure.key})
        filters.append(Filter(period_label(catalogue, measure), offered["period"]))
    return filters


def _kind(catalogue: Catalogue, measure: Measure) -> BreakdownKind | None:
    breakdown = own_breakdown(catalogue, measure)
    return breakdown.kind if breakdown else None


def _over_time(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> Planned:
    asked = fit(catalogue, "trend", {"beside": "whole", **chosen, "measure": measure.key})
    return Planned(asked, measure_anchor(measure.key), "trend", compact=True)


def _split(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> list[Planned]:
    asked = {**chosen, "measure": measure.key, "by": measure.breakdown}
    name = measure_anchor(measure.key, measure.breakdown)
    now = fit(catalogue, "breakdown", asked)
    if _kind(catalogue, measure) is BreakdownKind.STAGES:
        return [Planned(now, name, "stages")]
    divides = divides_over_time(catalogue, measure, measure.breakdown, asked.get("area", ""))
    if not applies(catalogue, "breakdown_trend", measure) or not divides:
        return [Planned(now, name, "breakdown")]
    over_time = fit(catalogue, "breakdown_trend", asked)
    return [
        Planned(now, name, "breakdown"),
        Planned(over_time, f"{name}-over-time", "breakdown_over_time"),
    ]


PAGE = Page(
    path="/referrals",
    label="Referrals",
    title="Referrals",
    description="Who came to the programme, by area and over time.",
    layout=layout,
    sections=("referrals",),
)
