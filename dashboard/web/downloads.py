"""Every figure as CSV or JSON, and every table as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, request

from dashboard.data.queries import QUESTIONS, ask, table_header, table_rows
from dashboard.data.queries.titles import catalogue_stamp
from dashboard.data.queries.view import COLUMNS, Row, View
from dashboard.data.release.model import Catalogue, StatisticalTable
from dashboard.data.release.rounding import round_half_up
from dashboard.data.store.releases import Store
from dashboard.exceptions import UnknownQuestion
from dashboard.web.addresses import Query
from dashboard.web.csv_files import Field, write_commented_csv, write_csv
from dashboard.web.described import (
    CSVW_TYPE,
    METADATA_ENDING,
    SHOWN,
    describe_figure,
    describe_table,
    described_by,
    table_lines,
)
from dashboard.web.filenames import attachment, table_filename, view_filename
from dashboard.web.page_routes import requested_address
from dashboard.web.provenance import (
    ORIGIN,
    marker_lines,
    origin,
    release_lines,
    view_lines,
)
from dashboard.web.response_cache import CSV, JSON, CachedResponse, Headers, send
from dashboard.web.site import Site
from dashboard.wording import about, format_quantity

# Asks for a CSV file as it was at first, with its provenance in comment lines above the header:
# /data/referrals.csv?comments=above
COMMENTS_KEY = "comments"
COMMENTS_ABOVE = "above"
NO_COMMENTS = "none"  # how the file of today was asked for then

# What a copy has of each row: a number to work with, and at the end what the pages write for it,
# such as "under 1%".
FIELDS = (*COLUMNS, SHOWN)

Make = Callable[[Store, Query], CachedResponse]


def register_downloads(server: Flask, site: Site) -> None:
    """Add /figures/<question>.csv and .json, /data/<table>.csv, and what describes the files."""
    add_download(server, site, "/figures/<question>.csv", _figure_csv)
    add_download(server, site, f"/figures/<question>.csv{METADATA_ENDING}", _figure_metadata)
    add_download(server, site, "/figures/<question>.json", _figure_json)
    server.add_url_rule("/data/<table>.csv", "table", lambda table: _table_csv(site, table))
    add_download(server, site, f"/data/<table>.csv{METADATA_ENDING}", _table_metadata)


def add_download(server: Flask, site: Site, rule: str, make: Callable[..., CachedResponse]) -> None:
    """Answer a rule with what is made of the release, the query, and what the rule names."""

    def view(**named: str) -> Response:
        return _answer(site, lambda store, query: make(store, query, **named))

    server.add_url_rule(rule, rule, view)


def _answer(site: Site, make: Make) -> Response:
    store = site.requested_store()
    address = requested_address()
    return refusing_unknown(
        lambda: site.responses.respond(
            store.edition, str(address), lambda: make(store, address.values())
        )
    )


def refusing_unknown(respond: Callable[[], Response]) -> Response:
    """Respond, or say by name what was asked for that there is not."""
    try:
        return respond()
    except UnknownQuestion as error:
        return send(json_response({"error": str(error)}, status=400))


def _figure_csv(store: Store, query: Query, question: str) -> CachedResponse:
    commented = is_commented(query)
    view = ask_view(store, question, {k: v for k, v in query.items() if k != COMMENTS_KEY})
    if commented:
        lines = write_commented_csv(view_lines(view), FIELDS, figure_rows(view))
    else:
        stamp = origin(view.release, view.source)
        lines = write_csv((*FIELDS, *ORIGIN), ([*row, *stamp] for row in figure_rows(view)))
    headers = (
        attachment(f"{view_filename(view, store.catalogue())}.csv"),
        described_by(f"/figures/{question}.csv", view.query),
    )
    return CachedResponse.make("".join(lines).encode("utf-8", "replace"), CSV, headers=headers)


def _figure_metadata(store: Store, query: Query, question: str) -> CachedResponse:
    view = ask_view(store, question, query)
    catalogue = store.catalogue()
    content = describe_figure(view, catalogue.licence_url or catalogue.licence)
    return json_response({**content, **stamp(store)}, kind=CSVW_TYPE)


def is_commented(query: Query) -> bool:
    """Return True if an address asks for the comment lines that CSV files once began with."""
    asked = query.get(COMMENTS_KEY, "")
    if asked not in ("", COMMENTS_ABOVE, NO_COMMENTS):
        raise UnknownQuestion(f"{COMMENTS_KEY!r} must be {COMMENTS_ABOVE!r} or left out")
    return asked == COMMENTS_ABOVE


def _figure_json(store: Store, query: Query, question: str) -> CachedResponse:
    view = ask_view(store, question, query)
    name = view_filename(view, store.catalogue())
    headers = (("Content-Disposition", f'inline; filename="{name}.json"'),)
    return json_response(figure_content(store, view), headers=headers)


def figure_content(store: Store, view: View) -> dict[str, Any]:
    """Return a view as JSON has it: where it is from, what was asked, its notes and its rows."""
    question = view.question
    return {
        **stamp(store),
        "question": question,
        "query": dict(view.query),
        "address": f"{request.script_root}/figures/{question}.json?{urlencode(view.query)}",
        "title": view.title,
        "subtitle": view.subtitle,
        "measure": view.measure.key,
        "unit": view.unit,
        "decimals": view.decimals,
        "source": view.source,
        "notes": list(view.notes),
        "markers": marker_lines(view.markers),
        "rows": [dict(zip(FIELDS, fields, strict=True)) for fields in figure_rows(view)],
    }


def ask_view(store: Store, question: str, query: Query) -> View:
    """Ask a question that an address names; there is nothing at one that is none."""
    if question not in QUESTIONS:
        abort(404)
    return ask(store, question, query, store.latest())


def figure_rows(view: View) -> Iterator[list[Field]]:
    """Yield the fields of every row; some views have a measure, unit and decimals to each."""
    units = view.columns.get("unit") or repeat(view.unit)
    decimals = view.columns.get("decimals") or repeat(view.decimals)
    for row, unit, places in zip(view.rows(), units, decimals, strict=False):
        yield _fields(row, unit, places)


def _fields(row: Row, unit: str, decimals: int) -> list[Field]:
    """Write a row's figures as the pages show them: by the same rounding, in the same words."""

    def rounded(value: float | None) -> Field:
        if value is None:
            return None
        number = round_half_up(value, decimals)
        return float(number) if decimals else int(number)

    return [
        row.area,
        row.area_name,
        row.period,
        row.period_label,
        row.group,
        row.group_label,
        rounded(row.value),
        row.marker.value if row.marker else None,
        row.numerator,
        row.denominator,
        rounded(row.lower),
        rounded(row.upper),
        None if row.value is None else about(row) + format_quantity(row.value, unit, decimals),
    ]


def _table_csv(site: Site, table: str) -> Response:
    """Send a whole table as it is read: a table may be far larger than a page."""
    store = site.requested_store()
    address = requested_address()
    entry = require_table(store.catalogue(), table)
    headers = _table_headers(store, entry)
    return refusing_unknown(
        lambda: site.responses.stream(
            store.edition,
            str(address),
            lambda: _table_text(store, entry, address.values()),
            headers,
        )
    )


def _table_metadata(store: Store, _query: Query, table: str) -> CachedResponse:
    content = describe_table(store, require_table(store.catalogue(), table))
    return json_response({**content, **stamp(store)}, kind=CSVW_TYPE)


def _table_text(store: Store, table: StatisticalTable, query: Query) -> Iterator[str]:
    catalogue = store.catalogue()
    header = table_header(catalogue, table.name)
    rows = table_rows(store, table.name, store.latest())
    if is_commented(query):
        return write_commented_csv(table_lines(store, table), header, rows)
    stamp = origin(catalogue_stamp(store.latest(), catalogue), catalogue.producer)
    return write_csv((*header, *ORIGIN), ((*row, *stamp) for row in rows))


def _table_headers(store: Store, table: StatisticalTable) -> Headers:
    name = table_filename(table, store.catalogue())
    return (attachment(f"{name}.csv"), described_by(f"/data/{table.name}.csv", ()))


def require_table(catalogue: Catalogue, name: str) -> StatisticalTable:
    """Return a table of a release; there is nothing at an address that names none."""
    table = catalogue.table(name)
    if table is None:
        abort(404)
    return table


def stamp(store: Store) -> dict[str, Any]:
    """Begin every answer with whether its figures are real, and where they are from."""
    catalogue = store.catalogue()
    origin_of_all = catalogue_stamp(store.latest(), catalogue)
    return {
        "illustrative": catalogue.illustrative,
        "provenance": release_lines(origin_of_all),
        "release": store.latest(),
        "version": catalogue.version,
        "published": catalogue.published.isoformat(),
        "licence": catalogue.licence,
    }


def json_response(
    content: Mapping[str, Any], *, status: int = 200, headers: Headers = (), kind: str = JSON
) -> CachedResponse:
    """Write an answer as JSON."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    whole = f"{text}\n".encode("utf-8", "replace")
    return CachedResponse.make(whole, kind, status=status, headers=headers)
