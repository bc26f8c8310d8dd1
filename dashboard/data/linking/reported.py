"""Reported figures that are printed although the number they rest on is suppressed or too small.

A mean with its number gives a sum away; sums of few children are as telling as their counts.
Hiding a reported figure wherever its number is hidden hides the sums in the same pattern, and
so under the same protection, as the counts. Nor may it stand where the number is marked as missing:
of means of girls, of boys and of all, only one number of girls may fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.data.linking.figures import name_figure
from dashboard.data.linking.grids import Figure, Grid, Grids
from dashboard.data.linking.verdict import Leak, LeakKind
from dashboard.data.release.model import Catalogue, CellReference, MeasureKind
from dashboard.disclosure.arrays import Flags


def numbers_behind(catalogue: Catalogue) -> Iterator[tuple[tuple[str, str], CellReference]]:
    """Yield (table, column) of each reported column with cells that count those it rests on."""
    for measure in catalogue.measures:
        if measure.kind is MeasureKind.REPORTED and measure.denominator is not None:
            yield (measure.numerator.table, measure.numerator.column), measure.denominator


def unsupported(catalogue: Catalogue, grids: Grids) -> Iterator[Figure]:
    """Yield the reported figures that must not be printed."""
    for place, reference in numbers_behind(catalogue):
        grid, number = grids.get(place), grids.get((reference.table, reference.column))
        if grid is not None and number is not None:
            weak = (number.present & _empty(number)) | number.small
            yield from grid.figures(seen_from(grid, reference, number, weak) & ~_empty(grid))


def unsupported_figures(catalogue: Catalogue, grids: Grids) -> Iterator[Leak]:
    """Yield a leak for each reported figure that must not be printed."""
    for figure in dict.fromkeys(unsupported(catalogue, grids)):
        yield Leak(LeakKind.REPORTED, name_figure(catalogue, figure))


def _empty(grid: Grid) -> Flags:
    return np.isnan(grid.values)


def seen_from(
    grid: Grid, reference: CellReference, number: Grid, values: NDArray[Any]
) -> NDArray[Any]:
    """Return what `values`, in the shape of `number`, has for the number behind each cell.

    The number's groups are those that the reference fixes, the cell's own, or the default.
    """
    fixed, places = dict(reference.groups), np.ogrid[tuple(map(slice, grid.markers.shape))]
    own = dict(zip(grid.table.filters, places[2:], strict=True))
    index: list[Any] = [*places[:2]]
    for name in number.table.filters:
        if name in own and name not in fixed:
            index.append(own[name])
            continue
        breakdown = grid.arrangement.catalogue.breakdown(name)
        default = breakdown.default if breakdown else ""
        index.append(grid.arrangement.groups[name][fixed.get(name, default)])
    return np.broadcast_to(values[tuple(index)], grid.markers.shape)
