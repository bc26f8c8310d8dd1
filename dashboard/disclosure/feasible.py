"""Whole tables that may fit everything published, for a search to start from.

They are held as one table and what others change of it, a row each, for a large release has
thousands of them. They save work, and none is believed unchecked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Flags, Matrix, Numbers
from dashboard.disclosure.constraints import Constraints


def ends(table: Numbers, changes: Matrix) -> tuple[Numbers, Numbers]:
    """Return the least and the most that a table, and those that these lead to, have of an unknown."""
    if not changes.shape[0]:
        return table, table
    down, up = changes.min(axis=0).toarray(), changes.max(axis=0).toarray()
    return table + np.minimum(down, 0), table + np.maximum(up, 0)


def changes_of(rows: Sequence[Numbers], width: int) -> Matrix:
    """Return changes of each of `width` unknowns as the rows of a matrix."""
    return sparse.csr_array(np.array(rows, dtype=np.int64).reshape(-1, width))


def within(changes: sparse.csc_array, unknowns: Numbers) -> Matrix:
    """Return the changes of some unknowns alone, without those that change none of them."""
    inside: Matrix = changes[:, unknowns].tocsr()
    return inside[np.diff(inside.indptr) > 0]


def fitting(
    table: Numbers, changes: Matrix, constraints: Constraints, least: Numbers, most: Numbers
) -> Matrix:
    """Return the changes to tables which fit, given that the first table does; in whole numbers."""
    wrong = outside(changes, least - table, most - table)
    now = constraints.matrix @ table
    sums = changes @ constraints.matrix.T
    wrong |= outside(sums, constraints.least - now, constraints.most - now)
    return changes[~wrong]


def outside(changes: Matrix, down: Numbers, up: Numbers) -> Flags:
    """Return which rows have a change outside its limits; what does not change is not looked at."""
    entries = changes.tocoo()
    row, column = entries.coords
    wrong = np.zeros(changes.shape[0], dtype=bool)
    wrong[row[(entries.data < down[column]) | (entries.data > up[column])]] = True
    return wrong
