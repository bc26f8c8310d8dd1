"""Which pages can a reader go to from every page?"""

from __future__ import annotations

from typing import Any, NamedTuple

from dash import html

from dashboard.components.accessible import aria
from dashboard.data.release import clock
from dashboard.data.release.model import Area, Catalogue
from dashboard.data.release.quotes import quotes_on


class Destination(NamedTuple):
    """A page in the menu; `section` is the section of measures without which it has nothing to show."""

    path: str
    label: str
    section: str = ""


DESTINATIONS = (
    Destination("/", "Summary"),
    Destination("/referrals", "Referrals", "referrals"),
    Destination("/ages", "Ages", "ages"),
    Destination("/completion", "Completion", "completion"),
    Destination("/outcomes", "Outcomes", "outcomes"),
    Destination("/compare", "Compare"),
    Destination("/areas", "Areas"),
    Destination("/voices", "Voices"),
    Destination("/evidence", "Evidence"),
    Destination("/data", "Data"),
    Destination("/about", "About"),
)


def places(catalogue: Catalogue) -> tuple[Area, ...]:
    """The areas that have a page of their own: all but the whole."""
    return tuple(a for a in catalogue.areas if a.slug != catalogue.programme.whole)


def destinations(catalogue: Catalogue) -> list[Destination]:
    """The pages for which this release has something to show today."""
    sections = {measure.section for measure in catalogue.measures}
    empty = set()
    if not quotes_on(catalogue, clock.today()):
        empty.add("/voices")
    if not catalogue.studies and not catalogue.text_block("evidence"):
        empty.add("/evidence")
    return [
        d for d in DESTINATIONS if (not d.section or d.section in sections) and d.path not in empty
    ]


def navigation(catalogue: Catalogue, current: str) -> html.Nav:
    """The menu: a row where there is room, a list that opens where there is not."""
    links = [
        html.Li(html.A(d.label, href=d.path, **_current(d.path, current)))
        for d in destinations(catalogue)
    ]
    return html.Nav(
        html.Div(
            [
                html.Div(html.Ul(links), className="nav--wide"),
                html.Details([html.Summary("Menu"), html.Ul(links)], className="nav--narrow"),
            ],
            className="wrap",
        ),
        className="nav",
        **aria(label="Pages"),
    )


def _current(path: str, current: str) -> dict[str, Any]:
    if path == current:
        return aria(current="page")
    if path != "/" and current.startswith(f"{path}/"):
        return aria(current="true")
    return {}
