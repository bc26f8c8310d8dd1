"""What is printed of counts that a release rounds to a base, by level and table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.linking.grids import ABSENT, Arrangement, Tables, read_grids
from dashboard.data.release.model import Catalogue, Cell, Limits, Marker
from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.suppression.pattern import NOT_GIVEN


def rounded(count: float, base: int) -> int:
    """Round a count to the nearest multiple of a base; one halfway between two goes up."""
    return (round(count) + base // 2) // base * base


def as_printed(catalogue: Catalogue, cells: Tables) -> Mapping[str, tuple[Cell, ...]]:
    """Return cells as the rule of their level and table has them, before any protects another.

    Exact counts stay as they are. Of counts that are to be rounded, small ones are hidden first:
    what they would be rounded to says too much.
    """
    slugs = [area.slug for area in catalogue.areas]
    found = {}
    for table in catalogue.tables:
        limits = dict(zip(slugs, catalogue.limits_of(table.name), strict=True))
        counts = {column.name for column in table.columns if column.whole}
        found[table.name] = tuple(
            _printed(cell, limits[cell.area]) if cell.column in counts else cell
            for cell in cells[table.name]
        )
    return found


def _printed(cell: Cell, limits: Limits) -> Cell:
    if cell.value is None or limits.rounding <= 1:
        return cell
    if limits.is_small(cell.value):
        return replace(cell, value=None, marker=Marker.CONFIDENTIAL)
    return replace(cell, value=float(rounded(cell.value, limits.rounding)))


def exact_counts(catalogue: Catalogue, linked: LinkedProblem, cells: Tables) -> Numbers:
    """Return the exact count of each unknown that the cells give, or NOT_GIVEN."""
    exact = read_grids(Arrangement(catalogue), cells)
    found = np.full(len(linked), NOT_GIVEN, dtype=np.int64)
    for grid, unknowns in zip(linked.figures.grids, linked.figures.unknowns, strict=True):
        if grid.column.whole and not grid.arrangement.release:
            values = exact[grid.table.name, grid.column.name].values
            given = (unknowns != ABSENT) & ~np.isnan(values)
            found[unknowns[given]] = values[given].astype(np.int64)
    return found
