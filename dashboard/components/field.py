"""A form's `input`, for which dash.html has no component."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.ungenerated import NAMESPACE, Ungenerated


class Field(Ungenerated, Component):
    """An `input` element: a box to tick, a box to type in, or a value that a form always sends.

    Written as HTML by web/prerendering.py; drawn by `Field` of assets/live/components.js.
    """

    _type = "Field"
    _namespace = NAMESPACE
    _prop_names: list[str] = ["checked", "id", "list", "name", "type", "value"]  # noqa: RUF012  # as in Dash
