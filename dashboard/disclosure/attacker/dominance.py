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
from dashboard.disclosure.problem import Problem, Status

WHOLE_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Dominance:
    """A hidden count, the printed whole that it dominates, and the most that would be allowed."""

    part: int
    whole: int
    allowed: int


def dominating(problem: Problem, low: Numbers) -> Iterator[Dominance]:
    """Yield the suppressed counts of areas that surely exceed their allowed part of a total.

    `low` is the least of each unknown that any table found has; what it does not clear is
    settled by a separate program, and fails where that gives up.
    """
    per_cent = problem.dominance_per_cent
    if not per_cent:
        return
    exact, suppressed = problem.least == problem.most, problem.status == Status.SUPPRESSED
    for whole, part in problem.contributors.tolist():
        if exact[whole] and suppressed[part]:
            allowed = int(problem.least[whole]) * per_cent // WHOLE_PER_CENT
            if low[part] > allowed and not _can_be(problem, part, allowed):
                yield Dominance(part, whole, allowed)


def _can_be(problem: Problem, unknown: int, most: int) -> bool:
    """Return True if a table that fits everything has an unknown no greater than this."""
    limits = problem.most.copy()
    limits[unknown] = min(limits[unknown], most)
    least, highest = propagate(problem.constraints, problem.least, limits)
    if (least > highest).any():
        return False
    answer = Program(problem.constraints, least, highest).minimise(np.zeros(len(problem)))
    if answer.state is State.IMPOSSIBLE or answer.values is None:
        return False
    return problem.constraints.holds(answer.values) and int(answer.values[unknown]) <= most
