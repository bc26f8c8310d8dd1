"""/data: which releases are there, what changed, and where is every table to be had?"""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.components.frame import page_frame
from dashboard.components.prose import prose
from dashboard.data.release import Catalogue, StatisticalTable
from dashboard.data.store import Store

PATH = "/data"
TITLE = "Data"
DESCRIPTION = "Every table of the release for download, with dates, licence and changes."


def layout(store: Store, **_query: str) -> Component:
    """List the release's tables, the releases in the store, and the log of changes."""
    catalogue = store.catalogue()
    return page_frame(
        catalogue,
        PATH,
        "Data and releases",
        [
            _facts(catalogue),
            _tables(catalogue),
            *_releases(store),
            *_changes(catalogue),
        ],
        lede="Take any table as a CSV file: the same figures and the same markers as on the pages, "
        "with where they come from.",
    )


def _facts(catalogue: Catalogue) -> html.Section:
    facts = [
        ("Release", f"{catalogue.title}, version {catalogue.version}"),
        ("Status", "Illustrative: not real figures" if catalogue.illustrative else "Published"),
        ("Published", wording.format_date(catalogue.published)),
        ("Last updated", wording.format_date(catalogue.last_updated)),
        (
            "Next update",
            wording.format_date(catalogue.next_update)
            if catalogue.next_update
            else catalogue.next_update_note or "Not announced",
        ),
        ("Producer", catalogue.producer),
        ("Licence", catalogue.licence),
    ]
    return html.Section(
        [
            html.H2("The release you are reading"),
            html.Div(
                html.Table(
                    [
                        html.Caption("Facts about this release"),
                        html.Tbody(
                            [html.Tr([html.Th(k, scope="row"), html.Td(v)]) for k, v in facts]
                        ),
                    ],
                    className="words",
                ),
                className="prose",
            ),
        ],
        className="band",
    )


def _tables(catalogue: Catalogue) -> html.Section:
    return html.Section(
        [
            html.H2("Tables to download"),
            html.P(
                "Each file is in the layout of Department for Education open data. Markers such "
                "as c stand where a figure is hidden, and are explained on the page about methods.",
                className="prose",
            ),
            html.Ul([_table(table) for table in catalogue.tables], className="files"),
        ],
        className="band",
    )


def _table(table: StatisticalTable) -> html.Li:
    return html.Li(
        [
            html.H3(table.title),
            html.P(table.description),
            html.P(
                html.A(f"Download {table.name}.csv", href=f"/data/{table.name}.csv", download="")
            ),
        ]
    )


def _releases(store: Store) -> list[html.Section]:
    records = store.releases()
    rows = [
        html.Tr(
            [
                html.Th(record.title, scope="row"),
                html.Td(record.version),
                html.Td(wording.format_date(record.published)),
                html.Td("shown now" if record.current else "replaced"),
                html.Td(html.Code(record.identifier)),
            ]
        )
        for record in records
    ]
    names = ("Release", "Version", "Published", "State", "Content name")
    return [
        html.Section(
            [
                html.H2("Releases"),
                scrolling(
                    html.Table(
                        [
                            html.Caption("Releases held, newest first"),
                            html.Thead(html.Tr([html.Th(n, scope="col") for n in names])),
                            html.Tbody(rows),
                        ],
                        className="words",
                    ),
                    "releases",
                ),
            ],
            className="band",
        )
    ]


def _changes(catalogue: Catalogue) -> list[Component]:
    parts: list[Component | str] = []
    if catalogue.changes:
        entries: list[Component] = []
        for change in catalogue.changes:
            entries += [
                html.Dt(f"{wording.format_date(change.on)}: {change.kind}"),
                html.Dd(change.text),
            ]
        parts.append(html.Dl(entries, className="terms"))
    if catalogue.text_block("revisions"):
        parts += prose(catalogue.text_block("revisions"), heading_level=3)
    if not parts:
        return []
    return [html.Section([html.H2("Changes and corrections"), *parts], className="band prose")]
