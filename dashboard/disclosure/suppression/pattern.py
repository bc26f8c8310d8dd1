"""Which cells are suppressed, and what the alternative tables known so far show of each count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Costs, Flags, Matrix, Numbers
from dashboard.disclosure.attacker.intervals import Requirement
from dashboard.disclosure.attacker.solver import Program
from dashboard.disclosure.constraints import stacked
from dashboard.disclosure.errors import CannotProtect
from dashboard.disclosure.feasible import changes_of, ends, outside
from dashboard.disclosure.problem import UNBOUNDED, Problem, Status
from dashboard.disclosure.rules import LEAST_WIDTH, NEARLY_NONE
from dashboard.disclosure.unprinted import Remainders

NOT_GIVEN = -1  # in place of a count
Option = tuple[Requirement, ...]


@dataclass(slots=True)
class Pattern:
    """A suppression pattern under construction; every array has a number for each unknown.

    `problem` is that of the unsuppressed figures, and `true` a whole table that fits it. `primary`
    are the counts to protect for what they are, printed or not; `suppressible` those that may be
    suppressed, at these `costs`; `suppressed` those that are. `alternatives` have, by rows, changes of
    the true table to others that fit everything which stays published; from `low` to `high` these tables
    show. `maybe_small` are large counts of which the audit could not tell that they are; `caps` are
    what a reader must hold possible at the most.
    """

    problem: Problem
    true: Numbers
    costs: Costs
    primary: Flags
    suppressible: Flags
    suppressed: Flags
    low: Numbers
    high: Numbers
    maybe_small: Flags
    caps: Numbers
    alternatives: list[Matrix] = field(default_factory=list)

    @property
    def published(self) -> Flags:
        """Return which counts stay printed as numbers."""
        return np.asarray((self.problem.status == Status.PUBLISHED) & ~self.suppressed)

    @property
    def secondary(self) -> Flags:
        """Return which counts are suppressed for the sake of others."""
        return np.asarray(self.suppressed & self.suppressible & ~self.primary)

    @property
    def cost(self) -> float:
        """Return what all that is suppressed costs."""
        return float(self.costs[self.suppressed].sum())

    def room(self) -> tuple[Numbers, Numbers]:
        """Return how far down and up a count may change unseen: as far as it is rounded, if published."""
        problem, published = self.problem, self.published
        down = np.where(published, np.maximum(self.true - problem.least, 0), UNBOUNDED)
        return down, np.where(published, np.maximum(problem.most - self.true, 0), UNBOUNDED)

    def tables(self) -> Matrix:
        """Return the alternatives known, as rows of changes of the true table, and this itself."""
        none = changes_of([np.zeros_like(self.true)], len(self.true))
        return stacked([none, *self.alternatives])

    def as_published(self) -> Problem:
        """Return the problem as readers will see it."""
        problem = self.problem
        gone = self.suppressed & (problem.status == Status.PUBLISHED)
        return replace(
            problem,
            least=np.where(gone, 0, problem.least),
            most=np.where(gone, UNBOUNDED, problem.most),
            status=np.where(gone, Status.SUPPRESSED, problem.status),
        )

    def add(self, change: Numbers) -> None:
        """Suppress what an alternative table needs, and keep it."""
        down, up = self.room()
        self.suppressed[(change < -down) | (change > up)] = True
        self.alternatives.append(changes_of([change], len(change)))
        self.low = np.minimum(self.low, self.true + change)
        self.high = np.maximum(self.high, self.true + change)

    def admit(self, remainders: Remainders) -> None:
        """Add separate unknowns for sets that no table prints, to be protected as such."""
        first, more = len(self.true), len(remainders)
        if not more:
            return
        self.problem = self.problem.with_remainders(remainders)
        matrix, tables = remainders.over(first), self.tables()
        self.true = np.append(self.true, matrix @ self.true)
        self.alternatives = [sparse.hstack([tables, tables @ matrix.T], format="csr")]
        none, counts = np.zeros(more, dtype=bool), self.true[first:]
        self.primary = np.append(
            self.primary, (counts > 0) & (counts < self.problem.thresholds[first:])
        )
        self.suppressible = np.append(self.suppressible, none)
        self.suppressed = np.append(self.suppressed, none)
        self.maybe_small = np.append(self.maybe_small, none)
        self.costs = np.append(self.costs, np.zeros(more))
        self.caps = np.append(self.caps, np.full(more, UNBOUNDED))
        self._see_all()

    def hide_group(self, every: int, nobody: int) -> None:
        """Have it protected that nobody of a sensitive group is so, or that the group has anyone."""
        if self.suppressible[nobody] or self.problem.status[nobody] == Status.UNPRINTED:
            self.primary[nobody] = True
            self.suppressed[nobody] = self.suppressible[nobody]
        else:
            self.caps[every] = 0
            self.suppressed[every] |= self.suppressible[every]

    def publish(self, unknown: int) -> None:
        """Publish a count again, for good, and drop the alternatives that change it."""
        self.suppressed[unknown] = self.suppressible[unknown] = False
        (down, up), tables = self.room(), self.tables()
        self.alternatives = [tables[~outside(tables, -down, up)]]
        self._see_all()

    def unprotected(self) -> Numbers:
        """Return the counts of which further alternatives must be shown, in order."""
        return np.flatnonzero(~self._accepts(slice(None), self.low, self.high))

    def options(self, unknown: int) -> list[Option]:
        """Return what would protect a count: all the requirements of any one option.

        They are those of the narrowest ranges around the one shown that the rule accepts.
        """
        low, high = int(self.low[unknown]), int(self.high[unknown])
        threshold, cap = int(self.problem.thresholds[unknown]), int(self.caps[unknown])
        lows = {NEARLY_NONE, cap, *range(low - LEAST_WIDTH, low + 1)}
        highs = {threshold - 1, threshold, *range(high, high + LEAST_WIDTH + 1)}
        ranges = [
            (least, most)
            for least in sorted(lows, reverse=True)
            for most in sorted(highs)
            if 0 <= least <= low and most >= high
        ]
        ends = np.array(ranges, dtype=np.int64)
        accepted = ends[self._accepts(np.full(len(ends), unknown), ends[:, 0], ends[:, 1])]
        return [
            tuple(_requirements(unknown, (low, high), (least, most)))
            for least, most in accepted.tolist()
            if ((accepted[:, 0] >= least) & (accepted[:, 1] <= most)).sum() == 1
        ]

    def _accepts(self, where: Numbers | slice, low: Numbers, high: Numbers) -> Flags:
        """Return whether the rule accepts a range from `low` to `high` of each of some counts.

        A count that no table was seen to make small, or other than zero, is taken at that until
        the audit objects.
        """
        threshold, certain = self.problem.thresholds[where], ~self.maybe_small[where]
        status, suppressed = self.problem.status[where], self.suppressed[where]
        wide, large = high - low >= LEAST_WIDTH, certain & (low >= threshold)
        both = (low <= NEARLY_NONE) & (high >= threshold - 1) & (low < high)
        nobody = certain & (high == 0) & ~self.primary[where]
        harmless = both | large | nobody | (wide & (high >= threshold))
        protected = (both | (large & wide)) & (low <= self.caps[where])
        hidden = suppressed | (status == Status.SUPPRESSED)
        return np.asarray(np.where(hidden, protected, harmless | (status != Status.UNPRINTED)))

    def _see_all(self) -> None:
        self.low, self.high = ends(self.true, self.tables())


def _requirements(
    unknown: int, shown: tuple[int, int], wanted: tuple[int, int]
) -> Iterator[Requirement]:
    """Yield what alternatives must show of a count, for the wanted range to be shown."""
    if wanted[1] > shown[1]:
        yield Requirement(unknown, True, wanted[1])
    if wanted[0] < shown[0]:
        yield Requirement(unknown, False, wanted[0])


def primary_pattern(problem: Problem, counts: Numbers, costs: Costs) -> Pattern:
    """Return the pattern in which only what is small, or tells of a sensitive group, is suppressed.

    `counts` are the exact ones, or NOT_GIVEN: what is printed of them may be rounded.

    Raises CannotProtect where no whole table has these counts.
    """
    given = counts != NOT_GIVEN
    true = _true_table(
        problem, np.where(given, counts, problem.least), np.where(given, counts, problem.most)
    )
    primary = _primary(problem, true)
    suppressible = given & (problem.status == Status.PUBLISHED) & ~problem.must_publish
    return Pattern(
        problem=problem,
        true=true,
        costs=costs,
        primary=primary,
        suppressible=np.asarray(suppressible),
        suppressed=np.asarray((primary & suppressible) | (problem.status == Status.SUPPRESSED)),
        low=true.copy(),
        high=true.copy(),
        maybe_small=np.zeros(len(true), dtype=bool),
        caps=np.full(len(true), UNBOUNDED),
    )


def _true_table(problem: Problem, least: Numbers, most: Numbers) -> Numbers:
    """Return every unknown's true count; where one was never given, any that fits."""
    constraints = problem.constraints
    if (least == most)[: problem.printed].all():
        table = problem.extended(least[: problem.printed])
        if constraints.holds(table) and (table >= 0).all():
            return table
    answer = Program(constraints, least, most).minimise(np.zeros(len(problem)))
    if answer.values is None or not constraints.holds(answer.values):
        message = "The unsuppressed tables do not add up; check them before preparing a release."
        raise CannotProtect(message)
    return answer.values


def _primary(problem: Problem, true: Numbers) -> Flags:
    """Return which counts must be protected for what they are, printed or not.

    Nobody of a group that is itself small tells of it only if the group surely has somebody: that
    is left to the audit.
    """
    small = np.asarray((true > 0) & (true < problem.thresholds))
    telling = [
        nobody
        for every, nobody in problem.groups()
        if true[nobody] == 0 and true[every] >= problem.thresholds[every]
    ]
    small[telling] = True
    return small
