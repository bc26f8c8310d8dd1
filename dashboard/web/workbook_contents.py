"""The contents of a workbook: a cover, notes, and one table a sheet.

They follow the Analysis Function's guidance on releasing statistics in spreadsheets: no blank cells, no
merged ones, and letters in square brackets where a number cannot stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording
from dashboard.data.queries import table_header, table_rows
from dashboard.data.queries.titles import catalogue_stamp
from dashboard.data.queries.view import View
from dashboard.data.release.model import Marker, StatisticalTable
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS
from dashboard.data.store.releases import Store
from dashboard.web.downloads import FIELDS, figure_rows
from dashboard.web.provenance import release_lines

Cell = str | int | float
NOTHING = "[z]"  # where there is nothing that could be counted
MARKERS = frozenset(marker.value for marker in Marker)
SINGLE = "figure"  # the question whose views have one figure an area
NAMES = {
    "measure": "Measure",
    "area_name": "Area",
    "period_label": "Period",
    "group_label": "Group",
    "value": "Figure",
    "unit": "Unit",
    "numerator": "Number",
    "denominator": "Out of",
    "lower": "95% interval from",
    "upper": "95% interval to",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: every row is as long as the header."""

    title: str
    lines: Sequence[str]
    source: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets, and what the cover says of all of them."""

    title: str
    about: Sequence[str]
    contact: str
    sheets: Sequence[Sheet]


def workbook(store: Store, title: str, sheets: Sequence[Sheet], address: str) -> Workbook:
    """Put sheets under a cover that says where they are from; `address` is that of the page."""
    catalogue = store.catalogue()
    about = [
        *release_lines(catalogue_stamp(store.latest(), catalogue)),
        catalogue.disclosure.statement,
        *([f"The same figures as a page: {address}"] if address else []),
        "Letters in square brackets stand where a number cannot:",
        *(f"{sign} {meaning}" for sign, meaning in map(wording.marker_text, Marker)),
    ]
    return Workbook(title, about, catalogue.contact, sheets)


def views_sheets(views: Sequence[View]) -> list[Sheet]:
    """Lay out several views, a sheet each; those of one figure each share a sheet."""
    single = [view for view in views if view.question == SINGLE]
    together = [_together(single)] if len(single) > 1 else list(map(view_sheet, single))
    return together + [view_sheet(view) for view in views if view.question != SINGLE]


def _together(views: Sequence[View]) -> Sheet:
    fields = [
        row | {"measure": view.title, "unit": view.unit} for view in views for row in _fields(view)
    ]
    first = views[0]
    lines = _opening(first.release.illustrative, "A figure of each measure")
    sources = "; ".join(dict.fromkeys(view.source for view in views))
    notes = list(dict.fromkeys(note for view in views for note in view.notes))
    return _sheet(fields, NAMES, title="Figures", lines=lines, source=sources, notes=notes)


def view_sheet(view: View) -> Sheet:
    """Lay out a view: a row a figure, and a column for all that some row has."""
    fields = _fields(view)
    names = dict(NAMES) if "unit" in view.columns else NAMES | {"value": wording.unit_heading(view)}
    lines = _opening(view.release.illustrative, view.subtitle)
    return _sheet(
        fields, names, title=view.title, lines=lines, source=view.source, notes=view.notes
    )


def _fields(view: View) -> list[dict[str, Any]]:
    fields = [dict(zip(FIELDS, row, strict=True)) for row in figure_rows(view)]
    for row, unit in zip(fields, view.columns.get("unit", ()), strict=False):
        row["unit"] = unit
    return fields


def _sheet(
    fields: Sequence[dict[str, Any]],
    names: Mapping[str, str],
    *,
    title: str,
    lines: Sequence[str],
    source: str,
    notes: Sequence[str],
) -> Sheet:
    """Lay out rows under those of some columns in which any row has something."""
    marked = any(row["marker"] for row in fields)
    columns = [
        name
        for name in names
        if (name == "value" and marked) or any(row.get(name) not in (None, "") for row in fields)
    ]
    rows = [[_cell(row.get(name), row["marker"]) for name in columns] for row in fields]
    return Sheet(title, lines, source, [names[name] for name in columns], rows, notes)


def table_sheet(store: Store, table: StatisticalTable) -> Sheet:
    """Lay out a whole table as its file has it."""
    catalogue = store.catalogue()
    rows = [
        [
            _figure(text) if place >= _words_of(table) else text or NOTHING
            for place, text in enumerate(row)
        ]
        for row in table_rows(store, table.name, store.latest())
    ]
    lines = _opening(catalogue.illustrative, f"Counts: {table.universe}")
    header = table_header(catalogue, table.name)
    notes = [table.description] if table.description else []
    return Sheet(table.title, lines, catalogue.producer, header, rows, notes)


def _words_of(table: StatisticalTable) -> int:
    return len(GEOGRAPHY_COLUMNS) + len(table.filters)


def _opening(illustrative: bool, line: str) -> list[str]:
    mark = (
        ["Illustrative: every figure was made up, and is of no real child."] if illustrative else []
    )
    return [*mark, line]


def _cell(value: Cell | None, marker: Cell | None) -> Cell:
    if value is None or value == "":
        return f"[{marker}]" if marker else NOTHING
    return value


def _figure(text: str) -> Cell:
    if text in MARKERS:
        return f"[{text}]"
    number = float(text)
    return int(number) if number.is_integer() else number
