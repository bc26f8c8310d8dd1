"""/completion: how cases end, and after how long."""

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
from dashboard.components.measures import divided_and_over_time, period_label
from dashboard.components.page import Content, Page
from dashboard.components.voices import statements
from dashboard.data.queries import ask_all, choices, fit
from dashboard.data.release.model import Catalogue, Measure
from dashboard.data.release.reserved import measure_anchor
from dashboard.data.store.releases import Store


def layout(store: Store, **query: str) -> Content:
    """Show both completion shares over time, the reasons for closing, and the length of stay."""
    catalogue = store.catalogue()
    counted, over_time = divided_and_over_time(catalogue, "completion")
    filters = []
    if over_time:
        offered = choices(catalogue, "trend", {**query, "measure": over_time[0].key})
        filters.append(area_filter(catalogue, offered))
        filters.append(lengths_filter(offered["every"]))
    if counted:
        offered = choices(catalogue, "breakdown", {**query, "measure": counted[0].key})
        filters.append(Filter(period_label(catalogue, counted[0]), offered["period"]))
    filters += switches(over_time, query)
    chosen = read_filters(filters, query)
    planned = [
        *(_over_time(catalogue, measure, chosen.values) for measure in over_time),
        *(_reasons(catalogue, measure, chosen.values) for measure in counted),
    ]
    views = ask_all(store, [plan.parameters for plan in planned])
    return Content(
        "Completion",
        [
            *filter_form(PAGE.path, filters, chosen),
            *exhibits(views, planned, chosen.values),
            *statements(catalogue, "completion"),
        ],
        messages=chosen.notices,
    )


def _over_time(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> Planned:
    asked = fit(catalogue, "trend", {"beside": "whole", **chosen, "measure": measure.key})
    return Planned(asked, measure_anchor(measure.key), "trend", compact=True)


def _reasons(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> Planned:
    asked = {**chosen, "measure": measure.key, "by": measure.breakdown}
    name = measure_anchor(measure.key, measure.breakdown)
    return Planned(fit(catalogue, "breakdown", asked), name, "breakdown", compact=True)


PAGE = Page(
    path="/completion",
    label="Completion",
    title="Completion",
    description="How cases ended and after how long, by area and over time.",
    layout=layout,
    sections=("completion",),
)
