"""What is known of the range of each unknown, and whether that is enough to call it safe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.rules import LEAST_WIDTH, NEARLY_NONE, is_harmless, is_protected


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one more alternative table should show of an unknown: at least (or at most) so many."""

    unknown: int
    at_least: bool
    count: int

    def is_met_by(self, value: int) -> bool:
        return value >= self.count if self.at_least else value <= self.count


class Ranges:
    """What is known of each unknown of a component.

    From `low` to `high` feasible tables were seen; `least` and `most` are bounds that no table
    passes. `printed` are the unknowns that a table prints as suppressed: the others are held to
    the rule for counts that no table prints. `thresholds` is one for all, or one for each.
    """

    def __init__(
        self, least: Numbers, most: Numbers, printed: Flags, thresholds: int | Numbers
    ) -> None:
        self.least, self.most = least.copy(), most.copy()
        self.low = np.full(len(least), np.iinfo(np.int64).max)
        self.high = np.full(len(least), np.iinfo(np.int64).min)
        self.printed = printed
        self.thresholds = np.broadcast_to(thresholds, least.shape)

    def see(self, table: Numbers) -> None:
        np.minimum(self.low, table, out=self.low)
        np.maximum(self.high, table, out=self.high)

    def is_safe(self, unknown: int) -> bool:
        """Return True if tables, and proved bounds where they matter, show an unknown safe."""
        least, most = int(self.least[unknown]), int(self.most[unknown])
        low, high = int(self.low[unknown]), int(self.high[unknown])
        threshold = int(self.thresholds[unknown])
        if low > high:
            return False
        if low <= NEARLY_NONE and high >= threshold - 1 and low < high:
            return True
        if self.printed[unknown]:
            return least >= threshold and high - low >= LEAST_WIDTH
        if most == 0 or least >= threshold:
            return True
        return high >= threshold and high - low >= LEAST_WIDTH

    def is_exact(self, unknown: int) -> bool:
        """Return True if the range is known exactly."""
        at_least = self.least[unknown] == self.low[unknown]
        return bool(at_least and self.most[unknown] == self.high[unknown])

    def may_yet_be_safe(self, unknown: int) -> bool:
        """Return True if any range that is still possible would be safe."""
        rule = is_protected if self.printed[unknown] else is_harmless
        least, most = int(self.least[unknown]), int(self.most[unknown])
        low, high = int(self.low[unknown]), int(self.high[unknown])
        threshold, starts = int(self.thresholds[unknown]), {least}
        if low >= threshold:  # else a table rules out the rule for large counts
            starts.add(max(least, threshold))
        if any(rule(start, most, threshold) for start in starts):
            return True
        # What no table prints may be zero for certain, by bounds not found yet.
        return not self.printed[unknown] and least == 0 and high <= 0

    def is_undecided(self, unknown: int) -> bool:
        """Return True if an unknown is neither shown safe nor known to be unsafe."""
        return not self.is_safe(unknown) and self.may_yet_be_safe(unknown)

    def requirements(self, unknown: int) -> Iterator[Requirement]:
        """Yield what further tables should show, where that is still possible."""
        if self.is_safe(unknown):
            return
        least, most = int(self.least[unknown]), int(self.most[unknown])
        low, high = int(self.low[unknown]), int(self.high[unknown])
        threshold = int(self.thresholds[unknown])
        # Else it must be able to be few and to be many:
        if least > NEARLY_NONE or (not self.printed[unknown] and most >= threshold):
            up, down = max(threshold, low + LEAST_WIDTH), high - LEAST_WIDTH
            if high < min(up, most):
                yield Requirement(unknown, True, min(up, most))
            if high >= threshold and max(down, least) < low:
                yield Requirement(unknown, False, max(down, least))
            return
        if low > NEARLY_NONE >= least:
            yield Requirement(unknown, False, NEARLY_NONE)
        if high < threshold - 1 <= most:
            yield Requirement(unknown, True, threshold - 1)
        elif not self.printed[unknown] and high == 0 < most:
            # Only a table can tell that it is not zero for certain.
            yield Requirement(unknown, True, 1)
