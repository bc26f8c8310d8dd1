"""Which cells, in whatever table or release, count the same set of children?

A set is named by its universe, column, area, span of time and groups; a breakdown left at its
root says nothing. Where a number differs, two releases did not count the same set, whatever
they call it: all that the earlier one prints of that universe and span of time is then taken
as sets of its own, tied to each other by its sums, and to nothing in the newer release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import prod

import numpy as np

from dashboard.data.disclosure.grids import Grid, Grids, Numbers
from dashboard.exceptions import DisclosureError

LARGEST_KEY = 2**62
Span = tuple[date, date]


def number_sets(releases: Sequence[Grids]) -> tuple[int, list[Numbers]]:
    """Number the set of children behind each cell, in the grids.

    The first release is the one on trial, the others are earlier ones. Returns how many sets
    there are, and rows (whole, part) of those of an earlier release that lie within a longer
    span of this one, or hold a shorter one: last year's half of a year and the year.
    """
    families: defaultdict[tuple[str, str], _Family] = defaultdict(_Family)
    for order, grids in enumerate(releases):
        for grid in grids.values():
            if grid.counts:
                universe = grid.table.universe or grid.table.name
                families[universe, grid.column.name].add(order, grid)
    apart: defaultdict[str, set[tuple[int, Span]]] = defaultdict(set)
    for (universe, _), family in families.items():
        apart[universe] |= family.revised()
    count, nested = 0, []
    for (universe, _), family in families.items():
        keys = family.number(count, apart[universe])
        nested += family.nested(keys, count)
        count += len(keys)
    return count, nested


class _Codes(dict[object, int]):
    """Gives each name one number, in the order of asking."""

    def __missing__(self, name: object) -> int:
        self[name] = len(self)
        return self[name]


@dataclass(slots=True)
class _Family:
    """The grids of one universe and column, and a key for each of their cells."""

    areas: _Codes = field(default_factory=_Codes)
    spans: _Codes = field(default_factory=_Codes)
    groups: defaultdict[str, _Codes] = field(default_factory=lambda: defaultdict(_named_codes))
    members: list[tuple[int, Grid]] = field(default_factory=list)

    def add(self, order: int, grid: Grid) -> None:
        self.members.append((order, grid))
        for codes, names in zip(self._codes(grid), _names(grid), strict=True):
            for name in names:
                codes[name]

    def revised(self) -> set[tuple[int, Span]]:
        """Return the spans in which an earlier release prints another number, with its order."""
        printed = [(o, g, self._keys(g)) for o, g in self.members if g.column.whole]
        newer = [(keys, g.values.ravel()) for order, g, keys in printed if order == 0]
        if not newer or len(newer) == len(printed):
            return set()
        keys = np.concatenate([k[~np.isnan(v)] for k, v in newer])
        values = np.concatenate([v[~np.isnan(v)] for _, v in newer])
        known, first = np.unique(keys, return_index=True)
        found = set()
        for order, grid, own in printed:
            if not order or not len(known):
                continue
            own_values = grid.values.ravel()
            place = np.minimum(np.searchsorted(known, own), len(known) - 1)
            differs = (known[place] == own) & (own_values != values[first[place]])
            differs &= ~np.isnan(own_values)
            periods = np.unravel_index(np.flatnonzero(differs), grid.markers.shape)[1]
            spans = _spans(grid)
            found |= {(order, spans[i]) for i in np.unique(periods).tolist()}
        return found

    def number(self, first: int, apart: set[tuple[int, Span]]) -> Numbers:
        """Number every cell from `first` on; return the key behind each number, in order."""
        size, keys = prod(self._sizes()), []
        for order, grid in self.members:
            own = [order if (order, span) in apart else 0 for span in _spans(grid)]
            shape = (1, -1) + (1,) * (grid.markers.ndim - 2)
            shift = np.broadcast_to(np.reshape(own, shape), grid.markers.shape).ravel()
            keys.append((self._keys(grid) + size * shift)[grid.present.ravel()])
        every, inverse = np.unique(np.concatenate(keys), return_inverse=True)
        start = 0
        for (_, grid), own_keys in zip(self.members, keys, strict=True):
            numbers = inverse[start : start + len(own_keys)]
            grid.numbers[grid.present] = first + numbers
            start += len(own_keys)
        return every

    def nested(self, every: Numbers, first: int) -> list[Numbers]:
        """Return rows (whole, part) of spans of different releases that lie within one another."""
        orders = {order for order, _ in self.members}
        if orders == {0}:
            return []
        of_span = _radices(self._sizes())[1]
        size = prod(self._sizes())
        now = self._spans_of({0})
        pairs = []
        for before in self._spans_of(orders - {0}) - now:
            for span in now:
                inner, outer = sorted((before, span), key=_length)
                if outer[0] <= inner[0] and inner[1] <= outer[1]:
                    pairs.append((self.spans[outer], self.spans[inner]))
        rows = []
        codes = every // of_span % len(self.spans)
        for whole, part in pairs:
            parts = np.flatnonzero((codes == part) & (every < size))
            wanted = every[parts] + (whole - part) * of_span
            place = np.minimum(np.searchsorted(every, wanted), len(every) - 1)
            there = every[place] == wanted
            rows.append(first + np.column_stack([place[there], parts[there]]))
        return rows

    def _spans_of(self, orders: set[int]) -> set[Span]:
        """Return the spans of time for which these releases print something."""
        found: set[Span] = set()
        for order, grid in self.members:
            if order in orders:
                axes = tuple(i for i in range(grid.markers.ndim) if i != 1)
                spans = _spans(grid)
                found |= {spans[i] for i in np.flatnonzero(grid.present.any(axis=axes)).tolist()}
        return found

    def _codes(self, grid: Grid) -> list[_Codes]:
        return [self.areas, self.spans, *(self.groups[name] for name in grid.table.filters)]

    def _sizes(self) -> list[int]:
        sizes = [len(self.areas), len(self.spans), *(len(c) for c in self.groups.values())]
        if prod(sizes) > LARGEST_KEY // max(1, len(self.members)):
            raise DisclosureError("One universe has more breakdowns than can be audited.")
        return sizes

    def _keys(self, grid: Grid) -> Numbers:
        """Return a key for each cell of a grid, present or not."""
        of_area, of_span, *of_groups = _radices(self._sizes())
        radix = dict(zip(self.groups, of_groups, strict=True))
        axes = [of_area, of_span, *(radix[name] for name in grid.table.filters)]
        keys = np.zeros((1,) * grid.markers.ndim, dtype=np.int64)
        codes = self._codes(grid)
        for axis, (step, known, names) in enumerate(zip(axes, codes, _names(grid), strict=True)):
            shape = [1] * grid.markers.ndim
            shape[axis] = -1
            own = np.array([known[name] for name in names], dtype=np.int64)
            keys = keys + step * own.reshape(shape)
        return np.broadcast_to(keys, grid.markers.shape).ravel()


def _named_codes() -> _Codes:
    """Return codes in which 0 stands for a breakdown that says nothing."""
    codes = _Codes()
    codes[None]
    return codes


def _radices(sizes: Sequence[int]) -> list[int]:
    return [prod(sizes[:i]) for i in range(len(sizes))]


def _spans(grid: Grid) -> list[Span]:
    return [(period.starts, period.ends) for period in grid.arrangement.catalogue.periods]


def _length(span: Span) -> timedelta:
    return span[1] - span[0]


def _names(grid: Grid) -> list[list[object]]:
    """Return what stands along each axis: areas, spans of time, groups (None at the root)."""
    catalogue, roots = grid.arrangement.catalogue, grid.arrangement.roots
    found: list[list[object]] = [
        [area.slug for area in catalogue.areas],
        list(_spans(grid)),
    ]
    for name in grid.table.filters:
        own = [None if roots.get(name) == g else g for g in grid.arrangement.groups[name]]
        found.append(list(own))
    return found
