"""The frame of every page: masthead, illustrative flag, menu, heading and footer."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.navigation import navigation
from dashboard.components.notices import banner, contact, illustrative_flag, next_update, notices
from dashboard.components.page import Content, Page, areas_with_pages
from dashboard.data.release.model import Catalogue
from dashboard.data.store.history import ReleaseRecord, State
from dashboard.data.store.releases import Store
from dashboard.wording import format_date, status_words

LATEST = "latest-version"  # RFC 5829: a link with it leads out of the release that is being read


def page_frame(store: Store, menu: Sequence[Page], path: str, content: Content) -> html.Div:
    """Put a page's content in the frame; `path` is the page's, as it stands in the menu."""
    catalogue = store.catalogue()
    opening: list[Component] = [html.H1(content.heading)]
    if content.lede:
        opening.append(html.P(content.lede, className="lede"))
    opening += notices(content.messages)
    return html.Div(
        [
            html.A("Skip to the content", href="#content", className="skip"),
            html.Header(
                [_masthead(catalogue), *release_banners(store), *illustrative_flag(catalogue)]
            ),
            navigation(menu, path),
            html.Main(
                html.Div([*opening, *content.body], className="wrap"),
                id="content",
                tabIndex=-1,
            ),
            _footer(catalogue, next_update(catalogue, is_current=store.is_current)),
        ],
        className="page",
    )


def release_banners(store: Store) -> list[html.Div]:
    """Show what became of the release that a page shows, where a reader must know it."""
    standing = store.standing()
    if store.permanent:
        record = standing.record(store.latest())
        return [] if record is None else [_permanent(record)]
    return [_fallen_back(standing.withdrawn)] if standing.withdrawn else []


def _permanent(record: ReleaseRecord) -> html.Div:
    what = f"This is version {record.version}, published {format_date(record.published)}, "
    if record.state is State.SCHEDULED:
        return banner("Preview: not published, not to be passed on. ", f"{what}as it is to be.")
    if record.state is State.CURRENT:
        return banner("Current release. ", f"{what}at its permanent address.")
    latest = html.A("Read the current release", href="/", rel=LATEST, target="_top")
    return banner("Superseded. ", f"{what}as it then was. ", latest)


def _fallen_back(record: ReleaseRecord) -> html.Div:
    what = f"Version {record.version}, published {format_date(record.published)}, was withdrawn"
    return banner(
        "A later release was withdrawn. ",
        f"{what}: {record.reason.rstrip('.')}. The release before it is shown.",
    )


def _masthead(catalogue: Catalogue) -> html.Div:
    names = [area.name for area in areas_with_pages(catalogue)]
    places = ", ".join(names) if len(names) <= 6 else f"{len(names)} areas"
    return html.Div(
        html.Div(
            [
                html.A(
                    f"{catalogue.programme.short_name} impact dashboard",
                    href="/",
                    className="masthead__name",
                ),
                html.Span(places, className="masthead__places"),
            ],
            className="wrap",
        ),
        className="masthead",
    )


def _footer(catalogue: Catalogue, coming: str) -> html.Footer:
    return html.Footer(
        html.Div(
            [
                html.Section(
                    [
                        html.H2("This release"),
                        html.P([catalogue.title, f", version {catalogue.version}"]),
                        html.P(f"Last updated {format_date(catalogue.last_updated)}"),
                        html.P(f"Next update: {coming}"),
                    ]
                ),
                html.Section(
                    [
                        html.H2("How to read it"),
                        html.P(f"{status_words(catalogue.status)}."),
                        html.P(
                            [_hidden(catalogue), html.A("Methods and definitions", href="/about")]
                        ),
                    ]
                ),
                html.Section(
                    [
                        html.H2("Who publishes it"),
                        html.P(catalogue.producer),
                        html.P(["Contact: ", contact(catalogue)]),
                        html.P(["Licence: ", _licence(catalogue)]),
                    ]
                ),
            ],
            className="wrap",
        ),
        className="footer",
    )


def _hidden(catalogue: Catalogue) -> str:
    """Write in one line which counts are suppressed; nothing where none are."""
    rule = catalogue.disclosure
    largest = rule.threshold - 1
    if any(own.threshold is not None for own in (*rule.levels, *rule.tables)):
        return "Small counts are hidden so that no child can be found. "
    if largest < 1:
        return ""
    return f"Counts from 1 to {largest} are hidden so that no child can be found. "


def _licence(catalogue: Catalogue) -> Component | str:
    if not catalogue.licence_url:
        return catalogue.licence
    return html.A(catalogue.licence, href=catalogue.licence_url)
