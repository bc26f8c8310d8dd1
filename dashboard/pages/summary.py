"""/: what is the programme, what has happened in it, and what can nobody say yet?"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.components.changed import changed_line
from dashboard.components.headline_number import headline_numbers, headline_table
from dashboard.components.measures import headline_measures
from dashboard.components.page import Content, Page, areas_with_pages
from dashboard.components.prose import prose
from dashboard.components.voices import current_quotes, voice_quote
from dashboard.data.queries import ask_all, read
from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import Catalogue, Voice
from dashboard.data.release.periods import TO_DATE_KEY
from dashboard.data.store.releases import Store
from dashboard.wording import open_upper, shared_period, when

QUOTES_SHOWN = 2
MOST_LINKED = 12  # areas
MORE = {
    "evidence": ("Every study with its result", "/evidence")
}  # where a part of the story goes on


def layout(store: Store, **_query: str) -> Content:
    """Tell the whole story on one plain page."""
    catalogue = store.catalogue()
    return Content(
        catalogue.programme.name,
        [
            *_numbers(store, catalogue),
            *changed_line(store),
            *_told(catalogue, (("what", "What it is"), ("why", "Why it exists"))),
            *_voices(catalogue),
            *_told(
                catalogue,
                (
                    ("evidence", "What the evidence says"),
                    ("cannot_tell", "What this page cannot tell you"),
                ),
            ),
            *_partners(catalogue),
            _onwards(catalogue),
        ],
        lede=catalogue.programme.summary,
    )


def _numbers(store: Store, catalogue: Catalogue) -> list[Component]:
    answers = _headline_answers(store, catalogue)
    if not answers:
        return []
    row, shared = answers[0][1], shared_period(row for _, row in answers)
    period = f"So far, {row.period_label}" if row.period == TO_DATE_KEY else open_upper(when(row))
    return [
        html.Section(
            [
                html.H2(period if shared else "The latest figures"),
                headline_numbers(answers),
                headline_table(answers),
            ],
            className="band",
        )
    ]


def _headline_answers(store: Store, catalogue: Catalogue) -> list[tuple[View, Row]]:
    """The figure of the whole for each headline measure, to date or in its latest period."""
    parameters = [
        read(catalogue, "figure", {"measure": measure.key})
        for measure in headline_measures(catalogue)
    ]
    return [(view, row) for view in ask_all(store, parameters) for row in view.rows()]


def _told(catalogue: Catalogue, blocks: tuple[tuple[str, str], ...]) -> list[Component]:
    told = [
        html.Section(
            [
                html.H2(heading),
                *prose(catalogue.text_block(name), heading_level=3),
                *([html.P(html.A(MORE[name][0], href=MORE[name][1]))] if name in MORE else []),
            ],
            className="story__part",
        )
        for name, heading in blocks
        if catalogue.text_block(name)
    ]
    return [html.Div(told, className="columns band")] if told else []


def _voices(catalogue: Catalogue) -> list[Component]:
    quotes = current_quotes(catalogue, Voice.FAMILY)[:QUOTES_SHOWN]
    if not quotes:
        return []
    return [
        html.Section(
            [
                html.H2("What families say"),
                html.Div([voice_quote(quote) for quote in quotes], className="voices"),
                html.P(
                    [
                        "Selected by the programme, not representative. ",
                        html.A("All the voices", href="/voices"),
                    ],
                    className="small quiet",
                ),
            ],
            className="band",
        )
    ]


def _partners(catalogue: Catalogue) -> list[Component]:
    if not catalogue.partners and not catalogue.text_block("how"):
        return []
    listed = [
        html.Li([html.Strong(partner.name), f": {partner.role}"]) for partner in catalogue.partners
    ]
    return [
        html.Section(
            [
                html.H2("Who works together"),
                html.Div(
                    [
                        html.Div(prose(catalogue.text_block("how"), heading_level=3)),
                        html.Ul(listed),
                    ],
                    className="columns",
                ),
            ],
            className="band",
        )
    ]


def _onwards(catalogue: Catalogue) -> html.Section:
    """Send each reader on: to one area, to the sites side by side, to the data."""
    areas = areas_with_pages(catalogue)
    shown = areas if len(areas) <= MOST_LINKED else ()
    links = [html.A(area.name, href=f"/areas/{area.slug}") for area in shown]
    return html.Section(
        [
            html.H2("Look closer"),
            html.Ul(
                [
                    *(html.Li(["Briefing for ", link]) for link in links),
                    *(
                        []
                        if shown or not areas
                        else [html.Li(html.A("Area briefings", href="/areas"))]
                    ),
                    *(
                        [html.Li(html.A("The areas side by side", href="/compare"))]
                        if areas
                        else []
                    ),
                    html.Li(html.A("Every table as a file", href="/data")),
                    html.Li(html.A("How the figures are made", href="/about")),
                ],
                className="contents",
            ),
        ],
        className="band",
    )


PAGE = Page(
    path="/",
    label="Summary",
    title="Impact summary",
    description="What the programme is, what has happened in it so far, and what it cannot tell you.",
    layout=layout,
    describes_release=True,
)
