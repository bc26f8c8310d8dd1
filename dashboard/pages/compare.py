"""/compare: how do the sites stand side by side, and is any difference more than chance?"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.exhibit import exhibit
from dashboard.components.filters import Filter, filter_form, read_filters
from dashboard.components.measures import measure_choice
from dashboard.components.page import Content, Page, areas_with_pages
from dashboard.components.state_table import state_table
from dashboard.data.queries import applies, ask_all, choices, fit, read
from dashboard.data.queries.view import View
from dashboard.data.release.model import Catalogue, Measure, MeasureKind
from dashboard.data.release.openings import own_breakdown
from dashboard.data.store.releases import Store
from dashboard.wording import format_count

MEASURE_STATES = {
    "running": "a figure is published",
    "too_early": "too early, or not applicable: there was nothing that could be counted",
    "suppressed": "suppressed: the counts are too small to publish",
    "not_returned": "the area has not returned this",
}
RETURN_STATES = {
    "on_time": "arrived by its due date",
    "late": "arrived after its due date",
    "missing": "has not arrived",
    "not_due": "was not due, because the site had not opened",
}
RETURNING = (
    "Each area sends its data after the end of a period. A late or missing return can leave gaps "
    "in the figures above."
)
MOST_DRAWN = 30  # areas beyond which a picture with a line for each is longer than its table


def layout(store: Store, **query: str) -> Content:
    """Show one measure for every area, then what each area has returned."""
    catalogue = store.catalogue()
    measures = _comparable(catalogue)
    picked = read_filters([Filter("Measure", measure_choice(measures))], query)
    measure = catalogue.measure(picked["measure"]) or measures[0]
    offered = choices(catalogue, "comparison", {"measure": measure.key})
    filters = [
        Filter("Measure", measure_choice(measures)),
        Filter("Period", offered["period"]),
    ]
    breakdown = own_breakdown(catalogue, measure)
    if "group" in offered and breakdown is not None:
        filters.append(Filter(breakdown.label, offered["group"]))
    chosen = read_filters(filters, query)
    parameters = [
        read(catalogue, "comparison", chosen.values),
        read(catalogue, "matrix", {"period": chosen["period"]}),
        read(catalogue, "returns", {}),
    ]
    if applies(catalogue, "trend", measure):
        parameters.append(fit(catalogue, "trend", chosen.values))
    now, states, returns, *over_time = ask_all(store, parameters)
    return Content(
        "Areas side by side",
        [
            filter_form(PAGE.path, filters, chosen),
            *_exhibits(catalogue, now, over_time),
            _matrix(catalogue, states),
            *([_returns(catalogue, returns)] if catalogue.returns else []),
        ],
        lede="Areas differ in the children they are sent and in how many, so their figures differ "
        "by chance alone. There are no ranks here: only whether a difference is larger than "
        "chance would explain.",
        messages=chosen.notices,
    )


def _comparable(catalogue: Catalogue) -> tuple[Measure, ...]:
    """Shares and reported figures first: a count alone says how large a place is."""
    rated = [m for m in catalogue.measures if m.kind is not MeasureKind.COUNT]
    return tuple(rated + [m for m in catalogue.measures if m.kind is MeasureKind.COUNT])


def _exhibits(catalogue: Catalogue, now: View, over_time: Sequence[View]) -> list[Component]:
    pictures = [*([] if _many(catalogue) else ["intervals"]), *(["funnel"] if now.funnel else [])]
    shown: list[Component] = [exhibit(now, "side-by-side", *pictures)]
    for view in over_time:
        several = len(set(view.columns["area"])) > 1
        shown.append(exhibit(view, "over-time", "small_multiples" if several else "trend"))
    return shown


def _many(catalogue: Catalogue) -> bool:
    return len(areas_with_pages(catalogue)) > MOST_DRAWN


def _matrix(catalogue: Catalogue, view: View) -> html.Section:
    states = view.columns["group"]
    running = states.count("running")
    when = "".join(f", {label}" for label in view.columns["period_label"][:1])
    heading = (
        f"Every area has a figure for every measure{when}"
        if running == len(states)
        else f"{format_count(running)} of {format_count(len(states))} figures can be shown{when}"
    )
    return state_table(
        view,
        "matrix",
        MEASURE_STATES,
        by=("measure", "measure_title"),
        heading=heading,
        explanation="Which parts of the programme have figures in which area. Choose another "
        "period above to see where figures begin, or where small counts hide them.",
        many=_many(catalogue),
    )


def _returns(catalogue: Catalogue, view: View) -> html.Section:
    states = view.columns["group"]
    due = len(states) - states.count("not_due")
    on_time = states.count("on_time")
    return state_table(
        view,
        "returns",
        RETURN_STATES,
        heading=f"{format_count(on_time)} of {format_count(due)} data returns came on time",
        explanation=" ".join([*view.notes, RETURNING]),
        counted=True,
        many=_many(catalogue),
    )


PAGE = Page(
    path="/compare",
    label="Compare",
    title="Compare areas",
    description="Areas side by side for any measure, with intervals and control limits. No ranks.",
    layout=layout,
    has_content=lambda catalogue: bool(areas_with_pages(catalogue)),
)
