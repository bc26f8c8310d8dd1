"""/data: the releases there are, what changed, and every table to take away."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.changed import FEED, changed_section
from dashboard.components.notices import next_update
from dashboard.components.page import Content, Page, band
from dashboard.components.prose import prose
from dashboard.components.stacked import stacked_table
from dashboard.data.queries.changed import since_before
from dashboard.data.release.context import Change
from dashboard.data.release.model import Catalogue, StatisticalTable
from dashboard.data.store.history import ReleaseRecord
from dashboard.data.store.releases import Store

TABLES = (
    "Each file is in the layout of Department for Education open data, and opens in a spreadsheet. "
    "Letters such as c stand where a figure is hidden or does not exist: see "
)

NEVER_ALTERED = (
    "A release is never altered. Its fingerprint is made from its content: the same fingerprint means "
    "the same figures. It leads to the release as it was, at an address that stays."
)
WHOLE = (
    ": all tables, texts and definitions as a Data Package in a zip, with a data dictionary and how to "
    "cite it."
)


def layout(store: Store, **_query: str) -> Content:
    """List the release's tables, the releases in the store, and the log of changes."""
    catalogue = store.catalogue()
    since = since_before(store, store.latest())
    reasons = since.comparison.reasons if since else ()
    return Content(
        "Data and releases",
        [
            _facts(store),
            _tables(store, catalogue),
            _releases(store),
            *changed_section(since),
            *_changes(catalogue, reasons),
        ],
        lede="Take any table as a CSV file: the same figures and the same markers as on the pages, "
        "with where they come from.",
    )


def _facts(store: Store) -> html.Section:
    catalogue = store.catalogue()
    facts = [
        ("Release", f"{catalogue.title}, version {catalogue.version}"),
        ("Status", "Illustrative: not real figures" if catalogue.illustrative else "Published"),
        ("Published", wording.format_date(catalogue.published)),
        ("Last updated", wording.format_date(catalogue.last_updated)),
        ("Next update", wording.open_upper(next_update(catalogue, is_current=store.is_current))),
        ("Producer", catalogue.producer),
        ("Licence", catalogue.licence),
    ]
    return band(
        "The release you are reading",
        html.Div(
            html.Table(
                [
                    html.Caption("Facts about this release"),
                    html.Tbody([html.Tr([html.Th(k, scope="row"), html.Td(v)]) for k, v in facts]),
                ],
                className="words",
            ),
            className="prose",
        ),
    )


def _tables(store: Store, catalogue: Catalogue) -> html.Section:
    return band(
        "Tables to download",
        html.P(
            [
                TABLES,
                html.A("what each marker means", href="/about#markers"),
                ".",
            ],
            className="prose",
        ),
        html.Ul([_table(table) for table in catalogue.tables], className="files"),
        *_whole(store),
    )


def _whole(store: Store) -> list[html.P]:
    """Offer the release whole, where it can be had, and to programs."""
    link = html.A("Download the whole release", href="/data/release.zip", download="")
    forms = store.whole(store.latest())
    whole = [html.P([link, WHOLE], className="prose")] if forms.archive else []
    if forms.workbook:
        books = html.A("All tables as a workbook (XLSX)", href="/data/release.xlsx", download="")
        open_books = html.A("or ODS", href="/data/release.ods", download="")
        whole.append(html.P([books, ", ", open_books, "."], className="prose"))
    return [*whole, html.P(html.A("Figures for programs: the API", href="/api"), className="prose")]


def _table(table: StatisticalTable) -> html.Li:
    return html.Li(
        [
            html.H3(table.title),
            html.P([f"{table.description} " if table.description else "", _facts_of(table)]),
            html.P(
                html.A(f"Download {table.name}.csv", href=f"/data/{table.name}.csv", download="")
            ),
        ]
    )


def _facts_of(table: StatisticalTable) -> html.Span:
    """Write what one line of the file is about."""
    return html.Span(f"Counts: {wording.open_lower(table.universe)}.", className="quiet")


def _releases(store: Store) -> html.Section:
    rows = [
        (
            record.title,
            record.version,
            wording.format_date(record.published),
            _state(record),
            html.A(html.Code(record.identifier), href=f"/releases/{record.identifier}/"),
        )
        for record in store.standing().public
    ]
    names = ("Release", "Version", "Published", "State", "Fingerprint")
    return band(
        "Releases",
        html.P(
            [
                f"{NEVER_ALTERED} New releases, corrections and withdrawals are told in ",
                html.A("a feed", href=FEED),
                ".",
            ],
            className="prose",
        ),
        stacked_table("Releases held, newest first", names, rows),
    )


def _state(record: ReleaseRecord) -> str:
    return f"Withdrawn: {record.reason}" if record.reason else record.state.value.capitalize()


def _changes(catalogue: Catalogue, reasons: Sequence[Change]) -> list[Component]:
    """Log what changed and why, the newest first, but for the `reasons` that stand above."""
    entries: list[Component] = []
    for change in sorted(catalogue.changes, key=lambda change: change.on, reverse=True):
        if change not in reasons:
            day = wording.format_date(change.on)
            entries += [html.Dt(f"{day}: {change.kind}"), html.Dd(change.text)]
    parts: list[Component | str] = [html.Dl(entries, className="terms")] if entries else []
    if catalogue.text_block("revisions"):
        parts += prose(catalogue.text_block("revisions"), heading_level=3)
    if not parts:
        return []
    return [band("Changes and corrections", *parts, prose=True)]


PAGE = Page(
    path="/data",
    label="Data",
    title="Data",
    description="Every table of the release for download, with dates, licence and changes.",
    layout=layout,
    describes_release=True,
)
