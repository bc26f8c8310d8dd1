"""How is a headline figure told to the public: big, out of 100, with what it rests on?"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.exhibit import chart
from dashboard.data.release import MeasureKind
from dashboard.data.view import Row, View


def headline_numbers(answers: Sequence[tuple[View, Row]]) -> html.Ul:
    """List headline figures, shares as a hundred dots too, each with what it rests on."""
    return html.Ul([_headline_number(view, row) for view, row in answers], className="numbers")


def _headline_number(view: View, row: Row) -> html.Li:
    share = view.measure.kind is MeasureKind.SHARE and row.value is not None
    name = f"{view.measure.key.replace('_', '-')}-out-of-100"
    figure: list[Component | str] = [
        wording.out_of_100(row) if share else wording.format_value(row, view)
    ]
    if share:
        figure.append(html.Span("out of 100", className="number__per"))
    return html.Li(
        [
            html.Span(figure, className="number__figure"),
            html.Span(wording.headline_phrase(view), className="number__phrase"),
            html.Span(wording.basis(row, view), className="number__basis small quiet"),
            *([chart(view, name, "hundred")] if share else []),
        ],
        className="number",
    )
