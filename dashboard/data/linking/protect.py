"""Which cells must a release suppress, for what they are and so that these cannot be worked out?

The way from the tables of a release to a system of numbers, and back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from dashboard.data.linking.building import Published, build_base
from dashboard.data.linking.costs import costs_of, named_in
from dashboard.data.linking.grids import (
    ABSENT,
    Arrangement,
    Figure,
    Flags,
    Numbers,
    Tables,
    read_grids,
)
from dashboard.data.linking.reported import unsupported
from dashboard.data.linking.rounding import as_printed, exact_counts
from dashboard.data.release.model import Catalogue, Cell, CellReference, Marker
from dashboard.disclosure.problem import Status, System
from dashboard.disclosure.protect import protect
from dashboard.disclosure.suppression.optimal import Fewest, optimal_pattern
from dashboard.disclosure.suppression.pattern import NOT_GIVEN, Pattern, primary_pattern
from dashboard.disclosure.suppression.secondary import audit
from dashboard.disclosure.suppression.sensitive import empty_complements


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A release's cells as they may be published, and what was done to them."""

    cells: Mapping[str, tuple[Cell, ...]]
    primary: int  # cells suppressed for what they are
    secondary: int  # cells suppressed to protect others
    reported: int  # reported figures suppressed with their number
    fewest: Fewest | None = None  # of the cells of the first two kinds; None where not sought


def suppress(
    catalogue: Catalogue,
    cells: Tables,
    earlier: Sequence[tuple[Catalogue, Tables]] = (),
    keep: Sequence[CellReference] = (),
    *,
    exact: bool = True,
) -> Suppressed:
    """Suppress what must be in unsuppressed tables, and as little more as the search finds.

    `keep` names cells that must stay visible unless they are small themselves. Of a small
    release the least choice is found, unless it is not to be `exact`.

    Raises DisclosureError where no set of suppressed cells would do.
    """
    printed = as_printed(catalogue, cells)
    releases = [Published(catalogue, printed), *(Published(*release) for release in earlier)]
    base = build_base(releases)
    counts = exact_counts(catalogue, base, cells)
    # What lies within another follows from nothing else: it must be protected from the start.
    needed = base.candidates.binding | empty_complements(base, counts)
    system = base.with_remainders(base.candidates.take(np.flatnonzero(needed)))
    counts = np.append(counts, np.full(len(system) - len(counts), NOT_GIVEN, dtype=np.int64))
    movable = _movable(system) & (counts != NOT_GIVEN)
    pattern = primary_pattern(system, counts, movable, costs_of(catalogue, system, counts))
    pattern.suppressible &= pattern.primary | ~_named(system, keep)
    fewest = optimal_pattern(pattern, base, _cells(system)) if exact else None
    per_cent = catalogue.disclosure.dominance_per_cent
    if fewest is None or not audit(pattern, per_cent).none:
        protect(pattern, per_cent)
    given = np.zeros(len(pattern.true), dtype=bool)
    given[: len(counts)] = counts != NOT_GIVEN
    return replace(_apply(catalogue, printed, pattern, given), fewest=fewest)


def _movable(system: System) -> Flags:
    """Return which figures may be suppressed: numbers that no earlier release prints."""
    published = system.status == Status.PUBLISHED
    return np.asarray(published & ~system.not_applicable & ~system.known_before)


def _cells(system: System) -> Numbers:
    """Return how many cells of the release on trial print each unknown."""
    cells = np.zeros(len(system), dtype=np.int64)
    for grid, unknowns in zip(system.figures.grids, system.figures.unknowns, strict=True):
        if not grid.arrangement.release:
            np.add.at(cells, unknowns[unknowns != ABSENT], 1)
    return cells


def _named(system: System, references: Sequence[CellReference]) -> Flags:
    """Return which unknowns are printed in cells that a reference names."""
    found = np.zeros(len(system), dtype=bool)
    for grid, unknowns in zip(system.figures.grids, system.figures.unknowns, strict=True):
        for reference in references:
            named = named_in(grid.arrangement.catalogue, grid, reference, open_=True)
            found[unknowns[named & (unknowns != ABSENT)]] = True
    return found


def _apply(catalogue: Catalogue, cells: Tables, pattern: Pattern, given: Flags) -> Suppressed:
    system = pattern.system
    chosen = pattern.suppressed & given
    hidden: set[Figure] = set()
    primary = 0
    for grid, unknowns in zip(system.figures.grids, system.figures.unknowns, strict=True):
        if not grid.arrangement.release:
            own = (unknowns != ABSENT) & chosen[unknowns]
            hidden.update(grid.figures(own))
            primary += int((own & pattern.primary[unknowns]).sum())
    shown = _hide(cells, hidden)
    grids = read_grids(Arrangement(catalogue), shown)
    weak = set(unsupported(catalogue, grids))
    return Suppressed(_hide(shown, weak), primary, len(hidden) - primary, len(weak))


def _hide(cells: Tables, figures: Set[Figure]) -> dict[str, tuple[Cell, ...]]:
    """Make the named cells confidential."""
    return {
        table: tuple(
            replace(cell, value=None, marker=Marker.CONFIDENTIAL)
            if Figure(table, cell.column, cell.area, cell.period, cell.groups) in figures
            else cell
            for cell in rows
        )
        for table, rows in cells.items()
    }
