"""What follows from each statement by itself, again and again until nothing more does?

Exact whole-number arithmetic; no solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from dashboard.data.disclosure.grids import Numbers
from dashboard.data.disclosure.system import Row

MOST_ROUNDS = 200  # each round is sound by itself; stopping early only leaves wider bounds


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows as arrays: entry k says that row `row[k]` has `coefficient[k]` of `unknown[k]`."""

    row: Numbers
    unknown: Numbers
    coefficient: Numbers
    least: Numbers
    most: Numbers
    width: int

    def times(self, values: Numbers) -> Numbers:
        """Return each row's sum, exactly."""
        found = np.zeros(len(self.least), dtype=np.int64)
        np.add.at(found, self.row, self.coefficient * values[self.unknown])
        return found

    def holds(self, values: Numbers) -> bool:
        """Say whether whole numbers satisfy every row."""
        sums = self.times(values)
        return bool(((self.least <= sums) & (sums <= self.most)).all())

    def sparse(self) -> sparse.csr_array:
        """Return the rows as a sparse matrix."""
        shape = (len(self.least), self.width)
        return sparse.csr_array((self.coefficient, (self.row, self.unknown)), shape=shape)


def matrix_of(rows: Sequence[Row], width: int) -> Matrix:
    """Arrange rows over `width` unknowns as a matrix."""
    lengths = [len(row.unknowns) for row in rows]
    return Matrix(
        np.repeat(np.arange(len(rows), dtype=np.int64), lengths),
        np.array([i for row in rows for i in row.unknowns], dtype=np.int64),
        np.array([c for row in rows for c in row.coefficients], dtype=np.int64),
        np.array([row.least for row in rows], dtype=np.int64),
        np.array([row.most for row in rows], dtype=np.int64),
        width,
    )


def extend(matrix: Matrix, rows: Sequence[Row], width: int) -> Matrix:
    """Add rows to a matrix that is to have `width` unknowns."""
    more = matrix_of(rows, width)
    return Matrix(
        np.concatenate([matrix.row, more.row + len(matrix.least)]),
        np.concatenate([matrix.unknown, more.unknown]),
        np.concatenate([matrix.coefficient, more.coefficient]),
        np.concatenate([matrix.least, more.least]),
        np.concatenate([matrix.most, more.most]),
        width,
    )


def propagate(matrix: Matrix, least: Numbers, most: Numbers) -> tuple[Numbers, Numbers]:
    """Tighten bounds by every row until none does; `least > most` somewhere is a contradiction."""
    least, most = least.copy(), most.copy()
    for _ in range(MOST_ROUNDS):
        before = least.copy(), most.copy()
        _tighten(matrix, least, most)
        unchanged = (before[0] == least).all() and (before[1] == most).all()
        if unchanged or (least > most).any():
            break
    return least, most


def _tighten(matrix: Matrix, least: Numbers, most: Numbers) -> None:
    row, unknown, coefficient = matrix.row, matrix.unknown, matrix.coefficient
    positive = coefficient > 0
    ends = coefficient * least[unknown], coefficient * most[unknown]
    smallest = np.where(positive, ends[0], ends[1])
    largest = np.where(positive, ends[1], ends[0])
    sums_least = np.zeros(len(matrix.least), dtype=np.int64)
    sums_most = np.zeros(len(matrix.least), dtype=np.int64)
    np.add.at(sums_least, row, smallest)
    np.add.at(sums_most, row, largest)
    room_above = matrix.most[row] - (sums_least[row] - smallest)  # coefficient * x is at most this
    room_below = matrix.least[row] - (sums_most[row] - largest)  # and at least this
    upper = np.where(positive, room_above, -room_below) // np.abs(coefficient)
    lower = -(np.where(positive, -room_below, room_above) // np.abs(coefficient))
    np.minimum.at(most, unknown, upper)
    np.maximum.at(least, unknown, lower)
