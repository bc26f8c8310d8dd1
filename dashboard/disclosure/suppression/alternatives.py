"""The alternative table that meets a protection requirement at the least cost in suppressed cells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dashboard.disclosure.arrays import Costs, Flags, Numbers
from dashboard.disclosure.attacker.alternatives import Surroundings, Switches
from dashboard.disclosure.attacker.intervals import Requirement
from dashboard.disclosure.suppression.pattern import Pattern

SUPPRESSED = 0.02  # per child moved: nearly nothing, but the shortest way is the best
SHAKEN = 0.5  # by which prices differ, so that a change in whole numbers is likely among them
SPARE = 20  # that a count may change beyond the largest that needs protection
SEED = 6
# How many linear programs, whether published zeros and rounded figures are held to what is printed
# (fractions would have zeros move a little; what moves within its rounding costs nothing), and
# whether all that is suppressed moves too: until a change in whole numbers is found.
WAYS = ((2, True, False), (4, True, False), (4, True, True), (4, False, False), (4, False, True))


class AlternativeSearch:
    """Looks for alternative tables around the true one, for one requirement after another."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self._furthest = SPARE + int(pattern.true[pattern.unprotected()].max(initial=0))
        self._surroundings = Surroundings(pattern.problem.constraints, pattern.true, *self._reach())
        self._random = np.random.default_rng(SEED)

    def find(self, requirement: Requirement) -> Numbers | None:
        """Return the change of the true table that meets a requirement most cheaply, if any."""
        unknown, pattern = requirement.unknown, self.pattern
        needed = requirement.count - int(pattern.true[unknown])
        inside = np.zeros(len(pattern.true), dtype=bool)
        for tries, held, every in WAYS:
            prices = self._prepare(held, tries)
            touched = list(self._surroundings.touched(unknown, needed, prices))
            if not touched:
                continue
            inside |= np.any(touched, axis=0) | (~pattern.published & every)
            change = self._surroundings.change(inside, unknown, needed, self._switches())
            if change is not None:
                return change
        if not inside[unknown]:
            return None
        # A zero that becomes too few is a requirement by itself.
        return self._surroundings.change(inside, unknown, needed, self._switches(jump=False))

    def _prepare(self, held: bool, tries: int) -> Iterator[Costs]:
        """Note how far each count may change, and yield the prices of each linear program."""
        pattern, (down, up) = self.pattern, self._reach()
        published = pattern.published
        free = np.zeros(len(published), dtype=bool)
        if held:
            room_down, room_up = pattern.room()
            free = published & (room_down + room_up > 0)
            down = np.where(free, room_down, down)
            up = np.where(free | (published & (pattern.true == 0)), room_up, up)
        self._surroundings.bound(down, up)
        prices = np.where(published & ~free, pattern.costs, SUPPRESSED)
        return (prices * self._random.uniform(1, 1 + SHAKEN, len(prices)) for _ in range(tries))

    def _reach(self) -> tuple[Numbers, Numbers]:
        """Return how far each count may change, down and up."""
        pattern, far = self.pattern, self._furthest
        down, up = pattern.room()
        free = pattern.suppressible | ~pattern.published
        return np.where(free, np.minimum(pattern.true, far), down), np.where(free, far, up)

    def _switches(self, *, jump: bool = True) -> Switches:
        """Return what each published count costs; a zero that is suppressed must `jump` to many."""
        pattern = self.pattern
        many = np.where(jump & (pattern.true == 0), pattern.problem.thresholds - 1, 0)
        priced: Flags = pattern.published & pattern.suppressible
        return Switches(priced, pattern.costs, *pattern.room(), many)
