"""The ways in which a choice of suppressed cells fails, and the counts whose ranges decide."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.disclosure.arrays import Flags
from dashboard.disclosure.attacker.audit import Assessment, telling_groups
from dashboard.disclosure.problem import Problem, Status
from dashboard.disclosure.rules import LEAST_WIDTH, NEARLY_NONE, is_harmless, is_protected


class Kind(enum.Enum):
    """Which rule a count fails."""

    SUPPRESSED = "a suppressed count has too narrow a range"
    UNPRINTED = "a count that no table prints has too narrow a range"
    NOBODY = "nobody in a group, which is not empty, is so"


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that fails: `low_of` and `high_of` are the counts whose least and most decide."""

    kind: Kind
    low_of: int
    high_of: int
    threshold: int

    def holds(self, low: int, high: int) -> bool:
        """Return True if the rule fails for this least and most."""
        if self.kind is Kind.NOBODY:
            return low > 0 and high == 0
        if low > high:
            return False
        safe = is_protected if self.kind is Kind.SUPPRESSED else is_harmless
        return not safe(low, high, self.threshold)

    def holds_between(self, lows: tuple[int, int], highs: tuple[int, int]) -> bool:
        """Return True if it fails for every least and most from the first to the last of each."""
        furthest = self.furthest(lows[1])
        ends = min(highs[0], furthest), min(highs[1], furthest)
        pairs = ((low, high) for low in _within(lows) for high in _within(ends))
        return all(self.holds(low, high) or low > high for low, high in pairs)

    def furthest(self, low: int) -> int:
        """Return the most beyond which more makes no difference, up to a least of `low`."""
        return max(self.threshold, low + LEAST_WIDTH)

    def is_low_enough(self, low: int) -> bool:
        """Return True if a rule that fails although a count can be this low fails for its most."""
        return self.kind is not Kind.NOBODY and low <= NEARLY_NONE and self.threshold > LEAST_WIDTH

    def must_suppress(self, suppressible: Flags) -> list[int]:
        """Return what must be suppressed for the rule to matter at all."""
        return [self.low_of] if self.kind is Kind.SUPPRESSED and suppressible[self.low_of] else []


def _within(ends: tuple[int, int]) -> range:
    return range(ends[0], ends[1] + 1)


def failures_in(published: Problem, assessment: Assessment) -> Iterator[Failure]:
    """Yield every rule that fails in an assessment of what would be published."""
    for unknown in assessment.unsafe:
        suppressed = published.status[unknown] == Status.SUPPRESSED
        threshold = int(published.thresholds[unknown])
        yield Failure(
            Kind.SUPPRESSED if suppressed else Kind.UNPRINTED, unknown, unknown, threshold
        )
    for every, nobody in telling_groups(published, assessment):
        yield Failure(Kind.NOBODY, every, nobody, int(published.thresholds[nobody]))
