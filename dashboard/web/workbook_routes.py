"""The routes of workbooks: of a figure, of a page and so of an area, of the whole release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from urllib.parse import parse_qsl

from dash import dcc, html
from dash.development.base_component import Component
from flask import Flask, Response, abort

from dashboard.charts.switches import SWITCHES
from dashboard.components.exhibit import PICTURE_KEY
from dashboard.data.queries import Parameters, ask_all, read
from dashboard.data.store.releases import PinnedStore, Store
from dashboard.web.addresses import SUMMARY, Address, Query
from dashboard.web.described import own_address
from dashboard.web.downloads import add_download, ask_view
from dashboard.web.filenames import attachment, page_filename, release_filename, view_filename
from dashboard.web.making import make
from dashboard.web.page_routes import requested_address
from dashboard.web.prerendering import properties
from dashboard.web.response_cache import ODS, XLSX, CachedResponse
from dashboard.web.site import RequestedPage, Site, find_page, walk
from dashboard.web.workbook_contents import (
    Sheet,
    table_sheet,
    view_sheet,
    views_sheets,
    workbook,
)

PROGRAM = "dashboard.web.workbook_program"
KINDS = {"xlsx": XLSX, "ods": ODS}
_OF_PICTURES = {PICTURE_KEY, *SWITCHES}  # keys that say how a figure is drawn
_FIGURE = re.compile(r"/figures/(\w+)\.(?:csv|png)\??(.*)")


def register_workbooks(server: Flask, site: Site) -> None:
    """Add .xlsx and .ods to a figure's address, to a page's, and to that of the whole release."""
    for ending in KINDS:
        add_download(server, site, f"/figures/<question>.{ending}", partial(_figure, site, ending))
        add_download(server, site, f"/data/release.{ending}", partial(_release, site, ending))
        _add_page(server, site, ending)


def _add_page(server: Flask, site: Site, ending: str) -> None:
    def answer(path: str) -> Response:
        store, address = site.requested_store(), requested_address()
        asked = page_at(f"/{path}", address.query, store)
        named = Address(address.path, asked.address.query)
        return site.responses.respond(
            store.edition, str(named), lambda: _page(site, ending, asked, store)
        )

    server.add_url_rule(f"/<path:path>.{ending}", f"page as {ending}", answer)


def page_at(path: str, query: Sequence[tuple[str, str]], store: Store) -> RequestedPage:
    """Return the page of which a file is asked for; there is none where there is no such page."""
    page = find_page(Address("/" if path == SUMMARY else path, tuple(query)), store)
    if page is None or path == "/":
        abort(404)
    return page


def _figure(site: Site, ending: str, store: Store, query: Query, question: str) -> CachedResponse:
    view = ask_view(store, question, query)
    name = view_filename(view, store.catalogue())
    return _write(site, store, ending, name, title=view.title, sheets=[view_sheet(view)], path="")


def _page(site: Site, ending: str, asked: RequestedPage, store: PinnedStore) -> CachedResponse:
    catalogue = store.catalogue()
    parameters = _parameters(asked, store)
    if not parameters:
        abort(404)
    sheets = views_sheets(ask_all(store, parameters, store.latest()))
    name = page_filename(asked.address.path, catalogue)
    return _write(
        site, store, ending, name, title=asked.title(store), sheets=sheets, path=str(asked.address)
    )


def _parameters(asked: RequestedPage, store: Store) -> list[Parameters]:
    """List the questions of a page, each once."""
    catalogue = store.catalogue()
    if asked.page.figures:
        return list(asked.page.figures(catalogue, asked.named.get("area", "")))
    questions = dict.fromkeys(_questions(asked, store))
    return [read(catalogue, question, dict(query)) for question, query in questions]


def _questions(
    asked: RequestedPage, store: Store
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield the question and the query of every figure of a page: of its charts and its CSV files."""
    for part in walk(asked.tree(store)):
        match = _FIGURE.fullmatch(_address(part))
        if match:
            query = parse_qsl(match[2], keep_blank_values=True)
            yield match[1], tuple(pair for pair in query if pair[0] not in _OF_PICTURES)


def _address(part: Component) -> str:
    if isinstance(part, dcc.Graph):
        return str(properties(part)["figure"]["layout"]["meta"]["address"])
    return str(getattr(part, "href", "")) if isinstance(part, html.A) else ""


def _release(site: Site, ending: str, store: Store, _query: Query) -> CachedResponse:
    catalogue = store.catalogue()
    if not store.whole(store.latest()).workbook:
        abort(404)
    sheets = [table_sheet(store, table) for table in catalogue.tables]
    name = release_filename(catalogue)
    return _write(site, store, ending, name, title=catalogue.title, sheets=sheets, path="/data")


def _write(
    site: Site,
    store: Store,
    ending: str,
    name: str,
    *,
    title: str,
    sheets: Sequence[Sheet],
    path: str,
) -> CachedResponse:
    address = f"{site.root}{own_address(path)}" if site.root and path else ""
    contents = asdict(workbook(store, title, sheets, address))
    return CachedResponse.make(
        make(PROGRAM, ending, contents=contents),
        KINDS[ending],
        headers=(attachment(f"{name}.{ending}"),),
    )
