"""How does a primary pattern become one that passes the audit?"""

from __future__ import annotations

from dashboard.disclosure.suppression.pattern import Pattern
from dashboard.disclosure.suppression.pruning import prune
from dashboard.disclosure.suppression.secondary import audit, suppress_secondary


def protect(pattern: Pattern, dominance_per_cent: int = 0) -> None:
    """Suppress further cells of a pattern, in place, until the audit objects to nothing.

    `dominance_per_cent` is how much of a printed total one suppressed area may surely make up; 0
    for any part.

    Raises DisclosureError where no such pattern is found, or the search would take too long.
    """
    objections = suppress_secondary(pattern, dominance_per_cent)
    before = pattern.suppressed.copy()
    prune(pattern, objections.assessment)
    if not audit(pattern, dominance_per_cent).none:
        pattern.suppressed[: len(before)] = before  # the audit may have admitted more unknowns
