"""Which whole tables may fit everything published, for a search to start from?

They are held as one table and what others change of it, for a release of a million cells has
thousands of them. They save work, and none is believed unchecked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.data.disclosure.grids import Numbers


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


class Hints:
    """A table, and moves from it, by the parts of a system that they touch."""

    def __init__(self, table: Numbers, moves: Sequence[Move], part: Numbers) -> None:
        """`part` says to which part each unknown belongs."""
        self._table, self._moves, self._part = table, moves, part
        self._touching: defaultdict[int, list[Move]] = defaultdict(list)
        for move in moves:
            for label in np.unique(part[move.unknowns]).tolist():
                self._touching[label].append(move)

    def tables(self, label: int, unknowns: Numbers) -> Iterator[Numbers]:
        """Yield each table as far as it concerns one part, whose unknowns ascend."""
        first = self._table[unknowns]
        yield first
        for move in self._touching.get(label, ()):
            inside = self._part[move.unknowns] == label
            table = first.copy()
            table[np.searchsorted(unknowns, move.unknowns[inside])] += move.changes[inside]
            yield table
