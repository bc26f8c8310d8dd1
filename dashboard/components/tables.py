"""A view's figures, set out as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import wording
from dashboard.components.accessible import scrolling
from dashboard.data.queries.view import Row, View
from dashboard.data.release.model import BreakdownKind

Period = tuple[str, str]  # its key and its label
_INDENTS = (None, "part", "part part--inner")  # classes by how deep a group lies within others


def figures_table(view: View, name: str, *, opened: bool = False) -> html.Details:
    """Set out a view's figures with their markers explained above them.

    Several periods become columns; otherwise the figure, what it rests on and its interval do.
    It opens on demand; one without a picture is to be opened.
    """
    rows = list(view.rows())
    in_order = sorted(rows, key=lambda row: (row.starts, row.ends))
    periods = list(dict.fromkeys((row.period, row.period_label) for row in in_order))
    table = _by_period(view, rows, periods) if len(periods) > 1 else _by_figure(view, rows)
    return html.Details(
        [
            html.Summary("The figures as a table" if opened else "Table"),
            *markers_legend(view),
            scrolling(
                table,
                view.title,
            ),
        ],
        className="table",
        id=f"{name}-table",
        open=opened,
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


def markers_of(views: Iterable[View]) -> list[html.Ul]:
    """Explain the markers of several views, for the place above their tables."""
    markers = sorted({row.marker for view in views for row in view.rows() if row.marker})
    texts = map(wording.marker_text, markers)
    items = [html.Li([html.Strong(text.sign), f" {text.meaning}"]) for text in texts]
    return [html.Ul(items, className="markers small")] if items else []


def _by_period(view: View, rows: Sequence[Row], periods: list[Period]) -> html.Table:
    """Set lines against periods: the more numerous of the two run down the page."""
    row_at = {(row.area, row.group, row.period): row for row in rows}
    lines = list(dict.fromkeys((row.area, row.group) for row in rows))
    grid = [[row_at.get((*line, key)) for key, _ in periods] for line in lines]
    firsts = [next(row for row in cells if row is not None) for cells in grid]
    if len(periods) > len(lines):
        return _periods_down(view, periods, grid, firsts)
    body = [
        html.Tr(
            [
                html.Th(name, className=set_in(view, first), scope="row"),
                *(html.Td(figure_lines(view, row) if row else "") for row in cells),
            ],
            className=_emphasis(view, first),
        )
        for name, first, cells in zip(_line_names(firsts), firsts, grid, strict=True)
    ]
    head = [html.Th(_first_heading(view, rows), scope="col")]
    head += [html.Th(label, scope="col") for _, label in periods]
    return _table(view, head, body)


def _periods_down(
    view: View,
    periods: list[Period],
    grid: Sequence[Sequence[Row | None]],
    firsts: Sequence[Row],
) -> html.Table:
    body = [
        html.Tr(
            [
                html.Th(label, scope="row"),
                *(html.Td(figure_lines(view, row) if row else "") for row in cells),
            ]
        )
        for (_, label), cells in zip(periods, zip(*grid, strict=True), strict=True)
    ]
    head = [html.Th("Period", scope="col")]
    head += [html.Th(name, scope="col") for name in _line_names(firsts)]
    return _table(view, head, body)


def _by_figure(view: View, rows: Sequence[Row]) -> html.Table:
    columns = _figure_columns(view, rows)
    body = [
        html.Tr(
            [
                html.Th(name, className=set_in(view, row), scope="row"),
                *(html.Td(build(row)) for _, build in columns),
            ],
            className=_emphasis(view, row),
        )
        for name, row in zip(_line_names(rows), rows, strict=True)
    ]
    head = [html.Th(_first_heading(view, rows), scope="col")]
    head += [html.Th(label, scope="col") for label, _ in columns]
    return _table(view, head, body)


def _figure_columns(
    view: View, rows: Sequence[Row]
) -> list[tuple[str, Callable[[Row], Component | str]]]:
    columns: list[tuple[str, Callable[[Row], Component | str]]] = [
        (_value_heading(view), lambda row: _value(view, row))
    ]
    if any(row.denominator is not None for row in rows):
        if view.measure.is_count:
            columns.append(("Share", wording.share_of_whole))
        if view.measure.is_share:
            columns.append(("Count", lambda row: _count(row.numerator)))
        columns.append((_rests_on(view), lambda row: _count(row.denominator)))
    if any(row.lower is not None for row in rows):
        columns.append(("95% interval", lambda row: wording.format_interval(row, view)))
    return columns


def _value_heading(view: View) -> str:
    """Head the column of figures; of what a share is stands in the subtitle and the caption."""
    return "Per cent" if view.measure.is_share else wording.unit_heading(view)


def _rests_on(view: View) -> str:
    """Head the column of what figures rest on: a mean is not out of its number."""
    return "Out of" if not view.measure.is_reported else "Number"


def figure_lines(view: View, row: Row) -> list[Component | str]:
    """Write a figure in a cell over what it rests on and its interval."""
    lines: list[Component | str] = [_value(view, row)]
    if row.value is not None and row.denominator is not None:
        lines += [" ", html.Small(_support(view, row, wording.format_count(row.denominator)))]
    if view.a_year and wording.in_all(row):
        lines += [" ", html.Small(wording.in_all(row))]
    if row.lower is not None:
        lines += [" ", html.Small(wording.format_interval(row, view))]
    return lines


def _support(view: View, row: Row, whole: str) -> str:
    """Write in a cell what its figure rests on: 26 of 31; 46% of 259; of 40."""
    if view.measure.is_count:
        return f"{wording.share_of_whole(row)} of {whole}".strip()
    if row.numerator is None:
        return f"of {whole}"
    return f"{wording.about(row)}{wording.format_count(row.numerator)} of {whole}"


def _value(view: View, row: Row) -> Component | str:
    text = wording.format_value(row, view)
    return html.Span(text, className="mark") if row.value is None else text


def _count(number: int | None) -> str:
    return "" if number is None else wording.format_count(number)


def _line_names(firsts: Sequence[Row]) -> list[str]:
    """Return the names of lines, each by a row of it, after what tells them apart."""
    several_areas = len({row.area for row in firsts}) > 1
    several_groups = len({row.group for row in firsts}) > 1
    if several_areas and several_groups:
        return [f"{row.area_name}: {row.group_label}" for row in firsts]
    return [row.group_label if several_groups else row.area_name for row in firsts]


def _first_heading(view: View, rows: Sequence[Row]) -> str:
    if len({row.group for row in rows}) > 1 and view.breakdown is not None:
        return view.breakdown.label
    return "Area"


def set_in(view: View, row: Row) -> str | None:
    """Set the name of a group in by how deep it lies within others, stages apart."""
    if view.breakdown is None or view.breakdown.kind is not BreakdownKind.PARTS:
        return None
    return _INDENTS[min(wording.depth_of_group(view.breakdown, row.group), len(_INDENTS) - 1)]


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
