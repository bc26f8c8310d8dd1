"""Tables laid out as arrays, so that sums and gaps can be checked all together.

A table becomes arrays with axes for combinations of groups, areas and periods. Areas and
periods are all those of the catalogue, in its order, so that tables can be laid side by side.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import EllipsisType

import numpy as np
from numpy.typing import NDArray

from dashboard.data.release.findings import Finding
from dashboard.data.release.model import CellReference, Marker, StatisticalTable
from dashboard.data.release.reading.statistics import Groups
from dashboard.data.release.references import format_reference

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int32]
Index = tuple[int | slice | EllipsisType | Flags, ...]

NO_MARKER = 0
MARKER_CODES: dict[Marker, int] = {marker: code for code, marker in enumerate(Marker, start=1)}
UNREADABLE = len(MARKER_CODES) + 1

# A complete table fills its grid, less what some levels or kinds of period do not cross.
SMALL_GRID = 200_000
LARGEST_GRID_PER_ROW = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """One column: `values` is NaN where there is no number, `markers` says why."""

    values: Values
    markers: NDArray[np.uint8]

    @property
    def published(self) -> Flags:
        return ~np.isnan(self.values)

    @property
    def applied(self) -> Values:
        """Return the values, with 0 where a figure is not applicable (`z`)."""
        return np.where(self.marked(Marker.NOT_APPLICABLE), 0.0, self.values)

    def marked(self, marker: Marker) -> Flags:
        flags: Flags = self.markers == MARKER_CODES[marker]
        return flags


@dataclass(frozen=True, slots=True)
class TableGrid:
    """One table; every array has the axes (combination, area, period).

    `rows` is the row in the file, 0 where there is none.
    """

    table: StatisticalTable
    combinations: tuple[Groups, ...]
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    rows: Rows
    columns: dict[str, Figures]

    def counts(self) -> Iterator[tuple[str, Figures]]:
        """Yield each column that counts children, by its name."""
        for column in self.table.columns:
            if column.whole:
                yield column.name, self.columns[column.name]

    def cells(self, column: str, groups: Groups) -> Cells | None:
        """Return the cells of one column in some groups; None where the table has none."""
        if column not in self.columns or groups not in self.combinations:
            return None
        return Cells(self, column, self.combinations.index(groups))

    def lines_of_periods(self) -> Iterator[tuple[tuple[int, ...], Flags]]:
        """Yield each set of periods that some lines have rows for, and which lines.

        A line is a combination in an area. Levels, or combinations, may have other periods.
        """
        there = (self.rows > 0).reshape(-1, len(self.periods))
        patterns, kind = np.unique(there, axis=0, return_inverse=True)
        for number, pattern in enumerate(patterns):
            lines: Flags = (kind.ravel() == number).reshape(self.rows.shape[:2])
            yield tuple(np.flatnonzero(pattern).tolist()), lines

    def rows_at(self, flags: Flags) -> list[int]:
        """Return the rows that stand where flags are set, in file order."""
        return [int(row) for row in np.sort(self.rows[flags & (self.rows > 0)])]

    def flags_at(self, index: Index, flags: Flags | bool = True) -> Flags:
        """Return flags of the whole grid that are set at an index alone, as given."""
        whole: Flags = np.zeros(self.rows.shape, dtype=np.bool_)
        whole[index] = flags
        return whole

    def findings(self, check: str, column: str, flags: Flags, expected: str) -> Iterator[Finding]:
        """Yield a finding for each row of a column in which flags are set, in file order."""
        for row in self.rows_at(flags):
            yield Finding(check, self.table.path, row, column, expected)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column in one combination of groups, with axes (area, period)."""

    grid: TableGrid
    column: str
    combination: int

    @property
    def values(self) -> Values:
        """Return the figures; NaN where there is none."""
        values: Values = self.grid.columns[self.column].values[self.combination]
        return values

    @property
    def applied(self) -> Values:
        """Return the figures, with 0 where they are not applicable."""
        values: Values = self.grid.columns[self.column].applied[self.combination]
        return values

    @property
    def present(self) -> Flags:
        """Return where there are rows."""
        flags: Flags = self.grid.rows[self.combination] > 0
        return flags

    @property
    def count_children(self) -> bool:
        return any(name == self.column for name, _ in self.grid.counts())

    @property
    def place(self) -> tuple[str, str, int]:
        """Return what the same cells have in common."""
        return self.grid.table.name, self.column, self.combination

    def __str__(self) -> str:
        """Name the cells as references do."""
        groups = self.grid.combinations[self.combination]
        return format_reference(CellReference(self.grid.table.name, self.column, groups))

    def findings(self, check: str, flags: Flags, expected: str) -> Iterator[Finding]:
        """Yield a finding for each row in which flags are set, in file order."""
        everywhere = self.grid.flags_at((self.combination,), flags)
        yield from self.grid.findings(check, self.column, everywhere, expected)


class GridBuilder:
    """Collects the rows of a table, then lays them out."""

    def __init__(
        self, table: StatisticalTable, areas: Sequence[str], periods: Sequence[str]
    ) -> None:
        self._table = table
        self._areas = {area: place for place, area in enumerate(areas)}
        self._periods = {period: place for place, period in enumerate(periods)}
        self._combinations: dict[Groups, int] = {}
        self._places = [array("i") for _ in range(3)]
        self._rows = array("i")
        self._values = [array("d") for _ in table.columns]
        self._markers = [array("B") for _ in table.columns]

    def add_row(self, row: int, groups: Groups, area: str, period: str) -> None:
        """Begin a row; then add each of its figures."""
        combination = self._combinations.setdefault(groups, len(self._combinations))
        for places, place in zip(
            self._places,
            (combination, self._areas[area], self._periods[period]),
            strict=True,
        ):
            places.append(place)
        self._rows.append(row)

    def add_figure(self, column: int, value: float | None, marker: Marker | None) -> None:
        """Add a figure of the row last begun; neither value nor marker means unreadable."""
        self._values[column].append(np.nan if value is None else value)
        code = NO_MARKER if value is not None else UNREADABLE
        self._markers[column].append(code if marker is None else MARKER_CODES[marker])

    def build(self) -> tuple[TableGrid | None, list[tuple[int, int]]]:
        """Lay the rows out, and give (row, earlier row) of those that have the same place.

        There is no grid if the rows are too far apart for one.
        """
        shape = (len(self._combinations), len(self._areas), len(self._periods))
        rows = np.array(self._rows, dtype=np.int32)
        if np.prod(shape, dtype=np.int64) > max(SMALL_GRID, LARGEST_GRID_PER_ROW * len(rows)):
            return None, []
        places = tuple(np.array(axis, dtype=np.intp) for axis in self._places)
        flat = np.ravel_multi_index(places, shape) if len(rows) else np.array([], dtype=np.intp)
        _, first, place = np.unique(flat, return_index=True, return_inverse=True)
        earliest = rows[first][place]
        again = np.flatnonzero(earliest != rows)
        repeated = [(int(rows[i]), int(earliest[i])) for i in again]
        laid = np.zeros(shape, dtype=np.int32)
        laid[places] = earliest
        columns = {}
        for number, column in enumerate(self._table.columns):
            values = np.full(shape, np.nan)
            values[places] = np.array(self._values[number])
            markers = np.zeros(shape, dtype=np.uint8)
            markers[places] = np.array(self._markers[number], dtype=np.uint8)
            columns[column.name] = Figures(values, markers)
        grid = TableGrid(
            self._table,
            tuple(self._combinations),
            tuple(self._areas),
            tuple(self._periods),
            laid,
            columns,
        )
        return grid, repeated
