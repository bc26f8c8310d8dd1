"""The sets of children that the cells of all releases count, and how they are named.

A family is everything that counts one thing (a universe and a column), in all tables of all
releases that readers have. A set is named by its area, its days and a group of each breakdown;
a breakdown left at its root says nothing. So one set in two tables is one set, and a sum that
two tables give together is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import prod
from typing import TypeVar

import numpy as np

from dashboard.data.linking.grids import Arrangement, Grid, Grids
from dashboard.data.release.additivity import Span, area_sums, group_sums, span_of, subsets_within
from dashboard.data.release.model import BreakdownKind, CellReference
from dashboard.disclosure.arrays import Numbers
from dashboard.exceptions import DisclosureError

LARGEST_KEY = 2**62
Codes = dict[object, int]
Named = TypeVar("Named")
CodeSum = tuple[int, ...]  # a total and its components
ON_TRIAL = 0  # the order of the release on trial; earlier ones have 1 and on


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction in which sets add up: its step in keys, its size, its sums and subsets.

    `size` is 0 for time, which comes last in keys and has no end. `sums` run from the top down.
    """

    step: int
    size: int
    sums: tuple[CodeSum, ...] = ()
    subsets: tuple[tuple[int, int], ...] = ()
    kind: str = "periods"

    def coordinates(self, keys: Numbers) -> Numbers:
        """Return where on the axis each key stands."""
        along = keys // self.step
        return np.asarray(along % self.size if self.size else along)


@dataclass(slots=True)
class Family:
    """The codes of a family's areas, groups and spans of days, and the grids that print its sets.

    The key of a set is `area + areas * (group + groups * (... + span))`.
    """

    areas: Codes = field(default_factory=dict)
    groups: dict[str, Codes] = field(default_factory=dict)
    spans: dict[Span, int] = field(default_factory=dict)
    members: list[tuple[int, Grid]] = field(default_factory=list)

    def add(self, order: int, grid: Grid) -> None:
        """Take in a grid of the release with this order."""
        self.members.append((order, grid))
        catalogue = grid.arrangement.catalogue
        for area in catalogue.areas:
            _code(self.areas, area.slug)
        for period in catalogue.periods:
            self.code_of(span_of(period))
        for name in grid.table.filters:
            codes = self.groups.setdefault(name, {None: 0})
            for group in grid.arrangement.groups[name]:
                _code(codes, _name(grid.arrangement, name, group))

    def code_of(self, span: Span) -> int:
        """Return the code of a span of days, known or new."""
        return _code(self.spans, span)

    @property
    def orders(self) -> tuple[int, ...]:
        return tuple(sorted({order for order, _ in self.members}))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return how many areas there are, and how many groups of each breakdown."""
        return (len(self.areas), *(len(codes) for codes in self.groups.values()))

    @property
    def time(self) -> Axis:
        return Axis(prod(self.sizes), 0)

    def axes(self, arrangement: Arrangement) -> Iterator[Axis]:
        """Yield the axes of areas and of each breakdown, as a release declares their sums."""
        catalogue, areas = arrangement.catalogue, self.areas
        sums = [(areas[s.total], *(areas[a] for a in s.components)) for s in area_sums(catalogue)]
        yield Axis(1, len(areas), tuple(sums), kind="areas")
        for name, codes, step in self._steps():
            breakdown = catalogue.breakdown(name)
            if breakdown is not None:
                own = {g.name: codes[_name(arrangement, name, g.name)] for g in breakdown.groups}
                sums = [
                    (own[s.total], *(own[g] for g in s.components)) for s in group_sums(breakdown)
                ]
                within = tuple((own[set_], own[part]) for set_, part in subsets_within(breakdown))
                yield Axis(step, len(codes), tuple(sums), within, "groups")

    def contexts(self, keys: Numbers, arrangement: Arrangement) -> Numbers:
        """Return a number for each key that says which breakdowns it leaves open.

        Two keys of one number open the same breakdowns, and stand in the same group of each
        breakdown whose groups do not add up.
        """
        contexts = np.zeros(len(keys), dtype=np.int64)
        for name, codes, step in self._steps():
            code = keys // step % len(codes)
            breakdown = arrangement.catalogue.breakdown(name)
            adds = breakdown is not None and breakdown.kind is BreakdownKind.PARTS
            contexts = contexts * (len(codes) + 1) + (np.minimum(code, 1) if adds else code)
        return contexts

    def keys(self, grid: Grid) -> Numbers:
        """Return the key of each cell of a grid, present or not, in its order."""
        catalogue = grid.arrangement.catalogue
        steps = {name: step for name, _, step in self._steps()}
        spans = [self.spans[span_of(period)] for period in catalogue.periods]
        along: list[tuple[int, Sequence[int]]] = [
            (1, [self.areas[area.slug] for area in catalogue.areas]),
            (self.time.step, spans),
        ]
        for name in grid.table.filters:
            groups = grid.arrangement.groups[name]
            own = [self.groups[name][_name(grid.arrangement, name, group)] for group in groups]
            along.append((steps[name], own))
        steps_along = [step * np.array(codes, dtype=np.int64) for step, codes in along]
        return np.asarray(reduce(np.add.outer, steps_along)).ravel()

    def printed(self, order: int, *, adding: bool | None = None) -> Numbers:
        """Return the keys that a release has cells for; `adding`: of tables that add over time."""
        own = [
            self.keys(grid)[grid.present.ravel()]
            for other, grid in self.members
            if other == order and adding in (None, grid.table.adds_over_time)
        ]
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *own]))

    def slice_key(self, arrangement: Arrangement, grid: Grid, reference: CellReference) -> int:
        """Return the key of a reference, but for its area and its days."""
        fixed, key = dict(reference.groups), 0
        for name, codes, step in self._steps():
            if name in grid.table.filters:
                breakdown = arrangement.catalogue.breakdown(name)
                group = fixed.get(name, breakdown.default if breakdown else "")
                key += step * codes[_name(arrangement, name, group)]
        return key

    def names(self, key: int) -> tuple[str, Span, tuple[tuple[str, str], ...]]:
        """Return the area, the days and the groups of a set."""
        area, groups = key % len(self.areas), []
        for name, codes, step in self._steps():
            group = list(codes)[key // step % len(codes)]
            if group is not None:
                groups.append((name, str(group)))
        span = list(self.spans)[key // self.time.step]
        return str(list(self.areas)[area]), span, tuple(groups)

    def _steps(self) -> Iterator[tuple[str, Codes, int]]:
        """Yield the name, the codes and the step in keys of each breakdown."""
        step = len(self.areas)
        for name, codes in self.groups.items():
            yield name, codes, step
            step *= len(codes)

    def check_size(self) -> None:
        """Raise DisclosureError where keys would not fit."""
        if prod(self.sizes) * max(1, len(self.spans)) ** 2 > LARGEST_KEY:
            raise DisclosureError("One universe has more breakdowns than can be audited.")


def families_of(releases: Sequence[Grids]) -> dict[tuple[str, str], Family]:
    """Return the families of all counts in releases, the one on trial first."""
    families: defaultdict[tuple[str, str], Family] = defaultdict(Family)
    for order, grids in enumerate(releases):
        for grid in grids.values():
            if grid.counts:
                families[grid.family].add(order, grid)
    for family in families.values():
        family.check_size()
    return dict(families)


def _name(arrangement: Arrangement, breakdown: str, group: str) -> str | None:
    """Return a group's name in keys: None for the root, which leaves the breakdown open."""
    return None if arrangement.roots.get(breakdown) == group else group


def _code(codes: dict[Named, int], name: Named) -> int:
    return codes.setdefault(name, len(codes))
