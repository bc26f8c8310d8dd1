"""What the site tells a reader about the page itself."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.charts.layout import ILLUSTRATIVE_MARK
from dashboard.data.queries.view import View
from dashboard.data.release import clock
from dashboard.data.release.contact import contact_link
from dashboard.data.release.model import Catalogue
from dashboard.wording import format_date

ILLUSTRATIVE_TEXT = (
    "The programme’s figures were made up to show how this site works, and describe no real child, "
    "family or council. Quotes, studies and figures about the areas name their sources."
)


def banner(name: str, *words: html.A | str) -> html.Div:
    """Put something about the release across the top of a page."""
    return html.Div(
        html.Div(html.P([html.Strong(name), *words]), className="wrap"), className="flag"
    )


def illustrative_flag(catalogue: Catalogue) -> list[html.Div]:
    """Mark the top of a page where its figures are not real."""
    return [banner("Illustrative data. ", ILLUSTRATIVE_TEXT)] if catalogue.illustrative else []


def illustrative_mark(view: View) -> str:
    """Mark figures that are not real next to them, for those who copy part of a page."""
    return f"{ILLUSTRATIVE_MARK}. " if view.release.illustrative else ""


def next_update(catalogue: Catalogue, *, is_current: bool) -> str:
    """Write when the next release is due, and of the current one whether the next is late."""
    due = catalogue.next_update
    if due is None:
        return catalogue.next_update_note or "not announced"
    late = is_current and due < clock.today()
    return f"late: it was due on {format_date(due)}" if late else format_date(due)


def contact(catalogue: Catalogue) -> Component | str:
    """Show where questions go, as a link that can be followed."""
    link = contact_link(catalogue.contact)
    return html.A(catalogue.contact, href=link) if link else catalogue.contact


def notices(messages: Sequence[str]) -> list[html.Div]:
    """List what in the address was not understood, and what is shown instead."""
    if not messages:
        return []
    return [
        html.Div([html.P(message) for message in messages], className="notice", role="status"),
    ]
