"""/evidence: what do studies of the therapy say?"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.accessible import scrolling
from dashboard.components.frame import page_frame
from dashboard.components.prose import prose
from dashboard.components.voices import statements
from dashboard.data.release import Catalogue, Study
from dashboard.data.store import Store

PATH = "/evidence"
TITLE = "Evidence"
DESCRIPTION = "What studies of Multisystemic Therapy have found, for and against."

COLUMNS = ("Study", "Design", "People", "Result", "Source")


def layout(store: Store, **_query: str) -> Component:
    """Tell the evidence in a paragraph and then study by study."""
    catalogue = store.catalogue()
    body: list[Component] = [
        html.Div(prose(catalogue.text_block("evidence")), className="prose band"),
        *statements(catalogue, "evidence"),
    ]
    if catalogue.studies:
        body.append(_studies(catalogue))
    return page_frame(
        catalogue,
        PATH,
        "What the evidence says",
        body,
        lede="What happened to the children on this site is not proof of what the programme did. "
        "That question needs a comparison group, and these are the studies that have tried.",
    )


def _studies(catalogue: Catalogue) -> html.Section:
    return html.Section(
        [
            html.H2("The studies"),
            scrolling(
                html.Table(
                    [
                        html.Caption("Studies of the therapy, with their designs and results"),
                        html.Thead(html.Tr([html.Th(name, scope="col") for name in COLUMNS])),
                        html.Tbody([_row(study) for study in catalogue.studies]),
                    ],
                    className="words",
                ),
                "studies of the therapy",
            ),
        ],
        className="band",
    )


def _row(study: Study) -> html.Tr:
    source: Component | str = study.source
    if study.url:
        source = html.A(study.source, href=study.url)
    return html.Tr(
        [
            html.Th(study.study, scope="row"),
            html.Td(study.design),
            html.Td(study.people),
            html.Td(study.result),
            html.Td(source),
        ]
    )
