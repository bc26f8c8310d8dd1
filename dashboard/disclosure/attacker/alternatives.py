"""Alternative tables around one that fits, found a few unknowns at a time.

A linear program tells in a hundredth of a second which unknowns the cheapest change of a table
touches, were parts of numbers allowed. A small integer program over those unknowns alone, all else
held, finds a change in whole numbers.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.attacker.solver import Effort, Program
from dashboard.disclosure.constraints import Constraints, Row, extend

TINY = 1e-6
EFFORT = Effort(500, 0.2)  # to find the cheapest for certain takes longer and suppresses no less
FREE = 10**9


@dataclass(frozen=True, slots=True)
class Switches:
    """What it costs to change unknowns at all, by unknown.

    `priced` are the unknowns that cost `costs` when they change by more than `down` and `up`
    allow for nothing; one that has a `jump` must then grow by that much or more.
    """

    priced: Flags
    costs: Costs
    down: Numbers
    up: Numbers
    jump: Numbers


class Surroundings:
    """The tables around one that fits; each unknown may change so far `down` and `up`."""

    def __init__(
        self, constraints: Constraints, table: Numbers, down: Numbers, up: Numbers
    ) -> None:
        now, matrix = constraints.matrix @ table, constraints.matrix
        self._least = np.maximum(constraints.least - now, -FREE)
        self._most = np.minimum(constraints.most - now, FREE)
        self._columns = matrix.tocsc()
        self._down, self._up = down, up
        zero = np.zeros(2 * constraints.width, dtype=np.int64)
        # What each unknown gains, and then what each loses:
        both = Constraints(sparse.hstack([matrix, -matrix], format="csr"), self._least, self._most)
        program = Program(both, zero, np.append(up, down))
        self._program = program.relaxation(from_scratch=True)

    def bound(self, down: Numbers, up: Numbers) -> None:
        """Let each unknown change so far from now on."""
        self._down, self._up = down, up
        self._program.bound_all(np.zeros(2 * len(up), dtype=np.int64), np.append(up, down))

    def touched(
        self, unknown: int, needed: int, prices: Iterable[Costs]
    ) -> Generator[Flags, None, None]:
        """Yield which unknowns the cheapest change touches that moves one as far as is `needed`.

        `prices` are those of one more or one less of each unknown; there is an answer for each of
        them, but none after the first for which there is no such change.
        """
        width, up, down = len(self._up), int(self._up[unknown]), int(self._down[unknown])
        if not -down <= needed <= up:
            return
        # What it gains on one side it may not lose again on the other.
        self._program.bound(unknown, max(needed, 0), up if needed > 0 else 0)
        self._program.bound(unknown + width, max(-needed, 0), 0 if needed > 0 else down)
        try:
            for price in prices:
                answer = self._program.minimise(np.concatenate([price, price]))
                if answer is None:
                    return
                yield np.asarray(np.abs(answer[:width] - answer[width:]) > TINY)
        finally:  # anyone who asks may have enough before prices end
            self._program.bound(unknown, 0, up)
            self._program.bound(unknown + width, 0, down)

    def change(
        self, inside: Flags, unknown: int, needed: int, switches: Switches | None = None
    ) -> Numbers | None:
        """Return the cheapest change within some unknowns that moves one as far as is needed.

        None where there is none, or none was found; what is returned fits in whole numbers.
        """
        where = np.flatnonzero(inside)
        part = self._restricted(where)
        down, up = -self._down[where], self._up[where].copy()
        (down if needed > 0 else up)[np.searchsorted(where, unknown)] = needed
        priced = np.flatnonzero(switches.priced[where]) if switches else where[:0]
        rows, costs = [], np.zeros(len(where))
        if switches:
            costs = np.append(costs, switches.costs[where[priced]])
            rows = list(_switch_rows(switches, where, priced, down, up))
        ones = np.ones(len(priced), dtype=np.int64)
        program = Program(
            extend(part, rows, len(where) + len(priced)),
            np.concatenate([down, 0 * ones]),
            np.concatenate([up, ones]),
        )
        answer = program.minimise(costs, EFFORT)
        if answer.values is None:
            return None
        by = answer.values[: len(where)]
        if not ((down <= by) & (by <= up)).all() or not part.holds(by):
            return None
        change = np.zeros(len(inside), dtype=np.int64)
        change[where] = by
        return change

    def _restricted(self, where: Numbers) -> Constraints:
        """Return what the rows state of changes of some unknowns, all others being unchanged."""
        part = self._columns[:, where].tocsr()
        rows = np.diff(part.indptr) > 0
        return Constraints(part[rows], self._least[rows], self._most[rows])


def _switch_rows(
    switches: Switches, where: Numbers, priced: Numbers, down: Numbers, up: Numbers
) -> Iterator[Row]:
    """Yield that an unknown changes beyond what is free only where its switch is on."""
    for switch, place in enumerate(priced.tolist(), start=len(where)):
        unknown = where[place]
        free_down, free_up = -int(switches.down[unknown]), int(switches.up[unknown])
        jump = int(switches.jump[unknown])
        yield Row((place, switch), (1, free_up - int(up[place])), -FREE, free_up)
        yield Row((place, switch), (1, free_down - int(down[place])), free_down, FREE)
        if jump:
            yield Row((place, switch), (1, -jump), 0, FREE)
