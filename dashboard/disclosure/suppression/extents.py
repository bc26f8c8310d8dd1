"""The least and the most of a count, if these cells are suppressed and no others.

Every table found on the way is kept: what fits a choice of suppressed cells fits every wider one.
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
ROOM = 1000  # above the largest count: no suppressed count need move further to be shown open


class Extents:
    """Answers for any choice of suppressed cells of one problem."""

    def __init__(self, problem: Problem, true: Numbers, suppressible: Flags) -> None:
        self._problem = problem
        self._suppressible = suppressible
        self._furthest = int(true.max(initial=0)) + ROOM
        self._tables = true[None, :]
        self._seen = {true.tobytes()}
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

    def as_published(self, suppressed: Flags) -> Problem:
        """Return the problem as readers would see it."""
        problem = self._problem
        return replace(
            problem,
            least=np.where(suppressed, 0, problem.least),
            most=np.where(suppressed, self._furthest, np.minimum(problem.most, self._furthest)),
            status=np.where(suppressed, Status.SUPPRESSED, problem.status),
        )

    def fitting(self, suppressed: Flags) -> Numbers:
        """Return the tables known that fit a choice, one a row."""
        problem, published = self._problem, self._suppressible & ~suppressed
        there = self._tables[:, published]
        inside = (problem.least[published] <= there) & (there <= problem.most[published])
        return self._tables[inside.all(axis=1)]

    def always_fails(self, failure: Failure, fewest: Flags, most: Flags) -> bool:
        """Return True if a rule fails for every choice from `fewest` to `most`.

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

    def matters(self, failure: Failure, suppressed: Flags) -> Costs:
        """Return a guess at how much suppressing each unknown would do against a failure."""
        low = int(self.fitting(suppressed)[:, failure.low_of].min())
        up = failure.is_low_enough(low)
        published = self.as_published(suppressed)
        program = Program(published.constraints, published.least, published.most)
        found = program.prices(_towards(failure.high_of if up else failure.low_of, published, up))
        return np.ones(len(published)) if found is None else found

    def _ends(self, unknown: int, first: Flags, last: Flags, *, up: bool) -> Ends | None:
        ends = self._end(unknown, first, up=up), self._end(unknown, last, up=up)
        return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])

    def _end(self, unknown: int, suppressed: Flags, *, up: bool) -> int | None:
        """Return the least or the most of an unknown; None where the solver gave up."""
        key = (unknown, up, np.packbits(suppressed).tobytes())
        if key not in self._known:
            published = self.as_published(suppressed)
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
