"""Small counts that follow by taking from a whole all of its parts that are printed.

Two hidden routes may each be well protected, and yet the children who came by one or the other
be four in all: the printed total less the printed routes. That is a set below the threshold too.
So are the four who came neither by police nor from one town: of what is left of each area without
those referred by police, the sums are the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints, stacked
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.unprinted import Remainders, listed

DEEPEST = 8  # of sums within sums
FEWEST_HIDDEN = 2  # one hidden part by itself is a cell, and is audited as one
Union = tuple[int, tuple[int, ...]]  # a whole, and the parts of it that are taken away


def small_unions(problem: Problem, least: Numbers, most: Numbers) -> Remainders:
    """List the wholes whose unprinted parts together are certainly a small count.

    `least` and `most` are what readers know of each unknown. Sets that are a separate unknown
    already are left out: they are audited as one.
    """
    sums, exact = problem.constraints.sums(), least == most
    nothing = np.full(len(problem), -1, dtype=np.int64)
    opened = _opened(sums, problem.status == Status.UNPRINTED)
    unions = dict.fromkeys(_unions(problem, opened, nothing, np.where(exact, least, -1)))
    for rows in problem.nested:
        inside, ties = sums_inside(sums, rows)
        rest = np.where(exact & exact[inside], least - least[inside], -1)
        unions |= dict.fromkeys(_unions(problem, ties, inside, rest))
    known = set(problem.remainders.pairs())
    return listed(key for key in unions if key not in known)


def sums_inside(sums: Constraints, rows: Numbers) -> tuple[Numbers, Constraints]:
    """Return the part of each whole of rows (whole, part), else -1, and the sums that parts share.

    Those are the sums of wholes of which the parts, in their places, are a sum as well.
    """
    inside = np.full(sums.width, -1, dtype=np.int64)
    inside[rows[:, 0]] = rows[:, 1]
    ties = sums.kept(sums.total(inside[sums.unknown] < 0) == 0)
    names = np.random.default_rng(0).integers(1 << 62, size=sums.width)
    alike = np.isin(ties.matrix @ names[inside], sums.matrix @ names)
    return inside, ties.kept(alike)


def _unions(problem: Problem, sums: Constraints, inside: Numbers, rest: Numbers) -> Iterator[Union]:
    """Yield every whole of which a small count is left without all that is known of its parts.

    The sums hold of what is left of each unknown without the set `inside` it, -1 where nothing is
    taken away; `rest` is how much that is, -1 where it is not known.
    """
    exact, is_whole = rest[sums.unknown] >= 0, sums.coefficient == 1
    count = sums.total(np.where(exact, sums.coefficient * rest[sums.unknown], 0))
    hidden, open_wholes = sums.total(~exact & ~is_whole), sums.total(~exact & is_whole)
    few = (count > 0) & (count < problem.thresholds[sums.wholes()])
    parts = np.where(exact, sums.unknown, inside[sums.unknown])
    for row in np.flatnonzero(few & (hidden >= FEWEST_HIDDEN) & (open_wholes == 0)).tolist():
        own = sums.entries(row)
        away = parts[own][~is_whole[own] & (parts[own] >= 0)]
        if len(away):  # else it is the whole, and is audited as one
            yield int(sums.unknown[own][is_whole[own]][0]), tuple(np.sort(away).tolist())


def groups_left_over(problem: Problem, least: Numbers, most: Numbers) -> Iterator[Union]:
    """Yield each whole with the parts of it that leave a sensitive group, not empty, of all or of none.

    Of 60 children 40 are at home, and of the 30 whom police referred 10: all others are.
    `least` and `most` are what readers know of each unknown. Whether there is anybody in a part
    that is suppressed is not known: it is audited by itself.
    """
    sums = problem.constraints.sums()
    for rows in problem.telling:
        some, ties = sums_inside(sums, rows)
        exact = least == most
        known = exact[ties.unknown] & exact[some[ties.unknown]]
        coefficients = np.where(known, ties.coefficient, 0)
        every = ties.total(coefficients * least[ties.unknown])
        so = ties.total(coefficients * least[some[ties.unknown]])
        open_ = ~known & (problem.status[ties.unknown] == Status.UNPRINTED)
        hidden = ties.total(open_ & (ties.coefficient == -1))
        open_wholes = ties.total(~known & (ties.coefficient == 1))
        telling = (open_wholes == 0) & (hidden > 0) & (every > 0) & ((so == 0) | (so == every))
        for row in np.flatnonzero(telling).tolist():
            own, parts = ties.entries(row), coefficients[ties.entries(row)] == -1
            whole = ties.unknown[own][coefficients[own] == 1]
            yield int(whole[0]), tuple(ties.unknown[own][parts].tolist())


def _opened(sums: Constraints, unprinted: Flags) -> Constraints:
    """Return sums, and again those of which an unprinted part is itself a sum, by its parts.

    A whole less its printed years leaves a small count, also where the sums that are known go by
    periods of several years of which this area has no row.
    """
    matrix, wholes = sums.matrix, sums.wholes()
    every, rest = [matrix], np.flatnonzero(unprinted[wholes])
    while len(rest):  # each round takes one sum of every unknown that has another
        unknowns, first = np.unique(wholes[rest], return_index=True)
        ones = np.ones(len(first), dtype=np.int64)
        chosen = sparse.csr_array((ones, (unknowns, rest[first])), shape=matrix.T.shape)
        more = matrix
        for _ in range(DEEPEST):
            opens = (more < 0).astype(np.int64) @ chosen
            some = np.diff(opens.indptr) > 0
            if not some.any():
                break
            more = more[some] + opens[some] @ matrix  # the part is taken out, its parts put in
            more.eliminate_zeros()
            every.append(more)
        rest = np.delete(rest, first)
    opened = stacked(every)
    zeros = np.zeros(opened.shape[0], dtype=np.int64)
    return Constraints(opened, zeros, zeros)
