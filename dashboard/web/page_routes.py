"""The routes of pages: how an address becomes a finished page, and what is sent when it cannot."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import replace
from urllib.parse import parse_qsl

from dash import dcc
from dash.development.base_component import Component
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from dashboard import pages
from dashboard.components.filters import FORM
from dashboard.components.page import AREA, Page, no_callbacks
from dashboard.data.release.reserved import SEVERAL_AREAS
from dashboard.data.store.releases import Store
from dashboard.exceptions import DashboardError, StoreError, UnknownRelease, WithdrawnRelease
from dashboard.pages import not_found, show_not_found
from dashboard.web.addresses import Address, card_address, read_address, without_last_slash
from dashboard.web.document import Document, plain_document
from dashboard.web.linked_data import linked_data
from dashboard.web.logs import place_of, request_id, route
from dashboard.web.making import Busy
from dashboard.web.permalinks import rebase
from dashboard.web.prerendering import properties, render
from dashboard.web.provenance import foot_lines
from dashboard.web.response_cache import HTML, CachedResponse, send
from dashboard.web.site import RequestedPage, Site, find_page, walk

PAGE_BELOW = "page-below"

HOW_TO_PUBLISH = (
    "If this dashboard has just been set up, it needs a release. Anyone who runs it can publish one: "
    "bin/serve publishes the illustrative release, and "
    "python -m dashboard.publishing publish FOLDER publishes any other."
)

_log = logging.getLogger(__name__)


def register_pages(server: Flask, site: Site) -> None:
    """Answer every address that no other route does, and every error, with a page."""
    server.add_url_rule("/", "page", lambda: _answer_page(site))
    server.add_url_rule("/<path:path>", PAGE_BELOW, lambda path: _answer_page(site))  # noqa: ARG005  # Flask passes it
    server.register_error_handler(WithdrawnRelease, lambda error: _withdrawn(error, site))
    server.register_error_handler(UnknownRelease, lambda error: _no_release(site))  # noqa: ARG005  # Flask passes the error
    server.register_error_handler(StoreError, lambda error: _store_failed(error, site))
    server.register_error_handler(Busy, lambda error: _busy(error, site))
    server.register_error_handler(HTTPException, lambda error: _refuse(error, site))
    server.register_error_handler(Exception, lambda error: _failed(error, site))


def requested_address() -> Address:
    """Read the address of the request in hand."""
    text = request.query_string.decode("ascii", "replace")
    return read_address(request.path, parse_qsl(text, keep_blank_values=True, errors="replace"))


def _answer_page(site: Site) -> Response:
    store = site.requested_store()
    asked = find_page(requested_address(), store)
    if asked is None:
        return _redirected(store) or send(_not_found(store, site))
    if path := asked.page.onward(store.catalogue(), asked.address.values()):
        return _lead_to(Address(path), 302)
    if not _is_settled(asked.address, store):
        return _lead_to(asked.address, 302)
    return site.responses.respond(
        store.edition, str(asked.address), lambda: page_body(asked, store, site)
    )


def _is_settled(address: Address, store: Store) -> bool:
    """Return True unless the request asks for areas otherwise than the one address that does."""
    if not request.query_string:
        return True
    values = address.values()
    several = request.args.getlist(SEVERAL_AREAS)
    if several and several != [values.get(SEVERAL_AREAS)]:
        return False
    area = store.catalogue().area(values.get("area", ""))
    return area is None or request.args.get("area") == area.slug


def _redirected(store: Store) -> Response | None:
    """Lead on to what is meant by an address with a last slash or in other capitals."""
    address = requested_address()
    meant = _meant(without_last_slash(address.path), store)
    if meant is None or meant == address.path:
        return None
    return _lead_to(replace(address, path=meant), 301)


def _lead_to(address: Address, status: int) -> Response:
    location = request.root_path.rstrip("/") + str(address)
    return Response(status=status, headers={"Location": location})


def _meant(path: str, store: Store) -> str | None:
    known = {one.casefold(): one for one in page_paths(store)}
    if path.casefold() in known:
        return known[path.casefold()]
    files = current_app.url_map.bind("")
    for spelling in (path, path.lower()):
        with contextlib.suppress(HTTPException):
            endpoint, _ = files.match(spelling, method="GET")
            if endpoint != PAGE_BELOW:
                return spelling
    return None


def page_paths(store: Store) -> list[str]:
    """List the path of every page of the release being served."""
    catalogue = store.catalogue()
    return [path for page in pages.PAGES for path in page.paths(catalogue)]


def page_body(asked: RequestedPage, store: Store, site: Site) -> CachedResponse:
    """Make a page: its tree, and the document that holds it."""
    tree = asked.tree(store)
    document = Document(
        title=full_title(asked.title(store), store),
        description=asked.page.description,
        canonical=site.root + str(asked.address),
        body=rebase(render(tree), request.script_root),
        live="" if store.permanent else _live(asked.page, tree),
        indexed=not store.permanent,
        site_name=f"{store.catalogue().programme.short_name} impact dashboard",
        picture=site.root and f"{site.root}{card_address(asked.address)}",
        data=linked_data(store, site.root) if _is_described(asked, store) else "",
        foot=_foot(asked, store, site) if AREA in asked.page.path else "",
    )
    return CachedResponse.make(document.write(site.files).encode("utf-8", "replace"), HTML)


def _foot(asked: RequestedPage, store: Store, site: Site) -> str:
    address = site.whole_address(asked.address)
    return " · ".join(foot_lines(store.latest(), store.catalogue(), address))


def _is_described(asked: RequestedPage, store: Store) -> bool:
    """Return True if a page tells search engines of the release: only where they may list it."""
    return asked.page.describes_release and not store.permanent


def full_title(title: str, store: Store) -> str:
    """Put the programme's name after a page's, for the browser's tab and for search engines."""
    name = store.catalogue().programme.name
    return title if title == name else f"{title} | {name}"


def _live(page: Page, tree: Component) -> str:
    """Return when a page may become live: by itself with charts or callbacks, else by its filters."""
    if page.callbacks is not no_callbacks or any(
        isinstance(part, dcc.Graph) and _is_explorable(part) for part in walk(tree)
    ):
        return "idle"
    return "asked" if any(getattr(part, "id", "") == FORM for part in walk(tree)) else ""


def _is_explorable(chart: dcc.Graph) -> bool:
    return not properties(chart)["config"].get("staticPlot")


def _not_found(store: Store, site: Site) -> CachedResponse:
    document = Document(
        title=full_title(not_found.TITLE, store),
        description=not_found.DESCRIPTION,
        canonical="",
        body=rebase(render(show_not_found(store)), request.script_root),
        indexed=False,
    )
    return CachedResponse.make(
        document.write(site.files).encode("utf-8", "replace"), HTML, status=404
    )


def _no_release(site: Site) -> Response:
    lines = ["No release has been published to this dashboard yet.", HOW_TO_PUBLISH]
    return _plain("No figures yet", lines, 503, site)


def _withdrawn(error: Exception, site: Site) -> Response:
    lines = ["The figures that stood here were withdrawn, and there are no others to show."]
    return _plain("This release was withdrawn", [*lines, f"Reason: {error}"], 503, site)


def _store_failed(error: Exception, site: Site) -> Response:
    _log.error("While answering %s (%s), the store failed: %s", route(), request_id(), error)
    lines = ["The figures cannot be read just now. Please try again in a few minutes."]
    lines.append(HOW_TO_PUBLISH)
    return _plain("The figures cannot be read", lines, 503, site)


def _busy(error: Exception, site: Site) -> Response:
    _log.warning("A file was not made: %s", error)
    lines = ["The file cannot be made just now. Please try again in a minute."]
    return _plain("The file cannot be made just now", lines, 503, site)


def _refuse(error: HTTPException, site: Site) -> Response:
    code = error.code or 500
    if code < 400:
        return Response(status=code, headers=dict(error.get_headers()))
    refused = _plain(error.name, [_reason(code)], code, site)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        refused.headers["Allow"] = ", ".join(sorted(allowed))
    return refused


def _reason(code: int) -> str:
    if code == 404:
        return "There is nothing at this address."
    if code == 405:
        return "This address can be read, and takes nothing else."
    return "The request could not be understood."


def _failed(error: Exception, site: Site) -> Response:
    # Our own errors say what is wrong and never a value; of others the log gets the place alone.
    what = error if isinstance(error, DashboardError) else place_of(error)
    _log.error("While answering %s (%s): %s", route(), request_id(), what)
    lines = [f"Something went wrong on our side. It has been noted as {request_id()}."]
    return _plain("This page could not be made", lines, 500, site)


def _plain(title: str, lines: list[str], status: int, site: Site) -> Response:
    content = plain_document(title, lines, site.files).encode("utf-8", "replace")
    response = send(CachedResponse.make(content, HTML, status=status))
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response
