"""The very least set of suppressed cells that the audit accepts.

For small releases only. A program chooses cells; what the audit objects to becomes a rule that
every further choice must keep, until it objects to nothing. A rule says no more than has been
proved: any choice that suppresses these cells and none of those others fails in the same way. So the last
choice is the best of all, and each one before it costs no more than any that passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.attacker.audit import assess
from dashboard.disclosure.attacker.solver import Program, State
from dashboard.disclosure.attacker.unions import small_unions
from dashboard.disclosure.constraints import Row, constraints_of
from dashboard.disclosure.errors import CannotProtect
from dashboard.disclosure.feasible import change_of
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.suppression.extents import Extents
from dashboard.disclosure.suppression.failures import Failure, failures_in
from dashboard.disclosure.suppression.pattern import Pattern

LARGEST = 80  # counts that may be suppressed; a release with more takes minutes
RULES_AT_MOST = 400
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Task:
    """A release to suppress cells of: what is known of it, the true table, and what may and must go."""

    problem: Problem  # with an unknown for every remainder
    true: Numbers
    suppressible: Flags
    forced: Flags


@dataclass(frozen=True, slots=True)
class Least:
    """A choice of counts to suppress that none which passes costs less than.

    `proved` where it passes itself.
    """

    suppressed: Flags
    cost: float
    proved: bool


@dataclass(frozen=True, slots=True)
class Fewest:
    """The fewest cells that can be suppressed, or, where that is not proved, a number not above it."""

    cells: int
    proved: bool


def optimal_pattern(pattern: Pattern, base: Problem, cells: Numbers) -> Fewest | None:
    """Suppress the cheapest choice for a small release; return the fewest cells of any choice.

    None where the release is too large, or the search was given up: the pattern stays as it is.
    `base` is the pattern's problem without any remainder, `cells` how many print each unknown.

    Raises CannotProtect where no choice at all would do.
    """
    task = task_of(pattern, base)
    if task is None:
        return None
    search = ExactSearch(task)
    left = np.zeros(len(task.problem))
    width = len(base)
    printed, costs = left.copy(), left
    printed[:width], costs[:width] = cells[:width], pattern.costs[:width]
    fewest = search.least(printed)
    cheapest = search.least(costs)
    if fewest is None or cheapest is None:
        raise CannotProtect(
            "No choice of suppressed cells protects every small count: publish fewer or coarser tables."
        )
    if not cheapest.proved:
        return None
    gone = (pattern.suppressed & ~pattern.suppressible)[:width]
    pattern.suppressed[:width] |= cheapest.suppressed[:width]
    return Fewest(round(fewest.cost + cells[:width][gone].sum()), fewest.proved)


def task_of(pattern: Pattern, base: Problem) -> Task | None:
    """Return the search for the least of a pattern; None where it would take too long."""
    suppressible = pattern.suppressible & (pattern.problem.status == Status.PUBLISHED)
    if suppressible.sum() > LARGEST:
        return None
    width = len(base)
    problem = base.with_remainders(base.candidates)
    true = problem.extended(pattern.true[:width])
    small = (true > 0) & (true < problem.thresholds)
    suppressible = np.append(suppressible[:width], np.zeros(len(problem) - width, dtype=bool))
    return Task(problem, true, suppressible, small & suppressible)


class ExactSearch:
    """Finds the least choices of one release; what was learnt serves any costs."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self._extents = Extents(task.problem, task.true, task.suppressible)
        self._places = np.flatnonzero(task.suppressible)
        self._rules: list[Row] = []

    def least(self, costs: Costs) -> Least | None:
        """Find the choice of the least cost; None where no choice passes."""
        own = costs[self._places]
        while True:
            choice = self._choose(own)
            if choice is None:
                return None
            suppressed, best = choice
            objections = [*self._objections(suppressed)]
            if not objections or not best or len(self._rules) > RULES_AT_MOST:
                return Least(suppressed, float(costs[suppressed].sum()), best and not objections)
            self._rules += objections

    def _choose(self, costs: Costs) -> tuple[Flags, bool] | None:
        """Choose the cheapest cells that keep every rule so far."""
        count = len(self._places)
        forced = self.task.forced[self._places].astype(np.int64)
        program = Program(
            constraints_of(self._rules, count), forced, np.ones(count, dtype=np.int64)
        )
        answer = program.minimise(costs)
        if answer.values is None:
            return None
        suppressed = np.zeros(len(self.task.problem), dtype=bool)
        suppressed[self._places[answer.values == 1]] = True
        return suppressed, answer.state is State.BEST

    def _objections(self, suppressed: Flags) -> Iterator[Row]:
        """Turn what the audit says of a choice into rules."""
        published = self._extents.as_published(suppressed)
        true, *others = self._extents.fitting(suppressed)
        assessment = assess(published, true, [change_of(table - true) for table in others])
        for component, findings in assessment.found:
            for table in findings.tables:
                self._extents.note(spread(table, component.unknowns, self.task.true))
        for failure in failures_in(published, assessment):
            yield self._rule(failure, suppressed)
        for total, printed in small_unions(published, published.least, published.most).pairs():
            yield from self._union_rules(total, printed, suppressed)

    def _rule(self, failure: Failure, suppressed: Flags) -> Row:
        """Say that one more of those cells must go, or one of these must stay.

        Between `fewest` and `most` lie only choices that fail in the same way.
        """
        extents, task = self._extents, self.task
        fewest = task.forced & task.suppressible
        fewest[failure.must_suppress(task.suppressible)] = True
        most = suppressed.copy()
        if not extents.always_fails(failure, fewest, most):
            fewest = suppressed.copy()
        others = np.flatnonzero(task.suppressible & ~most)
        weights = extents.matters(failure, most)[others]
        idle = weights < TINY
        self._widen(failure, fewest, most, others[idle])
        rest = others[~idle]
        self._widen(failure, fewest, most, rest[np.argsort(weights[~idle], kind="stable")])
        return self._row(task.suppressible & ~most, fewest & ~task.forced)

    def _widen(self, failure: Failure, fewest: Flags, most: Flags, others: Numbers) -> None:
        """Add to `most` all that leaves the failure as it is, many cells together if possible."""
        if not len(others):
            return
        wider = most.copy()
        wider[others] = True
        if self._extents.always_fails(failure, fewest, wider):
            most[others] = True
        elif len(others) > 1:
            half = len(others) // 2
            self._widen(failure, fewest, most, others[:half])
            self._widen(failure, fewest, most, others[half:])

    def _union_rules(
        self, total: int, printed: tuple[int, ...], suppressed: Flags
    ) -> Iterator[Row]:
        """Say that a printed total must not leave a small count to its suppressed parts."""
        problem, task = self.task.problem, self.task
        for parts in self._extents.sums_of(total):
            if set(printed) <= set(parts):
                more = [u for u in (total, *printed) if u == total or task.true[u] > 0]
                exact = [u for u in parts if problem.least[u] == problem.most[u]]
                gone = np.zeros(len(problem), dtype=bool)
                gone[[u for u in exact if suppressed[u] and not task.forced[u]]] = True
                added = np.zeros(len(problem), dtype=bool)
                added[more] = True
                yield self._row(added & task.suppressible, gone)

    def _row(self, added: Flags, gone: Flags) -> Row:
        """Return the rule: suppress one that is `added`, or publish one that is `gone`."""
        plus = np.flatnonzero(added[self._places]).tolist()
        minus = np.flatnonzero(gone[self._places]).tolist()
        signs = (1,) * len(plus) + (-1,) * len(minus)
        return Row((*plus, *minus), signs, 1 - len(minus), len(self._places))


def spread(part: Numbers, where: Numbers, whole: Numbers) -> Numbers:
    """Return the whole table with some of its counts replaced."""
    found = whole.copy()
    found[where] = part
    return found
