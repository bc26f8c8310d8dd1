"""The resources of the API: releases, areas, periods, measures, tables, views and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask

from dashboard.data.queries import ask_all, choices, read
from dashboard.data.queries.view import View
from dashboard.data.release.model import Catalogue
from dashboard.data.store.releases import PinnedStore
from dashboard.web.addresses import Query
from dashboard.web.api_answers import PAGING, Parameter, add_answer, paged
from dashboard.web.api_before import release_entries
from dashboard.web.csv_files import write_csv
from dashboard.web.described import own_address
from dashboard.web.downloads import FIELDS, figure_rows
from dashboard.web.filenames import attachment, view_filename
from dashboard.web.provenance import ORIGIN, origin
from dashboard.web.response_cache import CSV, CachedResponse
from dashboard.web.site import Site

QUESTION = "comparison"  # it answers for every area, in one period
FIGURE_FIELDS = ("measure", "unit", *FIELDS)


def register_resources(server: Flask, site: Site) -> None:
    """Add everything below /api/v1 that has data."""
    for path, entries in LISTS.items():
        _add_list(server, site, path, entries)
    add_answer(server, site, "/figures", paged_figure_parameters, _figures)
    add_answer(server, site, "/figures.csv", figure_parameters, _figures_csv)


def _add_list(server: Flask, site: Site, path: str, entries: Any) -> None:
    def make(store: PinnedStore, query: Query) -> CachedResponse:
        return paged(store, path, query, entries(store))

    add_answer(server, site, path, lambda _: PAGING, make)


def figure_parameters(store: PinnedStore) -> Sequence[Parameter]:
    """Return what figures can be asked by: a release's measures, areas and periods."""
    catalogue = store.catalogue()
    return (
        Parameter("measure", "The measure", [m.key for m in catalogue.measures], required=True),
        Parameter("area", "One area; all where left out", [a.slug for a in catalogue.areas]),
        Parameter("period", "One period; all where left out", [p.key for p in catalogue.periods]),
    )


def paged_figure_parameters(store: PinnedStore) -> Sequence[Parameter]:
    """Return the parameters of figures in JSON, which come in pages."""
    return (*figure_parameters(store), *PAGING)


def _areas(store: PinnedStore) -> list[dict[str, Any]]:
    catalogue = store.catalogue()
    return [
        {
            "area": area.slug,
            "name": area.name,
            "level": area.level,
            "code": area.code or None,
            "whole": area.slug == catalogue.programme.whole,
        }
        for area in catalogue.areas
    ]


def _measures(store: PinnedStore) -> list[dict[str, Any]]:
    return [
        {
            "measure": m.key,
            "title": m.title,
            "definition": m.definition,
            "universe": m.universe,
            "section": m.section,
            "kind": m.kind.value,
            "unit": m.unit,
            "decimals": m.decimals,
            "direction": m.direction.value,
            "periods": _periods(store.catalogue(), m.key),
        }
        for m in store.catalogue().measures
    ]


def _tables(store: PinnedStore) -> list[dict[str, Any]]:
    return [
        {
            "table": table.name,
            "title": table.title,
            "counts": table.universe,
            "address": own_address(f"/data/{table.name}.csv"),
        }
        for table in store.catalogue().tables
    ]


def _periods(catalogue: Catalogue, measure: str) -> list[str]:
    offered = choices(catalogue, QUESTION, {"measure": measure})["period"]
    return [key for key, _ in offered.options if key]


def _views(store: PinnedStore, query: Query) -> list[View]:
    catalogue = store.catalogue()
    periods = [
        key for key in _periods(catalogue, query["measure"]) if key == query.get("period", key)
    ]
    asked = [
        read(catalogue, QUESTION, {"measure": query["measure"], "period": key}) for key in periods
    ]
    return ask_all(store, asked, store.latest()) if asked else []


def _rows(views: Sequence[View], query: Query) -> Iterator[list[Any]]:
    for view in views:
        for row in figure_rows(view):
            if row[0] == query.get("area", row[0]):
                yield [view.measure.key, view.unit, *row]


def _figures(store: PinnedStore, query: Query) -> CachedResponse:
    rows = _rows(_views(store, query), query)
    entries = [dict(zip(FIGURE_FIELDS, row, strict=True)) for row in rows]
    return paged(store, "/figures", query, entries)


def _figures_csv(store: PinnedStore, query: Query) -> CachedResponse:
    views = _views(store, query)
    where = origin(views[0].release, views[0].source) if views else ()
    rows = ([*row, *where] for row in _rows(views, query))
    text = "".join(write_csv((*FIGURE_FIELDS, *ORIGIN), rows))
    name = view_filename(views[0], store.catalogue()) if views else "figures"
    headers = (attachment(f"{name}.csv"),)
    return CachedResponse.make(text.encode("utf-8", "replace"), CSV, headers=headers)


LISTS = {
    "/releases": release_entries,
    "/areas": _areas,
    "/measures": _measures,
    "/tables": _tables,
}
