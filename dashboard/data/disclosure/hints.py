"""Which whole tables may fit everything published, for a search to start from?

They are held as one table and what others change of it, for a release of a million cells has
thousands of them. They save work, and none is believed unchecked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from dashboard.data.disclosure.grids import Numbers
from dashboard.data.disclosure.matrix import Matrix


@dataclass(frozen=True, slots=True)
class Move:
    """A change of a table: by how much each of some unknowns changes. The unknowns ascend."""

    unknowns: Numbers
    changes: Numbers

    def spread(self, width: int) -> Numbers:
        """Return the change of each of `width` unknowns."""
        found = np.zeros(width, dtype=np.int64)
        found[self.unknowns] = self.changes
        return found


def move_of(changes: Numbers) -> Move:
    """Return what a table of changes changes."""
    unknowns = np.flatnonzero(changes)
    return Move(unknowns, changes[unknowns])


def spread_all(moves: Sequence[Move], width: int) -> sparse.csr_array:
    """Return the change that each move, by column, makes of each of `width` unknowns."""
    none = [np.zeros(0, dtype=np.int64)]
    unknowns = np.concatenate([*none, *(move.unknowns for move in moves)])
    changes = np.concatenate([*none, *(move.changes for move in moves)])
    label = np.repeat(np.arange(len(moves)), [len(move.unknowns) for move in moves])
    return sparse.csr_array((changes, (unknowns, label)), shape=(width, len(moves)))


def moves_of(changes: sparse.csr_array) -> list[Move]:
    """Return the moves that make these changes: one from each column."""
    columns = changes.tocsc()
    columns.eliminate_zeros()
    columns.sort_indices()
    unknowns, by = np.array(columns.indices, dtype=np.int64), np.array(columns.data)
    ends = pairwise(columns.indptr.tolist())
    return [Move(unknowns[start:end], by[start:end]) for start, end in ends]


@dataclass(frozen=True, slots=True)
class Hint:
    """A table that may fit, and moves from it to others."""

    table: Numbers
    moves: tuple[Move, ...] = ()

    def fitting(self, matrix: Matrix, least: Numbers, most: Numbers) -> Iterator[Move]:
        """Yield the moves that lead to tables which fit, given that the first does.

        In whole numbers, all moves at once, and only where they change something.
        """
        if not self.moves:
            return
        spread = spread_all(self.moves, matrix.width)
        entries = spread.tocoo()
        (unknowns, label), changes = entries.coords, entries.data
        moved = self.table[unknowns] + changes
        wrong = np.zeros(len(self.moves), dtype=bool)
        wrong[label[(moved < least[unknowns]) | (moved > most[unknowns])]] = True
        sums = (matrix.sparse() @ spread).tocoo()
        row, moved_label = sums.coords
        after = matrix.times(self.table)[row] + sums.data
        wrong[moved_label[(after < matrix.least[row]) | (after > matrix.most[row])]] = True
        yield from (self.moves[i] for i in np.flatnonzero(~wrong).tolist())


class Hints:
    """A table, and moves from it, by the parts of a system that they touch."""

    def __init__(self, table: Numbers, moves: Sequence[Move], part: Numbers) -> None:
        """`part` says to which part each unknown belongs."""
        self._table, self._part = table, part
        self._touching: defaultdict[int, list[Move]] = defaultdict(list)
        for move in moves:
            for label in np.unique(part[move.unknowns]).tolist():
                self._touching[label].append(move)

    def of(self, label: int, unknowns: Numbers) -> Hint:
        """Return what concerns one part, whose unknowns ascend."""
        moves = (self._inside(label, move) for move in self._touching.get(label, ()))
        own = (Move(np.searchsorted(unknowns, move.unknowns), move.changes) for move in moves)
        return Hint(self._table[unknowns], tuple(own))

    def _inside(self, label: int, move: Move) -> Move:
        inside = self._part[move.unknowns] == label
        return Move(move.unknowns[inside], move.changes[inside])
