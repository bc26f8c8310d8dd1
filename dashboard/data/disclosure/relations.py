"""Which sums hold between the cells of a release?

Every relation says that one set is made of others that do not overlap. Where the parts are
not all printed, what is left is a set too; it becomes an unknown when it may matter (see
remainders).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from dashboard.data.disclosure.grids import ABSENT, Arrangement, Grid, Numbers
from dashboard.data.release import Breakdown, BreakdownKind, Identity, Period

FEWEST_PARTS_WITH_COMPLEMENT = 3  # of two parts, each is the other's complement


@dataclass(slots=True)
class Relations:
    """Sums `whole = parts`, what is left of wholes, and pairs of numbers for the same set.

    Each array has rows (whole, part, part...), or (one, other) for the same set. `within` says
    what no sum says, that parts lie within a whole; `complements` only name what is left.
    """

    sums: list[Numbers] = field(default_factory=list)
    within: list[Numbers] = field(default_factory=list)
    complements: list[Numbers] = field(default_factory=list)
    same: list[Numbers] = field(default_factory=list)

    def add_sum(self, whole: Numbers, parts: list[Numbers]) -> None:
        """Say that each whole is the sum of its parts, where the whole and all parts are there."""
        self.sums.append(rows_of(whole, parts))

    def add_within(self, whole: Numbers, parts: list[Numbers]) -> None:
        """Say that parts lie within each whole, and that what is left is a set of its own."""
        self.within.append(_apart(rows_of(whole, parts)))

    def add_complement(self, whole: Numbers, part: Numbers) -> None:
        """Say of a part that a sum has in it already that what is left is a set of its own."""
        self.complements.append(_apart(rows_of(whole, [part])))


def rows_of(whole: Numbers, parts: list[Numbers]) -> Numbers:
    """Return rows (whole, part, part...) of what is there."""
    rows = np.stack([whole.ravel(), *(part.ravel() for part in parts)], axis=1)
    return np.asarray(rows[(rows != ABSENT).all(axis=1)])


def _apart(rows: Numbers) -> Numbers:
    return np.asarray(rows[(rows[:, 1:] != rows[:, :1]).all(axis=1)])


def relate(arrangement: Arrangement, grid: Grid, relations: Relations) -> None:
    """Add every sum within one column: over areas, over periods, over each breakdown."""
    _relate_areas(arrangement, grid, relations)
    if grid.table.adds_over_time:
        _relate_periods(arrangement, grid, relations)
    for axis, name in enumerate(grid.table.filters, start=2):
        breakdown = arrangement.catalogue.breakdown(name)
        if breakdown is None or breakdown.kind is BreakdownKind.SEPARATE:
            continue
        _relate_groups(breakdown, _taker(grid.numbers, axis), relations)


def _relate_groups(
    breakdown: Breakdown, take: Callable[[int], Numbers], relations: Relations
) -> None:
    positions = {group.name: i for i, group in enumerate(breakdown.groups)}
    for group in breakdown.groups:
        inside = [positions[g.name] for g in breakdown.groups if g.part_of == group.name]
        if not inside:
            continue
        whole, parts = take(positions[group.name]), [take(i) for i in inside]
        if breakdown.kind is BreakdownKind.STAGES:
            for part in parts:
                relations.add_within(whole, [part])
            continue
        relations.add_sum(whole, parts)
        if len(parts) >= FEWEST_PARTS_WITH_COMPLEMENT:
            for part in parts:
                relations.add_complement(whole, part)
        for further in _further_inside(breakdown, group.name):
            relations.add_complement(whole, take(positions[further]))


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
        relations.add_within(others, [ones])
        return
    relations.same.append(rows_of(ones, [others]))


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
                relations.add_within(whole, parts)


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
