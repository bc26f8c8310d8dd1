"""Sets that follow from what is printed, though no table prints them.

What is left of a whole after some of its parts: all who were not referred by police, those who
were referred and never started, two hidden routes together. A release of a million cells has
millions of such sets. One that is certainly at least the threshold tells nothing of few
children, and what its row says follows from the bounds of the others: it is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dashboard.disclosure.arrays import Flags, Numbers
from dashboard.disclosure.constraints import Constraints


@dataclass(frozen=True, slots=True)
class Remainders:
    """Sets that are left of a whole: the parts of set i are `parts[starts[i] : starts[i + 1]]`.

    `binding` are those whose parts nothing else holds within the whole.
    """

    whole: Numbers
    parts: Numbers
    starts: Numbers
    binding: Flags

    def __len__(self) -> int:
        return len(self.whole)

    def parts_of(self, position: int) -> Numbers:
        return self.parts[self.starts[position] : self.starts[position + 1]]

    def of(self, table: Numbers) -> Numbers:
        """Return what is left, in a table of all other unknowns."""
        return table[self.whole] - self._total(table)

    def bounds(self, least: Numbers, most: Numbers) -> tuple[Numbers, Numbers]:
        """Return the least and the most that can be left, by the bounds of whole and parts."""
        low = least[self.whole] - self._total(most)
        high = most[self.whole] - self._total(least)
        return np.maximum(low, 0), np.maximum(high, 0)

    def take(self, chosen: Numbers) -> Remainders:
        """Return the sets at these positions."""
        lengths = np.diff(self.starts)[chosen]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        inside = np.repeat(self.starts[chosen] - starts[:-1], lengths) + np.arange(starts[-1])
        return Remainders(self.whole[chosen], self.parts[inside], starts, self.binding[chosen])

    def constraints(self, first: int) -> Constraints:
        """Return the rows whole = rest + parts, the rests being unknowns from `first` on."""
        count = len(self)
        lengths = np.diff(self.starts)
        row = np.arange(count, dtype=np.int64)
        zero = np.zeros(count, dtype=np.int64)
        return Constraints(
            np.concatenate([row, row, np.repeat(row, lengths)]),
            np.concatenate([self.whole, first + row, self.parts]),
            np.concatenate([zero + 1, zero - 1, np.full(len(self.parts), -1, dtype=np.int64)]),
            zero,
            zero,
            first + count,
        )

    def pairs(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return whole and parts of each set."""
        return [
            (whole, tuple(self.parts_of(i).tolist())) for i, whole in enumerate(self.whole.tolist())
        ]

    def _total(self, table: Numbers) -> Numbers:
        sums = np.concatenate([[0], np.cumsum(table[self.parts])])
        return np.asarray(sums[self.starts[1:]] - sums[self.starts[:-1]], dtype=np.int64)


def gather(within: Iterable[Numbers], complements: Iterable[Numbers]) -> Remainders:
    """Make remainders of rows (whole, part, part...), each once."""
    by_width: defaultdict[int, list[Numbers]] = defaultdict(list)
    for binding, arrays in ((1, within), (0, complements)):
        for rows in arrays:
            ordered = np.sort(rows[:, 1:], axis=1)
            flag = np.full((len(rows), 1), 1 - binding, dtype=np.int64)
            by_width[rows.shape[1]].append(np.hstack([rows[:, :1], ordered, flag]))
    wholes, parts, lengths, flags = [], [], [], []
    for width, arrays in sorted(by_width.items()):
        rows = np.unique(np.concatenate(arrays), axis=0)  # the binding one of two comes first
        same = (rows[1:, :-1] == rows[:-1, :-1]).all(axis=1)
        rows = rows[np.concatenate([[True], ~same])] if len(rows) else rows
        rows = rows[(rows[:, 1:-1] != rows[:, :1]).all(axis=1)]
        wholes.append(rows[:, 0])
        parts.append(rows[:, 1:-1].ravel())
        lengths.append(np.full(len(rows), width - 1, dtype=np.int64))
        flags.append(rows[:, -1] == 0)
    return _join(wholes, parts, lengths, flags)


def listed(keys: Iterable[tuple[int, tuple[int, ...]]]) -> Remainders:
    """Make remainders of wholes and parts, as they come."""
    pairs = list(keys)
    return _join(
        [np.array([whole for whole, _ in pairs], dtype=np.int64)],
        [np.array([part for _, parts in pairs for part in parts], dtype=np.int64)],
        [np.array([len(parts) for _, parts in pairs], dtype=np.int64)],
        [np.zeros(len(pairs), dtype=bool)],
    )


def append(some: Remainders, more: Remainders) -> Remainders:
    """Put more remainders after some."""
    return _join(
        [some.whole, more.whole],
        [some.parts, more.parts],
        [np.diff(some.starts), np.diff(more.starts)],
        [some.binding, more.binding],
    )


def _join(
    wholes: list[Numbers], parts: list[Numbers], lengths: list[Numbers], flags: list[Flags]
) -> Remainders:
    none = np.zeros(0, dtype=np.int64)
    starts = np.cumsum(np.concatenate([none, [0], *lengths]))
    return Remainders(
        np.concatenate([none, *wholes]),
        np.concatenate([none, *parts]),
        starts.astype(np.int64),
        np.concatenate([none.astype(bool), *flags]),
    )
