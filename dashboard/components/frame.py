"""The frame of every page: masthead, illustrative flag, menu, heading and footer."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.navigation import navigation
from dashboard.components.notices import illustrative_flag, next_update, notices, release_banners
from dashboard.components.page import Content, Page, areas_with_pages
from dashboard.data.release.contact import contact_link
from dashboard.data.release.model import Catalogue
from dashboard.data.store.releases import Store
from dashboard.wording import format_date

STATUS = "Management information, not official statistics"


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
            html.Header([_masthead(catalogue), *release_banners(store), *_flag(catalogue)]),
            navigation(menu, path),
            html.Main(
                html.Div([*opening, *content.body], className="wrap"),
                id="content",
                tabIndex=-1,
            ),
            _footer(catalogue, next_update(store)),
        ],
        className="page",
    )


def _flag(catalogue: Catalogue) -> list[Component]:
    return [illustrative_flag()] if catalogue.illustrative else []


def _masthead(catalogue: Catalogue) -> html.Div:
    names = [area.name for area in areas_with_pages(catalogue)]
    shown = ", ".join(names) if len(names) <= 6 else f"{len(names)} areas"
    return html.Div(
        html.Div(
            [
                html.A(
                    f"{catalogue.programme.short_name} impact dashboard",
                    href="/",
                    className="masthead__name",
                ),
                html.Span(shown, className="masthead__places"),
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
                    ],
                    className="footer__part",
                ),
                html.Section(
                    [
                        html.H2("How to read it"),
                        html.P(f"{catalogue.status or STATUS}."),
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


def contact(catalogue: Catalogue) -> Component | str:
    """Show where questions go, as a link that can be followed."""
    link = contact_link(catalogue.contact)
    return html.A(catalogue.contact, href=link) if link else catalogue.contact


def _hidden(catalogue: Catalogue) -> str:
    """Say in one line which counts are hidden; nothing where none are."""
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
