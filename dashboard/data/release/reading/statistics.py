"""Reads a row of a statistical table: whose figures, when, of which groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from dashboard.data.release.model import Area, Catalogue, Level, Marker, StatisticalTable
from dashboard.data.release.periods import spelled
from dashboard.data.release.reading.records import RowShape, positions, read_records
from dashboard.data.release.reading.source import Source
from dashboard.data.release.table_columns import GEOGRAPHY_COLUMNS

Groups: TypeAlias = tuple[tuple[str, str], ...]

FIGURE = "a number in plain digits, or a marker: " + " ".join(marker.value for marker in Marker)

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MARKERS = {text: marker for marker in Marker for text in (marker.value, f"[{marker.value}]")}
_CODE_COLUMNS = {
    Level.NATIONAL.casefold(): "country_code",
    Level.REGIONAL.casefold(): "region_code",
    Level.LOCAL_AUTHORITY.casefold(): "new_la_code",
}


class Row(NamedTuple):
    """The entries of one row; `geography` has GEOGRAPHY_COLUMNS, in that order.

    A column of places that the file does not have is blank.
    """

    number: int
    geography: tuple[str, ...]
    groups: tuple[str, ...]
    figures: tuple[str, ...]


class RaggedRow(NamedTuple):
    """A row that does not fit under the header, and what was expected of it."""

    number: int
    expected: str


def read_rows(source: Source, table: StatisticalTable) -> Iterator[Row | RaggedRow]:
    """Stream the rows of a statistical table in file order, in bounded memory."""
    records = read_records(source, table.path)
    _, header = next(records)
    where, shape = positions(header), RowShape(header)
    place = [where.get(name) for name in GEOGRAPHY_COLUMNS]
    filters = [where[name.casefold()] for name in table.filters]
    figures = [where[column.name.casefold()] for column in table.columns]
    for number, record in records:
        if expected := shape.misfit(record):
            yield RaggedRow(number, expected)
            continue
        yield Row(
            number,
            tuple(["" if i is None else record[i] for i in place]),
            tuple([record[i] for i in filters]),
            tuple([record[i] for i in figures]),
        )


def read_figure(text: str) -> tuple[float | None, Marker | None]:
    """Read a figure: a value or a marker. Raises ValueError, without the text, if neither."""
    if marker := _MARKERS.get(text):
        return None, marker
    if not _NUMBER.fullmatch(text):
        raise ValueError(FIGURE)
    return float(text), None


class Names:
    """Finds the area, period and groups that entries of a table name; None where nothing fits.

    Rows repeat the same few places and groups, so each is worked out once and remembered.
    """

    def __init__(self, catalogue: Catalogue, table: StatisticalTable) -> None:
        self._table = table
        self._by_code = {
            (area.level.casefold(), code): area for area in catalogue.areas for code in area.codes
        }
        levels = Counter(a.level.casefold() for a in catalogue.areas)
        self._by_level = {
            a.level.casefold(): a for a in catalogue.areas if levels[a.level.casefold()] == 1
        }
        self._periods = {(p.time_period, p.time_identifier): p.key for p in catalogue.periods}
        self._allowed = [
            frozenset(g.name for g in breakdown.groups)
            for name in table.filters
            if (breakdown := catalogue.breakdown(name))
        ]
        self._areas: dict[tuple[str, ...], Area | None] = {}
        self._groups: dict[tuple[str, ...], Groups | None] = {}

    def area(self, geography: tuple[str, ...]) -> Area | None:
        if geography not in self._areas:
            self._areas[geography] = self._find_area(geography)
        return self._areas[geography]

    def period(self, geography: tuple[str, ...]) -> str | None:
        return self._periods.get((geography[0], spelled(geography[1])))

    def groups(self, names: tuple[str, ...]) -> Groups | None:
        if names not in self._groups:
            known = all(name in allowed for name, allowed in zip(names, self._allowed, strict=True))
            pairs = tuple(zip(self._table.filters, names, strict=True))
            self._groups[names] = pairs if known else None
        return self._groups[names]

    def unknown_filters(self, names: tuple[str, ...]) -> list[str]:
        """Name the filters whose entry is not a group of its breakdown."""
        entries = zip(self._table.filters, names, self._allowed, strict=True)
        return [filter_ for filter_, name, allowed in entries if name not in allowed]

    def _find_area(self, geography: tuple[str, ...]) -> Area | None:
        level = geography[GEOGRAPHY_COLUMNS.index("geographic_level")].casefold()
        column = code_column(level)
        if column is None:
            return self._by_level.get(level)
        return self._by_code.get((level, geography[GEOGRAPHY_COLUMNS.index(column)]))


def code_column(level: str) -> str | None:
    """Name the column that holds the area's code at a level; None where the level names it."""
    return _CODE_COLUMNS.get(level.casefold())
