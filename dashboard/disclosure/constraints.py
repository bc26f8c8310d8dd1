"""Statements about whole numbers, and whether numbers satisfy them.

Exact whole-number arithmetic; no solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Flags, Numbers


@dataclass(frozen=True, slots=True)
class Row:
    """A statement: `least <= sum(coefficient * unknown) <= most`."""

    unknowns: tuple[int, ...]
    coefficients: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Constraints:
    """Rows as arrays: entry k says that row `row[k]` has `coefficient[k]` of `unknown[k]`."""

    row: Numbers
    unknown: Numbers
    coefficient: Numbers
    least: Numbers
    most: Numbers
    width: int

    def total(self, entries: Numbers) -> Numbers:
        """Add up, exactly, a number for each entry by rows."""
        sums = np.zeros(len(self.least), dtype=np.int64)
        np.add.at(sums, self.row, entries)
        return sums

    def times(self, values: Numbers) -> Numbers:
        """Return each row's sum, exactly."""
        return self.total(self.coefficient * values[self.unknown])

    def holds(self, values: Numbers) -> bool:
        """Return True if whole numbers satisfy every row."""
        sums = self.times(values)
        return bool(((self.least <= sums) & (sums <= self.most)).all())

    def kept(self, chosen: Flags) -> Constraints:
        """Return the chosen rows alone."""
        entries = chosen[self.row]
        numbers = np.cumsum(chosen) - 1
        return Constraints(
            numbers[self.row[entries]],
            self.unknown[entries],
            self.coefficient[entries],
            self.least[chosen],
            self.most[chosen],
            self.width,
        )

    def touching(self, unknowns: Flags) -> Flags:
        """Return which rows have any of the flagged unknowns."""
        found = np.zeros(len(self.least), dtype=bool)
        found[self.row[unknowns[self.unknown]]] = True
        return found

    def sparse(self) -> sparse.csr_array:
        """Return the rows as a sparse constraints."""
        shape = (len(self.least), self.width)
        return sparse.csr_array((self.coefficient, (self.row, self.unknown)), shape=shape)

    def wholes(self) -> Numbers:
        """Return the whole of each row that states a sum."""
        found = np.zeros(len(self.least), dtype=np.int64)
        whole = self.coefficient == 1
        found[self.row[whole]] = self.unknown[whole]
        return found

    def is_sum(self) -> Flags:
        """Return which rows state that a whole is the sum of its parts."""
        wholes = self.total((self.coefficient == 1).astype(np.int64))
        others = self.total((np.abs(self.coefficient) != 1).astype(np.int64))
        return np.asarray((self.least == 0) & (self.most == 0) & (wholes == 1) & (others == 0))


def constraints_of(rows: Sequence[Row], width: int) -> Constraints:
    """Arrange rows over `width` unknowns as a constraints."""
    lengths = [len(row.unknowns) for row in rows]
    return Constraints(
        np.repeat(np.arange(len(rows), dtype=np.int64), lengths),
        np.array([i for row in rows for i in row.unknowns], dtype=np.int64),
        np.array([c for row in rows for c in row.coefficients], dtype=np.int64),
        np.array([row.least for row in rows], dtype=np.int64),
        np.array([row.most for row in rows], dtype=np.int64),
        width,
    )


def distinct(arrays: Iterable[Numbers]) -> list[Numbers]:
    """Return rows (whole, part, part...) each once, however the parts stand, by their widths."""
    by_width: defaultdict[int, list[Numbers]] = defaultdict(list)
    for rows in arrays:
        ordered = np.hstack([rows[:, :1], np.sort(rows[:, 1:], axis=1)])
        by_width[rows.shape[1]].append(ordered)
    return [np.unique(np.concatenate(found), axis=0) for _, found in sorted(by_width.items())]


def sum_constraints(arrays: Sequence[Numbers], width: int) -> Constraints:
    """Arrange rows (whole, part, part...), in arrays of any widths, as a constraints."""
    found = constraints_of((), width)
    for rows in arrays:
        count, parts = len(rows), rows.shape[1]
        signs = np.full((count, parts), -1, dtype=np.int64)
        signs[:, 0] = 1
        zero = np.zeros(count, dtype=np.int64)
        row = np.repeat(np.arange(count, dtype=np.int64), parts)
        found = join(found, Constraints(row, rows.ravel(), signs.ravel(), zero, zero, width))
    return found


def join(constraints: Constraints, more: Constraints) -> Constraints:
    """Put more rows below a constraints."""
    return Constraints(
        np.concatenate([constraints.row, more.row + len(constraints.least)]),
        np.concatenate([constraints.unknown, more.unknown]),
        np.concatenate([constraints.coefficient, more.coefficient]),
        np.concatenate([constraints.least, more.least]),
        np.concatenate([constraints.most, more.most]),
        max(constraints.width, more.width),
    )


def extend(constraints: Constraints, rows: Sequence[Row], width: int) -> Constraints:
    """Add rows to a constraints that is to have `width` unknowns."""
    return join(constraints, constraints_of(rows, width))
