"""Which sums hold between the cells of a release?

Every relation says that one set is made of others that do not overlap. Where the parts are
not all printed, the remainder is a set too, with a number of its own and a name for readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from dashboard.data.disclosure.grids import ABSENT, Arrangement, Grid, Numbers
from dashboard.data.release import Breakdown, BreakdownKind, Identity, Period

PARTS_IN_A_PAIR = 2
FEWEST_PARTS_WITH_COMPLEMENT = 3  # of two parts, each is the other's complement


@dataclass(slots=True)
class Relations:
    """Sums `whole = parts`, unprinted remainders, and pairs of numbers for the same set."""

    next_number: int
    sums: list[Numbers] = field(default_factory=list)  # rows (whole, part, part...)
    remainders: dict[int, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    same: list[Numbers] = field(default_factory=list)  # rows (one, other)

    def add_sum(self, whole: Numbers, parts: list[Numbers]) -> None:
        """Say that each whole is the sum of its parts, where the whole and all parts are there."""
        rows = np.stack([whole.ravel(), *(part.ravel() for part in parts)], axis=1)
        self.sums.append(rows[(rows != ABSENT).all(axis=1)])

    def add_complement(self, whole: Numbers, part: Numbers) -> Numbers:
        """Say that a part lies within each whole, where no sum of two parts says so already.

        Returns rows (remainder, whole, part).
        """
        known = {
            (row[0], inside)
            for rows in self.sums
            if rows.shape[1] == PARTS_IN_A_PAIR + 1
            for row in rows.tolist()
            for inside in row[1:]
        }
        pairs = zip(whole.ravel().tolist(), part.ravel().tolist(), strict=True)
        new = np.array([pair not in known for pair in pairs], dtype=bool)
        return self.add_remainder(whole.ravel()[new], [part.ravel()[new]])

    def add_remainder(self, whole: Numbers, parts: list[Numbers]) -> Numbers:
        """Say that parts lie within each whole; the remainder becomes a set of its own.

        Returns rows (remainder, whole, part, part...).
        """
        rows = np.stack([whole.ravel(), *(part.ravel() for part in parts)], axis=1)
        rows = rows[(rows != ABSENT).all(axis=1) & (rows[:, 1:] != rows[:, :1]).all(axis=1)]
        numbers = np.arange(self.next_number, self.next_number + len(rows), dtype=np.int64)
        self.next_number += len(rows)
        self.sums.append(np.column_stack([rows[:, :1], numbers, rows[:, 1:]]))
        for number, row in zip(numbers.tolist(), rows.tolist(), strict=True):
            self.remainders[number] = (row[0], tuple(row[1:]))
        return np.column_stack([numbers, rows])


def relate(arrangement: Arrangement, grid: Grid, relations: Relations) -> None:
    """Add every sum within one column: over areas, over periods, over each breakdown."""
    _relate_areas(arrangement, grid, relations)
    _relate_periods(arrangement, grid, relations)
    for axis, name in enumerate(grid.table.filters, start=2):
        breakdown = arrangement.catalogue.breakdown(name)
        if breakdown is None or breakdown.kind is BreakdownKind.SEPARATE:
            continue
        positions = arrangement.groups[name]
        for group in breakdown.groups:
            inside = [positions[g.name] for g in breakdown.groups if g.part_of == group.name]
            if not inside:
                continue
            take = _taker(grid.numbers, axis)
            whole, parts = take(positions[group.name]), [take(i) for i in inside]
            if breakdown.kind is BreakdownKind.STAGES:
                for part in parts:
                    relations.add_remainder(whole, [part])
                continue
            relations.add_sum(whole, parts)
            if len(parts) >= FEWEST_PARTS_WITH_COMPLEMENT:
                for part in parts:
                    relations.add_remainder(whole, [part])
            for further in _further_inside(breakdown, group.name):
                relations.add_remainder(whole, [take(positions[further])])


def _further_inside(breakdown: Breakdown, group: str) -> Iterator[str]:
    """Yield the groups that lie within a group, but not as its own parts."""
    for part in breakdown.groups:
        if part.part_of == group:
            yield from (g.name for g in breakdown.groups if g.part_of == part.name)
            yield from _further_inside(breakdown, part.name)


def relate_identity(
    arrangement: Arrangement, left: Grid, right: Grid, identity: Identity, relations: Relations
) -> None:
    """Add what an identity says, for every area and period that both sides have."""
    ones = arrangement.slice_of(left, identity.left)
    others = arrangement.slice_of(right, identity.right)
    if identity.period_type:
        kept = [p.type == identity.period_type for p in arrangement.catalogue.periods]
        ones, others = ones[:, kept], others[:, kept]
    if identity.relation == "part_of":
        relations.add_remainder(others, [ones])
        return
    rows = np.stack([ones.ravel(), others.ravel()], axis=1)
    relations.same.append(rows[(rows != ABSENT).all(axis=1)])


def _taker(numbers: Numbers, axis: int) -> Callable[[int], Numbers]:
    return lambda position: np.take(numbers, position, axis=axis)


def _relate_areas(arrangement: Arrangement, grid: Grid, relations: Relations) -> None:
    take = _taker(grid.numbers, 0)
    areas = arrangement.catalogue.areas
    for area in areas:
        inside = [arrangement.areas[a.slug] for a in areas if a.part_of == area.slug]
        inside = [i for i in inside if (take(i) != ABSENT).any()]
        if inside:
            relations.add_sum(take(arrangement.areas[area.slug]), [take(i) for i in inside])


def _relate_periods(arrangement: Arrangement, grid: Grid, relations: Relations) -> None:
    take = _taker(grid.numbers, 1)
    present = [
        period
        for period in arrangement.catalogue.periods
        if (take(arrangement.periods[period.key]) != ABSENT).any()
    ]
    for period in present:
        for inside in _tilings(period, present):
            whole = take(arrangement.periods[period.key])
            parts = [take(arrangement.periods[part.key]) for part in inside]
            if _days(inside) == _days([period]):
                relations.add_sum(whole, parts)
            else:
                relations.add_remainder(whole, parts)


def _tilings(period: Period, present: list[Period]) -> Iterator[list[Period]]:
    """Yield, for the next shorter type of period, those that lie within one and do not overlap."""
    within = [
        p
        for p in present
        if p is not period and p.starts >= period.starts and p.ends <= period.ends
    ]
    types = {p.type for p in within if p.type != period.type}
    longest = max(types, key=lambda t: max(_days([p]) for p in within if p.type == t), default=None)
    if longest is not None:
        inside = sorted((p for p in within if p.type == longest), key=lambda p: p.starts)
        if all(a.ends < b.starts for a, b in pairwise(inside)):
            yield inside


def _days(periods: list[Period]) -> int:
    return sum((p.ends - p.starts).days + 1 for p in periods)
