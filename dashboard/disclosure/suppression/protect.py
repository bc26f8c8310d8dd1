"""From a problem and its true counts to a suppression pattern that passes the audit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.problem import Problem
from dashboard.disclosure.suppression.optimal import Fewest, optimal_pattern
from dashboard.disclosure.suppression.pattern import NOT_GIVEN, Pattern, primary_pattern
from dashboard.disclosure.suppression.pruning import prune
from dashboard.disclosure.suppression.secondary import audit_pattern, suppress_secondary
from dashboard.disclosure.suppression.sensitive import empty_complements


@dataclass(frozen=True, slots=True)
class Protected:
    """A pattern that passes the audit, and the fewest cells that any such pattern has.

    `fewest` is None where it was not sought.
    """

    pattern: Pattern
    fewest: Fewest | None


def protect(
    problem: Problem,
    counts: Numbers,
    costs: Costs,
    *,
    kept: Flags | None = None,
    cells: Numbers | None = None,
) -> Protected:
    """Suppress what must be, and as little more as is found.

    `problem` is that of the unsuppressed figures, without remainders. `counts` has the true count
    of each unknown, NOT_GIVEN where there is none; `costs` what suppressing it costs, above 0.
    `kept` are not suppressed to protect others. With `cells`, how many cells print each unknown,
    a small problem is solved to its optimum.

    Raises CannotProtect where no pattern is found, or the search would take too long.
    """
    pattern = _primary(problem, counts, costs, kept)
    fewest = None if cells is None else optimal_pattern(pattern, problem, cells)
    if fewest is None or not audit_pattern(pattern).passed:
        protect_pattern(pattern)
    return Protected(pattern, fewest)


def protect_pattern(pattern: Pattern) -> None:
    """Suppress further cells of a pattern, in place, until the audit objects to nothing.

    Raises CannotProtect where no such pattern is found, or the search would take too long.
    """
    found = suppress_secondary(pattern)
    before = pattern.suppressed.copy()
    prune(pattern, found.assessment)
    if not audit_pattern(pattern).passed:
        pattern.suppressed[: len(before)] = before  # the audit may have admitted more unknowns


def _primary(problem: Problem, counts: Numbers, costs: Costs, kept: Flags | None) -> Pattern:
    # What lies within another follows from nothing else: it must be protected from the start.
    needed = problem.candidates.binding | empty_complements(problem, counts)
    whole = problem.with_remainders(problem.candidates.take(np.flatnonzero(needed)))
    more = len(whole) - len(problem)
    counts = np.append(counts, np.full(more, NOT_GIVEN, dtype=np.int64))
    pattern = primary_pattern(whole, counts, np.append(costs, np.ones(more)))
    if kept is not None:
        pattern.suppressible &= pattern.primary | ~np.append(kept, np.zeros(more, dtype=bool))
    return pattern
