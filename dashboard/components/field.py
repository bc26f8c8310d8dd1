"""What does a form hold that dash.html has no component for?"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


class Field(Component):
    """An `input` element: a box to tick, a box to type in, or a value that a form always sends.

    Written as HTML by web/prerendering.py; drawn by `Field` of assets/live/components.js.
    """

    _type = "Field"
    _namespace = "dashboard_live"
    _prop_names: list[str] = ["checked", "id", "list", "name", "type", "value"]  # noqa: RUF012  # as in Dash
    _base_nodes: list[str] = ["children"]  # noqa: RUF012  # as in Dash
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012  # as in Dash

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]  # Dash has no types here
