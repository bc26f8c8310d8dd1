"""What follows from each statement by itself, again and again until nothing more does.

Exact whole-number arithmetic; no solver. Of the sets that no table prints, those are audited that may
be small counts as far as such bounds tell.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints
from dashboard.disclosure.problem import Problem

ProblemT = TypeVar("ProblemT", bound=Problem)
MOST_ROUNDS = 200  # each round is sound by itself; stopping early only leaves wider bounds


def propagate(constraints: Constraints, least: Numbers, most: Numbers) -> tuple[Numbers, Numbers]:
    """Tighten bounds by every row until none does; `least > most` somewhere is a contradiction."""
    least, most = least.copy(), most.copy()
    _tighten(constraints, least, most)
    open_ = (least != most)[constraints.unknown]
    constraints = constraints.kept(constraints.total(open_) > 0)
    for _ in range(MOST_ROUNDS):
        before = least.copy(), most.copy()
        _tighten(constraints, least, most)
        unchanged = (before[0] == least).all() and (before[1] == most).all()
        if unchanged or (least > most).any():
            break
    return least, most


def _tighten(constraints: Constraints, least: Numbers, most: Numbers) -> None:
    row, unknown, coefficient = constraints.row, constraints.unknown, constraints.coefficient
    positive = coefficient > 0
    ends = coefficient * least[unknown], coefficient * most[unknown]
    smallest = np.where(positive, ends[0], ends[1])
    largest = np.where(positive, ends[1], ends[0])
    room_above = constraints.most[row] - (
        constraints.total(smallest)[row] - smallest
    )  # coefficient * x <=
    room_below = constraints.least[row] - (constraints.total(largest)[row] - largest)  # and >=
    upper = np.where(positive, room_above, -room_below) // np.abs(coefficient)
    lower = -(np.where(positive, -room_below, room_above) // np.abs(coefficient))
    np.minimum.at(most, unknown, upper)
    np.maximum.at(least, unknown, lower)


def narrow(base: ProblemT) -> ProblemT:
    """Add an unknown for each remainder that may be a small count, as far as bounds tell."""
    return base.with_remainders(base.candidates.take(may_be_small(base)))


def may_be_small(base: Problem) -> Flags:
    """Return which candidates do not reach the threshold as far as bounds tell."""
    least, most = propagate(base.constraints, base.least, base.most)
    if (least > most).any():
        return np.zeros(len(base.candidates), dtype=bool)
    rest = base.candidates.least(least, most)
    return np.asarray(rest < base.thresholds[base.candidates.rows.wholes()])
