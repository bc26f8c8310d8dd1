"""Statements about whole numbers, and whether numbers satisfy them.

Exact whole-number arithmetic; no solver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Flags, Matrix, Numbers


@dataclass(frozen=True, slots=True)
class Row:
    """A statement: `least <= sum(coefficient * unknown) <= most`."""

    unknowns: tuple[int, ...]
    coefficients: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True)
class Constraints:
    """Rows: `least <= matrix @ unknowns <= most`; no entry of the matrix is zero."""

    matrix: Matrix
    least: Numbers
    most: Numbers

    @property
    def width(self) -> int:
        """Return how many unknowns there are."""
        return int(self.matrix.shape[1])

    @cached_property
    def row(self) -> Numbers:
        """Return the row of each entry."""
        return np.repeat(np.arange(len(self.least), dtype=np.int64), np.diff(self.matrix.indptr))

    @cached_property
    def unknown(self) -> Numbers:
        """Return the unknown of each entry."""
        return self.matrix.indices.astype(np.int64)

    @property
    def coefficient(self) -> Numbers:
        """Return the coefficient of each entry."""
        return self.matrix.data

    def entries(self, row: int) -> slice:
        """Return where the entries of a row are."""
        return slice(*self.matrix.indptr[row : row + 2].tolist())

    def total(self, entries: Numbers | Flags) -> Numbers:
        """Add up, exactly, a number for each entry by rows."""
        sums = np.zeros(len(self.least), dtype=np.int64)
        np.add.at(sums, self.row, entries)
        return sums

    def holds(self, values: Numbers) -> bool:
        """Return True if whole numbers satisfy every row."""
        sums = self.matrix @ values
        return bool(((self.least <= sums) & (sums <= self.most)).all())

    def kept(self, chosen: Flags) -> Constraints:
        """Return the chosen rows alone."""
        return Constraints(self.matrix[chosen], self.least[chosen], self.most[chosen])

    def wholes(self) -> Numbers:
        """Return the whole of each row, where all state sums."""
        return self.total(np.where(self.coefficient == 1, self.unknown, 0))

    def is_sum(self) -> Flags:
        """Return which rows state that a whole is the sum of its parts."""
        wholes = self.total(self.coefficient == 1)
        others = self.total(np.abs(self.coefficient) != 1)
        return np.asarray((self.least == 0) & (self.most == 0) & (wholes == 1) & (others == 0))

    def sums(self) -> Constraints:
        """Return the rows that state a sum."""
        return self.kept(self.is_sum())


def matrix_of(
    coefficients: Iterable[int] | Numbers,
    unknowns: Iterable[int] | Numbers,
    ends: Numbers,
    width: int,
) -> Matrix:
    """Return a matrix of coefficients by rows that end at these entries, of this width or more."""
    columns = np.array(unknowns, dtype=np.int64)
    shape = (len(ends), max(width, int(columns.max(initial=-1)) + 1))
    entries = np.array(coefficients, dtype=np.int64), columns, np.append(0, ends)
    matrix = sparse.csr_array(entries, shape=shape)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix


def constraints_of(rows: Sequence[Row], width: int = 0) -> Constraints:
    """Arrange rows over `width` unknowns, or as many as they name."""
    return Constraints(
        matrix_of(
            [c for row in rows for c in row.coefficients],
            [i for row in rows for i in row.unknowns],
            np.cumsum([len(row.unknowns) for row in rows], dtype=np.int64),
            width,
        ),
        np.array([row.least for row in rows], dtype=np.int64),
        np.array([row.most for row in rows], dtype=np.int64),
    )


def distinct(arrays: Iterable[Numbers]) -> list[Numbers]:
    """Return rows (whole, part, part...) each once, however the parts stand, by their widths."""
    by_width: defaultdict[int, list[Numbers]] = defaultdict(list)
    for rows in arrays:
        ordered = np.hstack([rows[:, :1], np.sort(rows[:, 1:], axis=1)])
        by_width[rows.shape[1]].append(ordered)
    return [np.unique(np.concatenate(own), axis=0) for _, own in sorted(by_width.items())]


def sum_constraints(arrays: Sequence[Numbers], width: int = 0) -> Constraints:
    """Arrange rows (whole, part, part...), in arrays of any widths, as sums."""
    sizes = np.array([rows.shape for rows in arrays], dtype=np.int64).reshape(-1, 2)
    lengths = np.repeat(sizes[:, 1], sizes[:, 0])
    ends = np.cumsum(lengths)
    signs = np.full(int(lengths.sum()), -1, dtype=np.int64)
    signs[ends - lengths] = 1
    unknowns = np.concatenate([np.zeros(0, dtype=np.int64), *(rows.ravel() for rows in arrays)])
    zero = np.zeros(len(ends), dtype=np.int64)
    return Constraints(matrix_of(signs, unknowns, ends, width), zero, zero)


def join(some: Constraints, more: Constraints) -> Constraints:
    """Put more rows below some."""
    width = max(some.width, more.width)
    return Constraints(
        stacked([widened(some.matrix, width), widened(more.matrix, width)]),
        np.concatenate([some.least, more.least]),
        np.concatenate([some.most, more.most]),
    )


def widened(matrix: Matrix, width: int) -> Matrix:
    """Return a matrix with more columns, of zeros."""
    entries = matrix.data, matrix.indices, matrix.indptr
    return sparse.csr_array(entries, shape=(matrix.shape[0], width))


def stacked(matrices: Sequence[Matrix]) -> Matrix:
    """Put the rows of matrices of one width below one another."""
    matrix: Matrix = sparse.vstack(matrices, format="csr", dtype=np.int64)
    return matrix


def extend(constraints: Constraints, rows: Sequence[Row], width: int) -> Constraints:
    """Add rows to constraints that are to have `width` unknowns."""
    return join(constraints, constraints_of(rows, width))
