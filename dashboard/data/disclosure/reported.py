"""Is a reported figure printed although the number it rests on is hidden or too small?

A mean with its number gives a sum away; sums of few children are as telling as their counts.
Hiding a reported figure wherever its number is hidden hides the sums in the same pattern, and
so under the same protection, as the counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dashboard.data.disclosure.grids import Figure
from dashboard.data.disclosure.labels import name_figure
from dashboard.data.disclosure.rules import is_small
from dashboard.data.disclosure.verdict import Leak, LeakKind
from dashboard.data.release import Catalogue, Cell, CellReference, Marker, MeasureKind

Place = tuple[str, str, str, str, tuple[tuple[str, str], ...]]


def numbers_behind(catalogue: Catalogue) -> dict[tuple[str, str], CellReference]:
    """Return, for each reported column, the cells that count the children it rests on."""
    return {
        (measure.numerator.table, measure.numerator.column): measure.denominator
        for measure in catalogue.measures
        if measure.kind is MeasureKind.REPORTED and measure.denominator is not None
    }


def unsupported(
    catalogue: Catalogue, cells_by_table: Mapping[str, Sequence[Cell]], threshold: int
) -> Iterator[Cell]:
    """Yield the reported figures that must not be printed."""
    behind = numbers_behind(catalogue)
    weak: set[Place] = {
        _place(cell)
        for cells in cells_by_table.values()
        for cell in cells
        if cell.marker is Marker.CONFIDENTIAL
        or (cell.value is not None and is_small(cell.value, threshold))
    }
    for (table, column), reference in behind.items():
        for cell in cells_by_table.get(table, ()):
            if cell.column == column and cell.value is not None:
                groups = _groups_of(catalogue, reference, dict(cell.groups))
                number = (reference.table, reference.column, cell.area, cell.period, groups)
                if number in weak:
                    yield cell


def unsupported_figures(
    catalogue: Catalogue, cells_by_table: Mapping[str, Sequence[Cell]]
) -> Iterator[Leak]:
    """Yield a leak for each reported figure that must not be printed."""
    for cell in unsupported(catalogue, cells_by_table, catalogue.disclosure.threshold):
        figure = Figure(cell.table, cell.column, cell.area, cell.period, cell.groups)
        yield Leak(LeakKind.REPORTED, name_figure(catalogue, figure))


def _place(cell: Cell) -> Place:
    return (cell.table, cell.column, cell.area, cell.period, cell.groups)


def _groups_of(
    catalogue: Catalogue, reference: CellReference, own: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return the groups of the number behind a figure: fixed, the figure's own, or default."""
    table = catalogue.table(reference.table)
    fixed = dict(reference.groups)
    found = []
    for name in table.filters if table else ():
        breakdown = catalogue.breakdown(name)
        default = breakdown.default if breakdown else ""
        found.append((name, fixed.get(name, own.get(name, default))))
    return tuple(found)
