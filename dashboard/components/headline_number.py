"""How is a headline figure told to the public: big, out of 100, with what it rests on?"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.components.overview import interval_picture, trend_address
from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import MeasureKind
from dashboard.wording import open_upper, shared_period
from dashboard.wording.targets import target_clauses

INTERVAL = (
    "A 95% interval shows how far chance alone could move a share. It is wide where few children "
    "are counted."
)


def headline_numbers(answers: Sequence[tuple[View, Row]]) -> html.Ul:
    """List headline figures, shares with their interval and whether they meet their target."""
    dated = not shared_period(row for _, row in answers)
    return html.Ul(
        [_headline_number(view, row, dated=dated) for view, row in answers], className="numbers"
    )


def headline_table(answers: Sequence[tuple[View, Row]]) -> html.Details:
    """Set out headline figures as a table, each with what it is a figure of."""
    columns = ("Measure", "Figure", "Count", "Out of", "95% interval")
    dated = not shared_period(row for _, row in answers)
    body = [
        html.Tr(
            [
                html.Th(f"{view.measure.title}{_period(row) if dated else ''}", scope="row"),
                html.Td(wording.format_value(row, view)),
                html.Td(_count(row.numerator)),
                html.Td(_count(row.denominator)),
                html.Td(wording.format_interval(row, view)),
            ]
        )
        for view, row in answers
    ]
    table = html.Table(
        [
            html.Caption("The headline figures with their counts"),
            html.Thead(html.Tr([html.Th(name, scope="col") for name in columns])),
            html.Tbody(body),
        ]
    )
    return html.Details(
        [
            html.Summary("The same figures as a table"),
            html.P(INTERVAL, className="prose small"),
            scrolling(table, "headline figures"),
        ],
        className="table",
        id="headlines-table",
    )


def _count(number: int | None) -> str:
    return "" if number is None else wording.format_count(number)


def _period(row: Row) -> str:
    return f", {row.period_label}" if row.period_label else ""


def _headline_number(view: View, row: Row, *, dated: bool) -> html.Li:
    """Show one figure; `dated` names its period, where not all have the same."""
    share = view.measure.kind is MeasureKind.SHARE and row.value is not None
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
