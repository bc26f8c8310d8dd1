"""How are a view's figures set out as a table?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.data.release import MeasureKind
from dashboard.data.view import Row, View

OPEN_ROWS = 8  # a table of no more rows than this stands open under its chart


def figures_table(view: View, name: str, *, closed: bool = False) -> html.Details:
    """Set out a view's figures with their markers explained above them.

    Several periods become columns; otherwise the figure, what it rests on and its interval do.
    A table of few rows stands open unless it is to be closed.
    """
    rows = list(view.rows())
    periods = list(dict.fromkeys((row.period, row.period_label) for row in rows))
    table = _by_period(view, rows, periods) if len(periods) > 1 else _by_figure(view, rows)
    return html.Details(
        [
            html.Summary("The same figures as a table"),
            *markers_legend(view),
            scrolling(
                table,
                view.title,
            ),
        ],
        className="table",
        id=f"{name}-table",
        open=not closed and len(table.children[2].children) <= OPEN_ROWS,
    )


def markers_legend(view: View) -> list[html.Ul]:
    """Explain the markers that occur in a view, for the place above its table."""
    if not view.markers:
        return []
    return [
        html.Ul(
            [
                html.Li([html.Strong(bracket), f" {meaning}"])
                for bracket, meaning in wording.markers_legend(view.markers, view)
            ],
            className="markers small",
        )
    ]


def _by_period(view: View, rows: Sequence[Row], periods: list[tuple[str, str]]) -> html.Table:
    found = {(row.area, row.group, row.period): row for row in rows}
    lines = list(dict.fromkeys((row.area, row.group) for row in rows))
    body = []
    for area, group in lines:
        cells = [found.get((area, group, period)) for period, _ in periods]
        first = next(row for row in cells if row is not None)
        body.append(
            html.Tr(
                [
                    html.Th(_line_name(first, rows), scope="row"),
                    *(html.Td(_figure(view, row) if row else "") for row in cells),
                ],
                className=_emphasis(view, first),
            )
        )
    head = [html.Th(_first_heading(view, rows), scope="col")]
    head += [html.Th(label, scope="col") for _, label in periods]
    return _table(view, head, body)


def _by_figure(view: View, rows: Sequence[Row]) -> html.Table:
    columns = _figure_columns(view, rows)
    body = [
        html.Tr(
            [
                html.Th(_line_name(row, rows), scope="row"),
                *(html.Td(build(row)) for _, build in columns),
            ],
            className=_emphasis(view, row),
        )
        for row in rows
    ]
    head = [html.Th(_first_heading(view, rows), scope="col")]
    head += [html.Th(label, scope="col") for label, _ in columns]
    return _table(view, head, body)


def _figure_columns(
    view: View, rows: Sequence[Row]
) -> list[tuple[str, Callable[[Row], Component | str]]]:
    columns: list[tuple[str, Callable[[Row], Component | str]]] = [
        (wording.unit_heading(view), lambda row: _value(view, row))
    ]
    if any(row.denominator is not None for row in rows):
        if view.measure.kind is MeasureKind.SHARE:
            columns.append(("Count", lambda row: _count(row.numerator)))
        columns.append(("Out of", lambda row: _count(row.denominator)))
    if any(row.lower is not None for row in rows):
        columns.append(("95% interval", lambda row: wording.format_interval(row, view)))
    return columns


def _figure(view: View, row: Row) -> list[Component | str]:
    shown: list[Component | str] = [_value(view, row)]
    if row.numerator is not None and row.denominator is not None:
        shown.append(
            html.Small(
                f"{wording.format_count(row.numerator)} of {wording.format_count(row.denominator)}"
            )
        )
    elif row.denominator is not None:
        shown.append(html.Small(f"n = {wording.format_count(row.denominator)}"))
    if row.lower is not None:
        shown.append(html.Small(wording.format_interval(row, view)))
    return shown


def _value(view: View, row: Row) -> Component | str:
    text = wording.format_value(row, view)
    return html.Span(text, className="mark") if row.value is None else text


def _count(number: int | None) -> str:
    return "" if number is None else wording.format_count(number)


def _line_name(row: Row, rows: Sequence[Row]) -> str:
    several_areas = len({r.area for r in rows}) > 1
    several_groups = len({r.group for r in rows}) > 1
    if several_areas and several_groups:
        return f"{row.area_name}: {row.group_label}"
    return row.group_label if several_groups else row.area_name


def _first_heading(view: View, rows: Sequence[Row]) -> str:
    if len({row.group for row in rows}) > 1 and view.breakdown is not None:
        return view.breakdown.label
    return "Area"


def _emphasis(view: View, row: Row) -> str | None:
    whole = view.pooled is not None and row.area == view.pooled.area
    return "whole" if whole else None


def _table(view: View, head: list[html.Th], body: list[html.Tr]) -> html.Table:
    return html.Table(
        [
            html.Caption(f"{view.title}: {view.subtitle}"),
            html.Thead(html.Tr(head)),
            html.Tbody(body),
        ]
    )
