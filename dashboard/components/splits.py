"""The counts of one area and of the whole, set out by group."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import html

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.components.page import band
from dashboard.components.tables import markers_of, set_in
from dashboard.data.queries import fit
from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import Area, Catalogue
from dashboard.wording import listed, shared_period


def splits(catalogue: Catalogue, place: Area, views: Sequence[View]) -> list[html.Section]:
    """Set out views of counts, each of a place and then of the whole, as a table for each count.

    A group's name leads to where all areas are side by side for it.
    """
    if not views:
        return []
    period = shared_period(row for here in views[::2] for row in here.rows())
    when = f", {period}" if period else ""
    return [
        band(
            f"Counts by group{when}",
            html.Details(
                [
                    html.Summary(listed(list(dict.fromkeys(map(_divided_by, views))))),
                    *markers_of(views),
                    html.Div(
                        [
                            _split(catalogue, here, everywhere, place, dated=not period)
                            for here, everywhere in zip(views[::2], views[1::2], strict=True)
                        ],
                        className="splits",
                    ),
                ],
                className="table",
            ),
        )
    ]


def _divided_by(view: View) -> str:
    return view.breakdown.label if view.breakdown else view.measure.short_title


def _compared(catalogue: Catalogue, view: View, row: Row) -> str:
    """Return where the areas are side by side for a group."""
    chosen = {"measure": view.measure.key, "group": row.group}
    asked = fit(catalogue, "comparison", chosen).values
    return f"/compare?{urlencode({key: asked[key] for key in chosen})}#side-by-side"


def _split(
    catalogue: Catalogue, here: View, everywhere: View, place: Area, *, dated: bool
) -> html.Div:
    beside = {row.group: row for row in everywhere.rows()}
    whole = next((row.area_name for row in everywhere.rows()), "")
    period = shared_period(here.rows())
    names = (here.breakdown.label if here.breakdown else "", place.name, whole)
    table = html.Table(
        [
            html.Caption(f"{here.title}: {place.name} and {whole}, {period}"),
            html.Thead(html.Tr([html.Th(name, scope="col") for name in names])),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(
                                html.A(row.group_label, href=_compared(catalogue, here, row)),
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
    )
    heading = f"{here.measure.title}, {period}" if dated else here.measure.title
    return html.Div([html.H3(heading), scrolling(table, here.title)])


def _beside(row: Row | None, view: View) -> str:
    return wording.format_value(row, view) if row else ""
