"""Everything that is published, as one problem: unknown whole numbers, and what ties them.

Each set of children that any figure counts is an unknown, at least zero. What is printed fixes
it, or holds it between two bounds; constraints tie it to others. A problem holds only what every
reader can see: never a true count.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints, join
from dashboard.disclosure.unprinted import Remainders, append, listed

UNBOUNDED = 1_000_000_000  # more children than there are


class Status(enum.IntEnum):
    """How an unknown is published; the greater wins where two cells print one unknown."""

    UNPRINTED = 0  # in no table, or printed as missing for another reason
    SUPPRESSED = 2  # printed as confidential
    PUBLISHED = 3  # printed as a number, exact or rounded


def no_pairs() -> Numbers:
    """Return no row of two unknowns."""
    return np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Unknowns with bounds, and the constraints that tie them. Arrays have an element for each.

    `least` and `most` are what each unknown is known to be at least and at most, before any
    constraint. `thresholds` are the counts from which each need not be suppressed. The last
    unknowns are the `remainders` that may matter; `candidates` are all that there are.
    `must_publish` are those that may not be suppressed: known already, or known to be zero.
    `sensitive` has rows (some, every): that nobody or everybody of `every` is in `some` would be a
    disclosure by itself. `contributors` has rows (total, area) for the dominance rule, by which no
    suppressed area may surely make up more than `dominance_per_cent` of a printed total (0: no
    such rule). `nested` has arrays of rows (whole, part), each of parts of one kind: all referred,
    and those of them that police referred; `telling` has those of sensitive measures (every, some).
    """

    least: Numbers
    most: Numbers
    status: Numbers
    thresholds: Numbers
    constraints: Constraints
    must_publish: Flags
    candidates: Remainders = field(default_factory=lambda: listed(()))
    remainders: Remainders = field(default_factory=lambda: listed(()))
    sensitive: Numbers = field(default_factory=no_pairs)
    contributors: Numbers = field(default_factory=no_pairs)
    nested: tuple[Numbers, ...] = ()
    telling: tuple[Numbers, ...] = ()
    dominance_per_cent: int = 0

    def __len__(self) -> int:
        return len(self.least)

    @property
    def printed(self) -> int:
        """Return how many unknowns are printed, or are the parts of percentages: the first."""
        return len(self) - len(self.remainders)

    def remainder_of(self, unknown: int) -> tuple[int, tuple[int, ...]] | None:
        """Return the whole and the parts that an unprinted unknown is left of."""
        position = unknown - self.printed
        if position < 0:
            return None
        return self.remainders.take(np.arange(len(self.remainders)) == position).pairs()[0]

    def groups(self) -> Iterator[tuple[int, int]]:
        """Yield each sensitive group with each set of it that would tell of it by being empty."""
        unknown_of = {key: self.printed + i for i, key in enumerate(self.remainders.pairs())}
        for some, every in self.sensitive.tolist():
            yield every, some
            if (every, (some,)) in unknown_of:
                yield every, unknown_of[every, (some,)]

    def with_remainders(self, more: Remainders) -> Self:
        """Add a separate unknown for each of more remainders, after all others."""
        count = len(more)
        none, no = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
        return replace(
            self,
            least=np.append(self.least, none),
            most=np.append(self.most, none + UNBOUNDED),
            status=np.append(self.status, none + Status.UNPRINTED),
            thresholds=np.append(self.thresholds, self.thresholds[more.rows.wholes()]),
            constraints=join(self.constraints, more.constraints(len(self))),
            remainders=append(self.remainders, more),
            must_publish=np.append(self.must_publish, no),
        )

    def extended(self, table: Numbers) -> Numbers:
        """Return a table of the printed unknowns with what is left in each of the others."""
        return np.append(table, self.remainders.over(len(table)) @ table)
