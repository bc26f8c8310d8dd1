"""Finds what is wrong with single rows of the statistical tables.

Every table is streamed once. What its rows name is compared with what the release declares,
and its figures are laid out for the checks that look at many rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from dashboard.data.release.checks.grids import GridBuilder, TableGrid
from dashboard.data.release.findings import Findings
from dashboard.data.release.model import Area, StatisticalTable
from dashboard.data.release.reading import Reading
from dashboard.data.release.reading.entries import KEYS, STRUCTURE
from dashboard.data.release.reading.records import read_records
from dashboard.data.release.reading.statistics import (
    FIGURE,
    Names,
    RaggedRow,
    Row,
    code_column,
    read_figure,
    read_rows,
)
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS
from dashboard.exceptions import UnreadableRelease

AREAS = "areas"
GROUPS = "groups"
MARKERS = "markers"
MATRIX = "matrix"

CODE = re.compile(r"[A-Z][0-9]{8}")
CODE_WORDS = (
    "one code of nine characters, such as E08000025: each area has separate rows, and a row of two "
    "areas is left out"
)

TOTAL_WORDS = {"total", "totals", "grand total", "sub-total", "subtotal", "all areas"}
NO_TOTALS = "no row of totals: delete it, or give it the level and name of an area of areas.csv"

Mistake: TypeAlias = tuple[str, str]  # (column, what was expected)
Mistakes: TypeAlias = tuple[Mistake, ...]


def scan_tables(reading: Reading) -> tuple[dict[str, TableGrid], Findings]:
    """Stream every table; give the tables as grids, and what is wrong in their rows."""
    grids = {}
    findings = Findings()
    for table in reading.catalogue.tables:
        try:
            grid = _Scan(reading, table, findings).run()
        except UnreadableRelease:
            continue  # noted when the release was read
        if grid is not None:
            grids[table.name] = grid
    return grids, findings


class _Scan:
    """One pass through one table. Rows repeat the same places and groups: each is judged once."""

    def __init__(self, reading: Reading, table: StatisticalTable, findings: Findings) -> None:
        catalogue = reading.catalogue
        self._source = reading.source
        self._findings = findings
        self._table = table
        self._names = Names(catalogue, table)
        self._builder = GridBuilder(
            table, [a.slug for a in catalogue.areas], [p.key for p in catalogue.periods]
        )
        self._places: dict[tuple[str, ...], Mistakes] = {}
        _, header = next(read_records(reading.source, table.path), (1, []))
        self._header = {name.casefold() for name in header}
        self._levels = tuple(dict.fromkeys(area.level for area in catalogue.areas))

    def run(self) -> TableGrid | None:
        for row in read_rows(self._source, self._table):
            if isinstance(row, RaggedRow):
                self._note(STRUCTURE, row.expected, row.number)
            else:
                self._read_row(row)
        grid, repeated = self._builder.build()
        for number, earlier in repeated:
            expected = f"one row for each place, period and group; row {earlier} has the same"
            self._note(KEYS, expected, number)
        if grid is None:
            self._note(MATRIX, "a row for every area, period and group; most are not there")
        return grid

    def _read_row(self, row: Row) -> None:
        area = self._names.area(row.geography)
        period = self._names.period(row.geography)
        groups = self._names.groups(row.groups)
        if row.geography not in self._places:
            self._places[row.geography] = tuple(
                mistake
                for mistake in _geography_mistakes(row.geography, area, self._levels)
                if mistake[0] in self._header
            )
        for column, expected in self._places[row.geography]:
            self._note(AREAS, expected, row.number, column)
        if groups is None:
            for name in self._names.unknown_filters(row.groups):
                self._note(GROUPS, "a group that groups.csv declares for it", row.number, name)
        if area is None or period is None or groups is None:
            self._read_figures(row, None)
        else:
            self._builder.add_row(row.number, groups, area.slug, period)
            self._read_figures(row, self._builder)

    def _read_figures(self, row: Row, builder: GridBuilder | None) -> None:
        for place, text in enumerate(row.figures):
            try:
                value, marker = read_figure(text)
            except ValueError:
                value = marker = None
                self._note(MARKERS, FIGURE, row.number, self._table.columns[place].name)
            if builder is not None:
                builder.add_figure(place, value, marker)

    def _note(self, check: str, expected: str, row: int | None = None, column: str = "") -> None:
        self._findings.add(check, self._table.path, expected, row=row, column=column)


def _geography_mistakes(
    geography: tuple[str, ...], area: Area | None, levels: Sequence[str]
) -> Iterator[Mistake]:
    entries = dict(zip(GEOGRAPHY_COLUMNS, geography, strict=True))
    yield from _code_mistakes(entries)
    if area is None:
        column = code_column(entries["geographic_level"])
        if {entry.casefold() for entry in geography} & TOTAL_WORDS:
            yield "geographic_level", NO_TOTALS
        elif entries["geographic_level"].casefold() not in map(str.casefold, levels):
            expected = f"a level of areas.csv ({', '.join(levels)}): it does not know this level"
            yield "geographic_level", expected
        elif column is None:
            yield "geographic_level", "a level that only one area of areas.csv has"
        elif CODE.fullmatch(entries[column]):
            yield (
                column,
                "a code that areas.csv declares at this level, as code or among earlier_codes",
            )
        return
    for column, declared in _area_entries(area, entries["new_la_code"]).items():
        if entries[column] != declared:
            yield column, f'"{declared}", as areas.csv says' if declared else "blank, by areas.csv"


def _code_mistakes(entries: dict[str, str]) -> Iterator[Mistake]:
    """Codes must have the shape of codes; two in one entry, for one, have not."""
    needed = {"country_code", code_column(entries["geographic_level"])}
    for column in ("country_code", "region_code", "new_la_code"):
        if (entries[column] or column in needed) and not CODE.fullmatch(entries[column]):
            yield column, CODE_WORDS


def _area_entries(area: Area, code: str) -> dict[str, str]:
    """Return what the columns of a row must hold for an area, where the release says it.

    Under an earlier `code` the department's old code may have been another.
    """
    column = code_column(area.level)
    if column == "country_code":
        return {"country_name": area.name_in_files, "region_code": "", "new_la_code": ""}
    if column == "region_code":
        return {"region_name": area.name_in_files, "new_la_code": "", "la_name": ""}
    if column == "new_la_code":
        entries = {
            "old_la_code": area.old_code if code in ("", area.code) else "",
            "region_code": area.region_code,
            "region_name": area.region_name,
        }
        return {"la_name": area.name_in_files} | {
            name: text for name, text in entries.items() if text
        }
    return {"region_code": "", "new_la_code": "", "la_name": ""}
