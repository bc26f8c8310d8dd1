"""What does everything that is published say, as one system of sums over whole numbers?

Each set of children that any figure counts is an unknown whole number, not below nought. What
is printed fixes it, or holds it between two bounds; sums and percentages tie it to others. No
truth is in here: only what any reader can see.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from dashboard.data.disclosure.grids import Figure, Numbers


class Status(enum.IntEnum):
    """How a set of children stands to what is published; the greater wins where they meet."""

    IMPLIED = 0  # no table prints it
    UNKNOWN = 1  # printed as missing for another reason than disclosure
    HIDDEN = 2  # printed as confidential
    PUBLISHED = 3  # printed as a number, exact or rounded


@dataclass(frozen=True, slots=True)
class Row:
    """A statement: `least <= sum(coefficient * unknown) <= most`."""

    unknowns: tuple[int, ...]
    coefficients: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Remainder:
    """An unknown that no table prints: what is left of a whole after some of its parts."""

    whole: int
    parts: tuple[int, ...]


@dataclass(slots=True)
class System:
    """Unknowns with bounds, and the rows that tie them.

    `figures` names the printed cells of each unknown. `sensitive` has pairs (some, every):
    that none of a group is in `some` would itself be a disclosure. `not_applicable` are printed
    as such: readers know them to be nought, and nothing can be hidden there. `betrayed` are
    pairs of a hidden figure and one that prints the same children's number. `known_before` are
    printed by an earlier release: nothing can hide them any more.
    """

    least: Numbers
    most: Numbers
    status: Numbers
    threshold: int
    rows: list[Row] = field(default_factory=list)
    figures: dict[int, list[Figure]] = field(default_factory=dict)
    remainders: dict[int, Remainder] = field(default_factory=dict)
    sensitive: list[tuple[int, int]] = field(default_factory=list)
    not_applicable: set[int] = field(default_factory=set)
    known_before: set[int] = field(default_factory=set)
    betrayed: list[tuple[Figure, Figure]] = field(default_factory=list)
    contradictions: list[Figure] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.least)


def sum_row(whole: int, parts: tuple[int, ...]) -> Row:
    """Return the statement that a whole is the sum of its parts."""
    return Row((whole, *parts), (1,) + (-1,) * len(parts), 0, 0)
