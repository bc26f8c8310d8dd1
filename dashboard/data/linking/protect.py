"""Cells that a release must suppress, for what they are and so that these cannot be worked out.

The way from the tables of a release to a problem of numbers, and back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from dashboard.data.linking.building import Published, build_base
from dashboard.data.linking.costs import costs_of
from dashboard.data.linking.figures import LinkedProblem, as_disclosure_error
from dashboard.data.linking.grids import Arrangement, Figure, Tables, read_grids
from dashboard.data.linking.reported import unsupported
from dashboard.data.release.model import Catalogue, Cell, CellReference, Limits, Marker
from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.suppression.pattern import NOT_GIVEN
from dashboard.disclosure.suppression.protect import protect
from dashboard.exceptions import DisclosureError


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A release's cells as they may be published, and what was done to them."""

    cells: Mapping[str, tuple[Cell, ...]]
    primary: int  # cells suppressed for what they are
    secondary: int  # cells suppressed to protect others
    reported: int  # reported figures suppressed with their number

    def after(self, before: Suppressed) -> Suppressed:
        """Return this choice, which hides more than one before, with the numbers of both."""
        return replace(
            self,
            primary=before.primary,
            secondary=before.secondary + self.primary + self.secondary,
            reported=before.reported + self.reported,
        )


def protect_release(
    catalogue: Catalogue,
    cells: Tables,
    earlier: Sequence[tuple[Catalogue, Tables]] = (),
    keep: Sequence[CellReference] = (),
    *,
    thorough: bool = True,
    more_than: Suppressed | None = None,
) -> Suppressed:
    """Suppress what must be in unsuppressed tables, and as little more as the search finds.

    `keep` names cells that must stay visible unless they are small themselves. A `thorough` search
    is made again and again for a small release. With another choice, `more_than` it is hidden, so
    that it is safe as readers see it: they cannot tell what else was revised.

    Raises DisclosureError where no set of suppressed cells would do.
    """
    tables = cells if more_than is None else _hide(cells, _confidential(more_than.cells))
    releases = [
        Published(catalogue, as_printed(catalogue, tables), exact=cells),
        *(Published(*release) for release in earlier),
    ]
    attempt = partial(_attempt, catalogue, tables, keep, thorough and more_than is None)
    linked = build_base(releases)
    try:
        suppressed = attempt(linked)
    except DisclosureError:
        if not linked.counted.get("found"):
            raise
        # A sum that holds by chance in the unsuppressed figures may be one that nobody can see in
        # what is published of them. The audit of what is made says whether it is.
        suppressed = attempt(build_base(releases, shown_sums=False))
    return suppressed if more_than is None else suppressed.after(more_than)


def repeat_suppression(catalogue: Catalogue, cells: Tables, last: Tables) -> Suppressed:
    """Suppress the cells that the last release suppresses, and what is small now; nothing is searched.

    Whether that is enough is for the audit to say.
    """
    counts = [g for g in read_grids(Arrangement(catalogue), cells).values() if g.column.whole]
    small = {figure for grid in counts for figure in grid.figures(grid.small)}
    before = _confidential(last)
    known = {_named_as(cell) for rows in cells.values() for cell in rows if cell.value is not None}
    hidden = small | (before & known)
    return _suppressed(catalogue, as_printed(catalogue, cells), hidden, len(small))


def _confidential(cells: Tables) -> set[Figure]:
    return {
        _named_as(cell)
        for rows in cells.values()
        for cell in rows
        if cell.marker is Marker.CONFIDENTIAL
    }


def _named_as(cell: Cell) -> Figure:
    return Figure(cell.table, cell.column, cell.area, cell.period, cell.groups)


def _named(linked: LinkedProblem, references: Sequence[CellReference]) -> Flags:
    """Return which unknowns are printed in cells that a reference names."""
    flags = np.zeros(len(linked), dtype=bool)
    for grid, there, behind in linked.figures.printed():
        for reference in references:
            flags[behind[grid.named(reference, open_=True)[there]]] = True
    return flags


def _attempt(
    catalogue: Catalogue,
    cells: Tables,
    keep: Sequence[CellReference],
    thorough: bool,
    linked: LinkedProblem,
) -> Suppressed:
    """Protect a problem, and suppress the cells of the release on trial that its pattern says."""
    counts = exact_counts(catalogue, linked, cells)
    kept, costs = _named(linked, keep), costs_of(catalogue, linked, counts)
    with as_disclosure_error(catalogue):
        pattern = protect(linked, counts, costs, kept=kept, thorough=thorough)
    chosen = pattern.suppressed[: len(linked)] & (counts != NOT_GIVEN)
    hidden: set[Figure] = set()
    primary = 0
    for grid, there, behind in linked.figures.printed():
        if not grid.arrangement.release:
            there[there] = chosen[behind]
            hidden.update(grid.figures(there))
            primary += int((chosen & pattern.primary[: len(linked)])[behind].sum())
    return _suppressed(catalogue, as_printed(catalogue, cells), hidden, primary)


def _suppressed(
    catalogue: Catalogue, cells: Tables, hidden: Set[Figure], primary: int
) -> Suppressed:
    """Make the named cells confidential, and the reported figures that rest on them."""
    tables = _hide(cells, hidden)
    grids = read_grids(Arrangement(catalogue), tables)
    weak = set(unsupported(catalogue, grids))
    return Suppressed(_hide(tables, weak), primary, len(hidden) - primary, len(weak))


def _hide(cells: Tables, figures: Set[Figure]) -> dict[str, tuple[Cell, ...]]:
    """Make the named cells confidential."""
    return {
        table: tuple(
            replace(cell, value=None, marker=Marker.CONFIDENTIAL)
            if _named_as(cell) in figures
            else cell
            for cell in rows
        )
        for table, rows in cells.items()
    }


def rounded(count: float, base: int) -> int:
    """Round a count to the nearest multiple of a base; one halfway between two goes up."""
    return (round(count) + base // 2) // base * base


def as_printed(catalogue: Catalogue, cells: Tables) -> Mapping[str, tuple[Cell, ...]]:
    """Return cells as the rule of their level and table has them, before any protects another.

    Exact counts stay as they are. Of counts that are to be rounded, small ones are hidden first:
    what they would be rounded to says too much.
    """
    slugs = [area.slug for area in catalogue.areas]
    tables = {}
    for table in catalogue.tables:
        limits = dict(zip(slugs, catalogue.limits_of(table.name), strict=True))
        counts = {column.name for column in table.columns if column.whole}
        tables[table.name] = tuple(
            _printed(cell, limits[cell.area]) if cell.column in counts else cell
            for cell in cells[table.name]
        )
    return tables


def _printed(cell: Cell, limits: Limits) -> Cell:
    if cell.value is None or limits.rounding <= 1:
        return cell
    if limits.is_small(cell.value):
        return replace(cell, value=None, marker=Marker.CONFIDENTIAL)
    return replace(cell, value=float(rounded(cell.value, limits.rounding)))


def exact_counts(catalogue: Catalogue, linked: LinkedProblem, cells: Tables) -> Numbers:
    """Return the exact count of each unknown that the cells give, or NOT_GIVEN."""
    exact = read_grids(Arrangement(catalogue), cells)
    counts = np.full(len(linked), NOT_GIVEN, dtype=np.int64)
    for grid, there, behind in linked.figures.printed():
        if grid.column.whole and not grid.arrangement.release:
            values = exact[grid.table.name, grid.column.name].values[there]
            has_value = ~np.isnan(values)
            counts[behind[has_value]] = values[has_value].astype(np.int64)
    return counts
