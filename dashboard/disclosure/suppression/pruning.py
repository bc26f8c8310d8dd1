"""Cells that were suppressed for nothing are published again.

What was needed early in the search may have become needless. Each secondary cell is published
again, the most expensive first, and stays so if everything is still protected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.audit import Assessment, assess
from dashboard.disclosure.attacker.intervals import Ranges
from dashboard.disclosure.attacker.propagation import propagate
from dashboard.disclosure.feasible import change_of
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.suppression.pattern import Pattern

MOST_WORK = 30_000_000  # cells tried, times the square of unknowns: some ten seconds


@dataclass(frozen=True, slots=True)
class Trial:
    """A component as it is suppressed now, its true counts, and tables that fit it.

    `spare` are the places of the cells to publish again, in the order to try them; `published` are
    every count's bounds once it is published.
    """

    problem: Problem
    true: Numbers
    tables: tuple[Numbers, ...]
    spare: tuple[int, ...]
    published: tuple[Numbers, Numbers]


def prune(pattern: Pattern, assessment: Assessment) -> None:
    """Publish again what need not be suppressed, in small components first, as far as time allows."""
    left = MOST_WORK
    for where, trial in sorted(_trials(pattern, assessment), key=lambda found: len(found[0])):
        size = len(where) ** 2
        spare = trial.spare[: left // size]
        left -= size * len(spare)
        pattern.suppressed[where[needless(replace(trial, spare=spare))]] = False


def _trials(pattern: Pattern, assessment: Assessment) -> Iterator[tuple[Numbers, Trial]]:
    secondary, published, costs = pattern.secondary, pattern.as_published(), pattern.costs
    for component, findings in assessment.found:
        where = component.unknowns
        spare = np.flatnonzero(secondary[where])
        if not (len(spare) and findings.tables):  # of the largest no table is kept: too slow
            continue
        own = Problem(
            least=component.least,
            most=component.most,
            status=published.status[where],
            thresholds=published.thresholds[where],
            constraints=component.constraints,
            must_publish=published.must_publish[where],
        )
        bounds = pattern.problem.least[where], pattern.problem.most[where]
        order = tuple(spare[np.argsort(-costs[where][spare], kind="stable")].tolist())
        yield where, Trial(own, pattern.true[where], findings.tables, order, bounds)


def needless(trial: Trial) -> list[int]:
    """Return the places of the cells that can be published again, all of them together."""
    found = []
    problem, tables = trial.problem, list(trial.tables)
    for cell in trial.spare:
        least, most, status = problem.least.copy(), problem.most.copy(), problem.status.copy()
        least[cell], most[cell] = trial.published[0][cell], trial.published[1][cell]
        status[cell] = Status.PUBLISHED
        tried = replace(problem, least=least, most=most, status=status)
        if _is_refuted(tried):
            continue
        still = [table for table in tables if least[cell] <= table[cell] <= most[cell]]
        changes = [change_of(table - trial.true) for table in still]
        if assess(tried, trial.true, changes, brief=True).passed:
            problem, tables = tried, still
            found.append(cell)
    return found


def _is_refuted(problem: Problem) -> bool:
    """Return True if single statements already give something away: no solver is needed then."""
    least, most = propagate(problem.constraints, problem.least, problem.most)
    printed, implied = problem.status == Status.SUPPRESSED, problem.status == Status.UNPRINTED
    ranges = Ranges(least, most, printed, problem.thresholds)
    checked = np.flatnonzero(printed | implied).tolist()
    return not all(ranges.may_yet_be_safe(unknown) for unknown in checked)
