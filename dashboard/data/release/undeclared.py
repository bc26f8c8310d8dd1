"""Sums that printed figures show although the release does not declare them.

undeclared_axes      areas, groups and periods that may add up
undeclared_columns   columns and totals of tables that may be equal or add up
undeclared_sets      references that name the same children
undeclared_fitting   how far figures show a sum
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.data.release.undeclared_axes import sums_along_axes
from dashboard.data.release.undeclared_columns import sums_of_columns
from dashboard.data.release.undeclared_fitting import Candidate, Printed, Verdict, judged


def possible_sums(printed: Printed) -> Iterator[tuple[Candidate, Verdict]]:
    """Yield each sum that may hold and that no declaration gives, with its verdict."""
    yield from judged(printed, sums_along_axes(printed))
    yield from judged(printed, sums_of_columns(printed))


def known_sums(printed: Printed) -> Iterator[Candidate]:
    """Yield the sums that readers know: those shown, and those likely that nothing denies."""
    denied = {own.sum for own in printed.catalogue.not_sums}
    for candidate, verdict in possible_sums(printed):
        if verdict >= (Verdict.SHOWN if candidate.name in denied else Verdict.LIKELY):
            yield candidate
