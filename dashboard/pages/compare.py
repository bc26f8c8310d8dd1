"""/compare: the areas side by side, and whether any difference is more than chance."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.components.exhibit import exhibit
from dashboard.components.filters import Filter, filter_form, read_filters
from dashboard.components.measures import measure_choice, rated_measures
from dashboard.components.notices import illustrative_mark
from dashboard.components.overview import has_history, overview, overview_section
from dashboard.components.page import Content, Page, areas_with_pages
from dashboard.components.returns import exceptions, returns_heading
from dashboard.components.state_table import state_table
from dashboard.data.queries import applies, ask_all, choices, fit, read
from dashboard.data.queries.view import View
from dashboard.data.release.model import Catalogue, Measure
from dashboard.data.release.openings import own_breakdown
from dashboard.data.store.releases import Store
from dashboard.wording.standing_out import differences, targets_of

RETURN_STATES = {
    "on_time": "arrived by its due date",
    "late": "arrived after its due date",
    "missing": "has not arrived",
    "not_due": "was not due, because the site had not opened",
}
RETURNING = "A late or missing return can leave gaps."
MOST_DRAWN = 30  # areas with a line each; more are dots on one line of values, or in a funnel
FEWEST_IN_A_FUNNEL = 10  # areas: of fewer, a funnel says no more than their intervals


class _Same(NamedTuple):
    """What the page shows of a release whichever measure is chosen."""

    first: Sequence[html.Section]
    last: Sequence[html.Section]


def layout(store: Store, **query: str) -> Content:
    """Show all measures at one glance, one measure for every area, and what areas returned."""
    catalogue = store.catalogue()
    measures = _comparable(catalogue)
    picked = read_filters([Filter("Measure", measure_choice(measures))], query)
    measure = catalogue.measure(picked["measure"]) or measures[0]
    filters = _filters(catalogue, measures, measure)
    chosen = read_filters(filters, query)
    parameters = [read(catalogue, "comparison", chosen.values)]
    if applies(catalogue, "trend", measure):
        parameters.append(fit(catalogue, "trend", chosen.values))
    same = _same(store, store.latest())
    now, *over_time = ask_all(store, parameters)
    return Content(
        "Areas side by side",
        [
            *same.first,
            *filter_form(PAGE.path, filters, chosen),
            *_exhibits(now, over_time),
            *same.last,
        ],
        lede="There are no ranks here: only whether a difference is larger than chance would explain.",
        messages=chosen.notices,
    )


@functools.lru_cache(maxsize=4)  # it is of every figure of every area, and no choice changes it
def _same(store: Store, identifier: str) -> _Same:
    catalogue = store.catalogue(identifier)
    seen = rated_measures(catalogue)
    followed = [m for m in seen if applies(catalogue, "trend", m)]
    parameters = [
        read(catalogue, "returns", {}),
        *(fit(catalogue, "comparison", {"measure": m.key}) for m in seen),
        *(fit(catalogue, "trend", {"measure": m.key}) for m in followed),
    ]
    returns, *answers = ask_all(store, parameters, identifier)
    over_time = {view.measure.key: view for view in answers[len(seen) :]}
    return _Same(
        _stands_out(catalogue, answers[: len(seen)], over_time, returns),
        [_returns(catalogue, returns)] if catalogue.returns else [],
    )


def _filters(catalogue: Catalogue, measures: Sequence[Measure], measure: Measure) -> list[Filter]:
    offered = choices(catalogue, "comparison", {"measure": measure.key})
    filters = [
        Filter("Measure", measure_choice(measures)),
        Filter("Period", offered["period"]),
    ]
    breakdown = own_breakdown(catalogue, measure)
    if "group" in offered and breakdown is not None:
        filters.append(Filter(breakdown.label, offered["group"]))
    filters.append(Filter("Areas", offered["among"]))
    return filters


def _comparable(catalogue: Catalogue) -> tuple[Measure, ...]:
    """Return shares and reported figures, then counts: a count alone says how large a place is."""
    rated = [m for m in catalogue.measures if not m.is_count]
    return tuple(rated + [m for m in catalogue.measures if m.is_count])


def _stands_out(
    catalogue: Catalogue, views: Sequence[View], over_time: Mapping[str, View], returns: View
) -> list[html.Section]:
    """Write what stands out by more than chance, over every measure of every area at one glance."""
    whole = catalogue.programme.whole
    points: list[Component | str] = [differences(views, catalogue.programme.comparison)]
    points.append(targets_of(views, whole))
    if catalogue.returns:
        points.append(html.A(returns_heading(returns), href="#returns"))
    table = overview(
        views,
        sorted(catalogue.areas, key=lambda area: area.slug != whole),
        "Every measure, by area",
        over_time,
    )
    return overview_section(points, views, table, over_time)


def _exhibits(now: View, over_time: Sequence[View]) -> list[Component]:
    compared = len(set(now.columns["area"]) - {now.whole})
    pictures = ["intervals"] if compared <= MOST_DRAWN else []
    whole_set = "among" not in dict(now.query)  # a group's own count would dwarf its areas'
    if now.funnel and whole_set and compared >= FEWEST_IN_A_FUNNEL:
        pictures.append("funnel")
    pictures = pictures or ["spread"]
    parts: list[Component] = [exhibit(now, "side-by-side", *pictures)]
    for view in filter(has_history, over_time):
        several = len(set(view.columns["area"])) > 1
        parts.append(exhibit(view, "over-time", "small_multiples" if several else "trend"))
    return parts


def _returns(catalogue: Catalogue, view: View) -> html.Section:
    many = len(areas_with_pages(catalogue)) > MOST_DRAWN
    return state_table(
        view,
        "returns",
        RETURN_STATES,
        heading=returns_heading(view),
        explanation=illustrative_mark(view) + " ".join([*view.notes, RETURNING]),
        first=[] if many else exceptions(view),
        many=many,
    )


PAGE = Page(
    path="/compare",
    label="Compare",
    title="Compare areas",
    description="Areas side by side for any measure, with intervals. No ranks.",
    layout=layout,
    has_content=lambda catalogue: bool(areas_with_pages(catalogue)),
)
