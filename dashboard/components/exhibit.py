"""How is one answer shown: its message, its finding, its picture, its table and its source?"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from dash import dcc, html

from dashboard import wording
from dashboard.components.accessible import aria
from dashboard.components.tables import figures_table
from dashboard.data.view import View
from dashboard.figures import GRAPH_CONFIG, PICTURES


def exhibit(view: View, name: str, picture: str = "", *, brief: bool = False) -> html.Section:
    """Show one view, drawn as one of PICTURES or not at all; `name` is its anchor on the page.

    A brief one leaves its table closed and its notes to the page that shows it in full.
    """
    drawn = [chart(view, name, picture)] if picture else []
    return html.Section(
        [
            html.Div(
                [
                    html.H2(wording.headline(view), id=f"{name}-heading"),
                    html.P(f"{view.title}. {view.subtitle}", className="exhibit__subtitle small"),
                    html.P(wording.finding(view), className="exhibit__finding"),
                ],
                className="exhibit__words",
            ),
            html.Div(
                [
                    *drawn,
                    figures_table(view, name, closed=brief),
                    *([] if brief else _notes(view)),
                    _source(view),
                ],
                className="exhibit__picture",
            ),
        ],
        id=name,
        className="exhibit",
        **aria(labelledby=f"{name}-heading"),
    )


def chart(view: View, name: str, picture: str) -> html.Figure:
    """Place a picture with its name and description, which go wherever the picture goes."""
    figure = PICTURES[picture](view)
    description = wording.alternative_text(view, picture)
    meta = figure["layout"].setdefault("meta", {})
    meta.update(name=name, title=wording.headline(view), description=description)
    return html.Figure(
        # Dash types the configuration more narrowly than its own documentation.
        dcc.Graph(
            id=f"{name}-graph", figure=figure, config=cast("Any", GRAPH_CONFIG), responsive=True
        ),
        className="chart",
    )


def download_path(view: View, ending: str) -> str:
    """Where the same view is to be had in another form: csv, json or svg."""
    query = urlencode(view.query)
    return f"/figures/{view.question}.{ending}" + (f"?{query}" if query else "")


def _notes(view: View) -> list[html.Details]:
    if not view.notes:
        return []
    return [
        html.Details(
            [
                html.Summary("How to read these figures"),
                html.Ul([html.Li(note) for note in view.notes], className="small"),
            ],
            className="table notes",
        )
    ]


def _source(view: View) -> html.Div:
    return html.Div(
        [
            html.P(["Source: ", view.source], className="exhibit__source small quiet"),
            html.Ul(
                [
                    html.Li(html.A(label, href=download_path(view, ending), download=""))
                    for ending, label in (
                        ("csv", "Download as CSV"),
                        ("json", "as JSON"),
                    )
                ],
                className="exhibit__more small",
            ),
        ]
    )
