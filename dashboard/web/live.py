"""How does Dash take a page over when a reader asks for it?

Dash lives in a corner of the site, under /_live/, and answers two requests: `start`, which says
all that its scripts need to draw the page in hand (fetched once, cached like any page), and the
callback route. Its own index, layout, asset and component routes are shut: pages are finished
HTML, and scripts are static files.

What is relied on inside Dash 4.4.1, each guarded by tests/web/test_live.py:
- `Dash._config()` is what its scripts expect in the element #_dash-config;
- `_dash-dependencies` answers the list of callbacks;
- a layout is the JSON of nested {namespace, type, props};
- a `dcc.Location` whose properties say where the browser is already fires no callback.
"""

from __future__ import annotations

import json
from typing import Any

import dash
from dash import Input, Output, State, dcc, html
from dash.development.base_component import Component
from flask import Flask, Response, abort, request
from plotly.io.json import to_json_plotly

from dashboard import pages
from dashboard.web.addresses import split_address
from dashboard.web.answers import JSON, Body
from dashboard.web.current import PinnedStore
from dashboard.web.prerendering import find_main, properties
from dashboard.web.serving import full_title
from dashboard.web.site import Page, Site, find_page

PREFIX = "/_live/"
START = f"{PREFIX}start"
CALLBACK = f"{PREFIX}_dash-update-component"
DEPENDENCIES = f"{PREFIX}_dash-dependencies"
LARGEST_CALLBACK_BYTES = 64 * 1024

# What tells versions, or is made anew for each request and used by nothing here.
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
    for module in pages.PAGES:
        register = getattr(module, "register_callbacks", None)
        if register is not None:
            register(app, site.store)
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
    store = site.current.store()
    page = find_page(split_address(request.args.get("page", "")), store)
    if page is None:
        abort(404)

    def make() -> Body:
        layout = to_json_plotly(live_layout(page, store))
        said = json.dumps({"config": config, "dependencies": dependencies})
        return Body(f'{said[:-1]}, "layout": {layout}}}'.encode("utf-8", "replace"), JSON)

    return site.answers.answer(store.latest(), f"{START} {page.address}", make)


def live_layout(page: Page, store: PinnedStore) -> Component:
    """Build what Dash draws in place of the page's still `main`."""
    search = str(page.address).partition("?")[2]
    return html.Div(
        [
            dcc.Location(
                id="address",
                refresh=False,
                pathname=page.address.path,
                search=f"?{search}" if search else "",
            ),
            _part(page, store),
        ]
    )


def _part(page: Page, store: PinnedStore) -> html.Div:
    title: dict[str, Any] = {"data-title": full_title(page.title(store), store)}
    return html.Div(_with_live_charts(find_main(page.layout(store))), id="page", **title)


def _register_router(app: dash.Dash, site: Site) -> None:
    @app.callback(
        Output("page", "children"),
        Output("page", "data-title"),
        Input("address", "search"),
        State("address", "pathname"),
        prevent_initial_call=True,
    )
    def show(search: object, pathname: object) -> tuple[Component, str]:
        if not isinstance(search, str) or not isinstance(pathname, str):
            abort(400)
        store = site.current.store()
        asked = search if search.startswith("?") else ""
        page = find_page(split_address(f"{pathname}{asked}"), store)
        if page is None:
            abort(404)
        part = properties(_part(page, store))
        return part["children"], part["data-title"]


def _with_live_charts(tree: Any) -> Any:  # children are anything
    """Put each chart in a frame that has the shape of its still picture."""
    if isinstance(tree, list | tuple):
        return [_with_live_charts(child) for child in tree]
    if isinstance(tree, dcc.Graph):
        return _live_chart(tree)
    if isinstance(tree, Component) and hasattr(tree, "children"):
        tree.children = _with_live_charts(tree.children)
    return tree


def _live_chart(graph: dcc.Graph) -> html.Div:
    """Frame a chart. Its height goes along as a style set by script, which the policy allows."""
    given = properties(graph)
    return html.Div(
        [
            html.Div(
                graph,
                className="live-chart__plot",
                style={"--height": given["figure"]["layout"]["height"]},
            ),
            html.P(
                "Point at the chart, or tap it, to read its figures.",
                className="explore explore--help small quiet",
            ),
        ],
        className="live-chart",
        id=f"{given['id']}-frame",
        tabIndex=-1,
    )


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
