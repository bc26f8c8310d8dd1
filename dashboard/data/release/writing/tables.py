"""Writes the data file of a statistical table, and its companion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from dashboard.data.release.model import Area, Catalogue, Cell, Column, StatisticalTable
from dashboard.data.release.reading.statistics import code_column
from dashboard.data.release.rounding import round_half_up
from dashboard.data.release.table_columns import (
    GEOGRAPHY_COLUMNS,
    META_COLUMNS,
    META_FILTER,
    META_INDICATOR,
    NAME_COLUMNS,
)

ENGLAND = ("E92000001", "England")  # where a release has no nation
META_HEADER = META_COLUMNS[:-1]  # a filter's default stands in breakdowns.csv


def table_header(table: StatisticalTable) -> tuple[str, ...]:
    """Return the columns of a data file."""
    return (*GEOGRAPHY_COLUMNS, *table.filters, *(column.name for column in table.columns))


def table_rows(
    catalogue: Catalogue, table: StatisticalTable, cells: Iterable[Cell]
) -> Iterator[list[object]]:
    """Yield the rows of a data file from cells in the order of its rows and columns."""
    areas = {area.slug: geography_of(area, catalogue.areas) for area in catalogue.areas}
    periods = {period.key: period for period in catalogue.periods}
    columns = {column.name: column for column in table.columns}
    for (area, key, groups), row in groupby(cells, lambda c: (c.area, c.period, c.groups)):
        period = periods[key]
        figures = {cell.column: _figure(columns[cell.column], cell) for cell in row}
        yield [
            period.time_period,
            period.time_identifier,
            *areas[area],
            *(group for _, group in groups),
            *(figures[name] for name in columns),
        ]


def geography_of(area: Area, areas: Iterable[Area]) -> tuple[str, ...]:
    """Return what the columns of places say of one of some areas, from `geographic_level` on.

    The only nation among these areas is the country of all.
    """
    nations = [other for other in areas if code_column(other.level) == "country_code"]
    country = (nations[0].code, nations[0].name_in_files) if len(nations) == 1 else ENGLAND
    entries = dict(zip(("country_code", "country_name"), country, strict=True))
    column = code_column(area.level)
    if column == "new_la_code":
        within = ("region_code", "region_name", "old_la_code")
        entries |= zip(within, (area.region_code, area.region_name, area.old_code), strict=True)
    if column is not None:
        entries |= {column: area.code, NAME_COLUMNS[column]: area.name_in_files}
    return (area.level, *(entries.get(name, "") for name in GEOGRAPHY_COLUMNS[3:]))


def _figure(column: Column, cell: Cell) -> str:
    if cell.value is None:
        return str(cell.marker)
    return str(round_half_up(cell.value, 0 if column.whole else column.decimals))


def meta_rows(catalogue: Catalogue, table: StatisticalTable) -> Iterator[list[object]]:
    """Yield the rows of a companion file."""
    for name in table.filters:
        breakdown = catalogue.breakdown(name)
        if breakdown is not None:
            yield [name, META_FILTER, breakdown.label, "", "", "", breakdown.hint, ""]
    for column in table.columns:
        unit, decimals = column.unit, column.decimals
        yield [column.name, META_INDICATOR, column.label, "", unit, decimals, "", ""]
