"""/referrals: how many children are referred, from where, when, and how far do they get?"""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard.components.exhibit import Planned, exhibits
from dashboard.components.filters import Filter, filter_form, read_filters
from dashboard.components.frame import page_frame
from dashboard.components.measures import in_section
from dashboard.components.voices import statements
from dashboard.data.queries import applies, choices, fit
from dashboard.data.release.model import BreakdownKind, Catalogue, Measure, MeasureKind
from dashboard.data.release.openings import own_breakdown
from dashboard.data.release.reserved import measure_anchor
from dashboard.data.store.releases import Store

PATH = "/referrals"
TITLE = "Referrals"
DESCRIPTION = "Children referred over time, by area and by route, and how far they got."


def layout(store: Store, **query: str) -> Component:
    """Show counts over time, then their routes and stages."""
    catalogue = store.catalogue()
    counted = in_section(catalogue, "referrals", kinds=(MeasureKind.COUNT,))
    filters = _filters(catalogue, counted)
    chosen = read_filters(filters, query)
    planned = [
        _over_time(catalogue, measure, chosen.values)
        for measure in counted
        if _kind(catalogue, measure) is not BreakdownKind.STAGES
        and applies(catalogue, "trend", measure)
    ]
    for measure in counted:
        if own_breakdown(catalogue, measure) is not None:
            planned += _split(catalogue, measure, chosen.values)
    return page_frame(
        catalogue,
        PATH,
        "Referrals to the programme",
        [
            filter_form(PATH, filters, chosen),
            *exhibits(store, planned),
            *statements(catalogue, "referrals"),
        ],
        lede="A referral is a request for help, not yet a place. Not every child referred is "
        "eligible, not every family agrees, and some are still waiting.",
        messages=chosen.notices,
    )


def _filters(catalogue: Catalogue, counted: tuple[Measure, ...]) -> list[Filter]:
    if not counted:
        return []
    over_time = choices(catalogue, "trend", {"measure": counted[0].key})
    filters = [
        Filter("Area", over_time["area"]),
        Filter("Periods over time", over_time["every"]),
    ]
    split = next((m for m in counted if own_breakdown(catalogue, m) is not None), None)
    if split is not None:
        offered = choices(catalogue, "breakdown", {"measure": split.key})
        filters.append(Filter("Period for routes and stages", offered["period"]))
    return filters


def _kind(catalogue: Catalogue, measure: Measure) -> BreakdownKind | None:
    breakdown = own_breakdown(catalogue, measure)
    return breakdown.kind if breakdown else None


def _over_time(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> Planned:
    asked = fit(catalogue, "trend", {**chosen, "measure": measure.key})
    return Planned(asked, measure_anchor(measure.key), "trend")


def _split(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> list[Planned]:
    asked = {**chosen, "measure": measure.key, "by": measure.breakdown}
    name = measure_anchor(measure.key, measure.breakdown)
    now = fit(catalogue, "breakdown", asked)
    if _kind(catalogue, measure) is BreakdownKind.STAGES:
        return [Planned(now, name, "stages")]
    if not applies(catalogue, "breakdown_trend", measure):
        return [Planned(now, name, "breakdown")]
    over_time = fit(catalogue, "breakdown_trend", asked)
    return [
        Planned(now, name, "breakdown"),
        Planned(over_time, f"{name}-over-time", "breakdown_over_time"),
    ]
