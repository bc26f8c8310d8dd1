"""Tell the sets of children that are the same in two releases from those that were revised.

What two releases call alike is taken as one count, unless what they print says otherwise. Where it
does, a reader takes it that no more was revised than must have been: of all ways in which both
releases can be right, those that change the finest counts by the fewest children, and then the
totals. Every count that one of these ways changes is another count in the earlier release, but by no
more children than these; all others are the same. So are those that the release says it did not
revise, where that can be true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

from dashboard.data.linking.figures import LinkedProblem
from dashboard.data.linking.grids import ABSENT
from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.attacker.solver import TOLERANCE, Program
from dashboard.disclosure.constraints import Constraints, Row, extend
from dashboard.disclosure.problem import UNBOUNDED

FINEST = 1_000  # what a child in a count that is no total weighs; in a total, which follows: 1
FEWEST = 0.5  # children by which a count changes, if it changes in a linear program
SURE = 0.1  # of the change that is looked for: less is the solver's own inexactness


@dataclass(frozen=True, slots=True)
class Revised:
    """Which pairs are one set, and which of the others differ by so many children at most."""

    same: Flags
    near: Flags
    children: int


def compare(apart: LinkedProblem, pairs: Numbers, untouched: Flags) -> Revised:
    """Compare pairs of unknowns (of a newer release, of an earlier one).

    `apart` is the problem in which no two releases share an unknown. A pair with an absent
    unknown, of which nothing can be known, is one set. The release says of the `untouched` pairs
    that it did not revise them.
    """
    same, near = np.ones(len(pairs), dtype=bool), np.zeros(len(pairs), dtype=bool)
    there = np.flatnonzero((pairs != ABSENT).all(axis=1))
    least, most = apart.least[pairs[there]], apart.most[pairs[there]]
    fits = least.max(axis=1, initial=0) <= most.min(axis=1, initial=UNBOUNDED)
    same[there[~fits]] = False
    open_ = there[fits & (least < most).any(axis=1)]
    if not len(open_):
        return Revised(same, near, 0)
    held, finest = untouched[open_], ~_are_totals(apart.constraints, pairs[open_])
    answer = possible_changes(apart, pairs[open_], finest, held)
    if answer is None and held.any():  # what the release says of its revisions is not true
        answer = possible_changes(apart, pairs[open_], finest, np.zeros_like(held))
    if answer is None:
        return Revised(same, near, 0)
    changed, children = answer
    same[open_] = ~changed
    near[open_] = changed & finest
    return Revised(same, near, children)


def possible_changes(
    apart: LinkedProblem, pairs: Numbers, finest: Flags, held: Flags
) -> tuple[Flags, int] | None:
    """Return which pairs some way of the fewest changes changes, and by how many children in all.

    The children are those in the `finest` pairs, in which totals are not counted again. The `held`
    pairs do not change; None where there is no such way.
    """
    linked = apart.with_remainders(apart.candidates.take(apart.candidates.binding))
    count, first = len(pairs), len(linked)
    # Of each pair: how much more the newer number is, how much less, and what is seen of either.
    more, fewer, either = first + np.arange(3 * count).reshape(3, count)
    every = first + 3 * count  # all changes together
    rows = _difference_rows(pairs, np.stack([more, fewer, either], axis=1))
    weights = np.where(finest, FINEST, 1).tolist()
    together = Row((*more.tolist(), *fewer.tolist(), every), (*weights, *weights, -1), 0, 0)
    none = np.zeros(3 * count + 1, dtype=np.int64)
    least, most = np.append(linked.least, none), np.append(linked.most, none + UNBOUNDED)
    most[either] = most[more[held]] = most[fewer[held]] = 0
    constraints = extend(linked.constraints, [*rows, together], every + 1)
    program = Program(constraints, least, most).relaxation()
    fewest = program.minimise(np.eye(1, every + 1, every)[0])
    if fewest is None:
        return None
    if fewest[every] < TOLERANCE:
        return np.zeros(count, dtype=bool), 0
    children = ceil((fewest[more] + fewest[fewer])[finest].sum() - TOLERANCE)
    program.bound(every, 0, float(fewest[every]) + TOLERANCE * TOLERANCE)
    share = FEWEST / count  # the mean of all these ways changes each pair by this, or not
    for column in either.tolist():
        program.bound(column, 0, share)
    costs = np.zeros(every + 1)
    costs[either] = -1.0
    mean = program.minimise(costs)
    changed = np.ones(count, dtype=bool) if mean is None else mean[either] > SURE * share
    return np.asarray(changed), children


def _difference_rows(pairs: Numbers, columns: Numbers) -> Iterator[Row]:
    """Yield by how much the newer number of each pair is more, or fewer, than the older."""
    for (now, before), (more, fewer, either) in zip(pairs.tolist(), columns.tolist(), strict=True):
        yield Row((now, before, more, fewer), (1, -1, -1, 1), 0, 0)
        yield Row((more, fewer, either), (1, 1, -1), 0, UNBOUNDED)


def _are_totals(constraints: Constraints, pairs: Numbers) -> Flags:
    """Return which pairs are of counts that follow from others in the earlier release."""
    return np.isin(pairs[:, 1], constraints.sums().wholes())
