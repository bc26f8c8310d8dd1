"""Unknown whole numbers and what is known of them: bounds and linear rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

Row = tuple[dict[int, float], float, float]


@dataclass(frozen=True)
class Target:
    """An unknown whose range is asked for: a suppressed count, or what a sum leaves over."""

    unknown: int
    label: str
    suppressed: bool


@dataclass
class System:
    """Unknowns by number, each at least 0, and rows: low <= sum of coefficient * unknown <= high."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    _named: dict[frozenset[tuple[int, float]], int] = field(default_factory=dict)

    def unknown(self, high: float = inf) -> int:
        """Add an unknown from 0 to `high`."""
        self.lower.append(0)
        self.upper.append(high)
        return len(self.lower) - 1

    def add(self, terms: Mapping[int, float], low: float, high: float) -> None:
        """Add a row; one of a single unknown narrows its bounds instead."""
        kept = {unknown: factor for unknown, factor in terms.items() if factor}
        if len(kept) == 1:
            ((unknown, factor),) = kept.items()
            ends = sorted((low / factor, high / factor))
            self.lower[unknown] = max(self.lower[unknown], ends[0])
            self.upper[unknown] = min(self.upper[unknown], ends[1])
        elif kept:
            self.rows.append((kept, low, high))

    def equal(self, left: Iterable[int], right: Iterable[int]) -> None:
        """Add that two lists of unknowns have the same sum."""
        self.add(difference(left, right), 0, 0)

    def total(self, terms: Mapping[int, float]) -> int:
        """Return the unknown that is this sum, a new one unless it has been named before."""
        kept = {unknown: factor for unknown, factor in terms.items() if factor}
        if list(kept.values()) == [1]:
            return next(iter(kept))
        name = frozenset(kept.items())
        if name not in self._named:
            self._named[name] = self.unknown()
            self.add({**kept, self._named[name]: -1}, 0, 0)
        return self._named[name]

    def ask(self, unknown: int, label: str, *, suppressed: bool) -> None:
        """Ask for the range of an unknown."""
        self.targets.append(Target(unknown, label, suppressed))


def difference(left: Iterable[int], right: Iterable[int]) -> dict[int, float]:
    """Return the terms of the sum of `left` less the sum of `right`."""
    terms: dict[int, float] = {}
    for unknown in left:
        terms[unknown] = terms.get(unknown, 0) + 1
    for unknown in right:
        terms[unknown] = terms.get(unknown, 0) - 1
    return terms
