"""What is known of the range of each unknown, and is that enough to call it safe?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.data.disclosure.grids import Flags, Numbers
from dashboard.data.disclosure.rules import (
    LEAST_WIDTH,
    NEARLY_NONE,
    is_harmless,
    is_protected,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one more witness should show of an unknown: at least (or at most) so many."""

    unknown: int
    at_least: bool
    count: int

    def is_granted(self, witness: Numbers) -> bool:
        return self.is_met_by(int(witness[self.unknown]))

    def is_met_by(self, value: int) -> bool:
        return value >= self.count if self.at_least else value <= self.count


class Ranges:
    """What is known of each unknown of a component.

    From `low` to `high` witnesses were seen; `least` and `most` are bounds that no table
    passes. `printed` says which unknowns a table prints as hidden: the others are held to the
    rule for counts that no table prints. `thresholds` is one for all, or one for each.
    """

    def __init__(
        self, least: Numbers, most: Numbers, printed: Flags, thresholds: int | Numbers
    ) -> None:
        self.least, self.most = least.copy(), most.copy()
        self.low = np.full(len(least), np.iinfo(np.int64).max)
        self.high = np.full(len(least), np.iinfo(np.int64).min)
        self.printed = printed
        self.thresholds = np.broadcast_to(thresholds, least.shape)

    def see(self, witness: Numbers) -> None:
        np.minimum(self.low, witness, out=self.low)
        np.maximum(self.high, witness, out=self.high)

    def see_at(self, unknowns: Numbers, witness: Numbers) -> Flags:
        """See a witness that differs from one seen before in some unknowns alone.

        Say of which of them it shows more.
        """
        more = np.asarray((witness < self.low[unknowns]) | (witness > self.high[unknowns]))
        self.low[unknowns] = np.minimum(self.low[unknowns], witness)
        self.high[unknowns] = np.maximum(self.high[unknowns], witness)
        return more

    def part(self, unknowns: Numbers) -> Ranges:
        """Return what is known of some unknowns."""
        found = Ranges(
            self.least[unknowns],
            self.most[unknowns],
            self.printed[unknowns],
            self.thresholds[unknowns],
        )
        found.low, found.high = self.low[unknowns], self.high[unknowns]
        return found

    def is_safe(self, unknown: int) -> bool:
        """Say whether witnesses, and proved bounds where they matter, show an unknown safe."""
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
        """Say whether the range is known exactly."""
        at_least = self.least[unknown] == self.low[unknown]
        return bool(at_least and self.most[unknown] == self.high[unknown])

    def may_yet_be_safe(self, unknown: int) -> bool:
        """Say whether any range that is still possible would be safe."""
        rule = is_protected if self.printed[unknown] else is_harmless
        least, most = int(self.least[unknown]), int(self.most[unknown])
        low, high = int(self.low[unknown]), int(self.high[unknown])
        threshold, starts = int(self.thresholds[unknown]), {least}
        if low >= threshold:  # else a witness rules out the rule for large counts
            starts.add(max(least, threshold))
        if any(rule(start, most, threshold) for start in starts):
            return True
        # What no table prints may be nought for certain, whatever its bounds are so far.
        return not self.printed[unknown] and least == 0 and high <= 0

    def is_undecided(self, unknown: int) -> bool:
        """Say whether an unknown is neither shown safe nor known to be unsafe."""
        return not self.is_safe(unknown) and self.may_yet_be_safe(unknown)

    def needs_both(self, unknown: int) -> bool:
        """Say whether an unknown must be able to be few and to be many; else either will do."""
        least, most, threshold = (a[unknown] for a in (self.least, self.most, self.thresholds))
        return not (least > NEARLY_NONE or (not self.printed[unknown] and most >= threshold))

    def wishes(self, unknown: int) -> Iterator[Wish]:
        """Yield what further witnesses should show, where that is still possible."""
        if self.is_safe(unknown):
            return
        least, most = int(self.least[unknown]), int(self.most[unknown])
        low, high = int(self.low[unknown]), int(self.high[unknown])
        threshold = int(self.thresholds[unknown])
        if not self.needs_both(unknown):
            up, down = max(threshold, low + LEAST_WIDTH), high - LEAST_WIDTH
            if high < min(up, most):
                yield Wish(unknown, True, min(up, most))
            if high >= threshold and max(down, least) < low:
                yield Wish(unknown, False, max(down, least))
            return
        if low > NEARLY_NONE >= least:
            yield Wish(unknown, False, NEARLY_NONE)
        if high < threshold - 1 <= most:
            yield Wish(unknown, True, threshold - 1)
        elif not self.printed[unknown] and high == 0 < most:
            # Only a witness can tell that it is not nought for certain.
            yield Wish(unknown, True, 1)
