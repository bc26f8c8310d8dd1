"""Which alternative table meets a protection requirement at the least cost in suppressed cells?"""

from __future__ import annotations

import numpy as np

from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.attacker.alternatives import Surroundings, Switches
from dashboard.disclosure.attacker.intervals import Requirement
from dashboard.disclosure.feasible import Change
from dashboard.disclosure.suppression.pattern import Pattern

SUPPRESSED = 0.02  # per child moved: nearly nothing, but the shortest way is the best
SHAKEN = 0.5  # by which prices differ, so that a change in whole numbers is likely among them
SPARE = 20  # that a count may change beyond the largest that needs protection
SEED = 6
# How many linear programs, whether published zeros are held (fractions would have them move a
# little), and whether all that is suppressed moves too: until a change in whole numbers is found.
WAYS = ((2, True, False), (4, True, False), (4, True, True), (4, False, False), (4, False, True))


class AlternativeSearch:
    """Looks for alternative tables around the true one, for one requirement after another."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self._furthest = SPARE + int(pattern.true[pattern.unprotected()].max(initial=0))
        self._surroundings = Surroundings(pattern.problem.constraints, pattern.true, *self._reach())
        self._random = np.random.default_rng(SEED)

    def find(self, requirement: Requirement) -> Change | None:
        """Return the change of the true table that meets a requirement most cheaply, if any."""
        pattern = self.pattern
        needed = requirement.count - int(pattern.true[requirement.unknown])
        down, up = self._reach()
        zeros = pattern.published & (pattern.true == 0)
        inside = np.zeros(len(zeros), dtype=bool)
        for tries, held, every in WAYS:
            self._surroundings.bound(down, np.where(zeros, 0, up) if held else up)
            prices = (self._prices() for _ in range(tries))
            touched = list(self._surroundings.touched(requirement.unknown, needed, prices))
            if not touched:
                continue
            inside |= np.any(touched, axis=0) | (~pattern.published & every)
            change = self._surroundings.change(
                inside, requirement.unknown, needed, self._switches()
            )
            if change is not None:
                return change
        return None

    def _reach(self) -> tuple[Numbers, Numbers]:
        """Return how far each count may change, down and up."""
        pattern, far = self.pattern, self._furthest
        down, up = pattern.room()
        free = pattern.suppressible | ~pattern.published
        return np.where(free, np.minimum(pattern.true, far), down), np.where(free, far, up)

    def _prices(self) -> Costs:
        pattern = self.pattern
        prices = np.where(pattern.published, pattern.costs, SUPPRESSED)
        return np.asarray(prices * self._random.uniform(1, 1 + SHAKEN, len(prices)))

    def _switches(self) -> Switches:
        """Return what each published count costs; a zero that is suppressed must become many."""
        pattern = self.pattern
        jump = np.where(pattern.true == 0, pattern.problem.thresholds - 1, 0)
        priced: Flags = pattern.published & pattern.suppressible
        return Switches(priced, pattern.costs, *pattern.room(), jump)
