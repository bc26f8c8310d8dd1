"""Which parts of a release can be moved one at a time?

Where totals stay published, tables that share them do not touch: each is a block of its own,
and small blocks are quick. Totals are unlocked only when nothing else protects a count.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np

from dashboard.data.disclosure.components import Component, decompose
from dashboard.data.disclosure.detours import around
from dashboard.data.disclosure.grids import ABSENT, Flags, Numbers
from dashboard.data.disclosure.matrix import Matrix
from dashboard.data.disclosure.programs import Costs
from dashboard.data.disclosure.suppression.costs import totals_in
from dashboard.data.disclosure.suppression.moves import Block
from dashboard.data.disclosure.suppression.plan import Plan
from dashboard.data.disclosure.system import Status, System, extent_of
from dashboard.data.disclosure.windows import neighbouring_periods

SMALL = 1_500  # unknowns of a part that is moved as a whole at once
LARGEST = 8_000  # unknowns of a part that is moved as a whole at all, but for the last few counts
MANY = 300  # things to show, for which a part that is not small is first moved in windows
FEW = 50  # counts with something left to show, for which any part is moved as a whole
# Places that move together, and whether within long periods too.
WINDOWS = ((3, False), (3, True), (4, True))
MORE = ((6, True), (10, True))  # for what is never moved as a whole
HIDDEN = ((3, False), (10, False), (10, True))  # where only what is hidden already moves
TOGETHER = 2  # places that move with those that they add up to, or periods with longer ones
SEED = 5
FURTHEST = 12  # that one count may move, unless a wish needs more
SPARE = 3
Reach = tuple[Numbers, Numbers]  # how far each count may move, down and up


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


def batches(plan: Plan, locked: Flags, costs: Costs, attempt: int) -> Iterator[list[Block]]:
    """Yield blocks in which something is left to show; those of one batch do not touch.

    A part that is too large, or in which there is too much to show, is first moved a few places at
    a time: within the shortest periods, with longer ones and the places that others add up to held;
    then within all periods; then together with the places that they add up to. Where it is too large
    to be moved as a whole, more places move before those that they add up to do, and all places
    within a few of the shortest periods after that. Each attempt takes other places together, and
    more of them. What is left of a part is moved as a whole, where its size or the few counts that
    are left allow that.
    """
    least, most = _reach(plan, locked)
    parts = list(_parts(plan, least, most))
    large, largest = np.zeros(len(least), dtype=bool), np.zeros(len(least), dtype=bool)
    for part in parts:
        large[part.unknowns] |= _is_large(plan, part)
        largest[part.unknowns] |= len(part.unknowns) > LARGEST
    if large.any():
        reaches = _held((least, most), ~large), _held((least, most), ~largest)
        yield from _windows(plan, costs, reaches, attempt)
        parts = list(_parts(plan, least, most))
    few = attempt > 0 and len(plan.wishes) <= FEW
    yield [_block(plan, costs, part) for part in parts if few or len(part.unknowns) <= LARGEST]


def hidden_alone(plan: Plan, costs: Costs) -> Iterator[list[Block]]:
    """Yield blocks in which only what is hidden already moves: what that shows costs nothing.

    There is so little of it that many places can be moved together.
    """
    shown = (plan.system.status == Status.PUBLISHED) & ~plan.hidden
    reach, extent = _reach(plan, shown), extent_of(plan.system)
    for turn, (count, wide_too) in enumerate(HIDDEN):
        inside = _held(reach, extent.wide & (not wide_too))
        yield [
            _block(plan, costs, part)
            for window in _chunks(extent.place, count, (0, turn))
            for part in _within(plan, inside, window)
            if len(part.unknowns) <= SMALL
        ]
    yield [
        _block(plan, costs, part) for part in _parts(plan, *reach) if len(part.unknowns) <= SMALL
    ]


def _is_large(plan: Plan, part: Component) -> bool:
    """Say whether a part is first moved in windows: as a whole, what is to show would take long."""
    size = len(part.unknowns)
    asked = sum(len(plan.wishes.get(unknown, ())) for unknown in part.unknowns.tolist())
    return size > LARGEST or (size > SMALL and size * asked > SMALL * MANY)


def _windows(
    plan: Plan, costs: Costs, reaches: tuple[Reach, Reach], attempt: int
) -> Iterator[list[Block]]:
    """Yield the windows of large parts, and more of those that are never moved as a whole.

    `reaches` say how far the counts of the ones and of the others may move.
    """
    extent = extent_of(plan.system)
    large, largest = reaches
    windows = [(large, *window) for window in WINDOWS] + [(largest, *window) for window in MORE]
    half = len(np.unique(extent.place)) // 2
    for turn, (reach, count, long_too) in enumerate(windows):
        if count > half:  # nearly the whole
            continue
        inside = _held(reach, extent.wide | (extent.long & (not long_too)))
        yield [
            _block(plan, costs, part)
            for window in _chunks(extent.place, count + attempt, (attempt, turn))
            for part in _within(plan, inside, window)
        ]
    for window in _chunks(extent.place, TOGETHER + attempt, (attempt, len(windows))):
        yield [_block(plan, costs, part) for part in _within(plan, large, window | extent.wide)]
    for held in (extent.long, np.zeros_like(extent.long)):
        for window in neighbouring_periods(extent, TOGETHER, attempt % TOGETHER):
            parts = _within(plan, _held(largest, held), window)
            yield [_block(plan, costs, part) for part in parts if len(part.unknowns) <= LARGEST]


def _held(reach: Reach, held: Flags) -> Reach:
    return np.where(held, 0, reach[0]), np.where(held, 0, reach[1])


def _parts(plan: Plan, least: Numbers, most: Numbers) -> Iterator[Component]:
    """Yield the parts that move by themselves and have something to show."""
    for part in decompose(around(plan.matrix, plan.truth), least, most):
        if len(part.unknowns) > 1 and not plan.wishes.keys().isdisjoint(part.unknowns.tolist()):
            yield part


def _within(plan: Plan, reach: Reach, window: Flags) -> Iterator[Component]:
    """Yield the parts of a window; what is left of a whole moves wherever whole or parts do."""
    inside, remainders = window.copy(), plan.system.remainders
    lengths = np.diff(remainders.starts)
    moved = np.zeros(len(remainders), dtype=bool)
    moved[np.repeat(np.arange(len(remainders)), lengths)[inside[remainders.parts]]] = True
    inside[plan.system.printed :] = moved | inside[remainders.whole]
    least, most = np.where(inside, reach[0], 0), np.where(inside, reach[1], 0)
    asked = np.array(list(plan.wishes), dtype=np.int64)
    if (least[asked] < most[asked]).any():
        yield from _parts(plan, least, most)


def _block(plan: Plan, costs: Costs, part: Component) -> Block:
    where = part.unknowns
    candidates = (plan.system.status[where] == Status.PUBLISHED) & ~plan.hidden[where]
    down, up = plan.room()
    room = down[where], up[where]
    return Block(part, plan.truth[where], costs[where], candidates, plan.system.threshold, room)


def _chunks(places: Numbers, count: int, turn: tuple[int, int]) -> Iterator[Flags]:
    """Part the places into sets of `count`, at random but always the same; yield the unknowns."""
    every = [place for place in np.unique(places).tolist() if place != ABSENT]
    Random(f"{SEED} {turn}").shuffle(every)
    for first in range(0, len(every), count):
        yield np.isin(places, every[first : first + count])


def neighbours(matrix: Matrix, unknowns: Numbers) -> Numbers:
    """Return every unknown that shares a statement with one of these."""
    rows = np.unique(matrix.row[np.isin(matrix.unknown, unknowns)])
    return np.unique(matrix.unknown[np.isin(matrix.row, rows)])


def _reach(plan: Plan, locked: Flags) -> Reach:
    """Return how far each count may move: not below nought, not too far, or not at all."""
    still = (locked | plan.kept) & ~plan.hidden
    distances = [
        abs(wish.count - int(plan.truth[wish.unknown]))
        for wishes in plan.wishes.values()
        for wish in wishes
    ]
    furthest = max([FURTHEST, *(distance + SPARE for distance in distances)])
    down, up = plan.room()
    least = np.where(still, down, np.maximum(-furthest, -plan.truth))
    return least.astype(np.int64), np.where(still, up, furthest).astype(np.int64)
