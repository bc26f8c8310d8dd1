"""How are the cells of a table made, when a page has a thousand of them?

They are Dash's own components. Dash checks the arguments of each that it makes, which for tables
took longer than the figures in them. Here a cell is a copy of one that Dash has checked, with other
children: what varies from cell to cell is their text.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from dash import html
from dash.development.base_component import Component

Kind = TypeVar("Kind", bound=Component)


def tr(children: Any, class_name: str | None = None) -> html.Tr:  # whatever Dash takes
    """Make a row, with a class if there is one to tell."""
    return _like(html.Tr, children, **_named(class_name))


def td(children: Any) -> html.Td:
    """Make a cell of figures."""
    return _like(html.Td, children)


def row_heading(children: Any, class_name: str | None = None) -> html.Th:
    """Make the cell that names a row, with a class if there is one to tell."""
    return _like(html.Th, children, scope="row", **_named(class_name))


def column_heading(children: Any) -> html.Th:
    """Make the cell that names a column."""
    return _like(html.Th, children, scope="col")


def small(children: Any) -> html.Small:
    """Make the small print of a cell."""
    return _like(html.Small, children)


def span(children: Any, class_name: str) -> html.Span:
    """Make a part of a cell's text that is to look different."""
    return _like(html.Span, children, className=class_name)


def item(children: Any) -> html.Li:
    """Make an item of a list."""
    return _like(html.Li, children)


def _named(class_name: str | None) -> dict[str, str]:
    return {"className": class_name} if class_name else {}


def _like(kind: type[Kind], children: Any, **given: str) -> Kind:
    made = object.__new__(kind)
    vars(made).update(_checked(kind, **given), children=children)
    return made


@cache
def _checked(kind: type[Component], **given: str) -> dict[str, Any]:
    return vars(kind(**given))
