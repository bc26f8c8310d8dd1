"""What does everything that is published say, as one system of sums over whole numbers?

Each set of children that any figure counts is an unknown whole number, not below nought. What
is printed fixes it, or holds it between two bounds; sums and percentages tie it to others. No
truth is in here: only what any reader can see.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from scipy import sparse

from dashboard.data.linking.grids import ABSENT, Figure, Flags, Grid, Grids, Numbers
from dashboard.data.linking.printed import UNBOUNDED
from dashboard.disclosure.attacker.feasible import Change, changes_of, spread_all
from dashboard.disclosure.constraints import Matrix, join
from dashboard.disclosure.unprinted import Remainders, append


class Status(enum.IntEnum):
    """How a set of children stands to what is published; the greater wins where they meet."""

    IMPLIED = 0  # no table prints it, or one prints that it is missing for another reason
    HIDDEN = 2  # printed as confidential
    PUBLISHED = 3  # printed as a number, exact or rounded


class Unprinted(Protocol):
    """Names unknowns that no table prints."""

    def of(self, unknown: int) -> tuple[Figure, ...]: ...


class Figures:
    """Which printed cells stand for each unknown."""

    def __init__(
        self,
        grids: Sequence[Grid],
        unknowns: Sequence[Numbers],
        on_trial: Grids,
        unprinted: Unprinted | None = None,
    ) -> None:
        """`unknowns` has, for each grid, the unknown behind each cell, or ABSENT.

        `on_trial` are all grids of the release on trial, with those that count no children;
        `unprinted` names what no cell stands for.
        """
        self._unprinted = unprinted
        self.on_trial = on_trial
        self.grids = tuple(grids)
        self.unknowns = tuple(unknowns)
        flat = [numbers.ravel() for numbers in unknowns]
        places = [np.flatnonzero(numbers != ABSENT) for numbers in flat]
        behind = [numbers[place] for numbers, place in zip(flat, places, strict=True)]
        none = np.zeros(0, dtype=np.int64)
        self._unknown = np.concatenate([none, *behind])
        self._grid = np.repeat(np.arange(len(places)), [len(place) for place in places])
        self._place = np.concatenate([none, *places])
        order = np.argsort(self._unknown, kind="stable")
        self._unknown = self._unknown[order]
        self._grid, self._place = self._grid[order], self._place[order]

    def of(self, unknown: int) -> list[Figure]:
        """Name the cells of an unknown: those with a number first, as proofs can point at them."""
        first, last = np.searchsorted(self._unknown, [unknown, unknown + 1])
        cells = zip(self._grid[first:last].tolist(), self._place[first:last].tolist(), strict=True)
        chosen = [(self.grids[grid], place) for grid, place in cells]
        chosen.sort(key=lambda cell: bool(np.isnan(cell[0].values.flat[cell[1]])))
        return [grid.figure(place) for grid, place in chosen]

    def unprinted(self, unknown: int) -> tuple[Figure, ...]:
        """Name an unknown that no table prints: the sets that it counts together."""
        return self._unprinted.of(unknown) if self._unprinted is not None else ()

    def count(self, width: int) -> Numbers:
        """Return how many cells print each of `width` unknowns."""
        return np.bincount(self._unknown, minlength=width).astype(np.int64)


@dataclass(frozen=True, slots=True)
class System:
    """Unknowns with bounds, and the statements that tie them.

    The last unknowns are the `remainders` that may matter; `candidates` are all that there are.
    `sensitive` has rows (some, every): that none of a group is in `some` would itself be a
    disclosure. `thresholds` has that of the tables and levels that print an unknown, the greatest
    if they differ; `threshold` is the release's own. `not_applicable` are printed as such: readers
    know them to be zero, and nothing can be hidden there. `known_before` are printed by an earlier
    release: nothing can hide them any more. `betrayed` are pairs of a hidden figure and one that
    prints the same children's number.
    """

    least: Numbers
    most: Numbers
    status: Numbers
    threshold: int
    thresholds: Numbers
    matrix: Matrix
    figures: Figures
    candidates: Remainders
    remainders: Remainders
    sensitive: Numbers
    not_applicable: Flags
    known_before: Flags
    betrayed: tuple[tuple[Figure, Figure], ...] = ()
    contradictions: tuple[Figure, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)  # statements, by their kind

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
        return int(self.remainders.whole[position]), tuple(
            self.remainders.parts_of(position).tolist()
        )

    def with_remainders(self, more: Remainders) -> System:
        """Give each of more remainders an unknown of its own, after all others."""
        count, whole = len(more), more.whole
        while (later := whole >= len(self)).any():  # what is left of one may be a whole itself
            whole = np.where(later, more.whole[np.where(later, whole - len(self), 0)], whole)
        nought, no = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool)
        return replace(
            self,
            least=np.append(self.least, nought),
            most=np.append(self.most, nought + UNBOUNDED),
            status=np.append(self.status, nought + Status.IMPLIED),
            thresholds=np.append(self.thresholds, self.thresholds[whole]),
            matrix=join(self.matrix, more.matrix(len(self))),
            remainders=append(self.remainders, more),
            not_applicable=np.append(self.not_applicable, no),
            known_before=np.append(self.known_before, no),
        )

    def extended(self, table: Numbers) -> Numbers:
        """Return a table of the first unknowns with what is left in each of the others."""
        found = np.append(table, np.zeros(len(self) - len(table), dtype=np.int64))
        while True:  # what is left of one may be a part of another
            found[self.printed :], before = self.remainders.of(found), found[self.printed :].copy()
            if (before == found[self.printed :]).all():
                return found

    def extended_changes(self, changes: Sequence[Change], first: int) -> list[Change]:
        """Return changes of the first unknowns with what they change of the others."""
        own = self.remainders.take(np.arange(first - self.printed, len(self.remainders)))
        amiss = own.matrix(first).sparse()  # by how much each whole is not its parts and the rest
        before = spread_all(changes, len(self))
        while True:  # what is left of one may be a part of another
            rest = before[first:] + amiss @ before
            after = sparse.vstack([before[:first], rest], format="csr")
            if (after != before).nnz == 0:
                return changes_of(after)
            before = after
