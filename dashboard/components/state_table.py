"""How is a grid of states shown: which measures a place has, which returns it has sent?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html

from dashboard.components.accessible import scrolling
from dashboard.data.view import View

Key = tuple[str, str]  # what a line is called in the data, and what a reader calls it


def state_table(
    view: View,
    name: str,
    states: Mapping[str, str],
    *,
    by: tuple[str, str] = ("period", "period_label"),
    heading: str,
    explanation: str,
) -> html.Section:
    """Set areas against something else, each cell a state in words and in shape.

    The view's rows carry the state in `group` and its words in `group_label`; `by` names the
    frame's columns that the areas are set against. The longer of the two runs down the page.
    `states` says what each state means, to be told above the table.
    """
    down, across, cells = _arrange(view, by)
    return html.Section(
        [
            html.H2(heading, id=f"{name}-heading"),
            html.P(explanation, className="prose"),
            *(html.P(note, className="prose small quiet") for note in view.notes),
            _legend(view, states),
            scrolling(_table(view, down, across, cells), view.title),
            html.P(f"Source: {view.source}", className="small quiet exhibit__source"),
        ],
        id=name,
        className="band",
    )


def _arrange(
    view: View, by: tuple[str, str]
) -> tuple[list[Key], list[Key], list[list[Key | None]]]:
    """Give what runs down, what runs across, and the state at each crossing."""
    frame = view.frame
    areas = _keys(frame["area"].tolist(), frame["area_name"].tolist())
    others = _keys(frame[by[0]].tolist(), frame[by[1]].tolist())
    shown = dict(
        zip(
            zip(frame["area"], frame[by[0]], strict=True),
            zip(frame["group"], frame["group_label"], strict=True),
            strict=True,
        )
    )
    if len(areas) > len(others):
        return areas, others, [[shown.get((d, a)) for a, _ in others] for d, _ in areas]
    return others, areas, [[shown.get((a, d)) for a, _ in areas] for d, _ in others]


def _legend(view: View, states: Mapping[str, str]) -> html.Ul:
    present = set(view.frame["group"])
    return html.Ul(
        [
            html.Li([_state(state, ""), meaning])
            for state, meaning in states.items()
            if state in present
        ],
        className="markers small",
    )


def _keys(names: list[str], labels: list[str]) -> list[Key]:
    return list(dict.fromkeys(zip(names, labels, strict=True)))


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
                    [html.Td(""), *(html.Th(label, scope="col") for _, label in across)],
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
    return html.Span(label, className=f"state state--{state}")
