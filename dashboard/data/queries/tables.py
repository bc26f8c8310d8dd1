"""The rows of one statistical table, as its release published them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import unquote

from sqlalchemy import Connection, select

from dashboard.data.queries.statement import Keys, release_keys
from dashboard.data.release.model import Area, Catalogue, Level, Period, StatisticalTable
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS
from dashboard.data.store import schema
from dashboard.data.store.releases import Store
from dashboard.exceptions import UnknownQuestion

BATCH_CELLS = 20_000
COUNTRIES = {  # by the first letter of a place's code (Office for National Statistics)
    "E": ("E92000001", "England"),
    "N": ("N92000002", "Northern Ireland"),
    "S": ("S92000003", "Scotland"),
    "W": ("W92000004", "Wales"),
}


def table_header(catalogue: Catalogue, table: str) -> tuple[str, ...]:
    """Return the column names of a table, in the layout of DfE open data."""
    entry = _table(catalogue, table)
    return (*GEOGRAPHY_COLUMNS, *entry.filters, *(column.name for column in entry.columns))


def table_rows(store: Store, table: str, release: str | None = None) -> Iterator[tuple[str, ...]]:
    """Stream a table's rows as text, ready for a CSV file, under `table_header`.

    A figure is a number without thousands separators, or a bare marker. Rows run by combination
    of groups, then area, then period. Raises UnknownQuestion, before the first row, for a table
    that the release does not have.
    """
    identifier = store.latest() if release is None else release
    catalogue = store.catalogue(identifier)
    entry = _table(catalogue, table)
    return _rows(store, catalogue, entry, release_keys(store, identifier))


def _rows(
    store: Store, catalogue: Catalogue, table: StatisticalTable, keys: Keys
) -> Iterator[tuple[str, ...]]:
    areas = {keys.areas[area.slug]: area for area in catalogue.areas}
    periods = {keys.periods[period.key]: period for period in catalogue.periods}
    country = _country(catalogue)
    columns = {keys.columns[table.name, c.name]: c.decimals for c in table.columns}
    combinations = {
        number: groups for (name, groups), number in keys.combinations.items() if name == table.name
    }
    with store.connect() as connection:
        for batch in _batches(sorted(combinations), len(areas) * len(periods) * len(columns)):
            for (combination, area, period), figures in _figures(connection, columns, batch):
                yield (
                    *_time(periods[period]),
                    *_place(areas[area], country),
                    *_groups(combinations[combination]),
                    *(figures.get(column, "") for column in columns),
                )


def _figures(
    connection: Connection, columns: Mapping[int, int], combinations: Sequence[int]
) -> Iterator[tuple[tuple[int, int, int], dict[int, str]]]:
    cell = schema.cell.c
    row = (cell.combination_id, cell.area_id, cell.period_id)
    query = (
        select(*row, cell.indicator_id, cell.value, cell.marker)
        .where(cell.indicator_id.in_(columns), cell.combination_id.in_(combinations))
        .order_by(*row)
    )
    for key, cells in groupby(connection.execute(query), lambda line: tuple(line[:3])):
        yield (
            key,
            {
                column: _figure(value, marker, columns[column])
                for _, _, _, column, value, marker in cells
            },
        )


def _batches(numbers: Sequence[int], cells_each: int) -> Iterator[Sequence[int]]:
    """Take so many combinations at a time that memory stays small and statements few."""
    size = max(1, BATCH_CELLS // max(1, cells_each))
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _figure(value: float | None, marker: str | None, decimals: int) -> str:
    """Write a figure to its column's decimal places, or to all it has where it has more."""
    if value is None:
        return str(marker)
    text = f"{value:.{decimals}f}"
    return text if float(text) == value else f"{value:.15g}"


def _groups(key: str) -> list[str]:
    """Read the groups' names out of a combination's key."""
    return [unquote(pair.partition("=")[2]) for pair in key.split(";") if pair]


def _time(period: Period) -> tuple[str, str]:
    return period.time_period, period.time_identifier


def _place(area: Area, country: tuple[str, str]) -> tuple[str, ...]:
    if area.level == Level.NATIONAL:
        return (area.level, area.code, area.name_in_files, "", "", "", "", "")
    if area.level == Level.REGIONAL:
        return (area.level, *country, area.code, area.name_in_files, "", "", "")
    region = (area.region_code, area.region_name)
    if area.level == Level.LOCAL_AUTHORITY:
        return (area.level, *country, *region, area.old_code, area.code, area.name_in_files)
    return (area.level, *country, *region, "", "", "")


def _country(catalogue: Catalogue) -> tuple[str, str]:
    """Return the one country that all areas' codes are of; blank when there are several."""
    letters = {area.code[:1] for area in catalogue.areas if area.code}
    return COUNTRIES.get(letters.pop(), ("", "")) if len(letters) == 1 else ("", "")


def _table(catalogue: Catalogue, name: str) -> StatisticalTable:
    table = catalogue.table(name)
    if table is None:
        known = ", ".join(other.name for other in catalogue.tables)
        raise UnknownQuestion(f"no table is named {name!r}; there are {known}")
    return table
