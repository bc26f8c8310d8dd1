"""A grid of states: which measures an area has, which returns it has sent.

On a narrow screen the words of a state are for screen readers alone, and its shape tells it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.accessible import plain_table, scrolling
from dashboard.components.exhibit import download_path
from dashboard.data.queries.view import View
from dashboard.wording import format_count

Key = tuple[str, str]  # what a line is called in the data, and what a reader calls it


def state_table(
    view: View,
    name: str,
    states: Mapping[str, str],
    *,
    by: tuple[str, str] = ("period", "period_label"),
    heading: str,
    explanation: str,
    first: Sequence[Component] = (),
    many: bool = False,
) -> html.Section:
    """Set areas against something else, each cell a state in words and in shape.

    The view's rows carry the state in `group` and its words in `group_label`; `by` names the
    view's columns that the areas are set against. The longer of the two runs down the page.
    `states` says what each state means, to be told above the table. What comes
    `first` stands above the grid, which then opens on demand.
    Of `many` areas nobody reads a grid: their states are counted, and the grid is a file.
    """
    if many:
        return _section(view, name, heading, explanation, _of_many(view, states, by))
    down, across, cells = _arrange(view, by)
    grid: list[Component] = [
        _legend(view, states),
        scrolling(_table(view, down, across, cells), view.title),
    ]
    if first:
        grid = [*first, html.Details([html.Summary("Every return"), *grid], className="table")]
    return _section(view, name, heading, explanation, grid)


def _section(
    view: View, name: str, heading: str, explanation: str, grid: Sequence[Component]
) -> html.Section:
    return html.Section(
        [
            html.H2(heading),
            html.P(explanation, className="prose"),
            *grid,
            html.P(f"Source: {view.source}", className="small quiet exhibit__source"),
        ],
        id=name,
        className="band",
    )


def _arrange(
    view: View, by: tuple[str, str]
) -> tuple[list[Key], list[Key], list[list[Key | None]]]:
    """Return what runs down, what runs across, and the state at each crossing."""
    columns = view.columns
    areas = _keys(columns["area"], columns["area_name"])
    others = _keys(columns[by[0]], columns[by[1]])
    states = dict(
        zip(
            zip(columns["area"], columns[by[0]], strict=True),
            zip(columns["group"], columns["group_label"], strict=True),
            strict=True,
        )
    )
    if len(areas) > len(others):
        return areas, others, [[states.get((d, a)) for a, _ in others] for d, _ in areas]
    return others, areas, [[states.get((a, d)) for a, _ in areas] for d, _ in others]


def _legend(view: View, states: Mapping[str, str]) -> html.Ul:
    present = set(view.columns["group"])
    return html.Ul(
        [
            html.Li([_state(state, ""), meaning])
            for state, meaning in states.items()
            if state in present
        ],
        className="markers small",
    )


def _of_many(view: View, states: Mapping[str, str], by: tuple[str, str]) -> list[Component]:
    return [
        html.Details(
            [
                html.Summary(f"Each {by[0]}"),
                _legend(view, states),
                scrolling(_counts(view, states, by), f"{view.title}, counted"),
            ],
            className="table",
        ),
        html.P(html.A("Area by area, as CSV", href=download_path(view, "csv"), download="")),
    ]


def _counts(view: View, states: Mapping[str, str], by: tuple[str, str]) -> html.Table:
    """Count the states of each area, or of anything else that areas are set against."""
    columns = view.columns
    labels = dict(_keys(columns["group"], columns["group_label"]))
    present = [state for state in states if state in labels]
    counted = Counter(zip(columns[by[0]], columns["group"], strict=True))
    names = [by[0].capitalize(), *(labels[state] for state in present)]
    rows = [
        [label, *(format_count(counted[area, state]) for state in present)]
        for area, label in _keys(columns[by[0]], columns[by[1]])
    ]
    return plain_table(f"{view.title}: how many in each state, by {by[0]}", names, rows)


def _keys(names: Sequence[str], labels: Sequence[str]) -> list[Key]:
    return list(dict(zip(names, labels, strict=True)).items())


def _table(
    view: View,
    down: Sequence[Key],
    across: Sequence[Key],
    cells: Sequence[Sequence[Key | None]],
) -> html.Table:
    return html.Table(
        [
            html.Caption(f"{view.title}: {view.subtitle}"),
            html.Thead(
                html.Tr(
                    [
                        html.Td(""),
                        *(html.Th(html.Span(label), scope="col") for _, label in across),
                    ],
                )
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(label, scope="row"),
                            *(html.Td(_state(*cell) if cell else "") for cell in line),
                        ]
                    )
                    for (_, label), line in zip(down, cells, strict=True)
                ]
            ),
        ],
        className="words states",
    )


def _state(state: str, label: str) -> html.Span:
    word = html.Span(label, className="state__word") if label else None
    return html.Span(word, className=f"state state--{state}")
