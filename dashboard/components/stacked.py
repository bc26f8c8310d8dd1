"""A table whose columns have long names, which a telephone need not scroll.

On a narrow screen each row is a card, and each entry stands under the name of its column. The
roles are written out, because a table laid out as cards is otherwise no table to screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

Cell = Component | str


def stacked_table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    of_numbers: bool = False,
) -> html.Table:
    """Set out rows whose first cell names them; numbers stand to the right of their names."""
    head = [html.Th(name, scope="col", role="columnheader") for name in columns]
    return html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr(head, role="row"), role="rowgroup"),
            html.Tbody([_row(columns, row) for row in rows], role="rowgroup"),
        ],
        className="stacked stacked--numbers" if of_numbers else "stacked words",
        role="table",
    )


def _row(columns: Sequence[str], cells: Sequence[Cell]) -> html.Tr:
    first, *rest = cells
    return html.Tr(
        [
            html.Th(first, scope="row", role="rowheader"),
            *(
                html.Td(html.Div(cell), role="cell", **_named(name))
                for name, cell in zip(columns[1:], rest, strict=True)
            ),
        ],
        role="row",
    )


def _named(column: str) -> dict[str, Any]:
    return {"data-column": column}
