"""Where in a table is each cell, by area, period and groups?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.data.release import (
    BreakdownKind,
    Catalogue,
    Cell,
    CellReference,
    Column,
    StatisticalTable,
)

Numbers = NDArray[np.int64]
ABSENT = -1
DEFAULT_COLUMN = "children"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell by its names. Tables of other releases are told apart by `release`."""

    table: str
    column: str
    area: str
    period: str
    groups: tuple[tuple[str, str], ...]
    release: str = ""


@dataclass(frozen=True, slots=True)
class SetOfChildren:
    """What a cell counts: equal sets have equal keys, in whatever table or release they stand."""

    universe: str
    column: str
    area: str
    starts: date
    ends: date
    groups: tuple[tuple[str, str], ...]
    release: str = ""  # of a set that this release alone counts so


Span = tuple[str, date, date]


def span_of(key: SetOfChildren) -> Span:
    """Return the universe and the span of time of a set."""
    return (key.universe, key.starts, key.ends)


@dataclass(frozen=True, slots=True)
class Grid:
    """The numbers of the cells of one column of one table.

    `numbers` has an axis for areas, one for periods and one for each filter, in the orders of
    the catalogue; absent cells are ABSENT.
    """

    table: StatisticalTable
    column: Column
    numbers: Numbers


class Numbering:
    """Gives each set of children one number."""

    def __init__(self) -> None:
        self._numbers: dict[SetOfChildren, int] = {}

    def number(self, key: SetOfChildren) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)


class Arrangement:
    """The orders of a catalogue, and what each cell of its tables counts."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.areas = {area.slug: i for i, area in enumerate(catalogue.areas)}
        self.periods = {period.key: i for i, period in enumerate(catalogue.periods)}
        self.groups = {
            breakdown.name: {group.name: i for i, group in enumerate(breakdown.groups)}
            for breakdown in catalogue.breakdowns
        }
        self._roots = {
            breakdown.name: roots[0]
            for breakdown in catalogue.breakdowns
            if breakdown.kind is not BreakdownKind.SEPARATE
            and len(roots := [g.name for g in breakdown.groups if not g.part_of]) == 1
        }
        self._spans = {period.key: (period.starts, period.ends) for period in catalogue.periods}

    def set_of(self, table: StatisticalTable, cell: Cell) -> SetOfChildren:
        """Name what a cell counts; a breakdown left at its root says nothing."""
        groups = sorted(pair for pair in cell.groups if self._roots.get(pair[0]) != pair[1])
        starts, ends = self._spans[cell.period]
        universe = table.universe or table.name
        return SetOfChildren(universe, cell.column, cell.area, starts, ends, tuple(groups))

    def empty_grid(self, table: StatisticalTable, column: Column) -> Grid:
        shape = (
            len(self.areas),
            len(self.periods),
            *(len(self.groups[name]) for name in table.filters),
        )
        return Grid(table, column, np.full(shape, ABSENT, dtype=np.int64))

    def place(self, cell: Cell) -> tuple[int, ...]:
        return (
            self.areas[cell.area],
            self.periods[cell.period],
            *(self.groups[name][group] for name, group in cell.groups),
        )

    def slice_of(self, grid: Grid, reference: CellReference, opened: str = "") -> Numbers:
        """Return the numbers that a reference names, by area, period and the opened breakdown."""
        fixed = dict(reference.groups)
        index: list[int | slice] = [slice(None), slice(None)]
        for name in grid.table.filters:
            if name == opened and name not in fixed:
                index.append(slice(None))
                continue
            breakdown = self.catalogue.breakdown(name)
            default = breakdown.default if breakdown else ""
            index.append(self.groups[name][fixed.get(name, default)])
        return grid.numbers[tuple(index)]


@dataclass(frozen=True, slots=True)
class Apart:
    """The spans in which a release's sets are its own, and its name."""

    release: str
    spans: frozenset[Span]


NOTHING_APART = Apart("", frozenset())


def arrange(
    arrangement: Arrangement,
    table: StatisticalTable,
    cells: Iterable[Cell],
    numbering: Numbering,
    apart: Apart = NOTHING_APART,
) -> tuple[dict[str, Grid], list[tuple[int, Cell]]]:
    """Number the cells of a table; return a grid for each column and each cell with its number.

    Only columns that count children have grids, and those that give a percentage of some:
    their cells stand for the children that the percentage counts.
    """
    grids = {
        column.name: arrangement.empty_grid(table, column)
        for column in table.columns
        if column.whole or is_percentage(column)
    }
    numbered = []
    for cell in cells:
        grid = grids.get(cell.column)
        if grid is not None:
            key = arrangement.set_of(table, cell)
            if span_of(key) in apart.spans:
                key = replace(key, release=apart.release)
            number = numbering.number(key)
            grid.numbers[arrangement.place(cell)] = number
            numbered.append((number, cell))
    return grids, numbered


def is_percentage(column: Column) -> bool:
    """Say whether a column gives percentages."""
    return not column.whole and column.unit in ("per cent", "%")
