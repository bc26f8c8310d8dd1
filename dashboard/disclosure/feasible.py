"""Whole tables that may fit everything published, for a search to start from.

They are held as one table and what others change of it, for a large release has thousands of them.
They save work, and none is believed unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from dashboard.disclosure.arrays import Numbers
from dashboard.disclosure.constraints import Constraints


@dataclass(frozen=True, slots=True)
class Change:
    """How an alternative table differs from another: by how much, in which unknowns.

    The unknowns ascend; every change is other than zero.
    """

    unknowns: Numbers
    by: Numbers

    def spread(self, width: int) -> Numbers:
        """Return the change of each of `width` unknowns."""
        changes = np.zeros(width, dtype=np.int64)
        changes[self.unknowns] = self.by
        return changes


def change_of(changes: Numbers) -> Change:
    """Return the change that a whole table of changes makes."""
    unknowns = np.flatnonzero(changes)
    return Change(unknowns, changes[unknowns])


def spread_all(changes: Sequence[Change], width: int) -> sparse.csr_array:
    """Return what each change, by column, does to each of `width` unknowns."""
    none = [np.zeros(0, dtype=np.int64)]
    unknowns = np.concatenate([*none, *(change.unknowns for change in changes)])
    by = np.concatenate([*none, *(change.by for change in changes)])
    label = np.repeat(np.arange(len(changes)), [len(change.unknowns) for change in changes])
    return sparse.csr_array((by, (unknowns, label)), shape=(width, len(changes)))


def changes_of(spread: sparse.csr_array) -> list[Change]:
    """Return the changes that stand in the columns of a constraints."""
    columns = spread.tocsc()
    columns.eliminate_zeros()
    columns.sort_indices()
    unknowns, by = np.array(columns.indices, dtype=np.int64), np.array(columns.data)
    ends = pairwise(columns.indptr.tolist())
    return [Change(unknowns[start:end], by[start:end]) for start, end in ends]


@dataclass(frozen=True, slots=True)
class Feasible:
    """A table that may fit, and changes of it to others."""

    table: Numbers
    changes: tuple[Change, ...] = ()

    def fitting(self, constraints: Constraints, least: Numbers, most: Numbers) -> Iterator[Change]:
        """Yield the changes to tables which fit, given that the first table does.

        In whole numbers, all changes together.
        """
        if not self.changes:
            return
        spread = spread_all(self.changes, constraints.width)
        entries = spread.tocoo()
        (unknowns, label), by = entries.coords, entries.data
        changed = self.table[unknowns] + by
        wrong = np.zeros(len(self.changes), dtype=bool)
        wrong[label[(changed < least[unknowns]) | (changed > most[unknowns])]] = True
        sums = (constraints.sparse() @ spread).tocoo()
        row, label_of_sum = sums.coords
        after = constraints.times(self.table)[row] + sums.data
        wrong[label_of_sum[(after < constraints.least[row]) | (after > constraints.most[row])]] = (
            True
        )
        yield from (self.changes[i] for i in np.flatnonzero(~wrong).tolist())


def by_component(
    table: Numbers, changes: Sequence[Change], components: Sequence[Numbers]
) -> list[Feasible]:
    """Return what a table, and changes of it, are in each component of these unknowns, ascending."""
    label, place = np.full(len(table), len(components)), np.zeros(len(table), dtype=np.int64)
    for number, unknowns in enumerate(components):
        label[unknowns], place[unknowns] = number, np.arange(len(unknowns))
    inside: list[list[Change]] = [[] for _ in range(len(components) + 1)]  # and what is in none
    for change in changes:
        labels = label[change.unknowns]
        for number in np.unique(labels).tolist():
            own = labels == number
            inside[number].append(Change(place[change.unknowns[own]], change.by[own]))
    return [Feasible(table[u], tuple(own)) for u, own in zip(components, inside, strict=False)]
