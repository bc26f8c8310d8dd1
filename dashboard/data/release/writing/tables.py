"""What stands in the data file of a statistical table, and in its companion?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from dashboard.data.release.model import Area, Catalogue, Cell, Column, Level, StatisticalTable
from dashboard.data.release.rounding import round_half_up
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS

COUNTRY = ("E92000001", "England")
META_HEADER = (
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
)


def table_header(table: StatisticalTable) -> tuple[str, ...]:
    """Return the columns of a data file."""
    return (*GEOGRAPHY_COLUMNS, *table.filters, *(column.name for column in table.columns))


def table_rows(
    catalogue: Catalogue, table: StatisticalTable, cells: Iterable[Cell]
) -> Iterator[list[object]]:
    """Yield the rows of a data file from cells in the order of its rows and columns."""
    areas = {area.slug: geography_of(area) for area in catalogue.areas}
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


def geography_of(area: Area) -> tuple[str, ...]:
    """Return what the columns of places say of an area, from `geographic_level` on."""
    if area.level == Level.LOCAL_AUTHORITY:
        own = (area.region_code, area.region_name, area.old_code, area.code, area.name_in_files)
    elif area.level == Level.REGIONAL:
        own = (area.code, area.name_in_files, "", "", "")
    else:
        own = ("", "", "", "", "")
    return (area.level, *COUNTRY, *own)


def _figure(column: Column, cell: Cell) -> str:
    if cell.value is None:
        return str(cell.marker)
    return str(round_half_up(cell.value, 0 if column.whole else column.decimals))


def meta_rows(catalogue: Catalogue, table: StatisticalTable) -> Iterator[list[object]]:
    """Yield the rows of a companion file."""
    for name in table.filters:
        breakdown = catalogue.breakdown(name)
        if breakdown is not None:
            yield [name, "Filter", breakdown.label, "", "", "", breakdown.hint, ""]
    for column in table.columns:
        yield [
            column.name,
            "Indicator",
            column.label,
            "",
            column.unit,
            column.decimals,
            "",
            "",
        ]
