"""Sets that follow from what is printed, though no table prints them.

What is left of a whole after some of its parts: all who were not referred by police, those who
were referred and never started, two hidden routes together. A release of a million cells has
millions of such sets. One that is certainly at least the threshold tells nothing of few
children, and what its row says follows from the bounds of the others: it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Flags, Matrix, Numbers
from dashboard.disclosure.constraints import (
    Constraints,
    Row,
    constraints_of,
    distinct,
    join,
    sum_constraints,
    widened,
)


@dataclass(frozen=True, slots=True)
class Remainders:
    """Sets that are left of a whole: each row is a whole less its parts.

    `binding` are those whose parts nothing else holds within the whole.
    """

    rows: Constraints
    binding: Flags

    def __len__(self) -> int:
        return len(self.binding)

    def least(self, least: Numbers, most: Numbers) -> Numbers:
        """Return the least that can be left, by the bounds of whole and parts."""
        rows = self.rows
        ends = np.where(rows.coefficient == 1, least[rows.unknown], -most[rows.unknown])
        return np.maximum(rows.total(ends), 0)

    def take(self, chosen: Flags) -> Remainders:
        """Return the chosen sets."""
        return Remainders(self.rows.kept(chosen), self.binding[chosen])

    def constraints(self, first: int) -> Constraints:
        """Return that whole - parts - rest = 0, the rests being unknowns from `first` on."""
        rests = -sparse.eye_array(len(self), dtype=np.int64)
        matrix = sparse.hstack([self.over(first), rests], format="csr")
        return Constraints(matrix, self.rows.least, self.rows.most)

    def over(self, width: int) -> Matrix:
        """Return the matrix that gives what is left from a table of `width` unknowns."""
        return widened(self.rows.matrix, width)

    def pairs(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return whole and parts of each set."""
        unknowns, wholes = self.rows.unknown.tolist(), self.rows.wholes().tolist()
        ends = pairwise(self.rows.matrix.indptr.tolist())
        return [
            (whole, tuple(u for u in unknowns[start:end] if u != whole))
            for whole, (start, end) in zip(wholes, ends, strict=True)
        ]


def gather(within: Iterable[Numbers], complements: Iterable[Numbers]) -> Remainders:
    """Make remainders of rows (whole, part, part...), each once."""
    binding = distinct(within)
    known = {tuple(row) for rows in binding for row in rows.tolist()}
    every = [
        rows[(rows[:, 1:] != rows[:, :1]).all(axis=1)]
        for rows in distinct([*binding, *complements])
    ]
    flags = [tuple(row) in known for rows in every for row in rows.tolist()]
    return Remainders(sum_constraints(every), np.array(flags, dtype=bool))


def listed(keys: Iterable[tuple[int, tuple[int, ...]]]) -> Remainders:
    """Make remainders of wholes and parts, as they come."""
    rows = [Row((whole, *parts), (1, *(-1 for _ in parts)), 0, 0) for whole, parts in keys]
    return Remainders(constraints_of(rows), np.zeros(len(rows), dtype=bool))


def append(some: Remainders, more: Remainders) -> Remainders:
    """Put more remainders after some."""
    return Remainders(join(some.rows, more.rows), np.append(some.binding, more.binding))
