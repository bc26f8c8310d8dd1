"""Where in a table each cell is, by area, period and groups, and what it prints.

A release of a million cells is held in arrays: a cell has a place in a grid, and a name only
when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from dashboard.data.release.additivity import root_of
from dashboard.data.release.model import (
    Catalogue,
    Cell,
    CellReference,
    Column,
    Marker,
    StatisticalTable,
)
from dashboard.data.release.units import Share, shares_in
from dashboard.data.release.universes import family_of
from dashboard.disclosure.arrays import Flags, Numbers

ABSENT = -1  # no number: no cell, or none that counts children
MARKERS = tuple(Marker)
NO_CELL, A_VALUE = -2, -1  # next to the places in MARKERS
CODES: Mapping[Marker | None, int] = {m: i for i, m in enumerate(MARKERS)} | {None: A_VALUE}

Tables = Mapping[str, Iterable[Cell]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell by its names. Tables of other releases are told apart by `release`."""

    table: str
    column: str
    area: str
    period: str
    groups: tuple[tuple[str, str], ...]
    release: str = ""


class Arrangement:
    """The orders of a catalogue's areas, periods and groups.

    `families` has the universe and column of each table and column for which it is not their own.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        release: str = "",
        families: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType({}),
    ) -> None:
        self.catalogue = catalogue
        self.release = release
        self.families = families
        self.areas = {area.slug: i for i, area in enumerate(catalogue.areas)}
        self.periods = {period.key: i for i, period in enumerate(catalogue.periods)}
        breakdowns = catalogue.breakdowns
        self.groups = {b.name: {g.name: i for i, g in enumerate(b.groups)} for b in breakdowns}
        self.roots = {b.name: root for b in breakdowns if (root := root_of(b)) is not None}
        self.shares = shares_in(catalogue)

    def shape(self, table: StatisticalTable) -> tuple[int, ...]:
        """Return how many areas, periods, and groups of each filter a table may have."""
        sizes = (len(self.groups[name]) for name in table.filters)
        return (len(self.areas), len(self.periods), *sizes)

    def place(self, cell: Cell) -> tuple[int, ...]:
        """Return where in the grid of its table a cell stands."""
        return (
            self.areas[cell.area],
            self.periods[cell.period],
            *(self.groups[name][group] for name, group in cell.groups),
        )

    def whole_of(self, part: CellReference, whole: CellReference) -> CellReference:
        """Return a whole's reference, at its default where the part's fixes a group alone."""
        table, named = self.catalogue.table(whole.table), {name for name, _ in whole.groups}
        defaults = {breakdown.name: breakdown.default for breakdown in self.catalogue.breakdowns}
        more = [
            (name, defaults[name])
            for name, _ in part.groups
            if name not in named and table is not None and name in table.filters
        ]
        return replace(whole, groups=(*whole.groups, *more))


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one column of one table.

    Each array has an axis for areas, one for periods and one for each filter, in the orders of
    the catalogue. `values` are NaN where there is none; `markers` are places in MARKERS,
    A_VALUE or NO_CELL; `numbers` say which set of children a cell counts, ABSENT where none.
    """

    arrangement: Arrangement
    table: StatisticalTable
    column: Column
    numbers: Numbers
    values: NDArray[np.float64]
    markers: NDArray[np.int8]

    @property
    def present(self) -> Flags:
        return np.asarray(self.markers != NO_CELL)

    @property
    def family(self) -> tuple[str, str]:
        """Return whom the cells count: a universe and a column."""
        place = self.table.name, self.column.name
        family = self.arrangement.families.get(place)
        return family or family_of(self.arrangement.catalogue, self.table, self.column.name)

    @property
    def counts(self) -> bool:
        """Return True if cells stand for sets of children: a count, or a share of some."""
        return self.column.whole or self.share is not None

    @property
    def share(self) -> Share | None:
        """Return what a reported share or rate is out of, None for what is neither."""
        return self.arrangement.shares.get((self.table.name, self.column.name))

    def marked(self, *markers: Marker) -> Flags:
        """Return which cells print one of these markers."""
        return np.isin(self.markers, [MARKERS.index(marker) for marker in markers])

    @property
    def small(self) -> Flags:
        """Return which cells print a count from 1 to one below their threshold."""
        limits = self.arrangement.catalogue.limits_of(self.table.name)
        thresholds = np.array([own.threshold for own in limits])
        shape = (-1,) + (1,) * (self.values.ndim - 1)
        return np.asarray((self.values > 0) & (self.values < thresholds.reshape(shape)))

    def named(self, reference: CellReference, *, open_: bool) -> Flags:
        """Return which cells a reference names.

        The filters that it does not fix stand at their default or, if `open_`, anywhere.
        """
        flags = np.zeros(self.markers.shape, dtype=bool)
        if (self.table.name, self.column.name) != (reference.table, reference.column):
            return flags
        fixed = dict(reference.groups)
        index: list[int | slice] = [slice(None), slice(None)]
        for name in self.table.filters:
            breakdown = self.arrangement.catalogue.breakdown(name)
            group = fixed.get(name, "" if open_ or breakdown is None else breakdown.default)
            index.append(self.arrangement.groups[name][group] if group else slice(None))
        flags[tuple(index)] = True
        return flags

    def figure(self, position: int) -> Figure:
        """Name the cell at a flat position."""
        catalogue = self.arrangement.catalogue
        area, period, *groups = (int(i) for i in np.unravel_index(position, self.markers.shape))
        named = zip(self.table.filters, groups, strict=True)
        pairs = [(name, list(self.arrangement.groups[name])[group]) for name, group in named]
        return Figure(
            self.table.name,
            self.column.name,
            catalogue.areas[area].slug,
            catalogue.periods[period].key,
            tuple(pairs),
            self.arrangement.release,
        )

    def figures(self, chosen: Flags) -> Iterator[Figure]:
        """Name the chosen cells."""
        return (self.figure(position) for position in np.flatnonzero(chosen).tolist())


Grids = Mapping[tuple[str, str], Grid]


def read_grids(
    arrangement: Arrangement, cells: Tables, note: Callable[[Cell], None] | None = None
) -> dict[tuple[str, str], Grid]:
    """Read every table of a release once, in the order of the catalogue, into grids by column.

    `note` is shown each cell as it passes.
    """
    grids: dict[tuple[str, str], Grid] = {}
    for table in arrangement.catalogue.tables:
        for column in table.columns:
            grids[table.name, column.name] = _without_cells(arrangement, table, column)
        for cell in cells[table.name]:
            grid, place = grids[table.name, cell.column], arrangement.place(cell)
            grid.markers[place] = CODES[cell.marker]
            if cell.value is not None:
                grid.values[place] = cell.value
            if note is not None:
                note(cell)
    return grids


def _without_cells(arrangement: Arrangement, table: StatisticalTable, column: Column) -> Grid:
    shape = arrangement.shape(table)
    numbers, values = np.full(shape, ABSENT, dtype=np.int64), np.full(shape, np.nan)
    markers = np.full(shape, NO_CELL, dtype=np.int8)
    return Grid(arrangement, table, column, numbers, values, markers)


def rows_of(*numbers: Numbers) -> Numbers:
    """Return a row for each place of some arrays of one shape at which all have a number."""
    rows = np.stack([own.ravel() for own in numbers], axis=1)
    return np.asarray(rows[(rows != ABSENT).all(axis=1)])
