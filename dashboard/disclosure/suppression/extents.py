"""How low and how high can a count be, if these cells are hidden and no others?

Every table found on the way is kept: what fits a choice of hidden cells fits every wider one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.attacker.solver import Program, State
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.suppression.failures import Failure

Ends = tuple[int, int]
ROOM = 1000  # above the largest count: no hidden count need move further to be shown open


class Extents:
    """Answers for any choice of hidden cells of one problem."""

    def __init__(self, problem: Problem, truth: Numbers, movable: Flags) -> None:
        self._problem = problem
        self._movable = movable
        self._furthest = int(truth.max(initial=0)) + ROOM
        self._tables = truth[None, :]
        self._seen = {truth.tobytes()}
        self._known: dict[tuple[int, bool, bytes], int | None] = {}
        sums = problem.constraints.kept(problem.constraints.is_sum())
        self._sums: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
        for row in range(len(sums.least)):
            own = sums.row == row
            (whole,) = sums.unknown[own & (sums.coefficient == 1)].tolist()
            self._sums[whole].append(tuple(sums.unknown[own & (sums.coefficient == -1)].tolist()))

    def sums_of(self, whole: int) -> list[tuple[int, ...]]:
        """Return the parts of each sum that a whole is."""
        return self._sums[whole]

    def as_published(self, hidden: Flags) -> Problem:
        """Return the problem as readers would see it."""
        problem = self._problem
        return replace(
            problem,
            least=np.where(hidden, 0, problem.least),
            most=np.where(hidden, self._furthest, np.minimum(problem.most, self._furthest)),
            status=np.where(hidden, Status.SUPPRESSED, problem.status),
        )

    def fitting(self, hidden: Flags) -> Numbers:
        """Return the tables known that fit a choice, one a row."""
        problem, shown = self._problem, self._movable & ~hidden
        there = self._tables[:, shown]
        inside = (problem.least[shown] <= there) & (there <= problem.most[shown])
        return self._tables[inside.all(axis=1)]

    def always_fails(self, failure: Failure, fewest: Flags, most: Flags) -> bool:
        """Say whether a rule fails for every choice from `fewest` to `most`.

        Of all these, the widest choice has the lowest least and the highest most.
        """
        seen = self.fitting(most)
        low, high = int(seen[:, failure.low_of].min()), int(seen[:, failure.high_of].max())
        if not failure.holds(low, high):
            return False
        # Below this, how low it can be makes no difference.
        lows: Ends | None = (0, 0)
        if not failure.is_low_enough(low):
            lows = self._ends(failure.low_of, most, fewest, up=False)
        if lows is None:
            return False
        if failure.holds_between(lows, (0, failure.furthest(lows[1]))):
            return True
        highs = self._ends(failure.high_of, fewest, most, up=True)
        return highs is not None and failure.holds_between(lows, highs)

    def matters(self, failure: Failure, hidden: Flags) -> Costs:
        """Return a guess at how much hiding each unknown would do against a failure."""
        low = int(self.fitting(hidden)[:, failure.low_of].min())
        up = failure.is_low_enough(low)
        published = self.as_published(hidden)
        program = Program(published.constraints, published.least, published.most)
        found = program.prices(_towards(failure.high_of if up else failure.low_of, published, up))
        return np.ones(len(published)) if found is None else found

    def _ends(self, unknown: int, first: Flags, last: Flags, *, up: bool) -> Ends | None:
        ends = self._end(unknown, first, up=up), self._end(unknown, last, up=up)
        return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])

    def _end(self, unknown: int, hidden: Flags, *, up: bool) -> int | None:
        """Return the least or the most of an unknown; None where the solver gave up."""
        key = (unknown, up, np.packbits(hidden).tobytes())
        if key not in self._known:
            published = self.as_published(hidden)
            program = Program(published.constraints, published.least, published.most)
            answer = program.minimise(_towards(unknown, published, up))
            self._known[key] = None
            if answer.state is State.BEST and answer.values is not None:
                self.note(answer.values)
                self._known[key] = int(answer.values[unknown])
        return self._known[key]

    def note(self, table: Numbers) -> None:
        """Keep a table that satisfies every statement."""
        name = table.tobytes()
        if name not in self._seen and self._problem.constraints.holds(table):
            self._seen.add(name)
            self._tables = np.vstack([self._tables, table])


def _towards(unknown: int, published: Problem, up: bool) -> Costs:
    """Return costs that make an unknown as great, or as small, as can be."""
    costs = np.zeros(len(published))
    costs[unknown] = -1.0 if up else 1.0
    return costs
