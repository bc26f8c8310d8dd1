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
from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.attacker.solver import TOLERANCE, Program, Relaxation
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
    known = fits & (least == most).all(axis=1)
    open_ = there[fits & ~known]
    if not len(open_):
        return Revised(same, near, 0)
    held = untouched[open_]
    changes = _Changes(apart, pairs[open_], held)
    possible = changes.possible()
    if possible is None and held.any():  # what the release says of its revisions is not true
        changes = _Changes(apart, pairs[open_], np.zeros_like(held))
        possible = changes.possible()
    if possible is None:
        return Revised(same, near, 0)
    same[open_] = ~possible
    near[open_] = possible & changes.finest
    return Revised(same, near, changes.children)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the columns of a program stand: unknowns, then more, fewer and any change of pairs."""

    unknowns: int
    pairs: int

    def column(self, kind: int) -> Numbers:
        first = self.unknowns + kind * self.pairs
        return np.arange(first, first + self.pairs, dtype=np.int64)

    @property
    def total(self) -> int:
        return self.unknowns + 3 * self.pairs


class _Changes:
    """By how much do the pairs differ, if they differ by as little as can be?"""

    def __init__(self, apart: LinkedProblem, pairs: Numbers, held: Flags) -> None:
        """`held` are the pairs that do not differ."""
        binding = apart.candidates.take(apart.candidates.binding)
        linked = apart.with_remainders(binding)
        self._places = _Places(len(linked), len(pairs))
        self._more, self._fewer, self._any = (self._places.column(kind) for kind in range(3))
        self.children = 0  # by which the finest counts differ at the least, once that is found
        self.finest = ~_are_totals(apart.constraints, pairs)
        rows = [*self._rows(pairs, np.where(self.finest, FINEST, 1))]
        constraints = extend(linked.constraints, rows, self._places.total + 1)
        zeros = np.zeros(3 * len(pairs) + 1, dtype=np.int64)
        least = np.append(linked.least, zeros)
        most = np.append(linked.most, zeros + UNBOUNDED)
        most[self._any] = most[self._more[held]] = most[self._fewer[held]] = 0
        self._program: Relaxation = Program(constraints, least, most).relaxation()

    def possible(self) -> Flags | None:
        """Return which pairs some way of the fewest changes changes; None where there is no way."""
        count, total = self._places.pairs, self._places.total
        costs = np.zeros(total + 1)
        costs[total] = 1.0
        answer = self._program.minimise(costs)
        if answer is None:
            return None
        if answer[total] < TOLERANCE:
            return np.zeros(count, dtype=bool)
        differ = answer[self._more] + answer[self._fewer]
        self.children = ceil(differ[self.finest].sum() - TOLERANCE)
        self._program.bound(total, 0, float(answer[total]) + TOLERANCE * TOLERANCE)
        share = FEWEST / count  # the mean of all these ways changes each pair by this, or not
        for column in self._any.tolist():
            self._program.bound(column, 0, share)
        found = self._program.minimise(self._wanted())
        if found is None:
            return np.ones(count, dtype=bool)
        return np.asarray(found[self._any] > SURE * share)

    def _wanted(self) -> Costs:
        costs = np.zeros(self._places.total + 1)
        costs[self._any] = -1.0
        return costs

    def _rows(self, pairs: Numbers, weights: Numbers) -> Iterator[Row]:
        """Yield how the numbers of each pair differ, and that the last column is all changes together."""
        columns = np.stack([self._more, self._fewer, self._any], axis=1)
        for (now, before), (more, fewer, any_) in zip(
            pairs.tolist(), columns.tolist(), strict=True
        ):
            yield Row((now, before, more, fewer), (1, -1, -1, 1), 0, 0)
            yield Row((more, fewer, any_), (1, 1, -1), 0, UNBOUNDED)
        every = (*self._more.tolist(), *self._fewer.tolist(), self._places.total)
        yield Row(every, (*weights.tolist(), *weights.tolist(), -1), 0, 0)


def _are_totals(constraints: Constraints, pairs: Numbers) -> Flags:
    """Return which pairs are of counts that follow from others in the earlier release."""
    sums = constraints.kept(constraints.is_sum())
    return np.isin(pairs[:, 1], sums.unknown[sums.coefficient == 1])
