"""/completion: how many children finish the therapy, why do others leave, and how long does it take?"""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from dashboard.components.exhibit import Planned, exhibits
from dashboard.components.filters import Filter, filter_form, read_filters
from dashboard.components.frame import page_frame
from dashboard.components.measures import in_section
from dashboard.components.voices import statements
from dashboard.data.queries import applies, choices, fit
from dashboard.data.release.model import Catalogue, Measure, MeasureKind
from dashboard.data.release.reserved import measure_anchor
from dashboard.data.store.releases import Store

PATH = "/completion"
TITLE = "Completion"
DESCRIPTION = (
    "Children who completed treatment, by both denominators; reasons for closing; length of stay."
)


def layout(store: Store, **query: str) -> Component:
    """Show both completion shares over time, the reasons for closing, and the length of stay."""
    catalogue = store.catalogue()
    shown = in_section(catalogue, "completion")
    counted = [
        m for m in shown if m.kind is MeasureKind.COUNT and applies(catalogue, "breakdown", m)
    ]
    over_time = [m for m in shown if m not in counted and applies(catalogue, "trend", m)]
    filters = []
    if over_time:
        offered = choices(catalogue, "trend", {"measure": over_time[0].key})
        filters.append(Filter("Area", offered["area"]))
    if counted:
        offered = choices(catalogue, "breakdown", {"measure": counted[0].key})
        filters.append(Filter("Period for reasons", offered["period"]))
    chosen = read_filters(filters, query)
    return page_frame(
        catalogue,
        PATH,
        "Completing treatment",
        [
            filter_form(PATH, filters, chosen),
            *exhibits(
                store,
                [
                    *(_over_time(catalogue, measure, chosen.values) for measure in over_time),
                    *(_reasons(catalogue, measure, chosen.values) for measure in counted),
                ],
            ),
            *statements(catalogue, "completion"),
        ],
        lede="A case can close because the family and the therapist agree that the work is done, "
        "or for another reason. There are two fair ways to count completion, so both are here, "
        "each with its denominator.",
        messages=chosen.notices,
    )


def _over_time(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> Planned:
    asked = fit(catalogue, "trend", {"beside": "whole", **chosen, "measure": measure.key})
    return Planned(asked, measure_anchor(measure.key), "trend")


def _reasons(catalogue: Catalogue, measure: Measure, chosen: Mapping[str, str]) -> Planned:
    asked = {**chosen, "measure": measure.key, "by": measure.breakdown}
    name = measure_anchor(measure.key, measure.breakdown)
    return Planned(fit(catalogue, "breakdown", asked), name, "breakdown")
