"""Sets that no table prints, and that may be small counts as far as simple bounds tell."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.problem import Problem

ProblemT = TypeVar("ProblemT", bound=Problem)


def narrow(base: ProblemT) -> ProblemT:
    """Give an unknown to each remainder that may be a small count, as far as bounds tell."""
    return base.with_remainders(base.candidates.take(may_be_small(base)))


def may_be_small(base: Problem) -> Numbers:
    """Return which candidates do not reach the threshold as far as bounds tell."""
    least, most = propagate(base.constraints, base.least, base.most)
    if (least > most).any():
        return np.zeros(0, dtype=np.int64)
    rest, _ = base.candidates.bounds(least, most)
    rest = np.maximum(rest, _least_of_others(base, least))
    return np.flatnonzero(rest < base.thresholds[base.candidates.whole])


def _least_of_others(base: Problem, least: Numbers) -> Numbers:
    """Return the least that the other parts of a sum leave to a part's complement."""
    candidates, constraints = base.candidates, base.constraints
    found = np.zeros(len(candidates), dtype=np.int64)
    sums = constraints.kept(constraints.is_sum())
    if not len(sums.least) or not len(candidates):
        return found
    is_part = sums.coefficient == -1
    whole = np.zeros(len(sums.least), dtype=np.int64)
    whole[sums.row[~is_part]] = sums.unknown[~is_part]
    total = sums.total(np.where(is_part, least[sums.unknown], 0))
    pairs = whole[sums.row[is_part]] * len(base) + sums.unknown[is_part]
    others = total[sums.row[is_part]] - least[sums.unknown[is_part]]
    order = np.lexsort([others, pairs])
    pairs, others = pairs[order], others[order]  # of equal pairs the greatest comes last
    single = np.flatnonzero(np.diff(candidates.starts) == 1)
    wanted = candidates.whole[single] * len(base) + candidates.parts[candidates.starts[single]]
    place = np.searchsorted(pairs, wanted, side="right") - 1
    there = (place >= 0) & (pairs[place] == wanted)
    found[single[there]] = others[place[there]]
    return found
