"""What follows from each statement by itself, again and again until nothing more does.

Exact whole-number arithmetic; no solver.
"""

from __future__ import annotations

import numpy as np

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.constraints import Constraints

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
