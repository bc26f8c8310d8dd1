"""Descriptions of the CSV files: what each holds, in the form of "CSV on the Web" (W3C).

The description stands at the file's address with `-metadata.json` after its ending, where readers of
CSV on the Web look, and every file names it in a Link header.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import request

from dashboard.data.queries import table_header
from dashboard.data.queries.titles import catalogue_stamp
from dashboard.data.queries.view import COLUMNS, View
from dashboard.data.release.model import Catalogue, Marker, StatisticalTable
from dashboard.data.store.releases import Store
from dashboard.web.provenance import (
    ORIGIN,
    marker_lines,
    release_lines,
    view_lines,
)

CSVW_TYPE = "application/csvm+json"
METADATA_ENDING = "-metadata.json"
SHOWN = "shown"  # the last field of a figure's row: how the pages write it

_MEANINGS = {
    "area": ("string", "Short name of the area, as addresses have it"),
    "area_name": ("string", "The area"),
    "period": ("string", "Short name of the period, as addresses have it"),
    "period_label": ("string", "The period"),
    "group": ("string", "The group of children; blank where there is none"),
    "group_label": ("string", "The group in words"),
    "value": ("number", "The figure, rounded as the pages show it; blank where a marker stands"),
    "marker": ("string", "The letter that stands in place of a figure"),
    "numerator": ("integer", "Of a share or a rate: the count on top"),
    "denominator": ("integer", "Of a share: how many children it is a share of"),
    "lower": ("number", "Where the 95% interval begins"),
    "upper": ("number", "Where the 95% interval ends"),
    SHOWN: ("string", "The figure as the pages write it"),
    "status": (
        "string",
        "Whether the figures are illustrative, or what kind of statistics they are",
    ),
    "source": ("string", "Who collected the figures"),
    "release": ("string", "The release that they are from, its version and its fingerprint"),
    "published": ("date", "The day on which it was published"),
}


def described_by(path: str, query: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the Link header by which a CSV file names its description."""
    address = own_address(f"{path}{METADATA_ENDING}", query)
    return "Link", f'<{address}>; rel="describedby"; type="{CSVW_TYPE}"'


def own_address(path: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """Return an address below that of the release, if its permanent address was asked for."""
    asked = urlencode(list(query))
    return f"{request.script_root}{path}?{asked}" if asked else f"{request.script_root}{path}"


def describe_figure(view: View, licence: str) -> dict[str, Any]:
    """Describe the file of one view."""
    return {
        **_opening(own_address(f"/figures/{view.question}.csv", view.query), licence),
        "dc:title": view.title,
        "dc:description": view.subtitle,
        "notes": view_lines(view),
        "tableSchema": {"columns": [_column(name) for name in (*COLUMNS, SHOWN, *ORIGIN)]},
    }


def describe_table(store: Store, table: StatisticalTable) -> dict[str, Any]:
    """Describe the file of a whole table."""
    catalogue = store.catalogue()
    labels = {column.name: column.label for column in table.columns}
    figures = [_figures_column(name, labels) for name in table_header(catalogue, table.name)]
    return {
        **_opening(own_address(f"/data/{table.name}.csv"), _licence(catalogue)),
        "dc:title": table.title,
        "dc:description": table.description,
        "notes": table_lines(store, table),
        "tableSchema": {"columns": [*figures, *map(_column, ORIGIN)]},
    }


def table_lines(store: Store, table: StatisticalTable) -> list[str]:
    """Write what a table counts, where it is from, and what its letters are."""
    catalogue = store.catalogue()
    return [
        f"{table.title}. {table.description}",
        *release_lines(catalogue_stamp(store.latest(), catalogue)),
        f"Counts: {table.universe}",
        catalogue.disclosure.statement,
        "A letter where a number would stand is a marker: /about#markers explains each.",
        *marker_lines(Marker),
    ]


def _opening(address: str, licence: str) -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": address,
        "dc:license": licence,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
    }


def _licence(catalogue: Catalogue) -> str:
    return catalogue.licence_url or catalogue.licence


def _column(name: str) -> dict[str, Any]:
    kind, meaning = _MEANINGS[name]
    return {"name": name, "titles": name, "datatype": kind, "dc:description": meaning}


def _figures_column(name: str, labels: Mapping[str, str]) -> dict[str, Any]:
    """Describe a column of a table: where a marker may stand, it is no number."""
    if name not in labels:
        return {"name": name, "titles": name, "datatype": "string"}
    markers: Sequence[str] = [marker.value for marker in Marker]
    return {
        "name": name,
        "titles": name,
        "dc:description": labels[name],
        "datatype": "number",
        "null": markers,
    }
