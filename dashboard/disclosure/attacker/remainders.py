"""Sets that no table prints, and that may be small counts as far as simple bounds tell."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from dashboard.disclosure.arrays import Flags
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.problem import Problem

ProblemT = TypeVar("ProblemT", bound=Problem)


def narrow(base: ProblemT) -> ProblemT:
    """Give an unknown to each remainder that may be a small count, as far as bounds tell."""
    return base.with_remainders(base.candidates.take(may_be_small(base)))


def may_be_small(base: Problem) -> Flags:
    """Return which candidates do not reach the threshold as far as bounds tell."""
    least, most = propagate(base.constraints, base.least, base.most)
    if (least > most).any():
        return np.zeros(len(base.candidates), dtype=bool)
    rest = base.candidates.least(least, most)
    return np.asarray(rest < base.thresholds[base.candidates.rows.wholes()])
