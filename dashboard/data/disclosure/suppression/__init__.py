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

from dashboard.data.disclosure.audit import Assessment, assess
from dashboard.data.disclosure.building import Published, build_base, may_be_small
from dashboard.data.disclosure.crew import Crew, crew_of
from dashboard.data.disclosure.dominance import dominating
from dashboard.data.disclosure.grids import (
    ABSENT,
    Arrangement,
    Figure,
    Flags,
    Tables,
    read_grids,
)
from dashboard.data.disclosure.hints import Move
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.reported import unsupported
from dashboard.data.disclosure.rules import LEAST_WIDTH, NEARLY_NONE
from dashboard.data.disclosure.suppression.blocks import batches, neighbours, shared_totals
from dashboard.data.disclosure.suppression.costs import costs_of, named_in
from dashboard.data.disclosure.suppression.exact import Fewest, least_hidden
from dashboard.data.disclosure.suppression.moves import Block
from dashboard.data.disclosure.suppression.plan import Plan, make_plan, unprinted_wish
from dashboard.data.disclosure.suppression.pruning import prune
from dashboard.data.disclosure.suppression.rounding import as_printed, exact_counts
from dashboard.data.disclosure.suppression.sensitive import empty_complements
from dashboard.data.disclosure.suppression.working import Task, work
from dashboard.data.disclosure.system import Status, System
from dashboard.data.disclosure.unions import small_unions
from dashboard.data.release import Catalogue, Cell, CellReference, Marker
from dashboard.exceptions import DisclosureError

REPAIRS_AT_MOST = 30
LAST_ATTEMPTS = 6  # with nothing locked, other places are taken together so often
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
    _admit_what_may_be_small(plan)
    fewest = _start_from_the_least(catalogue, plan, base) if exact else None
    with crew_of(1 if len(system) < WORTH_A_CREW else None) as crew:
        _hide_enough(catalogue, plan, crew)
    return replace(_apply(catalogue, printed, plan), fewest=fewest)


def _hide_enough(catalogue: Catalogue, plan: Plan, crew: Crew) -> None:
    """Hide until the audit passes, and show again what was hidden for nothing."""
    locked = shared_totals(plan.system) & ~plan.hidden
    for _ in range(REPAIRS_AT_MOST):
        locked = np.append(locked, np.zeros(len(plan.truth) - len(locked), dtype=bool))
        _protect(plan, locked, costs_of(catalogue, plan.system, plan.truth), crew)
        _admit_what_may_be_small(plan)
        published = _as_published(plan)
        assessment = assess(published, plan.truth, plan.moves)
        if assessment.unresolved or assessment.contradiction:
            raise DisclosureError("It could not be settled which counts are safe.")
        unions = small_unions(published)
        per_cent = catalogue.disclosure.dominance_per_cent
        dominant = list(dominating(published, assessment.low, per_cent))
        if not assessment.unsafe and not len(unions) and not dominant:
            _prune_safely(plan, assessment, costs_of(catalogue, plan.system, plan.truth), crew)
            return
        plan.wishes.clear()
        plan.wish(*_objections(plan, assessment))
        plan.wish(*(Wish(found.part, False, found.allowed) for found in dominant))
        plan.admit(unions)
    raise DisclosureError("No set of hidden cells was found that protects every small count.")


def _start_from_the_least(catalogue: Catalogue, plan: Plan, base: System) -> Fewest | None:
    """Hide the least that can be hidden, if it can be found, and leave nothing to wish for."""
    found = least_hidden(catalogue, plan, base)
    if found is None:
        return None
    hidden, fewest = found
    plan.hidden[: len(base)] |= hidden
    plan.wishes.clear()
    return fewest


def _admit_what_may_be_small(plan: Plan) -> None:
    """Give an unknown to whatever may be a small count, as far as a reader can tell."""
    published = _as_published(plan)
    wanted = published.candidates.take(may_be_small(published))
    known = set(plan.system.remainders.pairs())
    new = [i for i, key in enumerate(wanted.pairs()) if key not in known]
    plan.admit(wanted.take(np.array(new, dtype=np.int64)))


def _prune_safely(plan: Plan, assessment: Assessment, costs: Costs, crew: Crew) -> None:
    """Show again what need not be hidden, unless that leaves a small union of what is."""
    before = plan.hidden.copy()
    prune(plan, assessment, costs, crew)
    if len(small_unions(_as_published(plan))):
        plan.hidden = before


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


def _protect(plan: Plan, locked: Flags, costs: Costs, crew: Crew) -> None:
    """Grant every wish, unlocking totals where nothing else will do."""
    for attempt in range(REPAIRS_AT_MOST):
        for blocks in batches(plan, locked, costs, attempt):
            tasks = [Task(block, _wishes_in(plan, block), attempt > 0) for block in blocks]
            for block, done in zip(blocks, crew.do(work, tasks), strict=True):
                where = block.component.unknowns
                plan.hide(where[done.hidden].tolist())
                for move in done.moves:
                    plan.see(Move(where[move.unknowns], move.changes))
        if not plan.wishes:
            return
        if not locked.any() and attempt >= LAST_ATTEMPTS:
            break
        stuck = np.array(sorted(plan.wishes), dtype=np.int64)
        near = neighbours(plan.matrix, stuck)
        if not locked[near].any():
            near = neighbours(plan.matrix, near)
        locked[near if locked[near].any() else slice(None)] = False
    raise DisclosureError("Some small counts cannot be protected: publish fewer or coarser tables.")


def _wishes_in(plan: Plan, block: Block) -> tuple[Wish, ...]:
    """Return what is left to show in a block, by places in the block."""
    where = block.component.unknowns.tolist()
    return tuple(
        replace(wish, unknown=place)
        for place, unknown in enumerate(where)
        for wish in sorted(plan.wishes.get(unknown, ()), key=lambda w: w.at_least)
    )


def _as_published(plan: Plan) -> System:
    """Return the system as readers will see it."""
    system = plan.system
    hidden = plan.hidden & (system.status == Status.PUBLISHED)
    return replace(
        system,
        least=np.where(hidden, 0, system.least),
        most=np.where(hidden, 10**9, system.most),
        status=np.where(hidden, Status.HIDDEN, system.status),
    )


def _objections(plan: Plan, assessment: Assessment) -> list[Wish]:
    """Turn what the audit objects to into what further witnesses must show."""
    threshold = plan.system.threshold
    found = []
    for unknown in assessment.unsafe:
        low, high = int(assessment.low[unknown]), int(assessment.high[unknown])
        if plan.system.status[unknown] == Status.IMPLIED:
            found.append(unprinted_wish(unknown, low, threshold))
            continue
        if low >= threshold:
            found.append(Wish(unknown, True, low + LEAST_WIDTH))
            continue
        if low > NEARLY_NONE:
            found.append(Wish(unknown, False, NEARLY_NONE))
        if high < threshold - 1:
            found.append(Wish(unknown, True, threshold - 1))
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
    weak = set(unsupported(catalogue, grids, system.threshold))
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
