"""Cells that were suppressed for nothing are published again.

What was needed early in the search may have become needless. Each secondary cell is published
again, the most expensive first, and stays so if everything is still protected.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.audit import Assessment, assess
from dashboard.disclosure.attacker.intervals import Ranges
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.constraints import stacked
from dashboard.disclosure.feasible import within
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.suppression.pattern import Pattern

MOST_WORK = 30_000_000  # cells tried, times the square of unknowns: some ten seconds
LARGEST = 1_000  # unknowns of a component; each trial of a larger one takes too long


def prune(pattern: Pattern, assessment: Assessment) -> None:
    """Publish again what need not be suppressed, in small components first, as far as time allows."""
    work, known = MOST_WORK, pattern.tables().tocsc()
    for component, findings in sorted(assessment.found, key=lambda one: len(one[0].unknowns)):
        where, size = component.unknowns, len(component.unknowns) ** 2
        spare = np.flatnonzero(pattern.secondary[where])
        if size > LARGEST**2 or not len(spare):
            continue
        order = spare[np.argsort(-pattern.costs[where][spare], kind="stable")][: work // size]
        work -= size * len(order)
        own, bounds = component.problem, (pattern.problem.least[where], pattern.problem.most[where])
        changes = stacked([within(known, where), findings.changes])
        for cell in order.tolist():
            tried = _publish(own, cell, bounds)
            if _is_refuted(tried):
                continue
            if assess(tried, pattern.true[where], changes, brief=True).passed:
                own = tried
                pattern.suppressed[where[cell]] = False


def _publish(problem: Problem, cell: int, published: tuple[Numbers, Numbers]) -> Problem:
    """Return a problem in which one cell is published, within these bounds of every cell."""
    least, most, status = problem.least.copy(), problem.most.copy(), problem.status.copy()
    least[cell], most[cell] = published[0][cell], published[1][cell]
    status[cell] = Status.PUBLISHED
    return replace(problem, least=least, most=most, status=status)


def _is_refuted(problem: Problem) -> bool:
    """Return True if single statements already give something away: no solver is needed then."""
    least, most = propagate(problem.constraints, problem.least, problem.most)
    ranges = Ranges(least, most, problem.status == Status.SUPPRESSED, problem.thresholds)
    checked = np.flatnonzero(problem.status != Status.PUBLISHED).tolist()
    return not all(ranges.may_yet_be_safe(unknown) for unknown in checked)
