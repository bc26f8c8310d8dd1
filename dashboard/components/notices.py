"""How does the site tell a reader something about the page itself?"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard.charts.layout import ILLUSTRATIVE_MARK
from dashboard.data.queries.view import View
from dashboard.data.release import clock
from dashboard.data.store.history import ReleaseRecord, State
from dashboard.data.store.releases import Store
from dashboard.wording import format_date

LATEST = "latest-version"  # RFC 5829: a link with it leads out of the release that is being read
ILLUSTRATIVE_TEXT = (
    "The programme’s figures were made up to show how this site works, and describe no real child, "
    "family or council. Quotes, studies and figures about the areas name their sources."
)


def illustrative_flag() -> html.Div:
    """Say on the top of a page that its figures are not real."""
    return html.Div(
        html.Div(html.P([html.Strong("Illustrative data. "), ILLUSTRATIVE_TEXT]), className="wrap"),
        className="flag",
    )


def illustrative_mark(view: View) -> str:
    """Say next to figures that are not real that they are not, for those who copy part of a page."""
    return f"{ILLUSTRATIVE_MARK}. " if view.release.illustrative else ""


def release_banners(store: Store) -> list[html.Div]:
    """Say what became of the release that a page shows, where a reader must know it."""
    standing = store.standing()
    if store.permanent:
        record = standing.record(store.latest())
        return [] if record is None else [_permanent(record)]
    return [_fallen_back(standing.withdrawn)] if standing.withdrawn else []


def _permanent(record: ReleaseRecord) -> html.Div:
    what = f"This is version {record.version}, published {format_date(record.published)}, "
    if record.state is State.SCHEDULED:
        return _banner("Preview: not published, not to be passed on. ", f"{what}as it is to be.")
    if record.state is State.CURRENT:
        return _banner("Current release. ", f"{what}at its permanent address.")
    latest = html.A("Read the current release", href="/", rel=LATEST, target="_top")
    return _banner("Superseded. ", f"{what}as it then was. ", latest)


def _fallen_back(record: ReleaseRecord) -> html.Div:
    what = f"Version {record.version}, published {format_date(record.published)}, was withdrawn"
    return _banner(
        "A later release was withdrawn. ",
        f"{what}: {record.reason.rstrip('.')}. The release before it is shown.",
    )


def _banner(name: str, *words: html.A | str) -> html.Div:
    return html.Div(
        html.Div(html.P([html.Strong(name), *words]), className="wrap"), className="flag"
    )


def next_update(store: Store) -> str:
    """Say when the next release is due, and of the current one whether the next is late."""
    catalogue = store.catalogue()
    due = catalogue.next_update
    if due is None:
        return catalogue.next_update_note or "not announced"
    late = due < clock.today() and store.standing().current == store.latest()
    return f"late: it was due on {format_date(due)}" if late else format_date(due)


def notices(messages: Sequence[str]) -> list[html.Div]:
    """Tell what in the address was not understood, and what is shown instead."""
    if not messages:
        return []
    return [
        html.Div([html.P(message) for message in messages], className="notice", role="status"),
    ]
