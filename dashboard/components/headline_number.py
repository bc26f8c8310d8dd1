"""A headline figure as the public reads it: large, out of 100, with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.overview import interval_picture, trend_address
from dashboard.data.queries.view import Row, View
from dashboard.wording import open_upper, shared_period
from dashboard.wording.targets import target_clauses


def headline_numbers(answers: Sequence[tuple[View, Row]]) -> html.Ul:
    """List headline figures, shares with their interval and whether they meet their target."""
    dated = not shared_period(row for _, row in answers)
    return html.Ul(
        [_headline_number(view, row, dated=dated) for view, row in answers], className="numbers"
    )


def _period(row: Row) -> str:
    return f", {row.period_label}" if row.period_label else ""


def _headline_number(view: View, row: Row, *, dated: bool) -> html.Li:
    """Show one figure; `dated` names its period, where not all have the same."""
    share = view.measure.is_share and row.value is not None
    aim = next(iter(target_clauses(view, row)), "")
    figure: list[Component | str] = [
        wording.out_of_100(row) if share else wording.format_value(row, view)
    ]
    if share:
        figure.append(html.Span("out of 100", className="number__per"))
    return html.Li(
        [
            html.Span(figure, className="number__figure"),
            html.A(
                f"{wording.headline_phrase(view)}{_period(row) if dated else ''}",
                href=trend_address(view.measure, row.area),
                className="number__phrase",
            ),
            html.Span(wording.basis(row, view), className="number__basis small quiet"),
            *([interval_picture(view, row)] if row.lower is not None else []),
            *([html.Span(open_upper(aim), className="number__aim")] if aim else []),
        ],
        className="number",
    )
