"""How Dash takes over a page once it has been seen.

Dash lives in a corner of the site, under /_live/, and answers two requests: `start`, which says
all that its scripts need to draw the page in hand (fetched once, cached like any page), and the
callback route. Its own index, layout, asset and component routes are shut: pages are finished
HTML, and scripts are static files.

A page may have callbacks as Dash's documentation teaches them: `Page.callbacks` is given the app, and
the components that they are about stay components in the live page.

What is relied on inside Dash 4.4.1, with what assets/live/page.js relies on, each guarded by a test of
tests/web/test_dash_internals.py:
- `callback_map` and `dependencies()` list the callbacks, with their inputs and states;
- a call has {output, outputs, inputs, state}, and its answer is {multi, response: {id: {property:
  value}}}, which the cache sends in Dash's stead (tests/web/test_response_cache.py);
- a layout may hold {namespace, type, props} of which Python knows nothing.
"""

from __future__ import annotations

import json
from typing import Any

import dash
from dash import Input, Output, State, html
from flask import Flask, Response, abort, request
from plotly.io.json import to_json_plotly

from dashboard import pages
from dashboard.data.store.releases import Store
from dashboard.web.addresses import Address, split_address
from dashboard.web.live_layout import live_layout, live_part
from dashboard.web.page_routes import full_title
from dashboard.web.response_cache import JSON, CachedResponse, send
from dashboard.web.site import Site, find_page

PREFIX = "/_live/"
START = f"{PREFIX}start"
CALLBACK = f"{PREFIX}_dash-update-component"
DEPENDENCIES = f"{PREFIX}_dash-dependencies"
ROUTER = "address.answer"  # the callback that gives the page at an address
LARGEST_CALLBACK_BYTES = 64 * 1024

# What tells versions, or is made for each request and used by nothing here.
_LEFT_OUT = (
    "dash_version",
    "dash_version_url",
    "ddk_version",
    "end_id",
    "plotly_version",
    "python_version",
)


class Corner(dash.Dash):
    """Dash without an index: `config` and `entry` are the HTML that it would have put there."""

    config_element = ""
    entry_element = ""

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # as Dash documents it
        """Keep what a page needs for Dash to start in it, as Dash lets an app arrange its index."""
        self.config_element = _without_versions(parts["config"])
        self.entry_element = parts["app_entry"]
        index: str = super().interpolate_index(**parts)  # type: ignore[no-untyped-call]  # Dash has no types here
        return index


def _without_versions(element: str) -> str:
    head, _, rest = element.partition(">")
    text, _, tail = rest.rpartition("<")
    config = {k: v for k, v in json.loads(text).items() if k not in _LEFT_OUT}
    return f"{head}>{json.dumps(config)}<{tail}"


def mount_dash(server: Flask, site: Site) -> Corner:
    """Put Dash in its corner, with the callback that keeps a page and its address together.

    Its answers come from the cache; those of pages' own callbacks from Dash.
    """
    app = Corner(
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
    for page in pages.PAGES:
        page.callbacks(app)
    others = server.view_functions[CALLBACK]

    def answer() -> Any:  # anything that Flask lets a view give
        is_router = request.get_json()["output"] == ROUTER
        return _answer_callback(app, site) if is_router else others()

    server.view_functions[CALLBACK] = answer
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


def register_start(server: Flask, app: Corner, site: Site) -> None:
    """Answer /_live/start?page=/outcomes%3Farea=... once every callback is registered."""
    with server.test_request_context(DEPENDENCIES):
        dependencies = json.loads(app.dependencies().get_data())
        app.index()  # type: ignore[no-untyped-call]  # nor here
    shared = json.dumps(
        {"config": app.config_element, "entry": app.entry_element, "dependencies": dependencies}
    )
    server.add_url_rule(START, "start", lambda: _start(app, site, shared))


def _start(app: Corner, site: Site, shared: str) -> Response:
    store = site.requested_store()
    page = find_page(split_address(request.args.get("page", "")), store)
    if page is None:
        abort(404)

    def make() -> CachedResponse:
        layout = to_json_plotly(live_layout(page, store, _live_ids(app)))
        return CachedResponse.make(
            f'{shared[:-1]}, "layout": {layout}}}'.encode("utf-8", "replace"), JSON
        )

    return site.responses.respond(store.edition, f"{START} {page.address}", make)


def _live_ids(app: Corner) -> frozenset[str]:
    """Return the components that pages' callbacks are about."""
    ids: set[str] = set()
    for call in app.callback_map.values():
        ids |= {one["id"] for one in [*call["inputs"], *call["state"]]}
        outputs = call["output"]
        outputs = outputs if isinstance(outputs, list | tuple) else [outputs]
        ids |= {one.component_id for one in outputs}
    return frozenset(ids - {"address"})


def _register_router(app: Corner, site: Site) -> None:
    @app.callback(
        Output("address", "answer"),
        Input("address", "search"),
        State("address", "pathname"),
        prevent_initial_call=True,
    )
    def show(search: object, pathname: object) -> dict[str, Any]:
        return _page_for(app, search, pathname, site.requested_store())


def _answer_callback(app: Corner, site: Site) -> Response:
    """Answer in Dash's stead, from the cache, with what Dash would answer.

    Nothing of the request counts but the two values that the answer depends on, so that no
    request can put an answer into the cache that another should not get.
    """
    body = request.get_json()
    search, pathname = body["inputs"][0].get("value"), body["state"][0].get("value")
    store = site.requested_store()

    def make() -> CachedResponse:
        answer = {"address": {"answer": _page_for(app, search, pathname, store)}}
        text = to_json_plotly({"multi": True, "response": answer})
        return CachedResponse.make(text.encode("utf-8", "replace"), JSON)

    return send(site.responses.get(store.edition, f"{CALLBACK} {pathname} {search}", make))


def _page_for(app: Corner, search: object, pathname: object, store: Store) -> dict[str, Any]:
    """Build the page at an address as the script that asked for it takes it over."""
    if not isinstance(search, str) or not isinstance(pathname, str):
        abort(400)
    asked = search if search.startswith("?") else ""
    page = find_page(split_address(f"{pathname}{asked}"), store)
    if page is None:
        abort(404)
    title = full_title(page.title(store), store)
    return {
        "search": search,
        "settled": str(page.address).removeprefix(str(Address(page.address.path))),
        "title": title,
        "page": live_part(page, store, _live_ids(app)),
    }


def _is_callback(app: dash.Dash) -> bool:
    """Return True if a request's body is a call that one of the app's callbacks can take."""
    body = _read_body()
    if not isinstance(body, dict) or not isinstance(body.get("outputs"), list | dict):
        return False
    known = app.callback_map.get(body["output"]) if isinstance(body.get("output"), str) else None
    return (
        known is not None
        and isinstance(body.get("changedPropIds", []), list)
        and _names(body.get("inputs")) == _names(known["inputs"])
        and _names(body.get("state", [])) == _names(known["state"])
    )


def _read_body() -> object:
    """Return what a request says in JSON; nothing where it is none, breaks off or goes too deep."""
    try:
        return request.get_json(silent=True)
    except Exception:  # noqa: BLE001  # the server's, of a broken connection or chunk; of [[[[...
        return None


def _names(entries: object) -> list[tuple[object, object]] | None:
    if not isinstance(entries, list) or not all(isinstance(part, dict) for part in entries):
        return None
    return [(part.get("id"), part.get("property")) for part in entries]
