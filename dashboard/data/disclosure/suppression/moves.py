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
from dashboard.data.disclosure.matrix import Row, extend, twice
from dashboard.data.disclosure.programs import Costs, Effort, Program
from dashboard.data.disclosure.ranges import Wish
from dashboard.data.disclosure.rules import NEARLY_NONE

EFFORT = Effort(1, 0.2)  # better answers take ten times as long and hide no less
STUBBORN = Effort(500, 0.2)  # for a wish that no move has granted yet
RISK = 3.0  # costs of hiding a count badly: about three others have to be hidden for it later
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


def is_large(block: Block, wish: Wish) -> bool:
    """Say whether a wish is that a large count can be few."""
    return not wish.at_least and bool(block.truth[wish.unknown] >= block.threshold)


def grant_well(block: Block, wish: Wish) -> tuple[Numbers, ...]:
    """Find two cheap moves, of which the first grants a wish that a count can be few.

    Whatever is hidden for them can be next to nothing too, in one or the other, unless that costs
    too much. Such counts are safe whatever else is hidden later.
    """
    part = block.component
    width = len(part.unknowns)
    most = part.most.copy()
    most[wish.unknown] = wish.count - int(block.truth[wish.unknown])
    if part.least[wish.unknown] > most[wish.unknown]:
        return ()
    hideable = np.flatnonzero(block.candidates)
    switch = {unknown: 2 * width + i for i, unknown in enumerate(hideable.tolist())}
    large = hideable[block.truth[hideable] >= block.threshold]
    risky = large[block.truth[large] + part.least[large] <= NEARLY_NONE]
    rows = []
    for unknown, hidden in switch.items():
        rows += _hide_rows(block, unknown, hidden)
        rows += _hide_rows(block, unknown, hidden, width)
    first = 2 * width + len(hideable)
    for i, unknown in enumerate(risky.tolist()):
        rows += _few_rows(block, unknown, switch[unknown], first + 3 * i)
    ones = np.ones(len(hideable) + 3 * len(risky), dtype=np.int64)
    program = Program(
        extend(twice(part.matrix), rows, 2 * width + len(ones)),
        np.concatenate([part.least, part.least, 0 * ones]),
        np.concatenate([most, part.most, ones]),
    )
    badly = np.zeros((len(risky), 3))
    badly[:, 2] = RISK * block.costs[risky]
    costs = [np.zeros(2 * width), block.costs[hideable], badly.ravel()]
    answer = program.minimise(np.concatenate(costs), STUBBORN)
    if answer.values is None:
        return ()
    moves = answer.values[:width], answer.values[width : 2 * width]
    return moves if all(_is_move(part, move) for move in moves) else ()


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
    return move if _is_move(part, move) else None


def _is_move(part: Component, move: Numbers) -> bool:
    within = (part.least <= move).all() and (move <= part.most).all()
    return bool(within and part.matrix.holds(move))


def _hide_rows(block: Block, unknown: int, switch: int, offset: int = 0) -> list[Row]:
    """Say that a printed figure moves beyond its rounding only when its switch is on.

    A nought must then move near the threshold at once, for a hidden count that can only be very
    small is worse than a nought. The columns of a second move start at an `offset`; that the first
    takes a nought near the threshold is enough.
    """
    place = unknown + offset
    down, up = int(block.component.least[unknown]), int(block.component.most[unknown])
    room_down, room_up = int(block.room[0][unknown]), int(block.room[1][unknown])
    rows = [
        Row((place, switch), (1, room_up - up), -FREE, room_up),
        Row((place, switch), (1, room_down - down), room_down, FREE),
    ]
    if block.truth[unknown] == 0 and not offset:
        rows.append(Row((unknown, switch), (1, -(block.threshold - 1)), 0, FREE))
    return rows


def _few_rows(block: Block, unknown: int, switch: int, first: int) -> list[Row]:
    """Say that a large figure is hidden only if one of two moves takes it to next to nothing.

    Three switches from `first` on stand for the first move, the second, and for neither.
    """
    width, up = len(block.truth), int(block.component.most[unknown])
    down = int(block.truth[unknown]) - NEARLY_NONE
    either = Row((switch, first, first + 1, first + 2), (1, -1, -1, -1), -FREE, 0)
    places = ((unknown, first), (unknown + width, first + 1))
    return [*(Row(place, (1, up + down), -FREE, up) for place in places), either]


def _wish_row(block: Block, wish: Wish, switch: int) -> Row:
    down, up = int(block.component.least[wish.unknown]), int(block.component.most[wish.unknown])
    needed = wish.count - int(block.truth[wish.unknown])
    if wish.at_least:
        return Row((wish.unknown, switch), (1, -(needed - down)), down, FREE)
    return Row((wish.unknown, switch), (1, up - needed), -FREE, up)
