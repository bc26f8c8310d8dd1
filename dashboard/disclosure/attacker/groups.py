"""Sensitive groups that no table prints, and of which nobody is so, or all are.

Of 60 children 40 are at home, and of the 30 whom police referred 10: all others are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.unions import Union, sums_inside
from dashboard.disclosure.constraints import Constraints
from dashboard.disclosure.problem import Problem, Status


def groups_left_over(problem: Problem, least: Numbers, most: Numbers) -> Iterator[Union]:
    """Yield each whole with the parts of it that leave a group, not empty, of all or of none.

    `least` and `most` are what readers know of each unknown. Whether there is anybody in a part
    that is suppressed is not known: it is audited by itself.
    """
    sums = problem.constraints.kept(problem.constraints.is_sum())
    for rows in problem.telling:
        some, ties = sums_inside(sums, rows)
        exact = least == most
        known = exact[ties.unknown] & exact[some[ties.unknown]]
        shown = np.where(known, ties.coefficient, 0)
        every = ties.total(shown * least[ties.unknown])
        so = ties.total(shown * least[some[ties.unknown]])
        open_ = ~known & (problem.status[ties.unknown] == Status.UNPRINTED)
        hidden = ties.total((open_ & (ties.coefficient == -1)).astype(np.int64))
        open_wholes = ties.total((~known & (ties.coefficient == 1)).astype(np.int64))
        told = (open_wholes == 0) & (hidden > 0) & (every > 0) & ((so == 0) | (so == every))
        for row in np.flatnonzero(told).tolist():
            yield _union(ties, shown, row)


def _union(ties: Constraints, shown: Numbers, row: int) -> Union:
    own = ties.row == row
    whole = ties.unknown[own & (shown == 1)]
    return int(whole[0]), tuple(np.sort(ties.unknown[own & (shown == -1)]).tolist())
