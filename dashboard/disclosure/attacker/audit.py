"""The verdict on a problem: whether what readers can see alone protects each suppressed count.

The audit does not know what is suppressed. A problem passes only when every count in need of
protection has been shown, by whole tables that fit everything published, to be one of several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Matrix, Numbers
from dashboard.disclosure.attacker.components import Component, decompose
from dashboard.disclosure.attacker.dominance import Dominance, dominating
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.attacker.search import Findings, Search, search
from dashboard.disclosure.attacker.unions import Union, groups_left_over, small_unions
from dashboard.disclosure.constraints import Constraints, stacked
from dashboard.disclosure.feasible import changes_of, within
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.rules import is_harmless, is_protected
from dashboard.disclosure.unprinted import Remainders, listed


class Assessment:
    """What was found out about each unknown.

    `least` and `most` are proved bounds; `low` and `high` were seen in feasible tables. `unsafe`
    are the unknowns that fail the rule, `unresolved` those a solver gave up on.
    """

    def __init__(self, constraints: Constraints, least: Numbers, most: Numbers) -> None:
        self.constraints = constraints
        self.least, self.most = propagate(constraints, least, most)
        fixed = self.least == self.most
        self.low, self.high = np.where(fixed, self.least, self.most), self.least.copy()
        self.unsafe: list[int] = []
        self.unresolved: list[int] = []
        self.contradiction = bool((self.least > self.most).any())
        self.found: list[tuple[Component, Findings]] = []

    @property
    def passed(self) -> bool:
        return not (self.unsafe or self.unresolved or self.contradiction)

    @property
    def changes(self) -> Matrix:
        """Return what leads from the table that was given to others that were found."""
        rows = [changes_of([], len(self.least))]
        for component, findings in self.found:
            own = findings.changes
            entries = own.data, component.unknowns[own.indices], own.indptr
            rows.append(sparse.csr_array(entries, shape=(own.shape[0], len(self.least))))
        return stacked(rows)

    def judge(self, problem: Problem) -> None:
        """Note which unknowns fail the rule for what tables print, or for what none prints."""
        for status, safe in ((Status.SUPPRESSED, is_protected), (Status.UNPRINTED, is_harmless)):
            for unknown in np.flatnonzero(problem.status == status).tolist():
                low, high = int(self.low[unknown]), int(self.high[unknown])
                if not safe(low, high, int(problem.thresholds[unknown])):
                    self.unsafe.append(unknown)
        self.unsafe.sort()

    def add(self, component: Component, findings: Findings) -> None:
        """Take over what was found in one component."""
        ranges, where = findings.ranges, component.unknowns
        self.least[where], self.most[where] = ranges.least, ranges.most
        self.low[where], self.high[where] = ranges.low, ranges.high
        self.unresolved += where[sorted(findings.unresolved)].tolist()
        self.found.append((component, findings))


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdict on a problem: what was found out of each unknown, and every objection.

    `unions` are sets left of a printed total that are certainly small; `dominant` areas that make
    up more of a total than the rule allows; `groups` those of sensitive measures in which nobody, or
    everybody, is so: each with the set that shows it by being empty; `left_over` such groups as
    are left of a whole without its parts.
    """

    assessment: Assessment
    unions: Remainders
    dominant: tuple[Dominance, ...]
    groups: tuple[tuple[int, int], ...]
    left_over: tuple[Union, ...] = ()

    @property
    def passed(self) -> bool:
        """Return True if there is no objection at all."""
        return self.assessment.passed and not (
            len(self.unions) or len(self.dominant) or len(self.groups) or len(self.left_over)
        )


Progress = Callable[[int, int], None]  # told how many unknowns were searched, and of how many


def audit(
    problem: Problem,
    table: Numbers | None = None,
    changes: Matrix | None = None,
    progress: Progress | None = None,
) -> Audit:
    """Return the verdict on a problem.

    `table`, and others by rows of `changes` of it, are whole tables that may fit; they save work,
    and none is believed unchecked. `progress` is told after each component how far the search is.

    Raises CannotProtect where a component is too large to be searched.
    """
    assessment = assess(problem, table, changes, progress=progress)
    if assessment.contradiction:
        return Audit(assessment, listed(()), (), ())
    return Audit(
        assessment,
        small_unions(problem, assessment.least, assessment.most),
        tuple(dominating(problem, assessment.low)),
        tuple(telling_groups(problem, assessment)),
        tuple(dict.fromkeys(groups_left_over(problem, assessment.least, assessment.most))),
    )


def assess(
    problem: Problem,
    table: Numbers | None = None,
    changes: Matrix | None = None,
    *,
    brief: bool = False,
    progress: Progress | None = None,
) -> Assessment:
    """Find out, for every unknown that needs protection, whether it has it; see `audit`.

    A `brief` assessment ends in each component at the first unknown that has not. Components that
    are alike are searched once.
    """
    assessment = Assessment(problem.constraints, problem.least, problem.most)
    if assessment.contradiction:
        return assessment
    known: dict[tuple[object, ...] | None, Findings | None] = {}
    tasks, done = list(_searches(problem, assessment, table, changes, brief)), 0
    every = sum(len(task.component.unknowns) for task in tasks)
    for task in tasks:
        signature = task.signature()
        findings = known[signature] if signature in known else search(task)
        if signature is not None:
            known[signature] = findings
        done += len(task.component.unknowns)
        if progress is not None:
            progress(done, every)
        if findings is None:
            assessment.contradiction = True
            return assessment
        assessment.add(task.component, findings)
    assessment.judge(problem)
    return assessment


def _searches(
    problem: Problem,
    assessment: Assessment,
    table: Numbers | None,
    changes: Matrix | None,
    brief: bool,
) -> Iterator[Search]:
    columns = (changes_of([], len(problem)) if changes is None else changes).tocsc()
    for component in decompose(problem, assessment.least, assessment.most):
        where = component.unknowns
        if (component.problem.status != Status.PUBLISHED).any():
            first = None if table is None else table[where]
            yield Search(component, first, within(columns, where), brief)


def telling_groups(problem: Problem, assessment: Assessment) -> Iterator[tuple[int, int]]:
    """Yield each group of a sensitive measure in which nobody can be so, or all must, and who."""
    for every, nobody in problem.groups():
        if assessment.least[every] > 0 and assessment.most[nobody] == 0:
            yield every, nobody
