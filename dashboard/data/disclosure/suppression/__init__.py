"""Which cells must a release hide, and which others so that these cannot be found?

Counts below the threshold are hidden first. Then integer programs look for other tables that
fit everything still published and show the hidden counts to be open; what such a table
changes is hidden too, at the least cost. At the end, the audit that every release must pass
is made on the result, knowing nothing of the truth; where it objects, the search goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from dashboard.data.disclosure.building import Published, build_base
from dashboard.data.disclosure.crew import crew_of
from dashboard.data.disclosure.grids import (
    ABSENT,
    Arrangement,
    Figure,
    Flags,
    Tables,
    read_grids,
)
from dashboard.data.disclosure.reported import unsupported
from dashboard.data.disclosure.suppression.costs import named_in
from dashboard.data.disclosure.suppression.exact import Fewest, least_hidden
from dashboard.data.disclosure.suppression.hiding import admit_what_may_be_small, hide_enough
from dashboard.data.disclosure.suppression.plan import Plan, make_plan
from dashboard.data.disclosure.suppression.rounding import as_printed, exact_counts
from dashboard.data.disclosure.suppression.sensitive import empty_complements
from dashboard.data.disclosure.system import Status, System
from dashboard.data.release import Catalogue, Cell, CellReference, Marker

WORTH_A_CREW = 3_000  # unknowns; fewer are done before other processes have started


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A release's cells as they may be published, and what was done to them."""

    cells: Mapping[str, tuple[Cell, ...]]
    primary: int  # cells hidden for what they are
    secondary: int  # cells hidden to protect others
    reported: int  # reported figures hidden with their number
    fewest: Fewest | None = None  # of the cells of the first two kinds; None where not sought


def suppress(
    catalogue: Catalogue,
    cells: Tables,
    earlier: Sequence[tuple[Catalogue, Tables]] = (),
    keep: Sequence[CellReference] = (),
    *,
    exact: bool = True,
) -> Suppressed:
    """Hide what must be hidden in unsuppressed tables, and as little more as the search finds.

    `keep` names cells that must stay visible unless they are small themselves. Of a small
    release the least choice is found, unless it is not to be `exact`.

    Raises DisclosureError where no set of hidden cells would do.
    """
    printed = as_printed(catalogue, cells)
    releases = [Published(catalogue, printed), *(Published(*release) for release in earlier)]
    base = build_base(releases)
    counts = exact_counts(catalogue, base, cells)
    # What lies within another is told by nothing else: moves must know of it from the start.
    needed = base.candidates.binding | empty_complements(base, counts)
    system = base.with_remainders(base.candidates.take(np.flatnonzero(needed)))
    plan = make_plan(system, _movable(system), counts)
    plan.kept |= _named(system, keep) & ~plan.primary
    admit_what_may_be_small(plan)
    fewest = _start_from_the_least(catalogue, plan, base) if exact else None
    with crew_of(1 if len(system) < WORTH_A_CREW else None) as crew:
        plan = hide_enough(catalogue, plan, crew)
    return replace(_apply(catalogue, printed, plan), fewest=fewest)


def _start_from_the_least(catalogue: Catalogue, plan: Plan, base: System) -> Fewest | None:
    """Hide the least that can be hidden, if it can be found, and leave nothing to wish for."""
    found = least_hidden(catalogue, plan, base)
    if found is None:
        return None
    hidden, fewest = found
    plan.hidden[: len(base)] |= hidden
    plan.wishes.clear()
    return fewest


def _movable(system: System) -> Flags:
    """Say which figures may be hidden: numbers that no earlier release prints."""
    published = system.status == Status.PUBLISHED
    return np.asarray(published & ~system.not_applicable & ~system.known_before)


def _named(system: System, references: Sequence[CellReference]) -> Flags:
    """Say which unknowns are printed in cells that a reference names."""
    found = np.zeros(len(system), dtype=bool)
    for grid, unknowns in zip(system.figures.grids, system.figures.unknowns, strict=True):
        for reference in references:
            named = named_in(grid.arrangement.catalogue, grid, reference, open_=True)
            found[unknowns[named & (unknowns != ABSENT)]] = True
    return found


def _apply(catalogue: Catalogue, cells: Tables, plan: Plan) -> Suppressed:
    system = plan.system
    chosen = plan.hidden & plan.given
    hidden: set[Figure] = set()
    primary = 0
    for grid, unknowns in zip(system.figures.grids, system.figures.unknowns, strict=True):
        if not grid.arrangement.release:
            own = (unknowns != ABSENT) & chosen[unknowns]
            hidden.update(grid.figures(own))
            primary += int((own & plan.primary[unknowns]).sum())
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
