"""Finds the rows that a table lacks, of those that its areas, periods and groups ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from dashboard.data.release.checks.check import Subject
from dashboard.data.release.checks.grids import Flags, TableGrid
from dashboard.data.release.findings import Finding
from dashboard.data.release.model import Catalogue, PeriodType


class Gap(NamedTuple):
    """A row that is not there, by its places on the axes of a grid."""

    combination: int
    area: int
    period: int


def matrix(subject: Subject) -> Iterator[Finding]:
    """Every table is complete: what is missing is a row with a marker.

    For each level of place and each kind of period that a table has, there is a row for every
    place of that level, every period of that kind and every combination of groups that occurs
    there. Of reporting periods, and of years next to them, a level and a combination may have
    their own. What a level does not have at all is not there. `complete` writes what is missing,
    marked `x`, and `z` where a place had not opened or had closed.
    """
    yield from subject.noted("matrix")
    for grid in subject.grids.values():
        gaps = list(gaps_in(grid, subject.catalogue))
        if gaps:
            yield Finding("matrix", grid.table.path, None, "", _words(grid, gaps))


def gaps_in(grid: TableGrid, catalogue: Catalogue) -> Iterator[Gap]:
    """Yield the rows that a table lacks."""
    levels = [area.level.casefold() for area in catalogue.areas]
    types = [period.type for period in catalogue.periods]
    there: Flags = np.greater(grid.rows, 0)
    for level, type_ in product(dict.fromkeys(levels), dict.fromkeys(types)):
        places = [n for n, other in enumerate(levels) if other == level]
        spans = [n for n, other in enumerate(types) if other == type_]
        spans = [n for n in spans if there[:, :, n].any()]
        block: Flags = there[np.ix_(range(len(grid.combinations)), places, spans)]
        of_its_own = type_ in closed_kinds(grid, types, places)
        occurs = block.any(axis=1 if of_its_own else (1, 2), keepdims=True)
        for combination, place, span in np.argwhere(~block & occurs):
            yield Gap(int(combination), places[place], spans[span])


def closed_kinds(
    grid: TableGrid, types: Sequence[PeriodType], places: Sequence[int]
) -> tuple[PeriodType, ...]:
    """Return the kinds of period of which some areas may have their own: a run mixes them."""
    longer = [n for n, type_ in enumerate(types) if type_ is PeriodType.PERIOD]
    there = (grid.rows[np.ix_(range(len(grid.combinations)), places, longer)] > 0).any()
    return (PeriodType.PERIOD, PeriodType.YEAR) if there else (PeriodType.PERIOD,)


def _words(grid: TableGrid, gaps: Sequence[Gap]) -> str:
    """Write how many rows there should be besides, and of what: no row of a place, or some groups'."""
    empty = grid.rows.max(axis=0) == 0
    absent = [gap for gap in gaps if empty[gap.area, gap.period]]
    some = [gap for gap in gaps if not empty[gap.area, gap.period]]
    why = []
    if absent:
        pairs = len({(gap.area, gap.period) for gap in absent})
        of = "a place has none" if pairs == 1 else f"in {pairs:,} cases a place has none"
        why.append(f"{of} of a period (first: {_named(grid, absent[0], groups=False)})")
    if some:
        of = "one is of groups" if len(some) == 1 else f"{len(some):,} are of groups"
        why.append(f"{of} that other places have there (first: {_named(grid, some[0])})")
    rows = "1 more row" if len(gaps) == 1 else f"{len(gaps):,} more rows"
    return f"{rows}: {'; '.join(why)}. `complete` writes them, marked x or z"


def _named(grid: TableGrid, gap: Gap, *, groups: bool = True) -> str:
    own = grid.combinations[gap.combination] if groups else ()
    parts = [f"area={grid.areas[gap.area]}", f"period={grid.periods[gap.period]}"]
    return ", ".join([*parts, *(f"{name}={group}" for name, group in own)])
