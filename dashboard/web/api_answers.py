"""How the API answers: parameters from closed lists, a page at a time, through the response cache.

Every answer says of which release it is, and first of all whether its figures are real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request

from dashboard.data.store.releases import PinnedStore
from dashboard.exceptions import UnknownQuestion
from dashboard.web.addresses import Address, Query
from dashboard.web.described import own_address
from dashboard.web.downloads import json_response, stamp
from dashboard.web.response_cache import CachedResponse, send
from dashboard.web.site import Site

PREFIX = "/api/v1"
PAGE, PER_PAGE = "page", "per_page"
PAGES = range(1, 10_001)
ROWS = range(1, 501)
ROWS_UNLESS_ASKED = 100
Make = Callable[[PinnedStore, Query], CachedResponse]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the API: one of some values, or a whole number of a range."""

    name: str
    meaning: str
    values: Sequence[str] | range
    required: bool = False

    def schema(self) -> dict[str, Any]:
        """Describe its values as OpenAPI does."""
        if isinstance(self.values, range):
            return {
                "type": "integer",
                "minimum": self.values.start,
                "maximum": self.values.stop - 1,
            }
        return {"type": "string", "enum": list(self.values)}

    def allows(self, value: str) -> bool:
        if isinstance(self.values, range):
            plain = value.isascii() and value.isdigit() and len(value) <= 9
            return plain and str(int(value)) == value and int(value) in self.values
        return value in self.values


PAGING = (
    Parameter(PAGE, "Which page of the answer, from 1", PAGES),
    Parameter(PER_PAGE, f"How many entries a page has ({ROWS_UNLESS_ASKED} unless asked)", ROWS),
)


def read_query(parameters: Iterable[Parameter]) -> Query:
    """Read the request's parameters, each at most once. Raises UnknownQuestion by name."""
    known = {parameter.name: parameter for parameter in parameters}
    query: Query = {}
    for name, values in request.args.lists():
        if name not in known:
            raise UnknownQuestion(f"there is no such parameter; there are: {', '.join(known)}")
        if len(values) > 1 or not known[name].allows(values[0]):
            raise UnknownQuestion(f"{name!r} must be one, once, of those that the API names")
        query[name] = values[0]
    for name, parameter in known.items():
        if parameter.required and name not in query:
            raise UnknownQuestion(f"{name!r} is needed")
    return query


def add_answer(
    server: Flask,
    site: Site,
    path: str,
    parameters: Callable[[PinnedStore], Sequence[Parameter]],
    make: Make,
) -> None:
    """Answer a path below the API's with what is made of the release and the parameters."""

    def answer() -> Response:
        store = site.requested_store()
        try:
            query = read_query(parameters(store))
        except UnknownQuestion as error:
            return send(json_response({**stamp(store), "error": str(error)}, status=400))
        address = Address(request.path, tuple(sorted(query.items())))
        return site.responses.respond(store.edition, str(address), lambda: make(store, query))

    server.add_url_rule(f"{PREFIX}{path}", f"api {path}", answer)


def paged(
    store: PinnedStore, path: str, query: Query, entries: Sequence[Mapping[str, Any]]
) -> CachedResponse:
    """Return one page of entries, and where the next is."""
    page, size = int(query.get(PAGE, 1)), int(query.get(PER_PAGE, ROWS_UNLESS_ASKED))
    pages = max(1, -(-len(entries) // size))
    following = query | {PAGE: str(page + 1)}
    address = own_address(f"{PREFIX}{path}", sorted(following.items())) if page < pages else None
    content = {
        **stamp(store),
        "total": len(entries),
        "page": page,
        "pages": pages,
        "next": address,
        "data": entries[(page - 1) * size : page * size],
    }
    headers = (("Link", f'<{address}>; rel="next"'),) if address else ()
    return json_response(content, headers=headers)


def example(path: str, query: Mapping[str, str], root: str) -> str:
    """Return a whole address of the API, to copy; `root` is the site's own."""
    return f"{root}{own_address(f'{PREFIX}{path}')}?{urlencode(query)}"
