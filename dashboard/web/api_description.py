"""The description of the API: OpenAPI for programs, and a page for people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request

from dashboard import pages
from dashboard.data.store.releases import PinnedStore, Store
from dashboard.pages.api import TITLE, Line
from dashboard.web.addresses import Query
from dashboard.web.api_answers import PAGING, PREFIX, Parameter, add_answer, example
from dashboard.web.api_resources import LISTS, figure_parameters, paged_figure_parameters
from dashboard.web.document import Document
from dashboard.web.downloads import json_response, stamp
from dashboard.web.page_routes import full_title
from dashboard.web.permalinks import rebase
from dashboard.web.prerendering import render
from dashboard.web.provenance import ILLUSTRATIVE
from dashboard.web.response_cache import HTML, CachedResponse
from dashboard.web.robots import respond_naming_site
from dashboard.web.site import Site

OPENAPI = "/openapi.json"
NUMBER = {"type": ["number", "null"]}
TEXT = {"type": ["string", "null"]}
FIGURE = {
    "type": "object",
    "required": ["measure", "unit", "area", "period", "value", "marker"],
    "properties": {
        **dict.fromkeys(("measure", "unit", "area", "area_name", "period", "period_label"), TEXT),
        **dict.fromkeys(("group", "group_label", "marker", "shown"), TEXT),
        **dict.fromkeys(("value", "numerator", "denominator", "lower", "upper"), NUMBER),
    },
}
WORDS = {
    "/releases": "The releases that readers may know of, each with its state",
    "/areas": "The areas",
    "/measures": "The measures, with their definitions and the periods that they have",
    "/tables": "The tables, each with the address of its file",
    "/figures": "A measure’s figures for every area and period",
    "/figures.csv": "The same as a CSV file, for R and pandas, in one page",
}


def register_description(server: Flask, site: Site) -> None:
    """Add /api/v1/openapi.json and the page of /api."""
    add_answer(server, site, OPENAPI, lambda _: (), partial(_openapi, site))
    for path in ("/api", PREFIX):
        server.add_url_rule(path, path, lambda: _page(site))


def _openapi(site: Site, store: PinnedStore, _query: Query) -> CachedResponse:
    figures = {"/figures": paged_figure_parameters(store)}
    paths = dict.fromkeys(LISTS, PAGING) | figures
    return json_response(
        {
            "openapi": "3.1.0",
            "info": {
                "title": f"{store.catalogue().programme.short_name} figures",
                "version": "1",
                "summary": "Read-only. Figures, or the letters that stand in their place.",
                "description": ILLUSTRATIVE if store.catalogue().illustrative else "",
            },
            "servers": [{"url": f"{site.root}{request.script_root}{PREFIX}"}],
            "paths": {
                **{
                    path: _path(path, known, _page_of_entries(path))
                    for path, known in paths.items()
                },
                "/figures.csv": _path(
                    "/figures.csv",
                    figure_parameters(store),
                    {"text/csv": {"schema": {"type": "string"}}},
                ),
            },
            "x-release": stamp(store),
        }
    )


def _path(path: str, parameters: Sequence[Parameter], content: dict[str, Any]) -> dict[str, Any]:
    refused = {"type": "object", "required": ["error", "illustrative"]}
    return {
        "get": {
            "operationId": path.strip("/").replace(".", "_"),
            "summary": WORDS[path],
            "parameters": [
                {
                    "name": parameter.name,
                    "in": "query",
                    "description": parameter.meaning,
                    "required": parameter.required,
                    "schema": parameter.schema(),
                }
                for parameter in parameters
            ],
            "responses": {
                "200": {"description": "An answer, with an ETag", "content": content},
                "304": {"description": "What you hold, by its ETag, is still right"},
                "400": {
                    "description": "A parameter that there is not, or a value it cannot have",
                    "content": {"application/json": {"schema": refused}},
                },
            },
        }
    }


def _page_of_entries(path: str) -> dict[str, Any]:
    entry = FIGURE if path == "/figures" else {"type": "object"}
    number = {"type": "integer", "minimum": 0}
    properties = {
        "illustrative": {"type": "boolean"},
        "release": {"type": "string"},
        "total": number,
        "page": number,
        "pages": number,
        "next": TEXT,
        "data": {"type": "array", "items": entry},
    }
    schema = {"type": "object", "required": list(properties), "properties": properties}
    return {"application/json": {"schema": schema}}


def _page(site: Site) -> Response:
    """Return the page; it names the address by which it was asked for, where no other is known."""
    store = site.requested_store()
    return respond_naming_site(site, store, "/api", lambda root: _page_body(site, store, root))


def _page_body(site: Site, store: Store, root: str) -> CachedResponse:
    query = {"measure": store.catalogue().measures[0].key}
    address = example("/figures.csv", query, root)
    words = WORDS | {OPENAPI: OPENAPI_WORDS}
    lines = [
        Line(f"{PREFIX}{path}", f"{PREFIX}{path}{_asked(path, query)}", words[path])
        for path in words
    ]
    document = Document(
        title=full_title(TITLE, store),
        description=TITLE,
        canonical="",
        body=rebase(render(pages.show_api(store, lines, address)), request.script_root),
        indexed=False,
    )
    return CachedResponse.make(document.write(site.files).encode("utf-8", "replace"), HTML)


def _asked(path: str, query: Query) -> str:
    return f"?{urlencode(query)}" if path.startswith("/figures") else ""


OPENAPI_WORDS = "All of this, described for programs (OpenAPI 3.1)"
