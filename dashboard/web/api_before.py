"""What did the API say before it had versions? The list of releases, and all that one release holds."""

from __future__ import annotations

from typing import Any

from flask import Flask

from dashboard.data.release.model import DisclosureRule
from dashboard.data.store.releases import Store
from dashboard.web.addresses import Query
from dashboard.web.described import own_address
from dashboard.web.downloads import add_download, json_response, stamp
from dashboard.web.response_cache import CachedResponse, send
from dashboard.web.site import Site


def register_earlier_api(server: Flask, site: Site) -> None:
    """Add /api/releases.json and /api/catalogue.json."""
    # Not cached: to publish an earlier release again changes the list, and not that release.
    server.add_url_rule(
        "/api/releases.json", "releases", lambda: send(_releases(site.requested_store()))
    )
    add_download(server, site, "/api/catalogue.json", _catalogue)


def _releases(store: Store) -> CachedResponse:
    return json_response({**stamp(store), "releases": release_entries(store)})


def release_entries(store: Store) -> list[dict[str, Any]]:
    """List the releases that readers may know of, each with its state and its address."""
    return [
        {
            **_some(record, "identifier", "title", "version"),
            "published": record.published.isoformat(),
            "illustrative": record.illustrative,
            "current": record.current,
            "state": record.state.value,
            "reason": record.reason or None,
            "address": f"/releases/{record.identifier}/",
        }
        for record in store.standing().public
    ]


def _catalogue(store: Store, _query: Query) -> CachedResponse:
    catalogue = store.catalogue()
    due, programme = catalogue.next_update, catalogue.programme
    return json_response(
        {
            **stamp(store),
            "last_updated": catalogue.last_updated.isoformat(),
            "next_update": due.isoformat() if due else None,
            "programme": _some(programme, "name", "summary", "whole"),
            "disclosure": _disclosure(catalogue.disclosure),
            "areas": [_some(area, "slug", "name", "level") for area in catalogue.areas],
            "periods": [_some(period, "key", "label") for period in catalogue.periods],
            "measures": [
                _some(measure, "key", "title", "definition", "universe", "unit")
                for measure in catalogue.measures
            ],
            "tables": [
                {**_some(table, "name", "title"), "address": own_address(f"/data/{table.name}.csv")}
                for table in catalogue.tables
            ],
        }
    )


def _some(item: object, *names: str) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def _disclosure(rule: DisclosureRule) -> dict[str, Any]:
    return {
        "threshold": rule.threshold,
        "rounding": rule.rounding,
        "levels": {one.name: _some(one, "threshold", "rounding") for one in rule.levels},
        "tables": {one.name: _some(one, "threshold", "rounding") for one in rule.tables},
        "statement": rule.statement,
        "dominance_per_cent": rule.dominance_per_cent or None,
        "hidden_cells": rule.hidden_cells,
        "tables_with_hidden_cells": rule.tables_with_hidden_cells,
        "verdict": rule.verdict or None,
        "verdict_sha256": rule.verdict_hash or None,
        "verdict_on": rule.verdict_on.isoformat() if rule.verdict_on else None,
    }
