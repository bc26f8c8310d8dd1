"""What Dash draws in place of a page: some parts as components, the others as finished HTML."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.field import Field
from dashboard.data.store.releases import Store
from dashboard.web.prerendering import (
    Node,
    draw_stills,
    find_main,
    kept_properties,
    properties,
    render,
    tag_of,
)
from dashboard.web.site import RequestedPage, walk

HELP = "Point at the chart, tap it, or use the arrow keys to read its figures."

Json = dict[str, Any]


def live_layout(page: RequestedPage, store: Store, live_ids: Collection[str]) -> Component:
    """Build what Dash draws in place of the page's still `main`: the address, then the page.

    `kept` are the ids of components that callbacks are about, which stay components.
    """
    search = str(page.address).partition("?")[2]
    address = _component(
        "Address",
        id="address",
        pathname=page.address.path,
        search=f"?{search}" if search else "",
    )
    parts: Any = [
        address,
        live_part(page, store, live_ids),
    ]  # Dash types children as those that Python knows
    return html.Div(parts)


def live_part(page: RequestedPage, store: Store, live_ids: Collection[str]) -> html.Div:
    """Build the part of it that changes with the address."""
    return html.Div(_live(find_main(page.tree(store)), live_ids), id="page")


def _live(node: Any, live_ids: Collection[str]) -> Any:  # children are anything
    """Make charts and choices live, and leave all that holds nothing live as the HTML that it was.

    Dash tells each component of each change to any other: with one for each cell of each table
    a page takes seconds to change.
    """
    if isinstance(node, list | tuple):
        return [_live(child, live_ids) for child in node]
    for kind, make in _MADE_LIVE:
        if isinstance(node, kind):
            return make(node)
    if not isinstance(node, Component):
        return node
    if any(_stays(part, live_ids) for part in walk(node)):
        node.children = _live(getattr(node, "children", None), live_ids)
        return node
    inside = render(properties(node).get("children"))
    return _component("Finished", tag=tag_of(node), given=kept_properties(node), html=inside)


def _stays(part: Component, live_ids: Collection[str]) -> bool:
    return isinstance(part, _KINDS) or getattr(part, "id", None) in live_ids


def _chart(graph: dcc.Graph) -> Json:
    """Return a chart of the shape of its still picture, that picture, and what stands below it."""
    props = properties(graph)
    still = props["config"].get("staticPlot", False)
    return _component(
        "Chart",
        id=props["id"],
        figure=props["figure"],
        config=props["config"],
        help="" if still else HELP,
        paper=draw_stills(props["figure"]),
    )


def _choice(select: html.Select) -> Json:
    """Return a choice apart from what is chosen, so that it stays the same while that changes."""
    options = [properties(part) for part in walk(select) if isinstance(part, html.Option)]
    chosen = next((one["value"] for one in options if one.get("selected")), options[0]["value"])
    offered: list[Node] = [html.Option(one["children"], value=one["value"]) for one in options]
    return _component("Choice", given=kept_properties(select), html=render(offered), value=chosen)


def _field(field: Field) -> Json:
    props = kept_properties(field)
    checked, value = props.pop("checked", False), props.pop("value", "")
    return _component("Field", checked=checked, value=value, given=props)


def _component(kind: str, **props: Any) -> Json:
    """Write a component of assets/live/components.js, which Python need not know more of."""
    return {"namespace": "dashboard_live", "type": kind, "props": props}


_MADE_LIVE: tuple[tuple[type[Component], Callable[[Any], Json]], ...] = (
    (dcc.Graph, _chart),
    (html.Select, _choice),
    (Field, _field),
)
_KINDS = tuple(kind for kind, _ in _MADE_LIVE)
