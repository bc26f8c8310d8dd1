"""What became of each record that a count of the policy read, and why some were not counted.

Numbers alone, for the analyst: no record can be told from them, and none of them is published.
"""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field


class Outcome(enum.StrEnum):
    """What became of a record; all but the first are reasons why it was not counted."""

    COUNTED = "counted"
    UNWANTED = "not as `where` asks"
    UNDATED = "without a day"
    OUTSIDE = "on a day in no period of the release"
    UNMEASURED = "without an entry to average"
    UNREADABLE = "with an entry that cannot be understood"


@dataclass(frozen=True, slots=True)
class CountOutcomes:
    """The outcomes of one count of the policy: of a file's records, into a column of a table."""

    file: str
    table: str
    column: str
    outcomes: Counter[Outcome] = field(default_factory=Counter)

    @property
    def counted(self) -> int:
        return self.outcomes[Outcome.COUNTED]

    def __str__(self) -> str:
        """Write how many of how many were counted, and how many were not for each reason."""
        read = self.outcomes.total()
        text = f"{self.file} into {self.table}, column {self.column}: "
        text += f"{self.counted:,} of {read:,} records counted"
        reasons = [
            f"{n:,} {o.value}"
            for o in Outcome
            if o is not Outcome.COUNTED and (n := self.outcomes[o])
        ]
        return (
            f"{text}; {read - self.counted:,} not: {', '.join(reasons)}." if reasons else f"{text}."
        )
