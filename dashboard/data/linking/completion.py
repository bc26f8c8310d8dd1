"""The sums that tie the sets of a family, with those that no table prints.

What a release leaves out follows from what it prints. So within each choice of breakdowns that
is printed, every area, every span of days and every group is crossed with every other; each
total on a line gets all its components; and each span of days is cut where others begin or end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from math import prod

import numpy as np

from dashboard.data.linking.families import Axis, Family
from dashboard.data.linking.grids import Arrangement
from dashboard.data.linking.relations import FEWEST_WITH_COMPLEMENT, Relations
from dashboard.data.release.additivity import tilings
from dashboard.disclosure.arrays import Numbers
from dashboard.exceptions import DisclosureError

MOST_SETS = 200_000  # that no table prints, of one family
LARGEST_JOINT = 2_000  # sets in a crossing of breakdowns that no table prints

TOO_MANY = (
    "Tables leave out more counts than can be audited: print the same periods, areas and groups "
    "at each level, or fewer tables."
)
TOO_LARGE_A_CIRCLE = (
    "Tables cross three or more breakdowns in a circle (such as age by sex, sex by route "
    "and route by age), in more counts than can be audited: leave one of them out."
)

Pattern = tuple[int, ...]  # the coordinates of a line's sets on an axis, in order
Ties = tuple[list[Pattern], list[Pattern], list[Pattern]]  # sums, subsets, complements


@dataclass(slots=True, kw_only=True)
class Tied(Relations):
    """The keys of sets, and rows of keys that tie them."""

    keys: Numbers


def tie(family: Family, arrangements: Sequence[Arrangement], orders: Sequence[int]) -> Tied:
    """Return the sets that some releases of a family print, and all that ties them.

    The sums over areas and groups are those that the first of these releases declares.
    """
    printed = {order: family.printed(order) for order in orders}
    # What only tables print whose counts do not add over time:
    lasting = _union(
        np.setdiff1d(own, family.printed(order, adding=True)) for order, own in printed.items()
    )
    keys = _union(_crossed(family, arrangements[order], own) for order, own in printed.items())
    most = MOST_SETS + sum(len(own) for own in printed.values())
    while True:
        tied = Tied(keys=keys)
        _tie_axis(tied, np.setdiff1d(keys, lasting), family.time, partial(_tile, family))
        for axis in family.axes(arrangements[min(orders)]):
            _tie_axis(tied, tied.keys, axis, partial(_complete, axis))
        if len(tied.keys) == len(keys):
            return tied
        keys = tied.keys
        if len(keys) > most:
            raise DisclosureError(TOO_MANY)


def _crossed(family: Family, arrangement: Arrangement, keys: Numbers) -> Numbers:
    """Return what a release prints, crossed within each choice of breakdowns."""
    contexts = family.contexts(keys, arrangement)
    axes = [*family.axes(arrangement), family.time]
    crossings = [_cross(axes, keys[contexts == context]) for context in np.unique(contexts)]
    return _union([keys, *crossings, *_joints(family, arrangement, keys)])


def _cross(axes: Sequence[Axis], keys: Numbers) -> Numbers:
    """Return every combination of the coordinates that keys have."""
    along = [np.unique(axis.coordinates(keys)) * axis.step for axis in axes]
    if prod(len(steps) for steps in along) > MOST_SETS + len(keys):
        raise DisclosureError(TOO_MANY)
    return reduce(lambda some, more: np.add.outer(some, more).ravel(), along)


def _joints(family: Family, arrangement: Arrangement, keys: Numbers) -> Iterator[Numbers]:
    """Yield crossings that no table prints, where tables cross breakdowns in a circle.

    Tables of age by sex, sex by route and route by age hold one another in more ways than the
    sums between their cells say.
    """
    groups = [axis for axis in family.axes(arrangement) if axis.kind == "groups"]
    opened = [np.where(axis.coordinates(keys) > 0, 1 << i, 0) for i, axis in enumerate(groups)]
    masks = reduce(np.bitwise_or, opened, np.zeros(len(keys), dtype=np.int64))
    circle = _circle({int(mask) for mask in np.unique(masks)})
    if not circle:
        return
    inside = keys[(masks & ~circle) == 0]
    axes = [*family.axes(arrangement), family.time]
    size = prod(len(np.unique(axis.coordinates(inside))) for axis in axes)
    if size > LARGEST_JOINT:
        raise DisclosureError(TOO_LARGE_A_CIRCLE)
    yield _cross(axes, inside)


def _circle(masks: set[int]) -> int:
    """Return the breakdowns left when those that hold nothing together are taken out, as bits.

    What one crossing alone has is taken out, and then each crossing that lies within another,
    until nothing changes (Graham's reduction): nothing is left where there is no circle.
    """
    while True:
        before = set(masks)
        for mask in before:
            shared = reduce(int.__or__, (mask & other for other in masks - {mask}), 0)
            masks = (masks - {mask}) | {mask & shared}
        masks = {m for m in masks if not any(m != other and m & other == m for other in masks)}
        if masks == before:
            return reduce(int.__or__, masks, 0)


def _tie_axis(tied: Tied, keys: Numbers, axis: Axis, complete: Callable[[Pattern], Ties]) -> None:
    """Add what ties the sets of each line along an axis, and the sets that this needs."""
    all_keys = [tied.keys]
    for pattern, lines in _lines(keys, axis):
        sums, within, complements = complete(pattern)
        tied.counted[axis.kind] += len(sums) * len(lines)
        tied.counted["stages"] += len({part for _, part in within}) * len(lines)
        for into, rows in (
            (tied.sums, sums),
            (tied.within, within),
            (tied.complements, complements),
        ):
            for row in rows:
                own = lines[:, None] + axis.step * np.array(row, dtype=np.int64)
                into.append(own)
                all_keys.append(own.ravel())
    tied.keys = _union(all_keys)


def _lines(keys: Numbers, axis: Axis) -> Iterator[tuple[Pattern, Numbers]]:
    """Yield the coordinates that sets have along an axis, with every line that has just those.

    A line is the key that its sets would have at coordinate 0.
    """
    if not len(keys):
        return
    coordinates = axis.coordinates(keys)
    bases = keys - coordinates * axis.step
    lines, line = np.unique(bases, return_inverse=True)
    there = np.zeros((len(lines), int(coordinates.max()) + 1), dtype=bool)
    there[line, coordinates] = True
    packed = np.packbits(there, axis=1)
    _, first, kind = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    for number, example in enumerate(first.tolist()):
        yield tuple(np.flatnonzero(there[example]).tolist()), lines[kind.ravel() == number]


def _tile(family: Family, pattern: Pattern) -> Ties:
    """Cut each span of a line at the ends of others."""
    spans = list(family.spans)
    tiled = tilings([spans[code] for code in pattern])
    rows = [tuple(map(family.code_of, (span, *pieces))) for span, pieces in tiled.items()]
    return rows, [], []


def _complete(axis: Axis, pattern: Pattern) -> Ties:
    """Complete every total of a line with all of its components, where it has any set below it."""
    there = set(pattern)
    below = {total: set(parts) for total, *parts in axis.sums}
    sums = []
    for total, *parts in axis.sums:
        if total in there and _descendants(below, total) & there:
            there.update(parts)
            sums.append((total, *parts))
    within: list[Pattern] = [pair for pair in axis.subsets if there >= set(pair)]
    return sums, within, list(_complements(below, sums, there))


def _complements(
    below: dict[int, set[int]], sums: Sequence[Pattern], there: set[int]
) -> Iterator[Pattern]:
    """Yield totals with each group or area in them that is not all but one of two."""
    for total, *parts in sums:
        further = (_descendants(below, total) & there) - set(parts)
        direct = parts if len(parts) >= FEWEST_WITH_COMPLEMENT else []
        yield from ((total, part) for part in (*direct, *sorted(further)))


def nested_in(tied: Tied) -> Iterator[Numbers]:
    """Yield rows of keys (whole, part) that ties name, an array for each kind of part.

    All rows of a kind are as far apart, as keys are places in a grid.
    """
    rows = np.concatenate([np.zeros((0, 2), dtype=np.int64), *tied.within, *tied.complements])
    apart = rows[:, 1] - rows[:, 0]
    yield from (rows[apart == distance] for distance in np.unique(apart))


def _descendants(below: dict[int, set[int]], total: int) -> set[int]:
    descendants: set[int] = set()
    waiting = [total]
    while waiting:
        fresh = below.get(waiting.pop(), set()) - descendants
        descendants |= fresh
        waiting += fresh
    return descendants


def _union(arrays: Iterable[Numbers]) -> Numbers:
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *arrays]))
