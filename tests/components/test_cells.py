"""Are quickly made cells the same as those that Dash makes?"""

from __future__ import annotations

from typing import Any

import pytest
from dash import html
from dash._utils import to_json  # what Dash sends, by its own writer
from dash.development.base_component import Component

from dashboard.components.cells import (
    column_heading,
    item,
    row_heading,
    small,
    span,
    td,
    tr,
)


def written(component: Component) -> Any:
    return to_json(component)  # type: ignore[no-untyped-call]  # Dash's own, without types


@pytest.mark.parametrize(
    ("quick", "own"),
    [
        (td("31"), html.Td("31")),
        (td(["31", small("of 40")]), html.Td(["31", html.Small("of 40")])),
        (row_heading("2024"), html.Th("2024", scope="row")),
        (tr([td("31")]), html.Tr([html.Td("31")])),
        (tr([td("31")], "whole"), html.Tr([html.Td("31")], className="whole")),
        (column_heading("Area"), html.Th("Area", scope="col")),
        (span("[c]", "mark"), html.Span("[c]", className="mark")),
        (item("One"), html.Li("One")),
        (row_heading("Home", "part"), html.Th("Home", scope="row", className="part")),
    ],
)
def test_a_cell_is_just_what_dash_makes(quick: Component, own: Component) -> None:
    assert type(quick) is type(own)
    assert vars(quick).keys() == vars(own).keys()
    assert written(quick) == written(own)


def test_cells_do_not_share_what_is_in_them() -> None:
    first, second = td("31"), td("40")
    vars(first)["className"] = "mark"
    assert vars(second)["children"] == "40"
    assert "className" not in vars(second)
