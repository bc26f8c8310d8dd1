"""Whether it follows from what is printed that one area makes up nearly all of a total.

Where a rule asks for it (`dominance_per_cent`): a place whose own count is hidden must not be
shown to be more than that part of a printed whole that places add up to. Anyone who knows the
place then knows, nearly, how few the others are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.attacker.solver import Program, State
from dashboard.disclosure.constraints import Row, extend
from dashboard.disclosure.problem import UNBOUNDED, Problem, Status

WHOLE_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Dominance:
    """A hidden count, the printed whole that it dominates, and what is surely allowed of that."""

    part: int
    whole: int
    allowed: int


def dominating(problem: Problem, low: Numbers) -> Iterator[Dominance]:
    """Yield the counts of areas, not printed, that surely exceed their allowed part of a total.

    `low` is the least of each unknown that any table found has; what it does not clear is
    settled by a separate program, and fails where that gives up.
    """
    per_cent = problem.dominance_per_cent
    if not per_cent:
        return
    printed = problem.status == Status.PUBLISHED
    for whole, part in problem.contributors.tolist():
        if printed[whole] and not printed[part]:
            allowed = int(problem.least[whole]) * per_cent // WHOLE_PER_CENT
            if low[part] > allowed and not _can_be_less(problem, part, whole):
                yield Dominance(part, whole, allowed)


def _can_be_less(problem: Problem, part: int, whole: int) -> bool:
    """Return True if a part does not exceed its allowed part of a whole in some table that fits.

    A whole that is rounded may be larger than it is printed.
    """
    signs = problem.dominance_per_cent, -WHOLE_PER_CENT
    allowed = Row((whole, part), signs, 0, WHOLE_PER_CENT * UNBOUNDED)
    constraints = extend(problem.constraints, [allowed], len(problem))
    least, most = propagate(constraints, problem.least, problem.most)
    if (least > most).any():
        return False
    answer = Program(constraints, least, most).minimise(np.zeros(len(problem)))
    if answer.state is State.IMPOSSIBLE or answer.values is None:
        return False
    return constraints.holds(answer.values)
