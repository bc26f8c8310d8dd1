"""How does Dash take a page over once it has been seen?

Dash lives in a corner of the site, under /_live/, and answers two requests: `start`, which says
all that its scripts need to draw the page in hand (fetched once, cached like any page), and the
callback route. Its own index, layout, asset and component routes are shut: pages are finished
HTML, and scripts are static files.

What is relied on inside Dash 4.4.1, each guarded by tests/web/test_dash_internals.py:
- `Dash._config()` is what its scripts expect in the element #_dash-config;
- `_dash-dependencies` answers the list of callbacks;
- a layout is the JSON of nested {namespace, type, props}, and what a callback gives may hold one;
- the answer to a callback is {multi, response: {id: {property: value}}}, which the cache sends in
  Dash's stead (tests/web/test_response_cache.py);
- a component that Python knows nothing of may stand in a layout, and be a callback's input.
"""

from __future__ import annotations

import json
from typing import Any

import dash
from dash import Input, Output, State, dcc, html
from dash.development.base_component import Component
from flask import Flask, Response, abort, request
from plotly.io.json import to_json_plotly

from dashboard.data.store.releases import Store
from dashboard.web.addresses import split_address
from dashboard.web.page_routes import full_title
from dashboard.web.prerendering import (
    Node,
    draw_stills,
    find_main,
    kept_properties,
    properties,
    render,
    tag_of,
)
from dashboard.web.response_cache import JSON, CachedResponse, send
from dashboard.web.site import RequestedPage, Site, find_page, walk

PREFIX = "/_live/"
START = f"{PREFIX}start"
CALLBACK = f"{PREFIX}_dash-update-component"
DEPENDENCIES = f"{PREFIX}_dash-dependencies"
LARGEST_CALLBACK_BYTES = 64 * 1024
HELP = "Point at the chart, tap it, or use the arrow keys to read its figures."

Json = dict[str, Any]

# What tells versions, or is made for each request and used by nothing here.
_LEFT_OUT = (
    "dash_version",
    "dash_version_url",
    "ddk_version",
    "end_id",
    "plotly_version",
    "python_version",
)


def mount_dash(server: Flask, site: Site) -> dash.Dash:
    """Put Dash in its corner, with the one callback that keeps a page and its address together."""
    app = dash.Dash(
        __name__,
        server=server,  # type: ignore[arg-type]  # a Flask too, as its documentation says
        routes_pathname_prefix=PREFIX,
        requests_pathname_prefix=PREFIX,
        assets_folder="",
        include_assets_files=False,
        pages_folder="",
        use_pages=False,
        suppress_callback_exceptions=True,
        update_title="",
        add_log_handler=False,
    )
    app.layout = html.Div()
    _register_router(app, site)
    server.view_functions[CALLBACK] = lambda: _answer_callback(site)
    return app


def shut_routes(app: dash.Dash) -> None:
    """Refuse what Dash would answer and no reader needs. Runs before every request."""
    path = request.path
    if not path.startswith(PREFIX) or path == START:
        return
    if path != CALLBACK or request.method != "POST":
        abort(404)
    if (request.content_length or 0) > LARGEST_CALLBACK_BYTES or not _is_callback(app):
        abort(400)


def register_start(server: Flask, app: dash.Dash, site: Site) -> None:
    """Answer /_live/start?page=/outcomes%3Farea=... once every callback is registered."""
    config = {k: v for k, v in _config_of(app).items() if k not in _LEFT_OUT}
    with server.test_request_context(DEPENDENCIES):
        dependencies = json.loads(app.dependencies().get_data())
    server.add_url_rule(START, "start", lambda: _start(site, config, dependencies))


def _config_of(app: dash.Dash) -> dict[str, Any]:
    config: dict[str, Any] = app._config()  # type: ignore[no-untyped-call]  # noqa: SLF001  # see above
    return config


def _start(site: Site, config: dict[str, Any], dependencies: list[Any]) -> Response:
    store = site.requested_store()
    page = find_page(split_address(request.args.get("page", "")), store)
    if page is None:
        abort(404)

    def make() -> CachedResponse:
        layout = to_json_plotly(live_layout(page, store))
        said = json.dumps({"config": config, "dependencies": dependencies})
        return CachedResponse.make(
            f'{said[:-1]}, "layout": {layout}}}'.encode("utf-8", "replace"), JSON
        )

    return site.responses.respond(store.edition, f"{START} {page.address}", make)


def live_layout(page: RequestedPage, store: Store) -> Component:
    """Build what Dash draws in place of the page's still `main`: the address, then the page."""
    search = str(page.address).partition("?")[2]
    address = _own(
        "Address",
        id="address",
        pathname=page.address.path,
        search=f"?{search}" if search else "",
    )
    parts: Any = [address, _part(page, store)]  # Dash types children as those that Python knows
    return html.Div(parts)


def _part(page: RequestedPage, store: Store) -> html.Div:
    return html.Div(_live(find_main(page.tree(store))), id="page")


def _register_router(app: dash.Dash, site: Site) -> None:
    @app.callback(
        Output("address", "answer"),
        Input("address", "search"),
        State("address", "pathname"),
        prevent_initial_call=True,
    )
    def show(search: object, pathname: object) -> dict[str, Any]:
        return _page_for(search, pathname, site.requested_store())


def _answer_callback(site: Site) -> Response:
    """Answer in Dash's stead, from the cache, with what Dash would answer.

    Nothing of the request counts but the two values that the answer depends on, so that no
    request can put an answer into the cache that another should not get.
    """
    body = request.get_json()
    search, pathname = body["inputs"][0].get("value"), body["state"][0].get("value")
    store = site.requested_store()

    def make() -> CachedResponse:
        answer = {"address": {"answer": _page_for(search, pathname, store)}}
        text = to_json_plotly({"multi": True, "response": answer})
        return CachedResponse.make(text.encode("utf-8", "replace"), JSON)

    return send(site.responses.get(store.edition, f"{CALLBACK} {pathname} {search}", make))


def _page_for(search: object, pathname: object, store: Store) -> dict[str, Any]:
    """Build the page at an address as the script that asked for it takes it over."""
    if not isinstance(search, str) or not isinstance(pathname, str):
        abort(400)
    asked = search if search.startswith("?") else ""
    page = find_page(split_address(f"{pathname}{asked}"), store)
    if page is None:
        abort(404)
    title = full_title(page.title(store), store)
    return {"search": search, "title": title, "page": _part(page, store)}


def _live(node: Any) -> Any:  # children are anything
    """Make charts and choices live, and leave all that holds neither as the HTML that it was.

    Dash tells each component of each change to any other: with one for each cell of each table
    a page takes seconds to change.
    """
    if isinstance(node, list | tuple):
        return [_live(child) for child in node]
    if isinstance(node, dcc.Graph):
        return _chart(node)
    if isinstance(node, html.Select):
        return _choice(node)
    if not isinstance(node, Component):
        return node
    if any(isinstance(part, dcc.Graph | html.Select) for part in walk(node)):
        node.children = _live(node.children)
        return node
    inside = render(properties(node).get("children"))
    return _own("Finished", tag=tag_of(node), given=kept_properties(node), html=inside)


def _chart(graph: dcc.Graph) -> Json:
    """Give a chart of the shape of its still picture, that picture, and what stands below it."""
    given = properties(graph)
    still = given["config"].get("staticPlot", False)
    return _own(
        "Chart",
        id=given["id"],
        figure=given["figure"],
        config=given["config"],
        help="" if still else HELP,
        paper=draw_stills(given["figure"]),
    )


def _choice(select: html.Select) -> Json:
    """Give a choice apart from what is chosen, so that it stays the same while that changes."""
    options = [properties(part) for part in walk(select) if isinstance(part, html.Option)]
    chosen = next((one["value"] for one in options if one.get("selected")), options[0]["value"])
    offered: list[Node] = [html.Option(one["children"], value=one["value"]) for one in options]
    return _own("Choice", given=kept_properties(select), html=render(offered), value=chosen)


def _own(kind: str, **given: Any) -> Json:
    """Write a component of assets/live/components.js, which Python need not know more of."""
    return {"namespace": "dashboard_live", "type": kind, "props": given}


def _is_callback(app: dash.Dash) -> bool:
    """Tell whether a request's body is a call that one of the app's callbacks can take."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("outputs"), list | dict):
        return False
    known = app.callback_map.get(body["output"]) if isinstance(body.get("output"), str) else None
    return (
        known is not None
        and isinstance(body.get("changedPropIds", []), list)
        and _names(body.get("inputs")) == _names(known["inputs"])
        and _names(body.get("state", [])) == _names(known["state"])
    )


def _names(given: object) -> list[tuple[object, object]] | None:
    if not isinstance(given, list) or not all(isinstance(part, dict) for part in given):
        return None
    return [(part.get("id"), part.get("property")) for part in given]
