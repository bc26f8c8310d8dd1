"""Sets that no table prints, and that would tell of a whole group by being empty."""

from __future__ import annotations

import numpy as np

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.problem import Problem


def empty_complements(base: Problem, counts: Numbers) -> Flags:
    """Say of which sensitive shares all are so: by the candidates that are left of them.

    `counts` are exact, or negative where none is given.
    """
    telling = {
        (every, (some,))
        for some, every in base.sensitive.tolist()
        if counts[every] > 0 and counts[every] == counts[some]
    }
    if not telling:
        return np.zeros(len(base.candidates), dtype=bool)
    return np.array([key in telling for key in base.candidates.pairs()], dtype=bool)
