"""Which other table would show most of what is left to show, at the least cost in figures hidden?

The answer is a move: a difference from the truth that keeps every sum. Figures that it changes
must be hidden; the truth plus the move is then a table that fits what stays published, and so
a witness for everything that it changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.data.disclosure.components import Component
from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.matrix import Row, extend
from dashboard.data.disclosure.programs import Costs, Effort, Program
from dashboard.data.disclosure.ranges import Wish

EFFORT = Effort(1, 0.2)  # better answers take ten times as long and hide no less
STUBBORN = Effort(500, 0.2)  # for a wish that no move has granted yet
FREE = 10**9


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the system that is moved by itself; everything outside stays as it is.

    The component's bounds are those of a move; `truth`, `costs`, `candidates` (figures that may
    be hidden) and `room` (how far down and up each may move while it is shown) are in its order.
    """

    component: Component
    truth: Numbers
    costs: Costs
    candidates: Flags
    threshold: int
    room: tuple[Numbers, Numbers]

    def part(self, where: Numbers) -> Block:
        """Return what is said of some of the unknowns; the component is still the whole one."""
        room = self.room[0][where], self.room[1][where]
        candidates = self.candidates[where]
        truth, costs = self.truth[where], self.costs[where]
        return Block(self.component, truth, costs, candidates, self.threshold, room)

    def leaves(self, move: Numbers) -> Flags:
        """Say which figures a move changes by more than their rounding hides."""
        down, up = self.room
        return np.asarray((move < down) | (move > up))


def find_move(block: Block, wishes: Sequence[Wish], reward: float) -> Numbers | None:
    """Find the move that earns most: `reward` for each wish granted, less the costs of hiding.

    Wishes name unknowns by their place in the block.
    """
    return _best(block, block.component, wishes, reward, EFFORT)


def grant(block: Block, wish: Wish) -> Numbers | None:
    """Find a cheap move that grants one wish for certain."""
    part = block.component
    least, most = part.least.copy(), part.most.copy()
    needed = wish.count - int(block.truth[wish.unknown])
    ends = least if wish.at_least else most
    ends[wish.unknown] = needed
    if least[wish.unknown] > most[wish.unknown]:
        return None
    return _best(block, replace(part, least=least, most=most), (), 0.0, STUBBORN)


def _best(
    block: Block, part: Component, wishes: Sequence[Wish], reward: float, effort: Effort
) -> Numbers | None:
    width = len(part.unknowns)
    hideable = np.flatnonzero(block.candidates).tolist()
    rows = [row for s, u in enumerate(hideable, start=width) for row in _hide_rows(block, u, s)]
    first = width + len(hideable)
    rows += [_wish_row(block, wish, s) for s, wish in enumerate(wishes, start=first)]
    switches = np.ones(len(hideable) + len(wishes), dtype=np.int64)
    program = Program(
        extend(part.matrix, rows, width + len(switches)),
        np.concatenate([part.least, 0 * switches]),
        np.concatenate([part.most, switches]),
    )
    costs = [np.zeros(width), block.costs[hideable], np.full(len(wishes), -reward)]
    answer = program.minimise(np.concatenate(costs), effort)
    if answer.values is None:
        return None
    move = answer.values[:width]
    within = (part.least <= move).all() and (move <= part.most).all()
    return move if within and part.matrix.holds(move) else None


def _hide_rows(block: Block, unknown: int, switch: int) -> list[Row]:
    """Say that a printed figure moves beyond its rounding only when its switch is on.

    A nought must then move near the threshold at once, for a hidden count that can only be very
    small is worse than a nought.
    """
    down, up = int(block.component.least[unknown]), int(block.component.most[unknown])
    room_down, room_up = int(block.room[0][unknown]), int(block.room[1][unknown])
    rows = [
        Row((unknown, switch), (1, room_up - up), -FREE, room_up),
        Row((unknown, switch), (1, room_down - down), room_down, FREE),
    ]
    if block.truth[unknown] == 0:
        rows.append(Row((unknown, switch), (1, -(block.threshold - 1)), 0, FREE))
    return rows


def _wish_row(block: Block, wish: Wish, switch: int) -> Row:
    down, up = int(block.component.least[wish.unknown]), int(block.component.most[wish.unknown])
    needed = wish.count - int(block.truth[wish.unknown])
    if wish.at_least:
        return Row((wish.unknown, switch), (1, -(needed - down)), down, FREE)
    return Row((wish.unknown, switch), (1, up - needed), -FREE, up)
