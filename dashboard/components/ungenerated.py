"""What Dash asks of a component that it did not generate."""

from __future__ import annotations

from typing import Any

NAMESPACE = "dashboard_live"  # of assets/live/components.js


class Ungenerated:
    """What such components have in common, as a base before Component.

    Each says its `_type`, `_prop_names` and NAMESPACE, which Dash reads in its class alone.
    """

    _base_nodes: list[str] = ["children"]  # noqa: RUF012  # as in Dash
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012  # as in Dash

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
