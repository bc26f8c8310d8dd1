"""/outcomes: how children were doing when their case closed, and later."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.components.exhibit import Planned, exhibits
from dashboard.components.filters import (
    Filter,
    area_filter,
    filter_form,
    lengths_filter,
    read_filters,
    switches,
)
from dashboard.components.measures import in_section, measure_choice
from dashboard.components.page import Content, Page
from dashboard.components.voices import statements
from dashboard.data.queries import applies, ask_all, choices, fit
from dashboard.data.release.model import BreakdownKind, Catalogue, Measure
from dashboard.data.release.openings import own_breakdown
from dashboard.data.store.releases import Store


def layout(store: Store, **query: str) -> Content:
    """Show one outcome over time, and at each point of follow-up where it has them."""
    catalogue = store.catalogue()
    measures = tuple(
        measure
        for measure in in_section(catalogue, "outcomes", "delivery")
        if applies(catalogue, "trend", measure)
    )
    if not measures:
        return Content("Outcomes", [], lede="This release has no outcomes.")
    picked = read_filters([Filter("Measure", measure_choice(measures))], query)
    measure = catalogue.measure(picked["measure"]) or measures[0]
    filters = _filters(catalogue, measures, measure, query)
    chosen = read_filters(filters, query)
    planned = _planned(catalogue, measure, chosen.values)
    views = ask_all(store, [plan.parameters for plan in planned])
    return Content(
        "Outcomes",
        [
            *filter_form(PAGE.path, filters, chosen),
            *exhibits(views, planned, chosen.values),
            *statements(catalogue, "outcomes"),
        ],
        lede="What was recorded of children in the programme. It tells what happened to them, not "
        "what the programme caused: nobody knows from these figures what would have happened "
        "without it.",
        messages=chosen.notices,
    )


def _filters(
    catalogue: Catalogue,
    measures: tuple[Measure, ...],
    measure: Measure,
    query: Mapping[str, str],
) -> list[Filter]:
    offered = choices(catalogue, "trend", {**query, "measure": measure.key})
    filters = [
        Filter("Measure", measure_choice(measures)),
        area_filter(catalogue, offered),
        lengths_filter(offered["every"]),
    ]
    breakdown = own_breakdown(catalogue, measure)
    if "group" in offered and breakdown is not None:
        filters.append(Filter(breakdown.label, offered["group"]))
    return [*filters, *switches([measure], query)]


def _planned(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> list[Planned]:
    planned = [
        Planned(fit(catalogue, "trend", {"beside": "whole", **chosen}), "over-time", "trend")
    ]
    breakdown = own_breakdown(catalogue, measure)
    if breakdown is not None and breakdown.kind is BreakdownKind.SEPARATE:
        planned.append(Planned(fit(catalogue, "followup", chosen), "follow-up", "followup"))
    return planned


PAGE = Page(
    path="/outcomes",
    label="Outcomes",
    title="Outcomes",
    description="Any outcome measure, by area and over time, when the case closed and at follow-up.",
    layout=layout,
    sections=("outcomes", "delivery"),
)
