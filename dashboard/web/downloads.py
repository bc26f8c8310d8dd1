"""How is the same answer had as CSV or JSON, and every table as a file?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, request

from dashboard.data.queries import QUESTIONS, ask, table_header, table_rows
from dashboard.data.queries.view import COLUMNS, Row, View
from dashboard.data.release.model import Catalogue, OwnRule, StatisticalTable
from dashboard.data.release.rounding import round_half_up
from dashboard.data.store.releases import Store
from dashboard.exceptions import UnknownQuestion
from dashboard.web.addresses import Query
from dashboard.web.page_routes import requested_address
from dashboard.web.provenance import (
    Field,
    catalogue_stamp,
    marker_lines,
    release_lines,
    view_lines,
    write_csv,
)
from dashboard.web.response_cache import CSV, JSON, CachedResponse, send
from dashboard.web.site import Site
from dashboard.wording import format_quantity

# Asks for a table without its comment lines: /data/referrals.csv?comments=none
COMMENTS_KEY = "comments"
NO_COMMENTS = "none"

# What a copy has of each row: a number to work with, and at the end what the pages write for it,
# such as "under 1%".
FIELDS = (*COLUMNS, "shown")

Make = Callable[[Store, Query], CachedResponse]


def register_downloads(server: Flask, site: Site) -> None:
    """Add /figures/<question>.csv and .json, /data/<table>.csv and the API."""
    add_download(server, site, "/figures/<question>.csv", _figure_csv)
    add_download(server, site, "/figures/<question>.json", _figure_json)
    server.add_url_rule("/data/<table>.csv", "table", lambda table: _table_csv(site, table))
    add_download(server, site, "/data/<table>.csv-metadata.json", _table_metadata)
    # Not cached: to publish an earlier release again changes the list, and not that release.
    server.add_url_rule(
        "/api/releases.json", "releases", lambda: send(_releases(site.requested_store()))
    )
    add_download(server, site, "/api/catalogue.json", _catalogue)


def add_download(server: Flask, site: Site, rule: str, make: Callable[..., CachedResponse]) -> None:
    """Answer a rule with what is made of the release, the query, and what the rule names."""

    def view(**named: str) -> Response:
        return _answer(site, lambda store, query: make(store, query, **named))

    server.add_url_rule(rule, rule, view)


def _answer(site: Site, make: Make) -> Response:
    store = site.requested_store()
    address = requested_address()
    try:
        return site.responses.respond(
            store.edition, str(address), lambda: make(store, address.values())
        )
    except UnknownQuestion as error:
        return send(_json({"error": str(error)}, status=400))


def _figure_csv(store: Store, query: Query, question: str) -> CachedResponse:
    view = ask_view(store, question, query)
    whole = "".join(write_csv(view_lines(view), FIELDS, _rows(view)))
    headers = _csv_headers(f"{question}-{store.latest()}")
    return CachedResponse.make(whole.encode("utf-8", "replace"), CSV, headers=headers)


def _figure_json(store: Store, query: Query, question: str) -> CachedResponse:
    view = ask_view(store, question, query)
    rows = [dict(zip(FIELDS, fields, strict=True)) for fields in _rows(view)]
    return _json(
        {
            **_stamp(store),
            "question": view.question,
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
            "rows": rows,
        }
    )


def ask_view(store: Store, question: str, query: Query) -> View:
    """Ask a question that an address names; there is nothing at one that is none."""
    if question not in QUESTIONS:
        abort(404)
    return ask(store, question, query, store.latest())


def _rows(view: View) -> Iterator[list[Field]]:
    """Yield the fields of every row; some views have a measure, unit and decimals to each."""
    units = view.columns.get("unit") or repeat(view.unit)
    decimals = view.columns.get("decimals") or repeat(view.decimals)
    for row, unit, places in zip(view.rows(), units, decimals, strict=False):
        yield _fields(row, unit, places)


def _fields(row: Row, unit: str, decimals: int) -> list[Field]:
    """Write a row's figures as the pages show them: by the same rounding, in the same words."""

    def shown(value: float | None) -> Field:
        if value is None:
            return None
        rounded = round_half_up(value, decimals)
        return float(rounded) if decimals else int(rounded)

    return [
        row.area,
        row.area_name,
        row.period,
        row.period_label,
        row.group,
        row.group_label,
        shown(row.value),
        row.marker.value if row.marker else None,
        row.numerator,
        row.denominator,
        shown(row.lower),
        shown(row.upper),
        None if row.value is None else format_quantity(row.value, unit, decimals),
    ]


def _table_csv(site: Site, table: str) -> Response:
    """Send a whole table as it is read: a table may be far larger than a page."""
    store = site.requested_store()
    address = requested_address()
    found = _table(store.catalogue(), table)

    def lines() -> Iterator[str]:
        bare = address.values().get(COMMENTS_KEY) == NO_COMMENTS
        return write_csv(
            [] if bare else _table_lines(store, found),
            table_header(store.catalogue(), table),
            table_rows(store, table, store.latest()),
        )

    return site.responses.stream(
        store.edition, str(address), lines, _csv_headers(f"{table}-{store.latest()}")
    )


def _table_lines(store: Store, table: StatisticalTable) -> list[str]:
    catalogue = store.catalogue()
    return [
        f"{table.title}. {table.description}",
        *release_lines(catalogue_stamp(store.latest(), catalogue)),
        f"Counts: {table.universe}",
        catalogue.disclosure.statement,
        "A letter where a number would stand is a marker: /about#markers explains each.",
        f"The same without these lines: {_address(table)}?{COMMENTS_KEY}={NO_COMMENTS}",
    ]


def _address(table: StatisticalTable) -> str:
    """Return a table's address: below the permanent address of its release, if that was asked for."""
    return f"{request.script_root}/data/{table.name}.csv"


def _table_metadata(store: Store, _query: Query, table: str) -> CachedResponse:
    """Describe a table's file as "CSV on the Web" does, at the address where it looks."""
    found = _table(store.catalogue(), table)
    header = table_header(store.catalogue(), table)
    labels = {column.name: column.label for column in found.columns}
    return _json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
            "url": _address(found),
            "dc:title": found.title,
            "dc:description": found.description,
            "dc:license": store.catalogue().licence_url or store.catalogue().licence,
            "dialect": {"commentPrefix": "#", "header": True},
            "notes": _table_lines(store, found),
            "tableSchema": {
                "columns": [{"name": name, "titles": labels.get(name, name)} for name in header]
            },
            **_stamp(store),
        }
    )


def _table(catalogue: Catalogue, name: str) -> StatisticalTable:
    found = catalogue.table(name)
    if found is None:
        abort(404)
    return found


def _own_rule(own: OwnRule) -> dict[str, int | None]:
    return {"threshold": own.threshold, "rounding": own.rounding}


def _releases(store: Store) -> CachedResponse:
    releases = [
        {
            "identifier": record.identifier,
            "title": record.title,
            "version": record.version,
            "published": record.published.isoformat(),
            "illustrative": record.illustrative,
            "current": record.current,
            "state": record.state.value,
            "reason": record.reason or None,
            "address": f"/releases/{record.identifier}/",
        }
        for record in store.standing().public
    ]
    return _json({**_stamp(store), "releases": releases})


def _catalogue(store: Store, _query: Query) -> CachedResponse:
    catalogue = store.catalogue()
    rule = catalogue.disclosure
    return _json(
        {
            **_stamp(store),
            "last_updated": catalogue.last_updated.isoformat(),
            "next_update": catalogue.next_update.isoformat() if catalogue.next_update else None,
            "programme": {
                "name": catalogue.programme.name,
                "summary": catalogue.programme.summary,
                "whole": catalogue.programme.whole,
            },
            "disclosure": {
                "threshold": rule.threshold,
                "rounding": rule.rounding,
                "levels": {own.name: _own_rule(own) for own in rule.levels},
                "tables": {own.name: _own_rule(own) for own in rule.tables},
                "statement": rule.statement,
                "dominance_per_cent": rule.dominance_per_cent or None,
                "hidden_cells": rule.hidden_cells,
                "tables_with_hidden_cells": rule.tables_with_hidden_cells,
                "verdict": rule.verdict or None,
                "verdict_sha256": rule.verdict_hash or None,
                "verdict_on": rule.verdict_on.isoformat() if rule.verdict_on else None,
            },
            "areas": [{"slug": a.slug, "name": a.name, "level": a.level} for a in catalogue.areas],
            "periods": [{"key": p.key, "label": p.label} for p in catalogue.periods],
            "measures": [
                {
                    "key": measure.key,
                    "title": measure.title,
                    "definition": measure.definition,
                    "universe": measure.universe,
                    "unit": measure.unit,
                }
                for measure in catalogue.measures
            ],
            "tables": [
                {
                    "name": t.name,
                    "title": t.title,
                    "address": _address(t),
                }
                for t in catalogue.tables
            ],
        }
    )


def _stamp(store: Store) -> dict[str, Any]:
    """Begin every answer with whether its figures are real, and where they are from."""
    catalogue = store.catalogue()
    stamp = catalogue_stamp(store.latest(), catalogue)
    return {
        "illustrative": catalogue.illustrative,
        "provenance": release_lines(stamp),
        "release": store.latest(),
        "version": catalogue.version,
        "published": catalogue.published.isoformat(),
        "licence": catalogue.licence,
    }


def _json(content: Mapping[str, Any], status: int = 200) -> CachedResponse:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    return CachedResponse.make(f"{text}\n".encode("utf-8", "replace"), JSON, status=status)


def _csv_headers(name: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Disposition", f'attachment; filename="{name}.csv"'),)
