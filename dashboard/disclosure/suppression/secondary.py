"""Further cells that must be suppressed, so that nobody can work a suppressed count out.

For each unmet requirement the cells of the cheapest alternative table are suppressed. Then the
audit that every release must pass is made, without knowing the true table; what it objects to is a
requirement again, until it objects to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.attacker.audit import Audit, audit
from dashboard.disclosure.attacker.intervals import Requirement
from dashboard.disclosure.attacker.propagation import may_be_small
from dashboard.disclosure.errors import CannotProtect
from dashboard.disclosure.suppression.alternatives import AlternativeSearch
from dashboard.disclosure.suppression.pattern import Option, Pattern

ROUNDS_AT_MOST = 60
UNPROTECTED = "Some small counts cannot be protected: publish fewer or coarser tables."
MOST_WORK = 150_000_000  # counts to protect, times unknowns: about ten minutes of linear programs


def suppress_secondary(pattern: Pattern) -> Audit:
    """Suppress further cells until the audit objects to nothing; return its last findings.

    Raises CannotProtect where no such pattern is found, or the search would take too long.
    """
    admit_small_remainders(pattern)
    if len(pattern.unprotected()) * len(pattern.true) > MOST_WORK:
        raise CannotProtect(
            f"This release is too large to protect: {len(pattern.unprotected()):,} counts need "
            f"protection among {len(pattern.true):,}; publish longer periods or fewer crossings."
        )
    for _ in range(ROUNDS_AT_MOST):
        protect_all(pattern)
        objections = audit_pattern(pattern)
        if objections.passed:
            return objections
        _require(pattern, objections)
    raise CannotProtect("No set of suppressed cells was found that protects every small count.")


def protect_all(pattern: Pattern) -> None:
    """Meet every requirement that the alternatives known so far leave open, expensive cells first."""
    search = AlternativeSearch(pattern)
    while len(unknowns := pattern.unprotected()):
        for unknown in unknowns[np.argsort(-pattern.costs[unknowns], kind="stable")].tolist():
            if unknown in pattern.unprotected():
                _protect(search, unknown)


def audit_pattern(pattern: Pattern) -> Audit:
    """Audit a pattern as readers will see it, starting from the alternatives known.

    Raises CannotProtect where no table is found that fits it.
    """
    admit_small_remainders(pattern)
    verdict = audit(pattern.as_published(), pattern.true, pattern.tables())
    if verdict.assessment.contradiction:
        raise CannotProtect("It could not be settled which counts are safe.")
    return verdict


def admit_small_remainders(pattern: Pattern) -> None:
    """Add an unknown for any set that may be a small count, as far as a reader can tell."""
    published = pattern.as_published()
    remainders = published.candidates.take(may_be_small(published))
    known = set(pattern.problem.remainders.pairs())
    new = [key not in known for key in remainders.pairs()]
    pattern.admit(remainders.take(np.array(new, dtype=bool)))


def _require(pattern: Pattern, objections: Audit) -> None:
    """Turn what the audit objects to into requirements."""
    assessment = objections.assessment
    for change in assessment.changes:  # they fit what is published, and show what is wrong
        pattern.add(change.toarray())
    pattern.maybe_small[assessment.unresolved] = True
    for dominance in objections.dominant:
        pattern.caps[dominance.part] = dominance.allowed
    for every, nobody in objections.groups:
        pattern.hide_group(every, nobody)
    pattern.admit(objections.unions)
    if not len(pattern.unprotected()):
        pattern.maybe_small[assessment.unsafe] = True


def _protect(search: AlternativeSearch, unknown: int) -> None:
    """Protect one count in the cheapest way, or publish it again where there is none."""
    pattern = search.pattern
    options = pattern.options(unknown)
    answers = {r: search.find(r) for r in dict.fromkeys(r for option in options for r in option)}
    ways = [way for option in options if (way := _way(option, answers))]
    if ways:
        for change in min(ways, key=lambda way: _cost(pattern, way)):
            pattern.add(change)
        return
    if not pattern.secondary[unknown]:
        raise CannotProtect(UNPROTECTED, unknown, pattern.problem)
    pattern.publish(unknown)


def _way(option: Option, answers: Mapping[Requirement, Numbers | None]) -> list[Numbers]:
    """Return a change that meets each requirement of an option; none where one is not met."""
    changes = [change for one in option if (change := answers[one]) is not None]
    return changes if len(changes) == len(option) else []


def _cost(pattern: Pattern, changes: list[Numbers]) -> float:
    return float(pattern.costs[np.any(changes, axis=0) & pattern.published].sum())
