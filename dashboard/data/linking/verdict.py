"""What the audit says of a release, to its maker and to its readers.

Nothing here carries the value or the range of a hidden cell.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class LeakKind(enum.StrEnum):
    """In which way a count is given away."""

    PRINTED = "a count below the threshold is printed"
    EXACT = "a hidden count can be worked out exactly"
    NARROW = "a hidden count can be worked out too closely"
    IMPLIED = "a count below the threshold that no table prints can be worked out"
    GROUP = "all or none of a group are shown to be so, in a sensitive measure"
    DOMINANCE = "one place is shown to make up more of a whole than the rule allows"
    REPORTED = "a reported figure is printed although the number it rests on is hidden or too small"
    UNRESOLVED = "it is not settled whether a hidden count can be worked out"
    CONTRADICTION = "no whole numbers fit what is printed"


KINDS = (
    ("areas", "sums over areas"),
    ("periods", "sums over periods"),
    ("groups", "sums over groups"),
    ("stages", "pairs of stages"),
    ("identities", "pairs that are one count or one within another"),
    ("shares", "pairs of a share"),
    ("found", "sums that no file declares and the figures show"),
)


@dataclass(frozen=True, slots=True)
class Leak:
    """One way in which a release fails: which cell, by its labels, and how it is found out.

    `proof` names the printed figures that together give it away, each with its coefficient; it
    is empty where none could be given.
    """

    kind: LeakKind
    cell: str
    proof: tuple[str, ...] = ()

    @property
    def is_printed(self) -> bool:
        """Return True for a small count that is printed, which the checks find too."""
        return self.kind is LeakKind.PRINTED

    def __str__(self) -> str:
        if not self.proof:
            return f"{self.cell}: {self.kind}"
        return f"{self.cell}: {self.kind}, from " + "; ".join(self.proof)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of an audit. It passes only when nothing at all is found."""

    leaks: tuple[Leak, ...]
    threshold: int
    printed_cells: int
    hidden_cells: int
    tables_with_hidden_cells: int
    earlier_releases: int
    digest: str
    counted: Mapping[str, int] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.leaks

    @property
    def text(self) -> str:
        """Return the verdict as readers see it."""
        if not self.passed:
            return "failed: a hidden count could be found"
        others = f" and of {self.earlier_releases} earlier" if self.earlier_releases else ""
        return (
            "passed: each suppressed count was tested against every figure of this "
            f"release{others}{self._rested_on}"
        )

    @property
    def _rested_on(self) -> str:
        """Return how many sums the verdict rests on, by what they run over."""
        sums = [
            f"{self.counted[kind]:,} {words}" for kind, words in KINDS if self.counted.get(kind)
        ]
        return (
            f", by {' and '.join(filter(None, (', '.join(sums[:-1]), *sums[-1:])))}" if sums else ""
        )
