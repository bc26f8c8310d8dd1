"""Small counts that follow by taking from a whole all of its parts that are printed.

Two hidden routes may each be well protected, and yet the children who came by one or the other
be four in all: the printed total less the printed routes. That is a set below the threshold too.
"""

from __future__ import annotations

import numpy as np

from dashboard.disclosure.problem import Problem
from dashboard.disclosure.unprinted import Remainders, listed

FEWEST_HIDDEN = 2  # one hidden part by itself is a cell, and is audited as one


def small_unions(problem: Problem) -> Remainders:
    """List the wholes whose unprinted parts together are certainly a small count.

    Those that are a separate unknown already are left out: they are audited as one.
    """
    sums = problem.constraints.kept(problem.constraints.is_sum())
    exact = (problem.least == problem.most)[sums.unknown]
    is_whole = sums.coefficient == 1
    shown = np.where(exact, sums.coefficient * problem.least[sums.unknown], 0)
    left = sums.total(shown)
    hidden = sums.total((~exact & ~is_whole).astype(np.int64))
    open_wholes = sums.total((~exact & is_whole).astype(np.int64))
    threshold = sums.total(np.where(is_whole, problem.thresholds[sums.unknown], 0))
    few = (left > 0) & (left < threshold) & (hidden >= FEWEST_HIDDEN) & (open_wholes == 0)
    known = set(problem.remainders.pairs())
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    entries = few[sums.row]
    order = np.argsort(sums.row[entries], kind="stable")
    numbers, coefficients, unknowns, exacts = (
        array[entries][order] for array in (sums.row, is_whole, sums.unknown, exact)
    )
    for row in np.flatnonzero(few).tolist():
        first, last = np.searchsorted(numbers, [row, row + 1])
        own, wholes, printed = (a[first:last] for a in (unknowns, coefficients, exacts))
        key = (int(own[wholes][0]), tuple(np.sort(own[printed & ~wholes]).tolist()))
        if key not in known:
            found[key] = None
    return listed(found)
