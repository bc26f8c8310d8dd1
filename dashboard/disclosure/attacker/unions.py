"""Small counts that follow by taking from a whole all of its parts that are printed.

Two hidden routes may each be well protected, and yet the children who came by one or the other
be four in all: the printed total less the printed routes. That is a set below the threshold too.
So are the four who came neither by police nor from one town: of what is left of each area without
those referred by police, the sums are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints, join
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.unprinted import Remainders, listed

NO_SUM = -1
DEEPEST = 8  # of sums within sums
FEWEST_HIDDEN = 2  # one hidden part by itself is a cell, and is audited as one
Union = tuple[int, tuple[int, ...]]  # a whole, and the parts of it that are taken away


@dataclass(frozen=True, slots=True)
class _Known:
    """What is left of each unknown without a set inside it: `exact` says where that is known.

    `inside` is the set, -1 where nothing is taken away, and `ties` the sums that hold of what is left.
    """

    value: Numbers
    exact: Flags
    inside: Numbers
    ties: Constraints


def small_unions(problem: Problem, least: Numbers, most: Numbers) -> Remainders:
    """List the wholes whose unprinted parts together are certainly a small count.

    `least` and `most` are what readers know of each unknown. Sets that are a separate unknown
    already are left out: they are audited as one.
    """
    sums = problem.constraints.kept(problem.constraints.is_sum())
    plain = _Known(least, least == most, np.full(len(problem), -1, dtype=np.int64), sums)
    known = set(problem.remainders.pairs())
    opened = replace(plain, ties=_opened(sums, problem.status == Status.UNPRINTED))
    found: dict[Union, None] = dict.fromkeys(_unions(problem, opened))
    for rows in problem.nested:
        found |= dict.fromkeys(_unions(problem, _without(plain, rows)))
    return listed(key for key in found if key not in known)


def _without(plain: _Known, rows: Numbers) -> _Known:
    """Take from each whole of rows (whole, part) its part, where the sums hold of the parts too."""
    inside, ties = sums_inside(plain.ties, rows)
    return _Known(
        plain.value - plain.value[inside], plain.exact & plain.exact[inside], inside, ties
    )


def sums_inside(sums: Constraints, rows: Numbers) -> tuple[Numbers, Constraints]:
    """Return the part of each whole of rows (whole, part), else -1, and the sums that parts share.

    Those are the sums of wholes of which the parts, in their places, are a sum as well.
    """
    inside = np.full(sums.width, -1, dtype=np.int64)
    inside[rows[:, 0]] = rows[:, 1]
    ties = sums.kept(sums.total((inside[sums.unknown] < 0).astype(np.int64)) == 0)
    names = np.random.default_rng(0).integers(1 << 62, size=sums.width)
    alike = np.isin(ties.total(ties.coefficient * names[inside[ties.unknown]]), sums.times(names))
    return inside, ties.kept(alike)


def _unions(problem: Problem, known: _Known) -> list[Union]:
    """Return every whole of which a small count is left without all that is known of its parts."""
    sums = known.ties
    exact, is_whole = known.exact[sums.unknown], sums.coefficient == 1
    left = sums.total(np.where(exact, sums.coefficient * known.value[sums.unknown], 0))
    hidden = sums.total((~exact & ~is_whole).astype(np.int64))
    open_wholes = sums.total((~exact & is_whole).astype(np.int64))
    threshold = sums.total(np.where(is_whole, problem.thresholds[sums.unknown], 0))
    few = (left > 0) & (left < threshold) & (hidden >= FEWEST_HIDDEN) & (open_wholes == 0)
    entries = few[sums.row]
    order = np.argsort(sums.row[entries], kind="stable")
    taken = np.where(exact, sums.unknown, known.inside[sums.unknown])
    numbers, wholes, unknowns, parts = (
        array[entries][order] for array in (sums.row, is_whole, sums.unknown, taken)
    )
    found = []
    for row in np.flatnonzero(few).tolist():
        own = slice(*np.searchsorted(numbers, [row, row + 1]))
        away = parts[own][~wholes[own] & (parts[own] >= 0)]
        if len(away):  # else it is the whole, and is audited as one
            found.append((int(unknowns[own][wholes[own]][0]), tuple(np.sort(away).tolist())))
    return found


def groups_left_over(problem: Problem, least: Numbers, most: Numbers) -> Iterator[Union]:
    """Yield each whole with the parts of it that leave a sensitive group, not empty, of all or of none.

    Of 60 children 40 are at home, and of the 30 whom police referred 10: all others are.
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
            own = ties.row == row
            whole = ties.unknown[own & (shown == 1)]
            yield int(whole[0]), tuple(np.sort(ties.unknown[own & (shown == -1)]).tolist())


def _opened(sums: Constraints, unprinted: Flags) -> Constraints:
    """Return sums, and again those of which an unprinted part is itself a sum, by its parts.

    A whole less its printed years leaves a small count, also where the sums that are known go by
    periods of several years of which this area has no row.
    """
    wholes = sums.coefficient == 1
    of_unprinted = wholes & unprinted[sums.unknown]
    every = [sums]
    rest, rows = sums.unknown[of_unprinted], sums.row[of_unprinted]
    while len(rest):  # each round takes one sum of every unknown that has another
        unknowns, first = np.unique(rest, return_index=True)
        own = np.full(sums.width, NO_SUM, dtype=np.int64)
        own[unknowns] = rows[first]
        more = sums
        for _ in range(DEEPEST):
            more = _replaced(more, sums, own)
            if not len(more.least):
                break
            every.append(more)
        left = np.ones(len(rest), dtype=bool)
        left[first] = False
        rest, rows = rest[left], rows[left]
    found = every[0]
    for more in every[1:]:
        found = join(found, more)
    return found


def _replaced(rows: Constraints, sums: Constraints, own: Numbers) -> Constraints:
    """Return the rows with a part that has a sum, each such part replaced by the sum's parts."""
    opens = (rows.coefficient == -1) & (own[rows.unknown] != NO_SUM)
    chosen = np.zeros(len(rows.least), dtype=bool)
    chosen[rows.row[opens]] = True
    stays = chosen[rows.row] & ~opens
    parts = np.flatnonzero(sums.coefficient == -1)
    parts = parts[np.argsort(sums.row[parts], kind="stable")]
    starts = np.searchsorted(sums.row[parts], np.arange(len(sums.least) + 1))
    inner = own[rows.unknown[opens]]
    lengths = starts[inner + 1] - starts[inner]
    skipped = np.repeat(starts[inner] - (np.cumsum(lengths) - lengths), lengths)
    found = sums.unknown[parts[np.arange(lengths.sum()) + skipped]]
    zeros = np.zeros(int(chosen.sum()), dtype=np.int64)
    return Constraints(
        (np.cumsum(chosen) - 1)[
            np.concatenate([rows.row[stays], np.repeat(rows.row[opens], lengths)])
        ],
        np.concatenate([rows.unknown[stays], found]),
        np.concatenate([rows.coefficient[stays], np.full(len(found), -1, dtype=np.int64)]),
        zeros,
        zeros,
        rows.width,
    )
