"""Counts that a release corrects by so few children that two releases together may tell of them."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.data.linking.figures import name_figure
from dashboard.data.linking.grids import Figure, Tables
from dashboard.data.release.model import Catalogue, Cell


def small_corrections(
    made: tuple[Catalogue, Tables], before: tuple[Catalogue, Tables]
) -> Iterator[str]:
    """Yield the names of counts that a release prints and a later one changes by few children.

    `made` is the later release with every count, `before` the one that readers have. Few are less
    than the threshold of the count. Periods of other days are other counts.
    """
    (catalogue, cells), (earlier, cells_before) = made, before
    days = {(p.key, p.starts, p.ends) for p in earlier.periods}
    same = {p.key for p in catalogue.periods if (p.key, p.starts, p.ends) in days}
    printed = {_figure(cell): cell.value for rows in cells_before.values() for cell in rows}
    for rows in cells.values():
        for cell in rows:
            was = printed.get(_figure(cell))
            few = _threshold(catalogue, cell)
            if was is None or cell.value is None or cell.period not in same:
                continue
            if 0 < abs(cell.value - was) < few:
                yield name_figure(catalogue, _figure(cell))


def _figure(cell: Cell) -> Figure:
    return Figure(cell.table, cell.column, cell.area, cell.period, cell.groups)


def _threshold(catalogue: Catalogue, cell: Cell) -> int:
    """Return the threshold of a count; 0 of a figure that is none."""
    column, area = catalogue.column(cell.table, cell.column), catalogue.area(cell.area)
    if column is None or not column.whole or area is None:
        return 0
    return catalogue.disclosure.of(area.level, cell.table).threshold
