"""What happened when, as a line of time that ends with what the figures reach to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.data.release.model import Catalogue

ANCHOR = "timeline"
HEADING = "What happened when"
MOST_AT_A_GLANCE = 8  # events: more are told on /about only, and there when asked for


class _Step(NamedTuple):
    machine: str  # the moment as programs read it
    when: str
    label: str
    details: tuple[Component | str, ...] = ()  # none of the end


def timeline(catalogue: Catalogue, *, brief: bool = False) -> list[Component]:
    """Draw a release's events in order of time; nothing where it has none.

    `brief` leaves out what is said about them, and their sources.
    """
    steps = [_item(step, brief=brief) for step in _steps(catalogue)]
    kind = "timeline small" if brief else "timeline"
    return [html.Ol(steps, className=kind)] if catalogue.events else []


def is_short(catalogue: Catalogue) -> bool:
    """Return True if a release has events, and few enough to be seen together."""
    return 0 < len(catalogue.events) <= MOST_AT_A_GLANCE


def _steps(catalogue: Catalogue) -> list[_Step]:
    """List the events and the end of the figures. Moments sort as they are written."""
    events = [
        _Step(
            event.on,
            wording.format_moment(event.on, event.until),
            event.label,
            (
                event.text,
                " " if event.text else "",
                html.A(event.source, href=event.url) if event.url else event.source,
            ),
        )
        for event in catalogue.events
    ]
    return sorted([*events, *_reach(catalogue)], key=lambda step: step.machine)


def _reach(catalogue: Catalogue) -> Iterator[_Step]:
    invented = "illustrative " if catalogue.illustrative else ""
    if covered := catalogue.covered():
        last = covered[1]
        label = f"These {invented}figures reach to here"
        yield _Step(last.isoformat(), wording.format_date(last), label)


def _item(step: _Step, *, brief: bool) -> html.Li:
    details = (
        [] if brief or not step.details else [html.P([*step.details], className="small quiet")]
    )
    return html.Li(
        [
            html.Time(step.when, dateTime=step.machine),
            " " if brief else html.Br(),
            html.Strong(step.label),
            *details,
        ],
        className="" if step.details else "end",
    )
