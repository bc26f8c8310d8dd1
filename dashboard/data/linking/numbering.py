"""The number of each set of children, and the numbers that sums tie.

Each release has separate numbers, because what is revised is another set of children. `revisions`
says which sets of two releases are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dashboard.data.linking.beginnings import empty_beginnings, out_of_life
from dashboard.data.linking.completion import Tied, nested_in, tie
from dashboard.data.linking.families import ON_TRIAL, Family, families_of
from dashboard.data.linking.grids import ABSENT, Figure, Grids, rows_of
from dashboard.data.linking.reasons import untouched
from dashboard.data.linking.relations import Relations, found_sums
from dashboard.data.linking.renaming import Read
from dashboard.data.release.additivity import Span, span_of
from dashboard.data.release.model import Catalogue, CellReference
from dashboard.disclosure.arrays import Flags, Numbers


@dataclass(frozen=True, slots=True)
class _View:
    """Sets of a family that sums tie, in order; they are numbered from `first` on."""

    family: Family
    keys: Numbers
    first: int

    def find(self, keys: Numbers) -> Numbers:
        """Return the number of each key, ABSENT where there is none."""
        place = np.searchsorted(self.keys, keys)
        there = np.append(self.keys, ABSENT)[place] == keys
        return np.where(there, self.first + place, ABSENT)


class Numbering:
    """Numbers for every set of releases, printed or not; the grids are filled in.

    `pairs` are rows of two numbers that have one name in two releases; `untouched` says of which
    the later release tells that it did not revise them.
    """

    def __init__(
        self,
        releases: Sequence[Read],
        exact: Grids | None = None,
        *,
        shown_sums: bool = True,
    ) -> None:
        """`exact` are the unrounded figures of the release on trial, where they are known."""
        self.relations = Relations()
        self.count = 0
        self.nothing: list[Numbers] = []  # numbers of sets that every reader knows to be empty
        self._arrangements, self._releases = zip(*releases, strict=True)
        self._families = families_of(self._releases)
        self._views: dict[tuple[str, str], dict[int, _View]] = {}
        self._every: list[_View] = []
        self._pairs: list[Numbers] = []
        self._untouched: list[Flags] = []
        for name, family in self._families.items():
            self._views[name] = self._number(family)
        for order, (arrangement, grids) in enumerate(releases):
            for identity in arrangement.catalogue.identities:
                rows = self.rows(order, identity.references, kind=identity.period_type)
                if len(rows):
                    self.relations.add_identity(identity, rows)
            if shown_sums:
                known = exact if order == ON_TRIAL else None
                self.relations.add_found(found_sums(arrangement, grids, known))

    def figure(self, number: int) -> Figure | None:
        """Name a set that no table prints."""
        for view in self._every:
            if view.first <= number < view.first + len(view.keys):
                return _figure(view.family, int(view.keys[number - view.first]))
        return None

    @property
    def pairs(self) -> Numbers:
        return np.concatenate([np.zeros((0, 2), dtype=np.int64), *self._pairs])

    @property
    def untouched(self) -> Flags:
        return np.concatenate([np.zeros(0, dtype=bool), *self._untouched])

    def _number(self, family: Family) -> dict[int, _View]:
        """Number the sets as they are now, and as each earlier release has them."""
        every = tie(family, self._arrangements, family.orders)
        self.relations.counted += every.counted
        now = self._view(family, every)
        self.nothing.append(now.first + np.flatnonzero(self._empty(family, now.keys)))
        views = {ON_TRIAL: now}
        for order in family.orders:
            if order != ON_TRIAL:
                own = self._view(family, tie(family, self._arrangements, (order,)))
                for later, other in views.items():
                    self._pair(family, (later, other), (order, own))
                views[order] = own
        for order, grid in family.members:
            numbers = views[order].find(family.keys(grid).reshape(grid.markers.shape))
            grid.numbers[grid.present] = numbers[grid.present]
        return views

    def _pair(self, family: Family, now: tuple[int, _View], before: tuple[int, _View]) -> None:
        """Keep the sets that two releases have, by their orders and views."""
        (later, new), (order, old) = now, before
        own = new.find(old.keys)
        both = own != ABSENT
        self._pairs.append(np.stack([own, old.find(old.keys)], axis=1)[both])
        catalogues = [self._arrangements[n].catalogue for n in (later, order)]
        self._untouched.append(untouched(family, old.keys[both], *catalogues))

    def _empty(self, family: Family, keys: Numbers) -> Flags:
        printed = _spans(family, ON_TRIAL)
        early = empty_beginnings(family, *_values(family, ON_TRIAL), printed)
        codes = [family.spans[span] for span in early if span in family.spans]
        empty = out_of_life(family, self._arrangements[ON_TRIAL].catalogue, keys)
        return np.asarray(empty | np.isin(family.time.coordinates(keys), codes))

    def _view(self, family: Family, tied: Tied) -> _View:
        """Number sets, and keep what ties them."""
        view = _View(family, tied.keys, self.count)
        self._every.append(view)
        self.count += len(tied.keys)
        tied.nested += nested_in(tied)
        self.relations.add(tied, view.find)
        return view

    def rows(
        self,
        order: int,
        references: Sequence[CellReference],
        opened: Sequence[str] = (),
        kind: str = "",
    ) -> Numbers:
        """Return rows of the numbers that references name, where all have one, printed or not.

        There is one for every area, for all days that any period or gap has, or those of the
        periods of one kind alone, and for the groups of each breakdown that is `opened`.
        """
        arrangement, grids = self._arrangements[order], self._releases[order]
        own = [grids.get((reference.table, reference.column)) for reference in references]
        named = [grid for grid in own if grid is not None and grid.counts]
        if len(named) < len(own):
            return np.zeros((0, len(own)), dtype=np.int64)
        families = [self._families[grid.family] for grid in named]
        spans = [
            span
            for span in families[0].spans
            if all(span in family.spans for family in families)
            and (not kind or span in _spans_of(arrangement.catalogue, kind))
        ]
        groups = [[(name, group) for group in arrangement.groups[name]] for name in opened]
        sides = []
        for reference, grid, family in zip(references, named, families, strict=True):
            bases = [
                family.slice_key(
                    arrangement, grid, replace(reference, groups=(*reference.groups, *g))
                )
                for g in product(*groups)
            ]
            areas = [family.areas[area.slug] for area in arrangement.catalogue.areas]
            days = [family.time.step * family.spans[span] for span in spans]
            keys = np.add.outer(np.add.outer(bases, days), areas).astype(np.int64)
            sides.append(self._views[grid.family][order].find(keys.ravel()))
        return rows_of(*sides)


def _spans_of(catalogue: Catalogue, kind: str) -> set[object]:
    return {span_of(period) for period in catalogue.periods if period.type == kind}


def _figure(family: Family, key: int) -> Figure:
    grid = family.members[0][1]
    area, (starts, ends), groups = family.names(key)
    periods = grid.arrangement.catalogue.periods
    known = [p.key for p in periods if (p.starts, p.ends) == (starts, ends)]
    days = f"{starts.isoformat()} to {ends.isoformat()}"
    return Figure(
        grid.table.name, grid.column.name, area, known[0] if known else days, groups, "not printed"
    )


def _spans(family: Family, order: int) -> set[Span]:
    """Return the spans for which a release prints something."""
    codes = np.unique(family.time.coordinates(family.printed(order))).tolist()
    names = list(family.spans)
    return {names[code] for code in codes}


def _values(family: Family, order: int) -> tuple[Numbers, NDArray[np.float64]]:
    """Return keys, in order, and what a release prints of each as numbers of children."""
    keys, values = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for other, grid in family.members:
        if other == order and grid.column.whole:
            there = ~np.isnan(grid.values.ravel())
            keys.append(family.keys(grid)[there])
            values.append(grid.values.ravel()[there])
    every, first = np.unique(np.concatenate(keys), return_index=True)
    return every, np.concatenate(values)[first]
