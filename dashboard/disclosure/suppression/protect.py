"""From a problem and its true counts to a suppression pattern that passes the audit."""

from __future__ import annotations

import contextlib

import numpy as np

from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.errors import CannotProtect
from dashboard.disclosure.problem import Problem
from dashboard.disclosure.suppression.pattern import NOT_GIVEN, Pattern, primary_pattern
from dashboard.disclosure.suppression.pruning import prune
from dashboard.disclosure.suppression.secondary import (
    UNPROTECTED,
    audit_pattern,
    suppress_secondary,
)

SMALL = 80  # counts that may be suppressed; for more, the search is made once
SEARCHES = 100  # of a small problem at the most; of the 26 of the tests none needs more than 34


def protect(
    problem: Problem,
    counts: Numbers,
    costs: Costs,
    *,
    kept: Flags | None = None,
    thorough: bool = True,
) -> Pattern:
    """Suppress what must be, and as little more as is found; what is returned passes the audit.

    `problem` is that of the unsuppressed figures, without remainders. `counts` has the true count
    of each unknown, NOT_GIVEN where there is none; `costs` what suppressing it costs, above 0.
    `kept` are not suppressed to protect others. A `thorough` search is made again, if the problem
    is small, with one secondary cell after another kept too, until none makes it cheaper.

    Raises CannotProtect where no pattern is found, or the search would take too long.
    """
    kept = np.zeros(len(problem), dtype=bool) if kept is None else kept
    pattern = _primary(problem, counts, costs, kept)
    searches = SEARCHES if thorough and int(pattern.suppressible.sum()) <= SMALL else 0
    protect_pattern(pattern)
    while searches:
        secondary = np.flatnonzero(pattern.secondary)
        order = secondary[np.argsort(pattern.costs[secondary], kind="stable")]
        for unknown in order[:searches].tolist():
            searches -= 1
            more = kept | (np.arange(len(problem)) == unknown)
            other = _primary(problem, counts, costs, more)
            with contextlib.suppress(CannotProtect):
                protect_pattern(other)
                if other.cost < pattern.cost:
                    pattern, kept = other, more
                    break
        else:
            break
    return pattern


def protect_pattern(pattern: Pattern) -> None:
    """Suppress further cells of a pattern, in place, until the audit objects to nothing.

    Raises CannotProtect where no such pattern is found, or the search would take too long.
    """
    verdict = suppress_secondary(pattern)
    before = pattern.suppressed.copy()
    prune(pattern, verdict.assessment)
    if not audit_pattern(pattern).passed:
        pattern.suppressed[: len(before)] = before  # the audit may have admitted more unknowns


def _primary(problem: Problem, counts: Numbers, costs: Costs, kept: Flags) -> Pattern:
    # What lies within another follows from nothing else: it must be protected from the start.
    needed = problem.candidates.binding | _empty_complements(problem, counts)
    whole = problem.with_remainders(problem.candidates.take(needed))
    more = len(whole) - len(problem)
    counts = np.append(counts, np.full(more, NOT_GIVEN, dtype=np.int64))
    pattern = primary_pattern(whole, counts, np.append(costs, np.ones(more)))
    pattern.suppressible &= pattern.primary | ~np.append(kept, np.zeros(more, dtype=bool))
    small = pattern.published & (whole.least > 0) & (whole.most < whole.thresholds)
    if small.any():  # an earlier release prints it
        raise CannotProtect(UNPROTECTED, int(np.argmax(small)), whole)
    return pattern


def _empty_complements(base: Problem, counts: Numbers) -> Flags:
    """Return the candidates that are left of sensitive shares of which all are so.

    `counts` are exact, or negative where none is given.
    """
    telling = {
        (every, (some,))
        for some, every in base.sensitive.tolist()
        if counts[every] > 0 and counts[every] == counts[some]
    }
    if not telling:
        return np.zeros(len(base.candidates), dtype=bool)
    return np.array([key in telling for key in base.candidates.pairs()], dtype=bool)
