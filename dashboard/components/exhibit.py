"""A View on a page: its message, its finding, its chart, its table and its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.charts import GRAPH_CONFIG, PICTURES, Figure
from dashboard.charts.switches import SWITCHED, take_switches
from dashboard.components.contents import contents
from dashboard.components.tables import figures_table
from dashboard.data.queries import Parameters
from dashboard.data.queries.view import View

COMPACT = "briefing"  # the class of what holds compact exhibits
PICTURE_KEY = "picture"  # in an address: as which of PICTURES a view is drawn
READING = {
    "intervals": "Each point is an area’s figure; its line, the 95% interval.",
    "funnel": "The same figures by the number of children counted. Between the inner lines an "
    "area differs no more from the middle than chance would explain.",
    "spread": "Each dot is an area’s figure; dots are piled where areas are alike.",
}
POINTS_ALONE = "Each point is an area’s figure."  # counts are complete: they have no interval
ONE_PERIOD = "This release has one period of it: a line over time needs two."
_NOTHING_TO_EXPLORE = frozenset({"hundred"})  # pictures that say all they have to say


class Planned(NamedTuple):
    """A question, and the name and picture with which its view is to be shown.

    A compact one stands next to its like, two in a row where there is room.
    """

    parameters: Parameters
    name: str
    picture: str
    compact: bool = False


def exhibits(
    views: Iterable[View], planned: Sequence[Planned], chosen: Mapping[str, str] | None = None
) -> list[Component]:
    """Show the views of several questions, in the order in which they were planned, each as one picture.

    Where they are many, a list of them comes first. Switches may have been `chosen`.
    """
    drawn = take_switches(dict(chosen or {}))
    switched = (
        replace(view, drawn=drawn) if plan.picture in SWITCHED else view
        for plan, view in zip(planned, views, strict=True)
    )
    pairs = list(zip(planned, switched, strict=True))
    shown: list[Component] = [*contents([(plan.name, view) for plan, view in pairs])]
    for compact, group in groupby(pairs, key=lambda pair: pair[0].compact):
        cards = [_planned(plan, view) for plan, view in group]
        shown += [html.Div(cards, className=COMPACT)] if compact else cards
    return shown


def _planned(plan: Planned, view: View) -> html.Section:
    picture = over_time(view) if plan.picture == "trend" else plan.picture
    return exhibit(view, plan.name, picture, compact=plan.compact)


def over_time(view: View) -> str:
    """Return the picture of a view over time: a panel an area where each has separate intervals.

    Lines of closed periods have few points, whose intervals would lie over one another. Of one period
    no line can be drawn, and areas stand side by side.
    """
    if _is_one_period(view) and len(set(view.columns["area"])) > 1:
        return "intervals"
    closed = {row.area for row in view.rows() if row.area != view.whole and wording.is_long(row)}
    return "small_multiples" if len(closed) > 1 else "trend"


def _is_one_period(view: View) -> bool:
    return view.question == "trend" and len(set(view.columns["period"])) == 1


def exhibit(
    view: View, name: str, *pictures: str, brief: bool = False, compact: bool = False
) -> html.Section:
    """Show one view, drawn as some of PICTURES or not at all; `name` is its anchor on the page.

    Its table, its notes and its files open in place. A brief one leaves its finding and its notes to
    the page that shows it in full, and is compact: drawn for narrow places alone.
    """
    if any(row.value is not None and row.value < 0 for row in view.rows()):
        pictures = ()  # a change has no ground to stand on: its table says all
    found = [] if brief else [html.P(wording.finding(view), className="exhibit__finding")]
    words = [
        html.H2(wording.headline(view)),
        html.P(wording.subtitle(view), className="exhibit__subtitle small"),
        *found,
        *([html.P(ONE_PERIOD, className="small")] if _is_one_period(view) and not brief else []),
        *_longer(view),
    ]
    drawn = [
        part
        for i, picture in enumerate(pictures)
        for part in _drawn(view, name, i, picture, compact=compact or brief)
    ]
    parts = [
        figures_table(view, name, opened=not pictures),
        *([] if brief else _notes(view)),
        _source(view, name, pictures),
    ]
    return html.Section(
        [
            html.Div(words, className="exhibit__words"),
            html.Div([*drawn, html.Div(parts, className="parts")], className="exhibit__picture"),
        ],
        id=name,
        className="exhibit",
    )


def _longer(view: View) -> list[html.P]:
    """Lead to the longer periods that have figures in place of suppressed ones."""
    periods = {longer.period: longer.period_label for longer in view.longer}
    asked = {key: value for key, value in view.query if key in ("measure", "group")}
    return [
        html.P(
            html.A(f"See {label}", href=f"/compare?{urlencode({**asked, 'period': period})}"),
            className="small",
        )
        for period, label in periods.items()
    ]


def _drawn(view: View, name: str, place: int, picture: str, *, compact: bool) -> list[Component]:
    """Draw one of a view's pictures, under a line that says how to read it where it needs one."""
    told = _how_to_read(view, picture)
    return [
        *([html.P(told, className="exhibit__reading small")] if told else []),
        chart(view, f"{name}-{picture}" if place else name, picture, compact=compact),
    ]


def _how_to_read(view: View, picture: str) -> str:
    rows = [row for row in view.rows() if row.value is not None]
    if picture == "intervals" and rows and all(row.upper is None for row in rows):
        return POINTS_ALONE
    return READING.get(picture, "") if rows else ""


def chart(view: View, name: str, picture: str, *, compact: bool = False) -> html.Figure:
    """Place a picture; a compact one is drawn for narrow places alone."""
    figure = drawn_figure(view, name, picture)
    if compact:
        figure["layout"]["meta"]["compact"] = True
    return html.Figure(
        dcc.Graph(
            id=f"{name}-graph",
            figure=figure,
            # Dash types the configuration more narrowly than its own documentation.
            config=cast("Any", GRAPH_CONFIG | {"staticPlot": picture in _NOTHING_TO_EXPLORE}),
            responsive=True,
        ),
        className="chart",
    )


def drawn_figure(view: View, name: str, picture: str) -> Figure:
    """Draw a view with its name, description and address, which go wherever the picture goes."""
    figure = PICTURES[picture](view)
    meta = figure["layout"].setdefault("meta", {})
    meta.update(
        name=name,
        title=wording.headline(view),
        description=wording.alternative_text(view, picture),
        address=download_path(view, "png", picture),
    )
    return figure


def download_path(view: View, ending: str, picture: str = "") -> str:
    """Return where the same view is to be had in another form: csv, json, or a picture, svg or png."""
    return f"/figures/{view.question}.{ending}{_query(view, picture)}"


def embed_path(view: View, picture: str) -> str:
    """Return where the same view is to be had as a small page that other sites may frame."""
    return f"/embed/{view.question}{_query(view, picture)}"


def formats_path(view: View, picture: str) -> str:
    """Return where every form of the same view is listed."""
    asked = [*view.address, *([(PICTURE_KEY, picture)] if picture else [])]
    return f"/figures/{view.question}?{urlencode(asked)}"


def _query(view: View, picture: str) -> str:
    asked = [*(view.address if picture else view.query)]
    if picture and picture != view.question:
        asked.append((PICTURE_KEY, picture))
    return f"?{urlencode(asked)}" if asked else ""


def _notes(view: View) -> list[html.Details]:
    if not view.notes:
        return []
    return [
        html.Details(
            [
                html.Summary("How to read it"),
                html.Ul([html.Li(note) for note in view.notes], className="small"),
            ],
            className="table notes",
        )
    ]


def _source(view: View, name: str, pictures: tuple[str, ...]) -> html.Details:
    return html.Details(
        [
            html.Summary("Source and files"),
            html.P(["Source: ", view.source], className="exhibit__source small quiet"),
            html.Ul(
                [html.Li(link) for link in _copies(view, name, pictures)],
                className="exhibit__more small",
            ),
        ],
        className="table",
    )


def _copies(view: View, name: str, pictures: tuple[str, ...]) -> list[html.A]:
    """Every way to take this view along, and the address at which this page shows it again."""
    links = [html.A("Download as CSV", href=download_path(view, "csv"), download="")]
    for picture in pictures or ("",):
        which = f" ({picture})" if len(pictures) > 1 else ""
        links.append(html.A(f"Other formats{which}", href=formats_path(view, picture)))
    links.append(html.A("Link to this view", href=f"?{urlencode(view.address)}#{name}"))
    return links
