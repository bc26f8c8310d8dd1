"""Which parts of a release can be moved one at a time?

Where totals stay published, tables that share them do not touch: each is a block of its own,
and small blocks are quick. Totals are unlocked only when nothing else protects a count.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.data.disclosure.components import decompose
from dashboard.data.disclosure.grids import ABSENT, Flags, Numbers
from dashboard.data.disclosure.matrix import Matrix
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.suppression.costs import totals_in
from dashboard.data.disclosure.suppression.moves import Block
from dashboard.data.disclosure.suppression.plan import Plan
from dashboard.data.disclosure.system import Status, System

FURTHEST = 12  # that one count may move, unless a wish needs more
SPARE = 3


def shared_totals(system: System) -> Flags:
    """Say which unknowns are printed in two tables, or are totals over every breakdown."""
    found = np.zeros(len(system), dtype=bool)
    seen = np.zeros(len(system), dtype=np.int64)
    for name in sorted({grid.table.name for grid in system.figures.grids}):
        inside = np.zeros(len(system), dtype=bool)
        for grid, unknowns in zip(system.figures.grids, system.figures.unknowns, strict=True):
            if grid.table.name == name:
                there = unknowns != ABSENT
                inside[unknowns[there]] = True
                found[unknowns[there & totals_in(grid.arrangement.catalogue, grid)]] = True
        seen += inside
    return found | (seen > 1)


def blocks_of(plan: Plan, locked: Flags, costs: Costs) -> Iterator[Block]:
    """Yield the blocks in which something is left to show."""
    least, most = _reach(plan, locked)
    down, up = plan.room()
    matrix = plan.matrix
    still = Matrix(
        matrix.row,
        matrix.unknown,
        matrix.coefficient,
        np.maximum(matrix.least - matrix.times(plan.truth), -(10**9)),
        np.minimum(matrix.most - matrix.times(plan.truth), 10**9),
        matrix.width,
    )
    wanted = {wish.unknown for wish in plan.wishes}
    for component in decompose(still, least, most):
        where = component.unknowns
        if len(where) == 1 or wanted.isdisjoint(where.tolist()):
            continue
        candidates = (plan.system.status[where] == Status.PUBLISHED) & ~plan.hidden[where]
        room = down[where], up[where]
        threshold = plan.system.threshold
        yield Block(component, plan.truth[where], costs[where], candidates, threshold, room)


def neighbours(matrix: Matrix, unknowns: Numbers) -> Numbers:
    """Return every unknown that shares a statement with one of these."""
    rows = np.unique(matrix.row[np.isin(matrix.unknown, unknowns)])
    return np.unique(matrix.unknown[np.isin(matrix.row, rows)])


def _reach(plan: Plan, locked: Flags) -> tuple[Numbers, Numbers]:
    """Return how far each count may move: not below nought, not too far, or not at all."""
    still = (locked | plan.kept) & ~plan.hidden
    distances = [abs(wish.count - int(plan.truth[wish.unknown])) for wish in plan.wishes]
    furthest = max([FURTHEST, *(distance + SPARE for distance in distances)])
    down, up = plan.room()
    least = np.where(still, down, np.maximum(-furthest, -plan.truth))
    return least.astype(np.int64), np.where(still, up, furthest).astype(np.int64)
