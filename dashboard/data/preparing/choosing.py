"""Choosing closed periods, and a form of each table, that readers can follow trends by.

Every way to pool the years is screened by counting; the best are suppressed and audited. The
choice goes into the policy, once: a choice that followed the figures each time would tell of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.data.preparing.choosing_designs import (
    MOST_TRIED,
    designs,
    policy_for,
    with_rule,
)
from dashboard.data.preparing.choosing_trials import Desk, Trial, try_designs
from dashboard.data.preparing.policy import Policy
from dashboard.exceptions import DisclosureError, InvalidRelease


def trials(desk: Desk, policy: Policy) -> Iterator[Trial]:
    """Make the best designs that counting finds; yield what each gives, as they end."""
    ruled, cells = with_rule(desk.catalogue, policy), desk.cells
    drafts = [(d, policy_for(ruled, cells, policy, d)) for d in designs(ruled, cells, policy.needs)]
    yield from try_designs(desk, drafts)


def best_of(made: list[Trial]) -> Trial:
    """Return the design with the most complete lines, and of these the best by points and trend.

    Raises DisclosureError where none is safe, and InvalidRelease where none shows a point.
    """
    if not any(trial.cells for trial in made):
        raise DisclosureError("No design of the release that counting finds has a safe form.")
    shown = [trial for trial in made if trial.points]
    if not shown:
        raise InvalidRelease(
            "No design that counting finds has a point of what is needed: in all periods but to date "
            "more would be hidden than seen. Ask for other measures, or of fewer levels."
        )
    return min(shown, key=lambda trial: trial.rank)


__all__ = ["MOST_TRIED", "Desk", "Trial", "best_of", "trials"]
