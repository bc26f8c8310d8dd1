"""SVG within the words of a page, which takes the page's own colours, forced ones too."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.components.ungenerated import NAMESPACE, Ungenerated


class Drawing(Ungenerated, Component):
    """Paths in a box, `width` by `height`, that has the size of its class; `stretched` to fill it.

    `paths` are pairs of a path's class, or nothing, and its commands. `label` is the same in words; without
    one, words next to it say so, and it is for those who see it.
    """

    _type = "Drawing"
    _namespace = NAMESPACE
    _prop_names: list[str] = ["className", "height", "label", "paths", "stretched", "width"]  # noqa: RUF012  # as in Dash
